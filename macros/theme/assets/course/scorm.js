/* The course in a learning platform: SCORM 1.2. The platform's object `API` stands in a window above this one, or in one
   that opened it. Answers are kept in suspend_data, and each is reported as an interaction; status and score are reported
   once everything has been answered. Without a platform the course works all the same, and says that nothing is recorded. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  /** How much was right at the first try, in whole hundredths, rounded down: nobody passes by rounding. */
  tkc.percent = (state, questions) => Math.floor((100 * state.score()) / questions.length)

  const api = find(() => window) || find(() => window.opener) || find(() => window.top.opener)
  if (!api || String(api.LMSInitialize('')) !== 'true') return

  const begun = Date.now()
  const get = (name) => String(api.LMSGetValue(name) ?? '')
  const before = get('cmi.core.lesson_status')
  const looking = ['review', 'browse'].includes(get('cmi.core.lesson_mode'))
  const suspended = get('cmi.suspend_data')
  const number = interactions()
  let open = true
  let fault = () => {}
  let answered = () => {}

  tkc.platform = {
    /** The pass mark, from 0 to 100, where the company has set one; else null. */
    mark: null,
    load: () => suspended,
    save(text, place) {
      if (place) set('cmi.core.lesson_location', place)
      return set('cmi.suspend_data', text ?? '')
    },
    answered: (question, chosen, right) => answered(question, chosen, right),

    start(root, model, state, questions, say) {
      const note = root.querySelector('[data-platform]')
      note.textContent = say(looking ? 'looking' : 'packed')
      note.className = 'tkc-ours'
      fault = (error) => {
        const told = root.querySelector('[data-fault]')
        told.textContent = say('fault', { error })
        told.hidden = false
      }
      const theirs = get('cmi.student_data.mastery_score').trim()
      this.mark = theirs && theirs >= 0 && theirs <= 100 ? Number(theirs) : model.pass_mark
      if (this.mark !== null) {
        const mark = root.querySelector('[data-mark]')
        mark.textContent = say('pass_mark', { mark: this.mark })
        mark.hidden = false
      }

      const place = get('cmi.core.lesson_location')
      const target = place && document.getElementById(`step-${place}`)
      if (target && !location.hash) location.hash = target.id

      // What was completed stays so, unless that was another edition; what was failed, until it is completed again.
      let standing = ['completed', 'passed'].includes(before) && !state.lost()
      if (!standing && (before !== 'failed' || state.lost())) set('cmi.core.lesson_status', 'incomplete')
      const report = () => {
        if (standing || !state.finished) return
        const score = tkc.percent(state, questions)
        set('cmi.core.score.min', 0)
        set('cmi.core.score.max', 100)
        set('cmi.core.score.raw', score)
        set('cmi.core.lesson_status', this.mark === null ? 'completed' : score < this.mark ? 'failed' : 'passed')
        standing = this.mark === null || score >= this.mark
      }
      let since = begun // when this question could be answered: its part was opened, or the one before was answered
      answered = (question, chosen, right) => {
        if (number !== null) interaction(question, chosen, right, Date.now() - since)
        since = Date.now()
        report()
        commit()
      }
      addEventListener('hashchange', () => {
        since = Date.now()
      })
      report()
      commit()
    },
  }

  // A page that is put away may come back: the session ends for good only once.
  addEventListener('pagehide', () => {
    if (!open) return
    set('cmi.core.session_time', span(Date.now() - begun))
    set('cmi.core.exit', 'suspend') // the answers are shown again, however often it is opened
    commit()
    open = false
    api.LMSFinish('')
  })

  function set(name, value) {
    return taken(() => api.LMSSetValue(name, String(value)))
  }

  function commit() {
    taken(() => api.LMSCommit(''))
  }

  /** Whether the platform took it; if not, the person is told. Who only looks reports nothing. */
  function taken(call) {
    if (!open || looking) return false
    if (String(call()) !== 'false') return true
    const code = String(api.LMSGetLastError())
    fault([code, api.LMSGetErrorString(code)].filter(Boolean).join(': '))
    return false
  }

  /** The number of the next interaction; null where the platform has none (they are optional in SCORM 1.2). */
  function interactions() {
    const count = get('cmi.interactions._count')
    return String(api.LMSGetLastError()) === '0' && /^\d+$/.test(count) ? { next: Number(count) } : null
  }

  /** One answer, as it is given. Choices are numbered as on the page; where all of several must be chosen, in braces. */
  function interaction(question, chosen, right, latency) {
    const at = `cmi.interactions.${number.next}`
    const numbers = (list) => list.map((n) => n + 1).join(',')
    const wanted = numbers(question.right)
    number.next += 1
    set(`${at}.id`, question.id)
    set(`${at}.type`, 'choice')
    set(`${at}.objectives.0.id`, question.weak)
    set(`${at}.time`, new Date().toTimeString().slice(0, 8))
    set(`${at}.correct_responses.0.pattern`, question.right.length > 1 ? `{${wanted}}` : wanted)
    set(`${at}.student_response`, numbers(chosen))
    set(`${at}.result`, right ? 'correct' : 'wrong')
    set(`${at}.latency`, span(latency))
  }

  function find(from) {
    try {
      let at = from()
      for (let depth = 0; at && depth < 12; depth++) {
        if (at.API) return at.API
        at = at.parent === at ? null : at.parent
      }
    } catch (error) {
      // a window of somebody else's
    }
    return null
  }

  /** HHHH:MM:SS, as SCORM 1.2 wants it. */
  function span(milliseconds) {
    const seconds = Math.min(Math.round(milliseconds / 1000), 9999 * 3600)
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    return parts.map((part, n) => String(part).padStart(n ? 2 : 4, '0')).join(':')
  }
})()
