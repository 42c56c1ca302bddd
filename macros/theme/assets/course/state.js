/* What a person has answered so far. It lives in this tab (sessionStorage), so that the other language goes on where this
   one was left; it stays in the browser (localStorage) only if the person wants it to. A learning platform is another
   place to keep it in: whatever stands in window.tkc.keeper has load() and save(text). */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})
  const KEY = 'tokki-course'

  function box(name) {
    const get = () => {
      try {
        return window[name]
      } catch (error) {
        return null // a browser that refuses it
      }
    }
    return {
      load() {
        try {
          return get().getItem(KEY)
        } catch (error) {
          return null
        }
      },
      save(text) {
        try {
          if (text === null) get().removeItem(KEY)
          else get().setItem(KEY, text)
          return true
        } catch (error) {
          return false
        }
      },
    }
  }

  /** questions: [{id, right: [numbers]}] in their order. */
  tkc.state = function (model, questions) {
    const tab = tkc.keeper || box('sessionStorage')
    const browser = tkc.keeper ? { load: () => null, save: () => false } : box('localStorage')
    const state = { started: '', finished: '', id: '', name: '', department: '', place: '', asked: {} }
    let changed = false // the course, since it was kept

    function pack(person) {
      const asked = questions.map(({ id }) => {
        const it = state.asked[id]
        return it ? [it.tries, it.first ? 1 : 0, it.right ? 1 : 0, ...it.chosen].join('.') : ''
      })
      const parts = [state.started, state.finished, state.id, asked.join(' '), state.place]
      return JSON.stringify([1, mark, ...parts, ...(person ? [state.name, state.department] : [])])
    }

    const mark = model.course + model.digest.slice(0, 12)

    function unpack(text) {
      let kept
      try {
        kept = JSON.parse(text)
      } catch (error) {
        return false
      }
      if (!Array.isArray(kept) || kept[0] !== 1 || typeof kept[5] !== 'string') return false
      if (kept[1] !== mark) {
        changed = true
        return false
      }
      const words = [kept[2], kept[3], kept[4], kept[6], kept[7] || '', kept[8] || '']
      if (words.some((word) => typeof word !== 'string')) return false
      ;[state.started, state.finished, state.id, state.place, state.name, state.department] = words
      kept[5].split(' ').forEach((packed, number) => {
        if (!packed || !questions[number]) return
        const [tries, first, right, ...chosen] = packed.split('.').map(Number)
        if (tries > 0) state.asked[questions[number].id] = { tries, first: first === 1, right: right === 1, chosen }
      })
      return true
    }

    state.keeping = browser.load() !== null
    state.lost = () => changed
    if (!unpack(tab.load()) && state.keeping) unpack(browser.load())

    state.save = function () {
      tab.save(pack(!tkc.keeper))
      if (state.keeping) state.keeping = browser.save(pack(false))
      return state.keeping
    }
    state.keep = function (wanted) {
      state.keeping = wanted
      if (!wanted) browser.save(null)
      return state.save()
    }
    state.erase = function () {
      Object.assign(state, { started: '', finished: '', id: '', name: '', department: '', place: '', asked: {} })
      state.keeping = false
      browser.save(null)
      tab.save(tkc.keeper ? pack(false) : null)
    }

    /** Takes an answer; gives whether it is right. What was once right stays so. */
    state.answer = function (question, chosen) {
      const right = chosen.join() === question.right.join()
      if (!state.started) state.started = now()
      const it = state.asked[question.id]
      if (!it) state.asked[question.id] = { tries: 1, first: right, right, chosen }
      else if (!it.right) Object.assign(it, { tries: Math.min(it.tries + 1, 999), right, chosen })
      if (!state.finished && questions.every(({ id }) => state.asked[id])) {
        state.finished = now()
        state.id = hex(8)
      }
      state.save()
      return right
    }
    state.count = () => questions.filter(({ id }) => state.asked[id]).length
    state.score = () => questions.filter(({ id }) => state.asked[id] && state.asked[id].first).length
    return state
  }

  function hex(bytes) {
    return [...crypto.getRandomValues(new Uint8Array(bytes))].map((each) => each.toString(16).padStart(2, '0')).join('')
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
