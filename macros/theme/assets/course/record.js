/* The completion record, as macros/training/record.py declares it. */
;(function () {
  'use strict'
  const tkc = (window.tkc = window.tkc || {})

  /** Of everything answered. Its id follows from its content: the same record has the same, any other has another. */
  tkc.record = function (model, state, questions) {
    const asked = {}
    for (const { id } of questions) asked[id] = { tries: state.asked[id].tries, right: state.asked[id].right }
    const record = {
      record: 'tokki-training-completion',
      version: 1,
      id: '',
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
    record.id = fnv64(canonical(record))
    record.check = crc32(canonical(record))
    return record
  }

  /** What the questions that were not right at the first try rest on, each once. */
  tkc.weak = function (state, questions) {
    const missed = questions.filter(({ id }) => state.asked[id] && !state.asked[id].first)
    return [...new Set(missed.map(({ weak }) => weak))]
  }

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

  function fnv64(text) {
    let hash = 0xcbf29ce484222325n
    for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
    return hash.toString(16).padStart(16, '0')
  }
})()
