/* Puts the parts together. */
;(function () {
  'use strict'
  const tkc = window.tkc
  const root = document.getElementById('tkc')
  const model = JSON.parse(root.dataset.model)
  root.removeAttribute('data-model')
  const questions = tkc.questions(root)
  const state = tkc.state(model, questions)
  tkc.page(root, model, questions, state)
  if (tkc.onStart) tkc.onStart(state, questions)
  root.dataset.ready = ''
})()
