/* The course on the page: one part at a time, how far one has come, what is kept. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  tkc.page = function (root, model, questions, state, say) {
    const parts = [...root.querySelectorAll('[data-part]')]
    const byId = (id) => document.getElementById(id)
    for (const each of root.querySelectorAll('[data-scripted]')) each.hidden = false
    for (const question of questions) tkc.question(question, state, say)
    const keeping = keep()
    const result = tkc.result(root, model, questions, state, say, startAgain)

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
      update()
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

    /** What follows from the answers: the counts, the result, what is kept. */
    function update() {
      const next = questions.find(({ id }) => !state.asked[id])
      const resume = root.querySelector('[data-resume]')
      resume.hidden = state.count() === 0
      resume.firstElementChild.setAttribute('href', next ? `#${next.id}` : '#course-end')
      for (const each of root.querySelectorAll('[data-count]')) {
        const mine = questions.filter(({ step }) => step === each.dataset.count)
        const done = mine.filter(({ id }) => state.asked[id]).length
        each.textContent = say('done', { all: mine.length, done })
        each.dataset.state = done === mine.length ? 'done' : done ? 'begun' : ''
      }
      keeping()
      result()
      const note = root.querySelector('[data-now]')
      note.textContent = say('other_course')
      note.hidden = !state.lost()
    }

    /** Shows all anew: the answers are others than before. */
    function draw() {
      for (const question of questions) question.render()
      update()
    }

    function startAgain() {
      state.erase()
      draw()
      location.hash = '#course-start'
    }

    // --- keeping -------------------------------------------------------------------------------------

    function keep() {
      const box = byId('tkc-keep')
      if (!box) return () => {}
      const status = byId('tkc-keep-status')
      box.addEventListener('change', () => {
        status.textContent = say(state.keep(box.checked) ? 'kept' : 'not_kept')
        box.checked = state.keeping
      })
      byId('tkc-erase').addEventListener('click', () => {
        state.erase()
        draw()
        status.textContent = say('erased')
      })
      return () => {
        box.checked = state.keeping
      }
    }

    state.elsewhere = draw
    addEventListener('hashchange', () => show(true))
    show(false)
  }
})()
