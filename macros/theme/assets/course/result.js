/* The end: what is still open, the score, what to read again, the record to save and to print. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  /** Gives what shows the result as it stands; `startAgain` is for whoever has not reached a pass mark. */
  tkc.result = function (root, model, questions, state, say, startAgain) {
    const part = root.querySelector('.tkc-end')
    const find = (selector) => part.querySelector(selector)
    const person = find('#tkc-person')
    const inputs = person ? { name: find('#tkc-name'), department: find('#tkc-department') } : {}
    const restart = find('[data-restart]')
    const complete = () => state.count() === questions.length
    if (person) keepRecord()
    if (restart) restart.addEventListener('click', startAgain)

    function show() {
      for (const [key, input] of Object.entries(inputs)) if (input !== document.activeElement) input.value = state[key]
      const left = questions.filter(({ id }) => !state.asked[id])
      find('[data-left]').textContent = left.length ? say('questions_left', { count: left.length }) : say('complete')
      const steps = [...new Set(left.map(({ step }) => step))]
      find('[data-left-steps]').replaceChildren(
        ...steps.map((step) => {
          const first = left.find((question) => question.step === step)
          return item(document.getElementById(`step-${step}`).textContent, `#${first.id}`)
        }),
      )
      find('[data-complete]').hidden = !complete()
      if (!complete()) return
      const score = { all: questions.length, right: state.score() }
      find('[data-score]').textContent = say('score', score)
      const weak = tkc.weak(state, questions)
      const points = model.points.filter(([id]) => weak.includes(id)).map(point)
      find('[data-weak-list]').replaceChildren(...(points.length ? points : [item(say('weak_none'))]))
      const cites = points.map((made) => made.firstElementChild.textContent)
      if (person) fill(score, cites)
      else graded()
    }

    /** A weak point: the citation, the heading or the plain line, the questions that were missed. */
    function point([id, heading]) {
      const missed = questions.filter((question) => question.weak === id && !state.asked[question.id].first)
      const cite = root.querySelector(`[data-weak="${id}"] .tkc-basis + ul a`)
      const span = (textContent, className = '') => Object.assign(document.createElement('span'), { textContent, className })
      const lines = heading ? [heading] : missed.flatMap((question) => model.lines[question.id] ?? [])
      const made = item(cite.textContent, cite.getAttribute('href'))
      if (!heading && lines.length) made.append(' ', span(find('[data-weak-list]').dataset.ours, 'tk-ours'))
      for (const text of new Set(lines)) made.append(' ', span(text))
      for (const { id, box } of missed) {
        const back = item(box.querySelector('.tkc-number').firstChild.textContent.trim(), `#${id}`).firstChild
        back.className = 'tkc-back'
        made.append(' ', back)
      }
      return made
    }

    function item(text, href) {
      const made = document.createElement('li')
      const inside = href ? document.createElement('a') : made
      if (href) inside.href = href
      inside.textContent = text
      if (href) made.append(inside)
      return made
    }

    /** In a learning platform whose company has set a pass mark. */
    function graded() {
      const mark = tkc.platform ? tkc.platform.mark : null
      const verdict = find('[data-pass]')
      const score = tkc.percent(state, questions)
      verdict.hidden = mark === null
      restart.hidden = mark === null || score >= mark
      if (mark !== null) verdict.textContent = say(score < mark ? 'failed' : 'passed', { score, mark })
    }

    // --- the record ------------------------------------------------------------------------------------

    function fill(score, cites) {
      const cells = {
        name: state.name,
        department: state.department,
        started: moment(state.started),
        finished: moment(state.finished),
        score: `${score.right} / ${score.all}`,
        weak: cites.join(model.language === 'ja' ? '、' : ', ') || '–',
        id: tkc.record(model, state, questions).id,
      }
      for (const [name, text] of Object.entries(cells)) find(`[data-cell="${name}"]`).textContent = text
    }

    function moment(text) {
      return text.slice(0, 16).replace('T', ' ') + ' (UTC' + text.slice(19) + ')'
    }

    /** On one line, without what turns the direction or cannot be seen; nothing else of a name is changed. */
    function tidy(text) {
      const seen = text.replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\p{Cs}]/gu, '')
      return seen.replace(/[\p{Cc}\s]+/gu, ' ').trim()
    }

    function keepRecord() {
      const { name, department } = inputs
      const status = find('#tkc-record-status')
      const take = () => {
        state.name = tidy(name.value)
        state.department = tidy(department.value)
        state.save()
        show()
      }
      const named = () => {
        take()
        name.toggleAttribute('aria-invalid', false)
        if (state.name) return true
        name.setAttribute('aria-invalid', 'true')
        status.textContent = say('name_missing')
        name.focus()
        return false
      }
      let pressed = 0
      person.addEventListener('input', take)
      person.addEventListener('submit', (event) => {
        event.preventDefault()
        if (!named() || Date.now() - pressed < 1000) return // a double click saves once
        pressed = Date.now()
        const record = tkc.record(model, state, questions)
        const file = `tokki-${record.finished.slice(0, 10)}-${record.id}.json`
        const link = document.createElement('a')
        link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1) + '\n'], { type: 'application/json' }))
        link.download = file
        link.click()
        setTimeout(() => URL.revokeObjectURL(link.href), 10000)
        status.textContent = say('saved', { file })
      })
      find('#tkc-print').addEventListener('click', () => {
        if (named()) print()
      })
      // Whoever prints while looking at the result means the record, by whatever way.
      const alone = (is) => document.body.classList.toggle('tkc-only-record', is)
      addEventListener('beforeprint', () => alone(complete() && !part.classList.contains('tkc-away')))
      addEventListener('afterprint', () => alone(false))
    }

    return show
  }
})()
