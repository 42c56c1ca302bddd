/* The course on the page: one part at a time, answers judged and explained, the end. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  /** The questions of the page, in their order. */
  tkc.questions = function (root) {
    return [...root.querySelectorAll('[data-question]')].map((box) => ({
      id: box.dataset.question,
      weak: box.dataset.weak,
      step: box.closest('[data-step]').dataset.step,
      box,
      right: [...box.querySelectorAll('.tkc-choice')].flatMap((choice, n) => ('right' in choice.dataset ? [n] : [])),
    }))
  }

  tkc.page = function (root, model, questions, state) {
    const words = model.words
    const parts = [...root.querySelectorAll('[data-part]')]
    const byId = (id) => document.getElementById(id)
    for (const each of root.querySelectorAll('[data-scripted]')) each.hidden = false

    // --- one part at a time ----------------------------------------------------------------------

    let origin = '' // where the reader was before looking into the text
    root.addEventListener('click', (event) => {
      const link = event.target.closest('a')
      if (!link) return
      const question = link.closest('[data-question]')
      if (question) origin = `#${question.dataset.question}`
      if (!('back' in link.dataset)) return
      event.preventDefault()
      location.hash = origin || '#course-start'
    })

    function show(focus) {
      const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)))
      const part = parts.find((each) => target && each.contains(target)) || parts[0]
      for (const each of parts) each.classList.toggle('tkc-away', each !== part)
      document.body.classList.toggle('tkc-inside', part !== parts[0])
      if (!('text' in part.dataset)) origin = location.hash
      state.place = part.dataset.step || state.place
      state.save()
      if (part.classList.contains('tkc-end')) end()
      else if (part === parts[0]) counts()
      const heading = !target || target === part ? part.querySelector('h2') : target
      if (!focus) {
        if (target) target.scrollIntoView()
      } else if (part === parts[0] && (!target || target === part)) {
        byId('course').tabIndex = -1
        byId('course').focus()
        scrollTo(0, 0)
      } else {
        if (heading.tabIndex < 0) heading.tabIndex = -1
        heading.focus()
        heading.scrollIntoView()
      }
    }
    addEventListener('hashchange', () => show(true))

    // --- questions -------------------------------------------------------------------------------

    for (const question of questions) {
      const { box } = question
      const form = box.querySelector('form')
      const button = form.querySelector('button')
      const verdict = box.querySelector('.tkc-verdict')
      const explained = box.querySelector('.tkc-explained')
      const inputs = [...form.querySelectorAll('input')]
      button.hidden = false
      question.render = render

      form.addEventListener('submit', (event) => {
        event.preventDefault()
        const chosen = inputs.flatMap((input, n) => (input.checked ? [n] : []))
        if (!chosen.length) {
          verdict.dataset.state = 'ask'
          verdict.replaceChildren(paragraph(words.choose))
          inputs[0].focus()
          return
        }
        tell(chosen, state.answer(question, chosen))
        tkc.onAnswer && tkc.onAnswer()
      })

      function tell(chosen, right) {
        const feedback = [...explained.querySelectorAll('[data-feedback]')]
        const said = question.right.length > 1 ? (right ? question.right : wrongly(chosen)) : chosen
        verdict.dataset.state = right ? 'right' : 'wrong'
        const lines = said.length ? said.map((n) => paragraph('', feedback[n])) : [paragraph(words.more)]
        verdict.replaceChildren(paragraph(right ? words.right : words.wrong, null, 'tkc-verdict-word'), ...lines)
        inputs.forEach((input, n) => {
          const choice = input.closest('.tkc-choice')
          choice.dataset.state = chosen.includes(n) ? (question.right.includes(n) ? 'right' : 'wrong') : ''
        })
        button.textContent = words.again
        explained.hidden = false
      }

      /** Of a question that asks for many: what was chosen wrongly. What was left out is not told. */
      function wrongly(chosen) {
        return chosen.filter((n) => !question.right.includes(n))
      }

      function render() {
        const it = state.asked[question.id]
        inputs.forEach((input, n) => {
          input.checked = Boolean(it && it.chosen.includes(n))
          input.closest('.tkc-choice').dataset.state = ''
        })
        verdict.replaceChildren()
        delete verdict.dataset.state
        button.textContent = words.answer
        explained.hidden = true
        explained.open = false
        if (it) tell(it.chosen, it.right)
      }
    }

    function paragraph(text, source, name) {
      const made = document.createElement('p')
      if (source) for (const node of source.childNodes) made.append(node.cloneNode(true))
      else made.textContent = text
      if (name) made.className = name
      return made
    }

    // --- the start and the end -------------------------------------------------------------------

    function fill(word, values) {
      return word.replace(/\{([a-z]+)\}/g, (whole, name) => (name in values ? values[name] : whole))
    }

    function counts() {
      const next = questions.find(({ id }) => !state.asked[id])
      const resume = root.querySelector('[data-resume]')
      resume.hidden = state.count() === 0
      resume.firstElementChild.setAttribute('href', next ? `#${next.id}` : '#course-end')
      for (const each of root.querySelectorAll('[data-count]')) {
        const mine = questions.filter(({ step }) => step === each.dataset.count)
        const done = mine.filter(({ id }) => state.asked[id]).length
        each.textContent = fill(words.done, { all: mine.length, done })
        each.dataset.state = done === mine.length ? 'done' : done ? 'begun' : ''
      }
    }

    function end() {
      const left = questions.filter(({ id }) => !state.asked[id])
      const complete = left.length === 0
      root.querySelector('[data-left]').textContent = complete
        ? words.complete
        : fill(words.questions_left, { count: left.length })
      const steps = [...new Set(left.map(({ step }) => step))]
      root.querySelector('[data-left-steps]').replaceChildren(
        ...steps.map((step) => {
          const first = left.find((question) => question.step === step)
          return item(`#${first.id}`, byId(`step-${step}`).textContent)
        }),
      )
      root.querySelector('[data-complete]').hidden = !complete
      if (!complete) return
      const score = { all: questions.length, right: state.score() }
      root.querySelector('[data-score]').textContent = fill(words.score, score)
      const weak = tkc.weak(state, questions)
      const links = weak.map((id) => root.querySelector(`[data-weak="${id}"] .tkc-basis + ul a`))
      const list = root.querySelector('[data-weak-list]')
      list.replaceChildren(...links.map((link) => item(link.getAttribute('href'), link.textContent)))
      if (!weak.length) list.replaceChildren(item('', words.weak_none))
      const cells = {
        name: state.name,
        department: state.department,
        started: moment(state.started),
        finished: moment(state.finished),
        score: `${score.right} / ${score.all}`,
        weak: links.map((link) => link.textContent).join(model.language === 'ja' ? '、' : ', ') || '–',
        id: state.id,
      }
      for (const [name, text] of Object.entries(cells)) {
        const cell = root.querySelector(`[data-cell="${name}"]`)
        if (cell) cell.textContent = text
      }
    }

    function item(href, text) {
      const made = document.createElement('li')
      const inside = href ? document.createElement('a') : made
      if (href) inside.href = href
      inside.textContent = text
      if (href) made.append(inside)
      return made
    }

    function moment(text) {
      return text.slice(0, 16).replace('T', ' ') + ' (UTC' + text.slice(19) + ')'
    }

    // --- keeping, the record -----------------------------------------------------------------------

    const keep = byId('tkc-keep')
    if (keep) {
      const status = byId('tkc-keep-status')
      keep.checked = state.keeping
      keep.addEventListener('change', () => {
        keep.checked = state.keep(keep.checked)
        status.textContent = keep.checked ? words.kept : words.not_kept
      })
      byId('tkc-erase').addEventListener('click', () => {
        state.erase()
        keep.checked = false
        status.textContent = words.erased
        for (const id of ['tkc-name', 'tkc-department']) if (byId(id)) byId(id).value = ''
        for (const question of questions) question.render()
        counts()
      })
    }

    const person = byId('tkc-person')
    if (person) {
      const name = byId('tkc-name')
      const department = byId('tkc-department')
      const status = byId('tkc-record-status')
      name.value = state.name
      department.value = state.department
      const tidy = (text) => text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
      const take = () => {
        state.name = tidy(name.value)
        state.department = tidy(department.value)
        state.save()
        end()
      }
      person.addEventListener('input', take)
      const named = () => {
        take()
        name.toggleAttribute('aria-invalid', false)
        if (state.name) return true
        name.setAttribute('aria-invalid', 'true')
        status.textContent = words.name_missing
        name.focus()
        return false
      }
      person.addEventListener('submit', (event) => {
        event.preventDefault()
        if (!named()) return
        const record = tkc.record(model, state, questions)
        const file = `tokki-${record.finished.slice(0, 10)}-${record.id}.json`
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1) + '\n'], { type: 'application/json' }))
        link.download = file
        link.click()
        setTimeout(() => URL.revokeObjectURL(link.href), 10000)
        status.textContent = fill(words.saved, { file })
      })
      byId('tkc-print').addEventListener('click', () => {
        if (!named()) return
        document.body.classList.add('tkc-only-record')
        print()
      })
      addEventListener('afterprint', () => document.body.classList.remove('tkc-only-record'))
    }

    for (const question of questions) question.render()
    if (state.lost()) {
      const note = root.querySelector('[data-now]')
      note.textContent = words.other_course
      note.hidden = false
    }
    show(false)
    return { show, end, counts }
  }
})()
