/* Puts the parts together. */
;(function () {
  'use strict'
  const tkf = window.tkf
  const app = document.getElementById('tkf')
  const model = JSON.parse(app.dataset.model)
  app.removeAttribute('data-model')
  const dates = tkf.dates(model)
  const rules = tkf.rules(model, dates)
  const diff = tkf.changes(model, rules)
  const paper = tkf.paper(document.getElementById('tkf-sheet'), model, rules, dates)
  const page = tkf.page(app, model, rules, dates, diff)
  const files = tkf.files(app, model, rules, page)
  const check = tkf.check(app, model, rules, diff, page, dates)
  tkf.pdf(app, model, rules, dates, page, files, check)
  page.onChange((given, answers) => paper.fill(answers))
  document.getElementById('tkf-paper').open = false
  app.hidden = false
  files.restore()
  page.changed()
  addEventListener('pageshow', page.changed) // a browser may have put back what was typed before
  app.dataset.ready = ''
})()
