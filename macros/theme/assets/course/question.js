/* The questions: chosen, answered, judged and explained. */
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

  /** Brings a question to life; question.render() then shows what the state says of it. */
  tkc.question = function (question, state, say) {
    const { box } = question
    const form = box.querySelector('form')
    const button = form.querySelector('button')
    const verdict = box.querySelector('.tkc-verdict')
    const explained = box.querySelector('.tkc-explained')
    const feedback = [...explained.querySelectorAll('[data-feedback]')]
    const inputs = [...form.querySelectorAll('input')]
    const chosen = () => inputs.flatMap((input, n) => (input.checked ? [n] : []))
    button.hidden = false

    form.addEventListener('change', () => state.draft(question, chosen()))
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const answer = chosen()
      if (answer.length) {
        tell(answer, state.answer(question, answer))
        return
      }
      verdict.dataset.state = 'ask'
      verdict.replaceChildren(paragraph(say('choose')))
      inputs[0].focus()
    })

    function tell(answer, right) {
      const wrongly = answer.filter((n) => !question.right.includes(n))
      // Of a question that asks for many: what was chosen wrongly. What was left out is not told.
      const said = right ? question.right : question.right.length > 1 ? wrongly : answer
      const reasons = said.map((n) => paragraph(...[...feedback[n].childNodes].map((node) => node.cloneNode(true))))
      const word = paragraph(say(right ? 'right' : 'wrong'))
      word.className = 'tkc-verdict-word'
      verdict.dataset.state = right ? 'right' : 'wrong'
      verdict.replaceChildren(word, ...(reasons.length ? reasons : [paragraph(say('more'))]))
      inputs.forEach((input, n) => {
        const state = answer.includes(n) ? (wrongly.includes(n) ? 'wrong' : 'right') : ''
        input.closest('.tkc-choice').dataset.state = state
      })
      button.textContent = say('again')
      explained.hidden = false
    }

    question.render = function () {
      const it = state.asked[question.id]
      const ticked = state.drafts[question.id] || (it ? it.chosen : [])
      inputs.forEach((input, n) => {
        input.checked = ticked.includes(n)
        input.closest('.tkc-choice').dataset.state = ''
      })
      verdict.replaceChildren()
      delete verdict.dataset.state
      button.textContent = say('answer')
      explained.hidden = true
      explained.open = false
      if (it) tell(it.chosen, it.right)
    }
    question.render()
  }

  function paragraph(...content) {
    const made = document.createElement('p')
    made.append(...content)
    return made
  }
})()
