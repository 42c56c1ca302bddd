/* The filters of the register. What is chosen stands in the address, so that a view can be sent and kept. */
(function () {
  'use strict'
  const form = document.querySelector('form.tk-filters')
  const table = document.querySelector('.tk-register')
  if (!form || !table) return

  const template = document.getElementById('tk-words').dataset.count
  const rows = [...table.tBodies].flatMap((body) => [...body.rows])
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]))
  const fields = [...form.elements].filter((field) => field.name)
  const count = form.querySelector('.tk-count')
  const none = document.querySelector('.tk-none')

  // Material takes `q` in an address for its own search.
  const inAddress = (field) => (field.name === 'q' ? 'words' : field.name)

  read()
  apply()
  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('input', (event) => {
    if (!event.isComposing) changed()
  })
  form.addEventListener('compositionend', changed)
  form.addEventListener('reset', () => setTimeout(changed))
  addEventListener('popstate', () => {
    read()
    apply()
  })

  function changed() {
    apply()
    write()
  }

  function apply() {
    const wanted = fields.filter((field) => field.value.trim())
    let shown = 0
    for (const row of rows) {
      const fits = wanted.every((field) => (field.name === 'q' ? says(row, field.value) : tagged(row, field)))
      row.hidden = !fits
      shown += fits
    }
    for (const field of fields) field.toggleAttribute('data-set', wanted.includes(field))
    count.value = template.replace('{total}', rows.length).replace('{shown}', shown)
    if (none) none.hidden = shown > 0
  }

  function tagged(row, field) {
    return (row.getAttribute('data-' + field.name) ?? '').split(' ').includes(field.value)
  }

  function says(row, text) {
    return fold(text)
      .split(' ')
      .every((word) => texts.get(row).includes(word))
  }

  /** Full width and half width, capitals and small letters, katakana and hiragana are alike. */
  function fold(text) {
    return text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
      .replace(/\s+/g, ' ')
      .trim()
  }

  function read() {
    const query = new URLSearchParams(location.search)
    for (const field of fields) {
      const value = query.get(inAddress(field)) ?? ''
      const known = field.tagName !== 'SELECT' || [...field.options].some((option) => option.value === value)
      field.value = known ? value : ''
    }
  }

  function write() {
    const address = new URL(location.href)
    for (const field of fields) {
      const value = field.value.trim()
      if (value) address.searchParams.set(inAddress(field), value)
      else address.searchParams.delete(inAddress(field))
    }
    try {
      history.replaceState(history.state, '', address)
    } catch {
      // A browser may not allow this for a file; the filters work all the same.
    }
  }
})()
