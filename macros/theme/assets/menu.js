/* The menu on a small screen, the folded table of contents, and the place of this page in the navigation. */
(function () {
  'use strict'
  const button = document.querySelector('[data-menu]')
  const nav = document.getElementById('tk-nav')
  const small = matchMedia('(max-width: 76.23em)')

  if (button && nav) {
    const show = (open) => {
      button.setAttribute('aria-expanded', String(open))
      nav.toggleAttribute('data-open', open)
      if (!open) return
      centre(nav)
      // The reader goes on in the menu, which stands after the header in the page.
      ;(nav.querySelector('[aria-current]') ?? nav.querySelector('a')).focus({ preventScroll: true })
    }
    const isOpen = () => nav.hasAttribute('data-open')

    button.addEventListener('click', () => show(!isOpen()))
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !isOpen()) return
      show(false)
      button.focus()
    })
    // Pressing or tabbing elsewhere closes it: it lies over the page.
    document.addEventListener('click', (event) => {
      if (isOpen() && !nav.contains(event.target) && !button.contains(event.target)) show(false)
    })
    nav.addEventListener('focusout', (event) => {
      const to = event.relatedTarget
      if (to && isOpen() && !nav.contains(to) && to !== button) show(false)
    })
    small.addEventListener('change', () => show(false))
    centre(nav)
  }

  const fold = document.querySelector('.tk-toc__fold')
  if (fold) {
    const title = fold.querySelector('summary')
    // Beside the text it is always open, and its title is no button.
    const fit = () => {
      fold.open = !small.matches
      title.tabIndex = small.matches ? 0 : -1
    }
    fit()
    fold.toggleAttribute('data-ready', true)
    small.addEventListener('change', fit)
    fold.addEventListener('click', (event) => {
      if (small.matches && event.target.closest('a')) fold.open = false
      if (!small.matches && title.contains(event.target)) event.preventDefault()
    })
  }

  /** Bring the entry of this page into sight without moving the page. */
  function centre(list) {
    const here = list.querySelector('[aria-current]')
    if (here) list.scrollTop = here.offsetTop - list.clientHeight / 2
  }
})()
