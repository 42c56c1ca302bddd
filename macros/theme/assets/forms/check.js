/* Looking over the answers, and what they change. */
;(function () {
  'use strict'
  function make(app, model, rules, diff, page, dates) {
    const { t, el, form } = page
    const view = app.querySelector('#tkf-check')
    const list = app.querySelector('#tkf-check-list')
    const side = [...app.querySelectorAll('#tkf-files, .tkf-private')]
    let answers = null

    const boxTitle = (number) =>
      (number ? document.getElementById(`box-${number}`) : document.getElementById('box-head')).cloneNode(true)

    function title(number) {
      const from = boxTitle(number)
      const heading = el('h3', { className: 'tkf-check-box' })
      heading.append(...from.childNodes)
      return heading
    }

    function row(entry, value, index, prefix) {
      const label = prefix + entry.label
      const shown = value === undefined ? t('blank') : rules.shown(entry, value, model.language)
      const cells = [
        el('dt', { textContent: entry.label }),
        el('dd', { className: 'tkf-answer', textContent: shown }),
      ]
      const control = page.control(entry, index)
      if (control) {
        const hidden = el('span', { className: 'tk-vh', textContent: ` ${label}` })
        const link = el('a', { href: `#${control.id}` }, t('change'), hidden)
        link.addEventListener('click', (event) => {
          event.preventDefault()
          back(page.control(entry, index))
        })
        cells.push(el('dd', { className: 'tkf-again' }, link))
      }
      return el('div', { className: 'tkf-check-row' }, ...cells)
    }

    function render(given) {
      const opens = rules.opener(given)
      const parts = []
      const done = new Set()
      let box = null
      let rows = null
      const begin = (heading) => {
        rows = el('dl', { className: 'tkf-check-rows' })
        parts.push(heading, rows)
      }
      const open = (entry) => {
        if (entry.box === box && rows) return
        box = entry.box
        begin(title(box))
      }
      for (const entry of model.entries) {
        if (entry.theirs) continue
        if (!entry.group) {
          if (!opens(entry.conditions)) continue
          open(entry)
          rows.append(row(entry, answers.values[entry.name], 0, ''))
        } else if (!done.has(entry.group)) {
          done.add(entry.group)
          const group = rules.groups.get(entry.group)
          if (!opens(group.opened)) continue
          open(entry)
          for (const [index, raw] of given[group.name].entries()) {
            const label = t('block', { label: group.label, number: index + 1 })
            begin(el('h4', { className: 'tkf-check-block', textContent: label }))
            for (const own of rules.members(group.name))
              if (opens(own.conditions, group.name, raw))
                rows.append(row(own, answers.groups[group.name]?.[index]?.[own.name], index, `${label} `))
          }
          rows = null
        }
      }
      list.replaceChildren(...parts.filter((part) => part.tagName !== 'DL' || part.childElementCount))
    }

    // --- what changed -----------------------------------------------------------------------------------
    function changes() {
      const section = app.querySelector('#tkf-changes')
      section.hidden = !page.base
      if (!page.base) return
      const found = diff.changes(page.base, answers)
      const told = app.querySelector('#tkf-changes-told')
      section.querySelector('.tkf-scroll').hidden = !found.length
      if (!found.length) told.replaceChildren(el('p', { textContent: t('changes_none') }))
      else told.replaceChildren(...diff.filings(found).map(filing))
      const value = (entry, each) => (each === undefined ? t('blank') : rules.shown(entry, each, model.language))
      app.querySelector('#tkf-changes-rows').replaceChildren(
        ...found.map((change) =>
          el(
            'tr',
            { role: 'row' },
            el('th', { scope: 'row', role: 'rowheader', textContent: name(change) }),
            el('td', { role: 'cell', textContent: value(change.entry, change.before) }),
            el('td', { role: 'cell', textContent: value(change.entry, change.after) }),
          ),
        ),
      )
    }

    const name = (change) => (change.group ? `${block(change)} ${change.entry.label}` : change.entry.label)

    /* 「クラウドサービス 2（追加）」 */
    function block(change) {
      const index = change.now ?? change.was
      const badge = change.now === null ? 'answer_removed' : change.was === null ? 'answer_added' : null
      const label = t('block', { label: rules.groups.get(change.group).label, number: index + 1 })
      return label + (badge ? (model.language === 'ja' ? `（${t(badge)}）` : ` (${t(badge)})`) : '')
    }

    /* A block that came or went is one change: it is named once, by what it is called. */
    function whole(change) {
      const at = change.now === null ? [page.base, change.was] : change.was === null ? [answers, change.now] : null
      if (!change.group || !at) return name(change)
      const called = at[0].groups[change.group][at[1]][rules.members(change.group)[0].name]
      return `${block(change)} ${called ?? ''}`.trim()
    }

    function filing({ rule, changes: some }) {
      const names = el('ul', {}, ...[...new Set(some.map(whole))].map((textContent) => el('li', { textContent })))
      const told = el('p', { className: 'tkf-told' })
      if (!rule) told.append(t('changes_other'))
      else {
        const key = { 'in-advance': 'filing_in_advance', promptly: 'filing_promptly' }[rule.grade] ?? 'filing_at'
        const [ahead, behind] = model.words[key].replace('{grade}', () => rule.gradeLabel).split('{cite}')
        told.append(ahead, el('a', { href: rule.href, textContent: rule.cite }), behind ?? '')
      }
      return el('div', { className: 'tkf-filing-rule', 'data-grade': rule?.grade ?? 'none' }, told, names)
    }

    // --- coming and going -----------------------------------------------------------------------------------
    function show() {
      const given = page.given()
      answers = rules.check(given)
      page.showFaults(answers.faults)
      if (answers.faults.length) return false
      render(given)
      const left = app.querySelector('#tkf-left')
      left.hidden = !answers.left.length
      left.textContent = t('left', { labels: page.list(answers.left.map((entry) => entry.label)) })
      changes()
      page.say('')
      view.hidden = false
      form.hidden = true
      for (const each of side) each.hidden = true
      app.querySelector('#tkf-warning').hidden = true
      const heading = app.querySelector('#tkf-check-title')
      page.toTop(heading)
      if (history.state?.tkf) history.replaceState({ tkf: 'check' }, '')
      else history.pushState({ tkf: 'check' }, '')
      return true
    }

    function hide() {
      if (history.state?.tkf) history.replaceState({ tkf: 'form' }, '')
      view.hidden = true
      form.hidden = false
      for (const each of side) each.hidden = false
    }

    function back(control) {
      hide()
      control?.focus()
      control?.closest('[data-field]')?.scrollIntoView({ block: 'start' })
    }

    form.addEventListener('submit', (event) => {
      event.preventDefault()
      show()
    })
    app.querySelector('#tkf-back').addEventListener('click', () => back(form.querySelector('[data-control]')))
    app.querySelector('#tkf-print').addEventListener('click', () => window.print())
    app.addEventListener('tkf-edit', hide)
    // The browser's own buttons: Back leads from looking over to the form, Forward to it again.
    window.addEventListener('popstate', (event) => {
      if (event.state?.tkf === 'check') show()
      else if (!view.hidden) back(form.querySelector('[data-control]'))
    })
    return { show, back, get answers() { return answers } }
  }

  window.tkf.check = make
})()
