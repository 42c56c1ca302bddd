/* The form on the page: its controls, blocks, conditions, faults and marks of change. */
;(function () {
  'use strict'

  /* An element with properties, attributes (data-…, aria-…) and children; text is never read as HTML. */
  function el(tag, about = {}, ...children) {
    const node = document.createElement(tag)
    for (const [name, value] of Object.entries(about))
      if (name in node) node[name] = value
      else node.setAttribute(name, value)
    node.append(...children)
    return node
  }

  /* Focus something that may be taller than the window, its head below the header of the page. */
  function toTop(node) {
    node.focus({ preventScroll: true })
    node.scrollIntoView({ block: 'start' })
  }

  function make(app, model, rules, dates, diff) {
    const { t, message } = window.tkf.messages(model, dates)
    const form = app.querySelector('#tkf-form')
    const status = app.querySelector('#tkf-status')
    const held = {} // what another party has filled in
    const listeners = []
    let uid = 0
    let base = null
    let saying = 0

    /* Told once; gone when the person goes on. */
    form.addEventListener('input', () => (status.textContent = ''))

    function say(text) {
      status.textContent = ''
      clearTimeout(saying) // what was about to be said is no longer so
      if (text) saying = setTimeout(() => (status.textContent = text), 60)
    }

    // --- controls -----------------------------------------------------------------------------------
    const hostOf = (group) => form.querySelector(`[data-group="${group}"]`)
    const blocksOf = (group) => [...(hostOf(group)?.querySelectorAll('.tkf-block') ?? [])]

    function controls(entry, within) {
      return [...within.querySelectorAll(`[data-control="${entry.name}"]`)].filter(
        (control) => within !== form || !control.closest('.tkf-block'),
      )
    }

    function get(entry, within) {
      const found = controls(entry, within)
      if (!found.length) return undefined
      if (entry.kind === 'choice') return found.find((radio) => radio.checked)?.value ?? ''
      if (entry.kind === 'flag') return found[0].checked
      return found[0].value
    }

    function set(entry, within, given) {
      const found = controls(entry, within)
      let value = given
      try {
        value = rules.read(entry, given ?? '')
      } catch {
        value = undefined // what cannot be read stays as it was written, for the person to mend
      }
      if (entry.kind === 'choice') for (const radio of found) radio.checked = radio.value === value
      else if (entry.kind === 'flag') for (const box of found) box.checked = value === true
      else for (const control of found) control.value = inOneLine(entry, typed(entry, value ?? given))
    }

    /* A control of one line would join what stood in several. */
    const inOneLine = (entry, text) => (entry.kind === 'multiline' ? text : text.replace(/\s*[\r\n]+\s*/g, ' '))

    function typed(entry, value) {
      if (value === undefined || value === null) return ''
      if (rules.moment(entry, value)) return dates.typed(value, model.language)
      if (entry.pending && value === model.pending[model.official]) return model.pending[model.language] ?? value
      return String(value)
    }

    const block = (group, within) =>
      Object.fromEntries(rules.members(group).map((entry) => [entry.name, get(entry, within)]))

    /* Everything that stands in the controls. */
    function given() {
      const found = { ...held }
      for (const entry of rules.outside) {
        const value = get(entry, form)
        if (value !== undefined) found[entry.name] = value
      }
      for (const name of rules.groups.keys())
        if (hostOf(name)) found[name] = blocksOf(name).map((within) => block(name, within))
      return found
    }

    function write(answers) {
      for (const name of Object.keys(held)) delete held[name]
      for (const entry of rules.outside) {
        if (entry.theirs && answers[entry.name] !== undefined) held[entry.name] = answers[entry.name]
        set(entry, form, answers[entry.name])
      }
      for (const name of rules.groups.keys()) {
        const list = Array.isArray(answers[name]) && answers[name].length ? answers[name] : [{}]
        for (const each of blocksOf(name)) each.remove()
        for (const values of list) {
          const within = add(name)
          if (within) for (const entry of rules.members(name)) set(entry, within, values[entry.name])
        }
      }
      clearFaults()
      changed()
    }

    // --- blocks ---------------------------------------------------------------------------------------
    function add(name) {
      const host = hostOf(name)
      if (!host) return null
      uid += 1
      const made = host.querySelector('template').content.firstElementChild.cloneNode(true)
      for (const node of [made, ...made.querySelectorAll('*')])
        for (const attribute of [...node.attributes])
          if (/^(id|for|name|aria-)/.test(attribute.name) || attribute.name === 'data-pending')
            attribute.value = attribute.value.replaceAll(`${name}-NN`, `${name}-${uid}`)
      host.querySelector('[data-list]').append(made)
      number(name)
      return made
    }

    function number(name) {
      const group = rules.groups.get(name)
      const all = blocksOf(name)
      all.forEach((within, index) => {
        const label = t('block', { label: group.label, number: index + 1 })
        within.querySelector('.tkf-block-title').textContent = label
        const remove = within.querySelector('[data-remove]')
        remove.textContent = t('remove', { label })
        remove.parentElement.hidden = all.length === 1
      })
      hostOf(name).querySelector('[data-add]').parentElement.hidden = all.length >= group.most
      const most = hostOf(name).querySelector('[data-most]')
      most.textContent = t('fault_many', { label: group.label, most: group.most })
      most.hidden = all.length < group.most
    }

    form.addEventListener('click', (event) => {
      const button = event.target.closest('button')
      if (!button) return
      if (button.hasAttribute('data-add')) {
        const name = button.closest('[data-group]').dataset.group
        const title = add(name).querySelector('.tkf-block-title')
        changed()
        title.focus()
        say(t('added', { label: title.textContent }))
      } else if (button.hasAttribute('data-remove')) {
        const within = button.closest('.tkf-block')
        const name = button.closest('[data-group]').dataset.group
        const label = within.querySelector('.tkf-block-title').textContent
        const next = within.nextElementSibling ?? within.previousElementSibling
        within.remove()
        number(name)
        changed()
        next.querySelector('.tkf-block-title').focus()
        say(t('removed', { label }))
      } else if (button.dataset.pending) {
        const control = document.getElementById(button.dataset.pending)
        control.value = model.pending[model.language] ?? model.pending[model.official]
        control.focus()
        changed()
      }
    })

    // --- what follows from what stands there -----------------------------------------------------------
    function changed() {
      const all = given()
      const opens = rules.opener(all)
      for (const node of form.querySelectorAll('[data-when]')) {
        const within = node.closest('.tkf-block')
        const group = within?.closest('[data-group]').dataset.group
        node.hidden = !opens(JSON.parse(node.dataset.when), group, group && block(group, within))
      }
      for (const node of form.querySelectorAll('[data-read]')) echo(node)
      const answers = rules.check(all, true)
      for (const node of form.querySelectorAll('[data-computed]')) {
        const value = answers.values[node.dataset.computed]
        node.textContent = value === undefined ? t('computed') : dates.both(value, model.language)
      }
      mark(answers)
      for (const listener of listeners) listener(all, answers)
    }

    function echo(node) {
      const control = node.parentElement.querySelector('[data-control]')
      const entry = entryOf(control)
      let said = ''
      try {
        const value = rules.read(entry, control.value)
        if (value !== undefined && rules.moment(entry, value))
          said = t('read_as', { date: dates.both(value, model.language) })
      } catch {
        said = ''
      }
      node.textContent = said
    }

    function entryOf(control) {
      const group = control.closest('[data-group]')
      const inBlock = control.closest('.tkf-block') ? group.dataset.group : undefined
      return model.entries.find((entry) => entry.name === control.dataset.control && entry.group === inBlock)
    }

    form.addEventListener('input', changed)
    form.addEventListener('change', changed)

    // --- marks of change -----------------------------------------------------------------------------------
    const fieldOf = (entry, within) => [...within.querySelectorAll(`[data-field="${entry.name}"]`)].find(
      (node) => within !== form || !node.closest('.tkf-block'),
    )

    function mark(answers) {
      for (const node of form.querySelectorAll('[data-was], [data-block-was]')) node.hidden = true
      for (const node of form.querySelectorAll('[data-gone]')) node.remove()
      for (const node of form.querySelectorAll('[data-changed]')) node.removeAttribute('data-changed')
      if (!base) return
      for (const change of diff.changes(base, answers)) {
        const { entry, group, was, now } = change
        if (group && now === null) gone(change)
        else if (group && was === null) {
          const node = blocksOf(group)[now]?.querySelector('[data-block-was]')
          if (node) tell(node, t('answer_added'), t('new_was'))
        } else {
          const within = group ? blocksOf(group)[now] : form
          const field = within && fieldOf(entry, within)
          if (!field) continue
          field.setAttribute('data-changed', '')
          const before = change.before === undefined ? t('blank') : rules.shown(entry, change.before, model.language)
          const node = field.querySelector(':scope > [data-was], :scope > fieldset > [data-was]')
          if (node) tell(node, t('answer_changed'), `${t('previously')}${model.language === 'ja' ? '：' : ': '}${before}`)
        }
      }
    }

    function tell(node, badge, text) {
      node.replaceChildren(el('strong', { className: 'tkf-badge', textContent: badge }), ` ${text}`)
      node.hidden = false
    }

    function gone(change) {
      if (change.entry !== rules.members(change.group)[0]) return
      const node = el('p', { className: 'tkf-was', 'data-gone': '' })
      tell(node, t('answer_removed'), t('removed_was', { what: change.before }))
      hostOf(change.group)?.querySelector('[data-list]').after(node)
    }

    const { where, clearFaults, showFaults } = window.tkf.faults(app, model, rules, { t, message, el, toTop, hostOf, blocksOf, fieldOf })

    for (const name of rules.groups.keys()) add(name)
    const list = (labels) => [...new Set(labels)].join(model.language === 'ja' ? '、' : ', ')

    return {
      t,
      el,
      list,
      form,
      say,
      given,
      write,
      changed,
      toTop,
      clearFaults,
      showFaults,
      message,
      where,
      blocksOf,
      control: (entry, index) => {
        const within = entry.group ? blocksOf(entry.group)[index] : form
        return (within && controls(entry, within)[0]) || null
      },
      onChange: (listener) => listeners.push(listener),
      get base() {
        return base
      },
      set base(answers) {
        base = answers
      },
    }
  }

  window.tkf.el = el
  window.tkf.page = make
})()
