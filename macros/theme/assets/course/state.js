/* What a person has answered so far. It lives in this tab (sessionStorage), so that the other language goes on where this
   one was left; it stays in the browser (localStorage) only if the person wants it to, and tabs then share it. A learning
   platform is another place to keep it in: `tkc.platform`, where there is one, has load() and save(text, place). */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})
  const KEY = 'tokki-course'
  const VERSION = 2
  const ERASED = '' // stands for a moment where answers were kept: other tabs forget theirs too

  function box(name) {
    const tried = (what, or) => {
      try {
        return what(window[name])
      } catch (error) {
        return or // a browser that refuses it
      }
    }
    return {
      load: () => tried((store) => store.getItem(KEY), null),
      save: (text) =>
        tried((store) => {
          if (text === null) store.removeItem(KEY)
          else store.setItem(KEY, text)
          return true
        }, false),
    }
  }

  /** questions: [{id, right: [numbers]}] in their order. */
  tkc.state = function (model, questions) {
    const tab = tkc.platform || box('sessionStorage')
    const browser = tkc.platform ? { load: () => null, save: () => false } : box('localStorage')
    const mark = model.course + model.digest.slice(0, 12)
    const state = { keeping: Boolean(browser.load()), elsewhere() {} }
    let foreign = false // whether answers to another edition, or another course, were kept

    function forget() {
      Object.assign(state, { started: '', finished: '', name: '', department: '', place: '', asked: {}, drafts: {} })
    }

    /** All as text; what is meant for this tab alone (who it is, what is chosen but not answered) only if `whole`. */
    function pack(whole) {
      const told = questions.map(({ id }) => {
        const it = state.asked[id]
        const answer = it ? [it.tries, it.first ? 1 : 0, it.right ? 1 : 0, ...it.chosen].join('.') : ''
        return whole && state.drafts[id] ? `${answer}/${state.drafts[id].join('.')}` : answer
      })
      const parts = [state.started, state.finished, told.join(' '), state.place]
      return JSON.stringify([VERSION, mark, ...parts, ...(whole ? [state.name, state.department] : [])])
    }

    /** Adds what was kept to what is here. Of two answers to a question stands the one that was tried more often. */
    function take(text) {
      let kept
      try {
        kept = JSON.parse(text)
      } catch (error) {
        return
      }
      if (!Array.isArray(kept)) return
      const [version, of, started, finished, told, place, name = '', department = ''] = kept
      if (version !== VERSION || of !== mark) {
        foreign = true
        return
      }
      if ([started, finished, told, place, name, department].some((word) => typeof word !== 'string')) return
      told.split(' ').forEach((packed, number) => {
        if (!packed || !questions[number]) return
        const { id } = questions[number]
        const [answer, draft] = packed.split('/').map((list) => (list ? list.split('.').map(Number) : []))
        const [tries, first, right, ...chosen] = answer
        const mine = state.asked[id]
        if (tries > (mine ? mine.tries : 0)) state.asked[id] = { tries, first: first === 1, right: right === 1, chosen }
        if (draft && !state.drafts[id]) state.drafts[id] = draft
      })
      if (started && !(Date.parse(state.started) < Date.parse(started))) state.started = started
      state.finished = state.finished || finished
      state.place = state.place || place
      state.name = state.name || name
      state.department = state.department || department
      settle()
    }

    /** The course is finished when everything has been answered, for the first time. */
    function settle() {
      if (state.count() < questions.length) state.finished = ''
      else if (!state.finished) state.finished = now()
    }

    state.count = () => questions.filter(({ id }) => state.asked[id]).length
    state.score = () => questions.filter(({ id }) => state.asked[id] && state.asked[id].first).length
    /** Whether what was kept belongs to another edition or course, and nothing to this one. */
    state.lost = () => foreign && !state.started

    forget()
    take(tab.load())
    if (state.keeping) take(browser.load())

    state.save = function () {
      tab.save(pack(true), state.place)
      if (state.keeping) state.keeping = browser.save(pack(false))
    }
    state.keep = function (wanted) {
      state.keeping = wanted
      if (!wanted) browser.save(null)
      state.save()
      return state.keeping
    }
    state.erase = function () {
      forget()
      foreign = false
      if (state.keeping) browser.save(ERASED)
      browser.save(null)
      tab.save(null)
      state.keeping = false
    }

    /** Chosen, but not yet given as an answer. */
    state.draft = function (question, chosen) {
      state.drafts[question.id] = chosen
      state.save()
    }

    /** Takes an answer; gives whether it is right. What was once right stays so; the same once more is no new try. */
    state.answer = function (question, chosen) {
      const right = chosen.join() === question.right.join()
      const it = state.asked[question.id]
      delete state.drafts[question.id]
      if (!it || !(it.right || it.chosen.join() === chosen.join())) {
        if (!state.started) state.started = now()
        const tries = Math.min((it ? it.tries : 0) + 1, 999)
        state.asked[question.id] = { tries, first: it ? it.first : right, right, chosen }
        settle()
        state.save()
        if (tkc.platform) tkc.platform.answered(question, chosen, right)
      } else state.save()
      return right
    }

    addEventListener('storage', ({ key, newValue }) => {
      if (key !== KEY || tkc.platform) return
      if (newValue === ERASED) {
        if (!state.keeping) return
        forget()
        tab.save(null)
      } else if (newValue !== null) {
        take(newValue)
        tab.save(pack(true))
      }
      state.keeping = Boolean(newValue)
      state.elsewhere()
    })
    return state
  }

  /** The time here, with its distance from UTC: 2026-11-22T10:00:00+09:00. */
  function now() {
    const date = new Date()
    const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, '0')
    const away = -date.getTimezoneOffset()
    const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
    const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
    return `${day}T${time}${away < 0 ? '-' : '+'}${two(away / 60)}:${two(away % 60)}`
  }
})()
