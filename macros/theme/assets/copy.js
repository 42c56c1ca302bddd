/* Copying a citation together with its link: 「別紙8(1)カ」 and the address of the provision. */
(function () {
  'use strict'
  const words = document.getElementById('tk-words').dataset
  const status = document.getElementById('tk-status')

  for (const button of document.querySelectorAll('.tk-copy')) {
    button.hidden = false
    button.addEventListener('click', () => copy(button))
  }

  async function copy(button) {
    const citation = button.dataset.copy
    const address = new URL('#' + button.dataset.anchor, location.href).href
    const done = await put(citation, address)
    status.textContent = (done ? words.copied : words.copyFailed) + ' ' + citation
    const label = button.querySelector('.tk-copy-word')
    button.dataset.word ??= label.textContent
    button.dataset.done = done ? 'yes' : 'no'
    label.textContent = done ? words.copied : words.copyFailed
    clearTimeout(button.timer)
    button.timer = setTimeout(() => {
      label.textContent = button.dataset.word
      delete button.dataset.done
    }, 2500)
  }

  /** Rich text gets a linked citation, plain text both. A path on one's own disk is of no use to others. */
  async function put(citation, address) {
    const shared = location.protocol !== 'file:'
    const plain = shared ? citation + ' ' + address : citation
    try {
      if (shared && window.ClipboardItem) {
        const link = document.createElement('a')
        link.href = address
        link.textContent = citation
        const item = {
          'text/plain': new Blob([plain], { type: 'text/plain' }),
          'text/html': new Blob([link.outerHTML], { type: 'text/html' }),
        }
        await navigator.clipboard.write([new ClipboardItem(item)])
      } else {
        await navigator.clipboard.writeText(plain)
      }
      return true
    } catch {
      return old(plain)
    }
  }

  /** The way without the clipboard's permission. */
  function old(text) {
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'tk-vh'
    document.body.append(field)
    const before = document.activeElement
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    before?.focus()
    return done
  }
})()
