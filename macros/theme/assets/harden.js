/* Keyboard and search manners that Material leaves open. Keys are caught on their way down, before its own listener
   on the window sees them. */
(function () {
  'use strict'
  const toggle = document.getElementById('__search')
  const search = document.getElementById('tk-search')
  if (!toggle || !search) return

  const input = search.querySelector('.tk-search__input')
  const opener = document.querySelector('[data-search]')
  const meta = search.querySelector('.md-search-result__meta')
  const open = () => toggle.checked
  const set = (wanted) => {
    if (open() !== wanted) toggle.click()
  }
  const seen = (element) => element.getClientRects().length > 0

  // --- opening and closing ------------------------------------------------------------------------
  for (const button of [opener, ...document.querySelectorAll('[data-search-open]')]) {
    button.hidden = false
    button.addEventListener('click', () => {
      set(true)
      input.focus()
    })
  }
  const close = () => {
    set(false)
    if (seen(opener)) opener.focus()
    else input.blur()
  }
  search.querySelector('[data-search-close]').addEventListener('click', close)
  toggle.addEventListener('change', tell)
  document.addEventListener('focusin', (event) => {
    if (open() && !search.contains(event.target)) set(false)
  })
  tell()

  function tell() {
    opener.setAttribute('aria-expanded', String(open()))
  }

  // --- keys ---------------------------------------------------------------------------------------
  window.addEventListener(
    'keydown',
    (event) => {
      const inSearch = search.contains(event.target)
      if (!inSearch) {
        // No single letter is a command: a reader who speaks or slips must not be sent elsewhere (WCAG 2.1.4).
        if (event.key.length === 1) event.stopImmediatePropagation()
        return
      }
      // While a word is being composed, Enter chooses the word.
      if (event.isComposing || event.keyCode === 229) return event.stopImmediatePropagation()
      if (event.key === 'Escape' && open()) {
        event.stopImmediatePropagation()
        event.preventDefault()
        return close()
      }
      // Tab goes on to the hits; on a hit, only the arrows are Material's.
      const arrow = event.key === 'ArrowUp' || event.key === 'ArrowDown'
      if (event.key === 'Tab' || (event.target !== input && !arrow)) event.stopImmediatePropagation()
    },
    true,
  )

  // Material listens to keys alone: a word that is pasted, dictated or chosen by a pen must be searched too.
  input.addEventListener('input', (event) => {
    if (!event.isComposing) input.dispatchEvent(new KeyboardEvent('keyup'))
  })

  // Hits can be reached by Tab, not by the arrows alone.
  new MutationObserver(() => {
    for (const hit of search.querySelectorAll('a[tabindex="-1"]')) hit.removeAttribute('tabindex')
  }).observe(search.querySelector('.md-search-result__list'), { childList: true, subtree: true })

  // --- how many were found ----------------------------------------------------------------------------
  // Material writes the count at every keystroke: speak it when the typing rests.
  const status = document.getElementById('tk-status')
  let waiting
  const speak = () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      if (open()) status.textContent = meta.textContent.trim()
    }, 600)
  }
  new MutationObserver(speak).observe(meta, { childList: true, characterData: true, subtree: true })
  if (open()) speak() // a query in the address was answered before
})()
