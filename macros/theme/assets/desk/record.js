/* Reads a completion record as macros/training/record.py does: by the same schema, with the same codes. */
;(function () {
  'use strict'
  const tkd = (window.tkd = window.tkd || {})
  const KIND = 'tokki-training-completion'

  /** What is in a file: { record, problems: [{ code, path, got }] }; the record only where there is no problem. */
  tkd.parse = function (bytes, schema, most) {
    const fault = (code, path = '', got = '') => ({ record: null, problems: [{ code, path, got }] })
    if (bytes.length > most) return fault('size')
    let text
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      return fault('encoding')
    }
    let data
    try {
      data = JSON.parse(text)
    } catch {
      return fault('json')
    }
    const twice = keyTwice(text)
    if (twice !== null) return fault('key-twice', twice)
    const problems = [...faultsOf(data, schema)]
    return { record: problems.length ? null : data, problems }
  }

  function* faultsOf(data, schema) {
    const object = isObject(data)
    if (!object || data.record !== KIND) return yield { code: 'kind', path: object ? 'record' : '', got: '' }
    if ('version' in data && data.version !== 1) return yield { code: 'version', path: 'version', got: '' }
    let found = [...shape(schema, data, '')]
    if (!found.length) found = [...sense(data)]
    if (!found.length && data.check !== checkOf(data)) found = [{ code: 'check', path: 'check', got: data.name }]
    yield* found
  }

  // --- shape -------------------------------------------------------------------------------------

  const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
  const IS = {
    string: (value) => typeof value === 'string',
    integer: (value) => Number.isInteger(value),
    boolean: (value) => typeof value === 'boolean',
    array: (value) => Array.isArray(value),
    object: isObject,
  }
  const matches = (pattern, text) => new RegExp(pattern, 'u').test(text)

  function* shape(schema, value, path) {
    const fault = (code, where = path) => ({ code, path: where, got: typeof value === 'string' ? value : '' })
    const allowed = 'const' in schema ? [schema.const] : schema.enum
    if (allowed) {
      if (!allowed.includes(value)) yield fault('value')
    } else if (!IS[schema.type](value)) yield fault('shape')
    else if (schema.type === 'string') {
      const length = [...value].length
      if (length < schema.minLength || length > schema.maxLength) yield fault('value')
      else if (schema.pattern && !matches(schema.pattern, value)) yield fault('value')
    } else if (schema.type === 'integer') {
      if (value < schema.minimum || value > schema.maximum) yield fault('value')
    } else if (schema.type === 'array') yield* list(schema, value, path)
    else if (schema.type === 'object') yield* mapping(schema, value, path)
  }

  function* list(schema, value, path) {
    if (value.length > schema.maxItems) return yield { code: 'value', path, got: '' }
    for (const [n, item] of value.entries()) {
      yield* shape(schema.items, item, `${path}[${n}]`)
      if (value.slice(0, n).some((other) => canonical(other) === canonical(item)))
        yield { code: 'value', path: `${path}[${n}]`, got: '' }
    }
  }

  function* mapping(schema, value, path) {
    const at = (key) => (path ? `${path}.` : '') + [...key].slice(0, 80).join('')
    if (!schema.properties) {
      const entries = Object.entries(value)
      if (entries.length > schema.maxProperties) return yield { code: 'value', path, got: '' }
      for (const [key, item] of entries) {
        if (!matches(schema.propertyNames.pattern, key)) yield { code: 'value', path: at(key), got: key }
        yield* shape(schema.additionalProperties, item, at(key))
      }
      return
    }
    for (const key of Object.keys(value))
      if (!Object.hasOwn(schema.properties, key)) yield { code: 'unknown-key', path: at(key), got: key }
    for (const [key, below] of Object.entries(schema.properties)) {
      if (Object.hasOwn(value, key)) yield* shape(below, value[key], at(key))
      else if (schema.required.includes(key)) yield { code: 'missing-key', path: at(key), got: '' }
    }
  }

  // --- sense -------------------------------------------------------------------------------------

  function* sense(data) {
    const sound = ['started', 'finished'].filter((key) => inCalendar(data[key]))
    for (const key of ['started', 'finished'])
      if (!sound.includes(key)) yield { code: 'date', path: key, got: data[key] }
    if (sound.length === 2 && tkd.moment(data.finished) < tkd.moment(data.started))
      yield { code: 'order', path: 'finished', got: data.finished }
    if (data.digest.slice(0, 12) !== data.edition) yield { code: 'edition', path: 'edition', got: data.edition }
    const questions = Object.values(data.questions)
    const first = questions.filter(({ tries, right }) => right && tries === 1).length
    if (data.answered !== questions.length) yield { code: 'count', path: 'answered', got: '' }
    if (data.right !== first) yield { code: 'count', path: 'right', got: '' }
  }

  function inCalendar(text) {
    const [year, month, day] = text.slice(0, 10).split('-').map(Number)
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
    return year > 0 && day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /** The time as a number that orders; digits beyond the millisecond count too. */
  tkd.moment = (text) => Date.parse(text) + Number(`0.${(/\.[0-9]{3}([0-9]+)/.exec(text) || ['', '0'])[1]}`)

  // --- the check and the keys ------------------------------------------------------------------------

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
    if (!isObject(value)) return JSON.stringify(value)
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }

  function checkOf({ check, ...rest }) {
    let crc = -1
    for (const byte of new TextEncoder().encode(canonical(rest))) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
    }
    return (~crc >>> 0).toString(16).padStart(8, '0')
  }

  /** The first key that an object of this sound JSON has twice; null without one. */
  function keyTwice(text) {
    const open = []
    let last = null
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
      if (token === '{') open.push(new Set())
      else if (token === '[') open.push(null)
      else if (token === '}' || token === ']') open.pop()
      else if (token === ':') {
        const keys = open[open.length - 1]
        if (keys.has(last)) return [...last].slice(0, 80).join('')
        keys.add(last)
      } else last = JSON.parse(token)
    }
    return null
  }
})()
