/* The course in a learning platform: SCORM 1.2. The platform's object `API` stands in a window above this one, or in the
   one that opened it. Answers are kept in suspend_data; status, score and time are reported. Without a platform the course
   works all the same, and answers stay in the tab. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})
  const api = find(window) || (window.opener && find(window.opener))
  if (!api || String(api.LMSInitialize('')) !== 'true') return

  const begun = Date.now()
  const get = (name) => String(api.LMSGetValue(name) || '')
  const set = (name, value) => api.LMSSetValue(name, String(value))
  const before = get('cmi.core.lesson_status')
  const looking = ['review', 'browse'].includes(get('cmi.core.lesson_mode'))
  const suspended = get('cmi.suspend_data')
  let open = true
  let complete = before === 'completed'

  tkc.keeper = {
    load: () => suspended,
    save(text) {
      if (!open || looking || text.length > 4096) return false
      set('cmi.suspend_data', text)
      return true
    },
  }

  let tell = () => {}
  tkc.onAnswer = () => tell()
  tkc.onStart = function (state, questions) {
    const place = get('cmi.core.lesson_location')
    const target = place && document.getElementById(`step-${place}`)
    if (target && !location.hash) location.hash = target.id
    if (looking) return
    if (!complete) set('cmi.core.lesson_status', 'incomplete')
    set('cmi.core.score.min', 0)
    set('cmi.core.score.max', 100)

    tell = function () {
      set('cmi.core.score.raw', Math.round((100 * state.score()) / questions.length))
      complete = complete || Boolean(state.finished)
      if (complete) set('cmi.core.lesson_status', 'completed')
      where()
      api.LMSCommit('')
    }
    const where = () => state.place && set('cmi.core.lesson_location', state.place)
    addEventListener('hashchange', where)
    tell()
  }

  // A page that is put away may come back: the session ends for good only once.
  addEventListener('pagehide', () => {
    if (!open) return
    if (!looking) {
      set('cmi.core.session_time', span(Date.now() - begun))
      set('cmi.core.exit', complete ? '' : 'suspend')
    }
    api.LMSCommit('')
    open = false
    api.LMSFinish('')
  })

  function find(from) {
    let at = from
    for (let depth = 0; at && depth < 12; depth++) {
      try {
        if (at.API) return at.API
      } catch (error) {
        return null // a window of somebody else's
      }
      if (at.parent === at) return null
      at = at.parent
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
