/* Files: answers kept and opened again, company and contract profiles, the draft on this device. */
;(function () {
  'use strict'
  function make(app, model, rules, page) {
    const { t, el } = page
    const { FileFault, textOf, parse, answersOf, profileOf, nameOf, safe } = window.tkf.reading(model, rules, t)
    const key = `tokki-form-${model.id}`
    let profile = null
    let before = null // the file a change was begun from, as it was read
    let kind = 'new' // of filing

    // --- opening ----------------------------------------------------------------------------------------
    const problems = app.querySelector('#tkf-problems')
    const filing = app.querySelector('#tkf-filing')

    const OPEN = {
      answers(data) {
        const answers = answersOf(data)
        setBase(null, null, data.filing ?? 'new')
        profile = data.profile ?? null
        page.write(answers)
        unsaved(false)
        return told(answers, t('loaded'))
      },
      before(data) {
        const answers = answersOf(data)
        const compared = kind === 'change' && !before // a change that was saved half-way and opened again
        begin(data, answers)
        if (compared) {
          page.changed()
          return t('loaded_compared')
        }
        profile = data.profile ?? null
        // The paper is a new one: what is about the paper itself is asked anew.
        const again = Object.fromEntries(Object.entries(answers).filter(([name]) => !ofFiling(name)))
        page.write(again)
        unsaved(false)
        return told(again, t('loaded_before'))
      },
      profile(data) {
        const found = profileOf(data)
        const count = Object.keys(found).length
        if (!count) throw new FileFault(t('file_nothing'))
        if (typeof data.profile === 'string') profile = data.profile
        const all = { ...full(page.given()), ...found }
        page.write(all)
        return told(all, t('loaded_profile', { count }))
      },
    }

    const ofFiling = (name) => rules.outside.some((entry) => entry.name === name && entry.ofFiling)

    function begin(data, answers) {
      setBase(data, rules.check(answers, true), 'change')
    }

    function setBase(data, answers, now) {
      before = data
      page.base = answers
      kind = now
      filing.hidden = kind === 'new'
      const back = el('button', { className: 'tkf-small', type: 'button', textContent: t('filing_new') })
      back.addEventListener('click', () => {
        setBase(null, null, 'new')
        page.changed()
        page.form.querySelector('[data-control]').focus()
      })
      filing.replaceChildren(t(answers ? 'filing_change' : 'filing_change_alone'), ' ', back)
    }

    /* Blocks without a word in them are as good as none. */
    function full(given) {
      const empty = (block) => Object.values(block).every((value) => value === '' || value === false || value === undefined)
      return Object.fromEntries(
        Object.entries(given).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.filter((each) => !empty(each)) : value,
        ]),
      )
    }

    /* What is said of answers that were opened: held against the rules as the file has them. */
    function told(given, said) {
      const { faults, left } = rules.check(given, true)
      const aside = left.length ? t('left', { labels: page.list(left.map((entry) => entry.label)) }) : ''
      if (!faults.length) return `${said} ${aside}`
      page.showFaults(faults)
      return `${t('loaded_faults', { count: faults.length })} ${aside}`
    }

    function fail(fault) {
      if (!(fault instanceof FileFault)) throw fault
      const most = 20
      const shown = fault.messages.slice(0, most)
      if (fault.messages.length > most) shown.push(`… (${fault.messages.length})`)
      problems.querySelector('ul').replaceChildren(...shown.map((textContent) => el('li', { textContent })))
      problems.hidden = false
      page.toTop(problems)
    }

    for (const input of app.querySelectorAll('[data-open]'))
      input.addEventListener('change', async () => {
        const [file] = input.files
        if (!file) return
        problems.hidden = true
        try {
          const message = OPEN[input.dataset.open](parse(await textOf(file)))
          app.dispatchEvent(new Event('tkf-edit'))
          page.say(message)
        } catch (fault) {
          fail(fault)
        }
        input.value = '' // the same file can be chosen again
      })

    // --- keeping ------------------------------------------------------------------------------------------
    /* What is asked and given, as the command line takes it; what cannot be read, as it was written. */
    function asFile(given) {
      const answers = rules.check(given, true)
      const opens = rules.opener(given)
      const pick = (own, values, raw, open) => {
        const found = {}
        for (const entry of own) {
          if (values[entry.name] !== undefined) found[entry.name] = values[entry.name]
          else if (typeof raw[entry.name] === 'string' && raw[entry.name].trim() && open(entry) && entry.kind !== 'choice')
            found[entry.name] = raw[entry.name]
        }
        return found
      }
      const said = pick(rules.outside, answers.values, given, (entry) => opens(entry.conditions))
      for (const [name, group] of rules.groups) {
        if (!opens(group.opened) || !given[name]) continue
        const list = given[name].map((raw, n) =>
          pick(rules.members(name), answers.groups[name]?.[n] ?? {}, raw, (e) => opens(e.conditions, name, raw)),
        )
        const kept = list.filter((each) => Object.keys(each).length)
        if (kept.length) said[name] = kept
      }
      const about = { form: model.id, revision: model.revision, filing: kind }
      return { ...about, ...(profile ? { profile } : {}), answers: said }
    }

    function download(name, data, type) {
      const url = URL.createObjectURL(new Blob([data], { type }))
      const link = el('a', { href: url, download: name })
      link.click()
      setTimeout(() => URL.revokeObjectURL(url), 10_000)
    }

    const json = (data) => JSON.stringify(data, null, 1) + '\n'

    for (const button of app.querySelectorAll('[data-save]'))
      button.addEventListener('click', () => {
        const given = page.given()
        const name = `${nameOf(rules.check(given, true))}.json`
        download(name, json(asFile(given)), 'application/json')
        unsaved(false)
        page.say(t('saved', { name }))
      })

    app.querySelector('[data-save-profile]').addEventListener('click', () => {
      const { answers } = asFile(page.given())
      const kept = Object.fromEntries(
        Object.entries(answers).filter(([name]) => {
          const entry = rules.outside.find((each) => each.name === name)
          return !entry || !(entry.ofFiling || entry.parameter || entry.sum || entry.theirs)
        }),
      )
      const name = `${safe(`profile_${answers.name ?? model.id}`)}.json`
      download(name, json({ profile: profile ?? 'company', answers: kept }), 'application/json')
      page.say(t('saved_profile', { name }))
    })

    // --- leaving ------------------------------------------------------------------------------------------
    /* What was entered lives in the page alone: leaving it by mistake would lose it. */
    const guard = (event) => {
      if (!keep.checked) event.preventDefault()
    }

    function unsaved(is) {
      if (is) window.addEventListener('beforeunload', guard)
      else window.removeEventListener('beforeunload', guard)
    }

    page.form.addEventListener('input', () => unsaved(true))
    page.form.addEventListener('click', (event) => {
      if (event.target.closest('[data-remove], [data-pending]')) unsaved(true)
    })

    // --- the draft ----------------------------------------------------------------------------------------
    const keep = app.querySelector('#tkf-keep')
    const sure = app.querySelector('#tkf-sure')
    const erase = app.querySelector('#tkf-erase')

    function store(given) {
      if (!keep.checked) return
      try {
        localStorage.setItem(key, JSON.stringify({ draft: asFile(given), before }))
      } catch {
        keep.checked = false
        page.say(t('draft_failed'))
      }
    }

    function forget() {
      try {
        localStorage.removeItem(key)
      } catch {
        return // nothing can have been stored
      }
    }

    keep.addEventListener('change', () => {
      if (keep.checked) page.say(t('draft_kept'))
      else {
        forget()
        page.say(t('draft_stopped'))
      }
      store(page.given())
    })
    page.onChange(store)

    erase.addEventListener('click', () => {
      sure.hidden = false
      app.querySelector('#tkf-sure-text').focus()
    })
    app.querySelector('#tkf-erase-no').addEventListener('click', () => {
      sure.hidden = true
      erase.focus()
    })
    app.querySelector('#tkf-erase-yes').addEventListener('click', () => {
      keep.checked = false
      forget()
      profile = null
      setBase(null, null, 'new')
      problems.hidden = true
      sure.hidden = true
      page.write({})
      unsaved(false)
      app.dispatchEvent(new Event('tkf-edit'))
      page.say(t('erased'))
      page.form.querySelector('[data-control]').focus()
    })

    function restore() {
      let kept = null
      try {
        kept = localStorage.getItem(key)
        if (!kept) return
        const { draft, before: old } = parse(kept)
        const answers = answersOf(draft)
        if (old) begin(old, answersOf(old))
        else setBase(null, null, draft.filing)
        profile = draft.profile ?? null
        keep.checked = true
        page.write(answers)
        page.say(t('draft_restored'))
      } catch {
        if (kept) forget() // a draft that this form cannot read
      }
    }

    function handOver(name, data, type) {
      download(name, data, type)
      unsaved(false)
    }

    return { restore, nameOf, handOver }
  }

  window.tkf.files = make
})()
