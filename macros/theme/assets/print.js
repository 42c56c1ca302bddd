/* Paper: what stands at the head of every sheet, and everything unfolded. */
(function () {
  'use strict'
  const words = document.getElementById('tk-words').dataset
  const title = document.querySelector('.md-content h1')
  const style = document.documentElement.style
  style.setProperty('--tk-running-title', quoted(words.name + (title ? '  ' + plain(title) : '')))
  style.setProperty('--tk-running-edition', quoted(words.edition))

  // Browsers that cannot unfold by style.
  let folded = []
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('.md-content details:not([open])')]
    for (const each of folded) each.open = true
  })
  addEventListener('afterprint', () => {
    for (const each of folded) each.open = false
  })

  function plain(element) {
    return element.textContent.replace(/\s+/g, ' ').trim()
  }

  function quoted(text) {
    return '"' + text.replace(/["\\]/g, '\\$&') + '"'
  }
})()
