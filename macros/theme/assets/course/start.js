/* Puts the parts together. */
;(function () {
  'use strict'
  const tkc = window.tkc
  const root = document.getElementById('tkc')
  const model = JSON.parse(root.dataset.model)
  root.removeAttribute('data-model')
  /** A word of the page, its blanks filled. */
  const say = (name, values = {}) =>
    model.words[name].replace(/\{([a-z]+)\}/g, (whole, key) => (key in values ? values[key] : whole))
  const questions = tkc.questions(root)
  const state = tkc.state(model, questions)
  if (tkc.platform) tkc.platform.start(root, model, state, questions, say)
  tkc.page(root, model, questions, state, say)
  root.dataset.ready = ''
  // A page that comes back as it was left knows nothing of what was answered since, in the other language.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
})()
