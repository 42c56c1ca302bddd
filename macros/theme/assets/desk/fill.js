/* A sheet of the desk, filled in on the screen and printed. Nothing is sent, nothing is kept. */
;(function () {
  'use strict'
  const tkd = window.tkd
  const model = JSON.parse(document.body.dataset.model)
  const { words } = model
  let entered = false

  const el = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more })
  const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name])

  /** Words in each language: the first as they stand, the second below. `said`: [[language, text]]. */
  const nodes = (said) =>
    said.map(([lang, text], at) => (at ? el('span', text, { lang, className: 'second' }) : document.createTextNode(text)))

  function dated(value) {
    const day = new Date(`${value}T00:00:00Z`)
    const how = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }
    return model.languages.map(([language, locale]) => [
      language,
      new Intl.DateTimeFormat(locale, language === 'ja' ? { ...how, era: 'long' } : how).format(day),
    ])
  }

  // --- what stands on paper -------------------------------------------------------------------------

  for (const control of document.querySelectorAll('.control')) {
    const paper = control.nextElementSibling
    const blank = [...paper.childNodes]
    const grow = () => {
      if (control.type !== 'textarea' || CSS.supports('field-sizing', 'content')) return
      control.style.height = 'auto'
      control.style.height = `${control.scrollHeight + 2}px`
    }
    const show = () => {
      const text = control.value.trim()
      if (!text) paper.replaceChildren(...blank)
      else paper.replaceChildren(...(control.type === 'date' ? nodes(dated(text)) : [document.createTextNode(text)]))
      grow()
    }
    control.addEventListener('input', () => {
      entered = true
      show()
    })
    show() // a browser may bring back what was typed
  }

  // --- the roster -----------------------------------------------------------------------------------

  function seat() {
    const box = document.querySelector('[data-roster]')
    const area = box.querySelector('textarea')
    const table = document.querySelector('table.signin')
    const body = table.querySelector('tbody')
    const blank = body.querySelector('tr').cloneNode(true)

    const row = (person, at) => {
      const made = blank.cloneNode(true)
      const [number, department, name] = made.children
      number.textContent = at + 1
      if (person) {
        department.textContent = person.department
        name.replaceWith(el('th', person.name, { scope: 'row', className: 'plain' }))
      }
      return made
    }

    function show() {
      const { people, told } = tkd.roster(area.value, model)
      const count = Math.max(people.length ? model.spare : model.least, model.least - people.length)
      body.replaceChildren(...[...people, ...Array(count).fill(null)].map(row))
      const caption = model.caption.map(([language, text]) => [language, filled(text, { count: people.length })])
      table.querySelector('caption').replaceChildren(...nodes(people.length ? caption : model.blank))
      box.querySelector('[data-status]').textContent = people.length ? filled(words.listed, { count: people.length }) : ''
      const lines = told.map(({ line, code, who }) => {
        const where = [filled(words.line, { line }), who].filter(Boolean).join(' ')
        return el('li', `${where}${words.colon}${words[`fault_${code.replaceAll('-', '_')}`]}`)
      })
      box.querySelector('[data-told]').replaceChildren(...lines)
    }

    let soon = 0
    area.addEventListener('input', () => {
      entered = true
      clearTimeout(soon)
      soon = setTimeout(show, 250) // a long list is laid out once it is there, not at every letter
    })
    if (area.value) show()
    box.hidden = false
  }

  if (document.querySelector('[data-roster]')) seat()

  // --- the page -------------------------------------------------------------------------------------

  const print = document.querySelector('[data-print]')
  print.querySelector('button').addEventListener('click', () => window.print())
  print.hidden = false
  window.addEventListener('afterprint', () => (entered = false))
  window.addEventListener('beforeunload', (event) => entered && event.preventDefault())
  document.documentElement.classList.add('ready')
})()
