/* The desk: files chosen → a table, to be saved and printed. Nothing is sent, nothing is kept. */
;(function () {
  'use strict'
  const tkd = window.tkd
  const root = document.getElementById('tkd')
  const model = JSON.parse(root.dataset.model)
  root.removeAttribute('data-model')
  const { words } = model
  const find = (name) => root.querySelector(`[data-${name}]`)
  const input = root.querySelector('#tkd-files')
  const names = root.querySelector('#tkd-roster')
  const status = find('status')
  let files = []
  let report = null
  let told = []
  let faulty = 0

  const t = (key, blanks = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => blanks[name])
  const number = (value) => value.toLocaleString('en')
  const el = (tag, text = '', more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more })

  function today() {
    const now = new Date()
    const two = (value) => String(value).padStart(2, '0')
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  }

  // --- reading -----------------------------------------------------------------------------------

  async function read(chosen) {
    const found = []
    for (const file of chosen) {
      const name = file.webkitRelativePath || file.name
      if (file.size > model.most) {
        found.push({ name, record: null, problems: [{ code: 'size', path: '', got: '' }] })
        continue
      }
      try {
        found.push({ name, ...tkd.parse(new Uint8Array(await file.arrayBuffer()), model.schema, model.most) })
      } catch {
        found.push({ name, record: null, problems: [{ code: 'unread', path: '', got: '' }] })
      }
    }
    files = [...files, ...found]
    show()
  }

  function show() {
    const roster = names.value.trim() ? tkd.roster(names.value, model) : null
    if (!files.length && !roster) return forget()
    report = tkd.collect(files, model, today(), roster && { people: roster.people, variants: model.variants })
    faulty = (roster?.told ?? []).filter(({ code }) => code !== 'roster-twice').length
    const faults = (roster?.told ?? []).map(({ line, code, who }) => ({ file: t('roster_line', { line }), code, path: '', who }))
    const { right, answered, weak } = tkd.sums(report.people)
    const rate = tkd.rate(right, answered)
    const { read: all, counted, twice, refused } = report
    for (const [name, value] of Object.entries({ read: all, counted, twice, refused }))
      find(`total-${name}`).textContent = number(value)
    find('total-rate').textContent = rate
    rows('people', report.people, ({ name, department, record, file, listed }) => [
      person(name, listed),
      el('td', department),
      el('td', record.finished.slice(0, 16).replace('T', ' '), { className: 'tkd-date' }),
      el('td', `${record.right}/${record.answered}`, { className: 'tkd-number' }),
      el('td', cites(record.weak)),
      el('td', file, { className: 'tkd-file' }),
    ])
    find('roster').hidden = !roster
    for (const [name, value] of Object.entries(report.totals ?? {})) find(`total-${name}`).textContent = number(value)
    rows('absent', report.absent, ({ name, department }) => [el('th', name, { scope: 'row' }), el('td', department)])
    told = [...faults, ...report.told, ...report.notes]
    rows('told', told, (it) => [
      el('th', it.file, { scope: 'row', className: 'tkd-file' }),
      el('td', it.who),
      el('td', reason(it)),
    ])
    rows('weak', weak.slice(0, 10), ([id, count]) => [
      el('th', model.cites[id] ?? id, { scope: 'row' }),
      el('td', number(count), { className: 'tkd-number' }),
    ])
    find('result').hidden = false
    for (const button of root.querySelectorAll('[data-do]')) button.disabled = false
    status.textContent = t('status', { read: number(all), counted: number(counted), twice: number(twice), refused: number(refused) })
    if (roster) status.textContent += t('status_roster', { expected: number(report.totals.expected), absent: number(report.totals.absent) })
    if (roster?.people.length && counted && !report.totals.attended) status.textContent += status.dataset.nobody
  }

  function forget() {
    find('result').hidden = true
    for (const button of root.querySelectorAll('[data-do]')) button.disabled = true
    status.textContent = ''
  }

  function rows(name, list, cells) {
    const box = find(name)
    box.hidden = !list.length
    const made = list.map((it) => {
      const row = document.createElement('tr')
      row.append(...cells(it))
      return row
    })
    box.querySelector('tbody').replaceChildren(...made)
  }

  const cites = (ids) => [...new Set(ids.map((id) => model.cites[id] ?? id))].join(words.comma)
  const reason = ({ code, path, other, roster = '' }) => {
    const own = t(`fault_${code.replaceAll('-', '_')}`, { path, roster })
    return other ? own + t('other', { file: other }) : own
  }

  function person(name, listed) {
    const made = el('th', name, { scope: 'row' })
    if (!listed) made.append(' ', el('span', find('people').dataset.outside, { className: 'tkd-outside' }))
    return made
  }

  // --- saving ------------------------------------------------------------------------------------

  const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

  function csv(table) {
    const cell = (value) => {
      const text = FORMULA.test(value) ? `'${value}` : String(value)
      return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
    }
    return `\ufeff${table.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
  }

  function save(name, text, type) {
    const link = el('a', '', { href: URL.createObjectURL(new Blob([text], { type })), download: name })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    status.textContent = t('saved', { name })
  }

  const stem = () => `tokki-training-${model.edition}-${today()}`

  const DO = {
    csv() {
      const head = ['name', 'department', 'finished', 'right', 'answered', 'weak', 'file', 'result']
      const people = report.people.map(({ name, department, record, file, listed }) => [
        name, department, record.finished, record.right, record.answered, cites(record.weak), file,
        listed ? t('counted') : t('fault_unlisted'),
      ])
      const absent = report.absent.map(({ name, department }) => [name, department, '', '', '', '', '', t('missing')])
      const others = told.filter(({ code }) => code !== 'unlisted').map((it) => [it.who, '', '', '', '', '', it.file, reason(it)])
      save(`${stem()}.csv`, csv([head.map((key) => t(`column_${key}`)), ...people, ...absent, ...others]), 'text/csv')
    },
    json() {
      const { people, absent, totals, told, notes, read: all, counted, twice, refused } = report
      const whole = {
        summary: 'tokki-training-summary',
        version: 1,
        instrument: model.instrument,
        edition: model.edition,
        digest: model.digest,
        made: today(),
        files: { read: all, counted, twice, refused },
        people: people.map(({ name, department, file, record, listed }) => ({
          name, department, file, id: record.id, finished: record.finished, right: record.right, answered: record.answered, weak: record.weak,
          ...(totals && { listed }),
        })),
        told,
        ...(totals && { roster: { ...totals, missing: absent, notes } }),
      }
      save(`${stem()}.json`, `${JSON.stringify(whole, null, 1)}\n`, 'application/json')
    },
    form() {
      save(`${stem()}-answers.json`, `${JSON.stringify(tkd.answers(report, model.form, today(), faulty), null, 1)}\n`, 'application/json')
    },
    print() {
      window.print()
    },
    clear() {
      files = []
      input.value = names.value = ''
      forget()
      status.textContent = t('cleared')
      input.focus()
    },
  }

  input.addEventListener('change', () => {
    const chosen = [...input.files]
    input.value = '' // so that the same file can be chosen again
    if (chosen.length) read(chosen)
  })
  let soon = 0
  names.addEventListener('input', () => {
    clearTimeout(soon)
    soon = setTimeout(show, 250) // a long list is counted once it is there, not at every letter
  })
  names.value = '' // browsers bring back what was typed; nothing is kept here
  for (const button of root.querySelectorAll('[data-do]'))
    button.addEventListener('click', () => DO[button.dataset.do]())
  find('tool').hidden = false
  root.dataset.ready = ''
})()
