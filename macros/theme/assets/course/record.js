/* The completion record, as macros/training/record.py declares it. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  tkc.record = function (model, state, questions) {
    const asked = {}
    for (const { id } of questions) asked[id] = { tries: state.asked[id].tries, right: state.asked[id].right }
    const record = {
      record: 'tokki-training-completion',
      version: 1,
      id: state.id,
      name: state.name,
      department: state.department,
      instrument: model.instrument,
      edition: model.edition,
      digest: model.digest,
      course: model.course,
      language: model.language,
      started: state.started,
      finished: state.finished,
      answered: questions.length,
      right: state.score(),
      questions: asked,
      weak: tkc.weak(state, questions),
    }
    record.check = crc32(canonical(record))
    return record
  }

  /** What the questions that were not right at the first try rest on, each once. */
  tkc.weak = function (state, questions) {
    const missed = questions.filter(({ id }) => state.asked[id] && !state.asked[id].first)
    return [...new Set(missed.map(({ weak }) => weak))]
  }

  tkc.canonical = canonical

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
    if (value === null || typeof value !== 'object') return JSON.stringify(value)
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }

  function crc32(text) {
    let crc = -1
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
    }
    return (~crc >>> 0).toString(16).padStart(8, '0')
  }
})()
