/* A term explained where it stands. The explanation is the entry at the foot of the page, shown over the text;
   without this script the same link leads there. */
(function () {
  'use strict'
  const words = document.getElementById('tk-words').dataset
  if (!HTMLElement.prototype.hasOwnProperty('popover')) return

  const box = document.createElement('span')
  box.id = 'tk-pop'
  box.className = 'tk-pop'
  box.popover = 'auto'
  box.tabIndex = -1
  box.setAttribute('role', 'dialog')
  box.setAttribute('aria-label', words.termLabel)
  let of = null

  for (const link of document.querySelectorAll('a.tk-term[href^="#"]')) {
    const entry = document.getElementById(link.getAttribute('href').slice(1))
    if (!entry) continue
    link.setAttribute('aria-haspopup', 'dialog')
    link.setAttribute('aria-expanded', 'false')
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      if (of === link) return hide(true)
      show(link, entry)
    })
  }

  function show(link, entry) {
    if (of) hide(false)
    of = link
    box.lang = document.documentElement.lang
    box.replaceChildren(...parts(entry), closer())
    // It follows its term in the document, so that reading and tabbing go on from there.
    link.after(box)
    box.showPopover()
    link.setAttribute('aria-expanded', 'true')
    place(link)
    box.focus()
  }

  function hide(back) {
    if (!of) return
    const link = of
    of = null
    link.setAttribute('aria-expanded', 'false')
    if (box.matches(':popover-open')) box.hidePopover()
    box.remove()
    if (back) link.focus()
  }

  function parts(entry) {
    return [...entry.querySelectorAll('dt, dd')].map((part) => {
      const copy = document.createElement('span')
      copy.className = part.tagName === 'DT' ? 'tk-pop__word' : 'tk-pop__text'
      if (part.lang) copy.lang = part.lang
      copy.append(...[...part.childNodes].map((node) => node.cloneNode(true)))
      for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id')
      return copy
    })
  }

  function closer() {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'tk-pop__close'
    button.textContent = words.termClose
    button.addEventListener('click', () => hide(true))
    return button
  }

  function place(link) {
    const line = link.getClientRects()[0]
    const size = box.getBoundingClientRect()
    const gap = 8
    const room = document.documentElement.clientWidth - size.width - gap
    const below = line.bottom + gap + size.height < innerHeight || line.top < size.height + gap
    box.style.left = scrollX + Math.max(gap, Math.min(line.left, room)) + 'px'
    box.style.top = scrollY + (below ? line.bottom + gap : line.top - size.height - gap) + 'px'
  }

  // Esc and a press elsewhere close it (the browser's own light dismissal); so does tabbing out of it.
  box.addEventListener('toggle', (event) => {
    if (event.newState === 'closed') hide(box.contains(document.activeElement))
  })
  box.addEventListener('focusout', (event) => {
    const to = event.relatedTarget
    if (to && to !== of && !box.contains(to)) hide(false)
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    hide(true)
  })
})()
