/* The other language opens at the place the reader is at: the same anchor, the same filters, but not the words that
   were searched for, which are in this language. */
(function () {
  'use strict'
  const links = document.querySelectorAll('a[data-switch]')
  if (!links.length) return

  for (const link of links) {
    for (const moment of ['pointerdown', 'focus', 'click', 'contextmenu']) {
      link.addEventListener(moment, () => aim(link))
    }
  }

  function aim(link) {
    const query = new URLSearchParams(location.search)
    for (const name of ['h', 'q', 'words']) query.delete(name)
    link.search = query
    link.hash = place()
  }

  /** The heading being read: the last one above the middle of the upper half. None at the top of the page. */
  function place() {
    if (scrollY < 40) return location.hash
    const line = innerHeight / 3
    const passed = [...document.querySelectorAll('.md-content :is(h1, h2, h3, h4, h5, h6)[id], .tk-paper[id]')].filter(
      (heading) => heading.getClientRects().length && heading.getBoundingClientRect().top < line,
    )
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target && near(target)) return location.hash
    return passed.length ? '#' + passed[passed.length - 1].id : location.hash
  }

  function near(target) {
    const { top, bottom } = target.getBoundingClientRect()
    return bottom > 0 && top < innerHeight / 2
  }
})()
