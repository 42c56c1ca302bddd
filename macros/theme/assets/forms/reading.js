/* What a file says → answers to this form, or every reason why it is none; and how files are named. */
;(function () {
  'use strict'
  const BIGGEST = 1_000_000
  const DEEPEST = 6
  const KEYS = new Set(['form', 'revision', 'filing', 'profile', 'label', 'answers'])
  const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  // A greater number has lost digits when it was read.
  const isValue = (value) => ['string', 'boolean'].includes(typeof value) || Number.isSafeInteger(value)

  class FileFault extends Error {
    constructor(...messages) {
      super(messages.join(' '))
      this.messages = messages
    }
  }

  /* A key that stands twice in one object: `JSON.parse` would drop the first without a word. */
  function twice(text) {
    const open = []
    let word = ''
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
      if (token === '{' || token === '[') open.push(new Set())
      else if (token === '}' || token === ']') open.pop()
      else if (token !== ':') word = token
      else {
        const key = JSON.parse(word)
        if (open.at(-1).has(key)) return key
        open.at(-1).add(key)
      }
    }
    return null
  }

  /* The text of a file; what is not UTF-8 would be read as other words. */
  async function textOf(file, t) {
    let bytes
    try {
      const pdf = (await file.slice(0, 5).text()) === '%PDF-'
      if (pdf || file.size > BIGGEST) throw new FileFault(t(pdf ? 'file_pdf' : 'file_big'))
      bytes = await file.arrayBuffer()
    } catch (fault) {
      throw fault instanceof FileFault ? fault : new FileFault(t('file_unread'))
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      throw new FileFault(t('file_encoding'))
    }
  }

  function make(model, rules, t) {
    function deep(value, depth = 0) {
      if (depth > DEEPEST) throw new FileFault(t('file_deep'))
      if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) deep(each, depth + 1)
    }

    function parse(text) {
      let data
      try {
        data = JSON.parse(text)
      } catch {
        throw new FileFault(t(/^(form|profile|instrument|answers|label)[ \t]*:/m.test(text) ? 'file_yaml' : 'file_json'))
      }
      deep(data)
      if (!isMap(data)) throw new FileFault(t('file_shape'))
      const key = twice(text)
      if (key !== null) throw new FileFault(t('file_twice', { got: short(key) }))
      return data
    }

    const short = (value) => String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 60)

    /* The answers in a mapping, each of a kind that a field can have. `strict`: every name must be known. */
    function answersIn(data, strict) {
      const faults = []
      const clean = {}
      const block = (own, given, path) => {
        const found = {}
        for (const [name, value] of given) {
          const entry = own.find((each) => each.name === name)
          if (!entry) {
            if (strict) faults.push(t('file_key', { got: path + short(name) }))
          } else if (value === null || value === '') continue
          else if (!isValue(value) || (typeof value === 'boolean' && entry.kind !== 'flag'))
            faults.push(t('file_kind', { got: path + entry.label }))
          else {
            if (entry.kind === 'choice' || entry.kind === 'flag') option(entry, value, path)
            found[name] = value
          }
        }
        return found
      }
      const option = (entry, value, path) => {
        try {
          rules.read(entry, value)
        } catch (fault) {
          if (fault.code === 'choice') faults.push(t('fault_choice', { label: path + entry.label, got: short(value) }))
          else faults.push(t('file_kind', { got: path + entry.label }))
        }
      }
      const outside = [] // pairs: a name such as __proto__ must not do anything
      for (const [name, value] of Object.entries(data)) {
        const group = rules.groups.get(name)
        if (!group) outside.push([name, value])
        else if (value === null || value === '') continue
        else if (!Array.isArray(value) || !value.every(isMap)) faults.push(t('file_kind', { got: group.label }))
        else if (value.length > group.most) faults.push(t('fault_many', { label: group.label, most: group.most }))
        else clean[name] = value.map((each, n) => block(rules.members(name), Object.entries(each), `${group.label} ${n + 1} `))
      }
      Object.assign(clean, block(rules.outside, outside, ''))
      if (faults.length) throw new FileFault(...faults)
      return clean
    }

    /* A file of answers to this form. */
    function answersOf(data) {
      if (typeof data.form !== 'string' || !isMap(data.answers)) throw new FileFault(t('file_shape'))
      if (data.form !== model.id) throw new FileFault(t('file_form', { got: short(data.form), form: model.title }))
      const revision = data.revision ?? model.revision
      if (!/^[0-9]+$/.test(typeof revision === 'object' ? '' : revision) || Number(revision) !== model.revision)
        throw new FileFault(t('file_revision', { got: short(revision), revision: model.revision }))
      const faults = Object.keys(data).filter((name) => !KEYS.has(name))
      if (faults.length) throw new FileFault(...faults.map((name) => t('file_key', { got: short(name) })))
      if (![undefined, 'new', 'change'].includes(data.filing)) throw new FileFault(t('file_kind', { got: 'filing' }))
      if (!['undefined', 'string'].includes(typeof data.profile)) throw new FileFault(t('file_kind', { got: 'profile' }))
      return answersIn(data.answers, true)
    }

    /* What a profile of a company, or of a contract, says of this form's fields. */
    function profileOf(data) {
      if (isMap(data.parameters)) {
        if (data.instrument !== model.instrument)
          throw new FileFault(t('file_instrument', { got: short(data.instrument) }))
        const found = {}
        for (const entry of rules.outside) {
          const value = entry.parameter && Object.hasOwn(data.parameters, entry.parameter) && data.parameters[entry.parameter]
          if (!value) continue
          if (!isValue(value)) throw new FileFault(t('file_kind', { got: entry.label }))
          found[entry.name] = withoutPrinted(entry, value)
        }
        return found
      }
      if (!isMap(data.answers)) throw new FileFault(t('file_profile'))
      return answersIn(data.answers, false)
    }

    function withoutPrinted(entry, value) {
      const text = String(value)
      if (!entry.behind || !text.endsWith(entry.behind)) return text
      return text.slice(0, -entry.behind.length).trimEnd() || text
    }

    /* The name of files made of these answers: the rules of macros/forms/naming.py. */
    function nameOf(answers) {
      const said = model.fileName.replace(/\{([^{}]*)\}/g, (_, name) => {
        if (name === 'form') return model.id
        const value = answers.values[name]
        const entry = rules.outside.find((each) => each.name === name)
        if (value === undefined || !entry) return ''
        return rules.moment(entry, value) ? value.replaceAll(':', '') : String(value)
      })
      return safe(said) || model.id
    }

    function safe(text) {
      let name = text
        .normalize('NFC')
        .replace(/[\x00-\x1f\x7f/\\:*?"<>|\u2215\u2044\u29f8\u29f5\uff0f\uff3c]+/g, ' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
        .replace(/\s+/g, ' ')
        .replace(/[_ ]*_[_ ]*/g, '_')
      const strip = (each) => each.replace(/^[ ._\-~]+|[ ._\-~]+$/g, '')
      name = strip(name)
      while (new TextEncoder().encode(name).length > 120) name = [...name].slice(0, -1).join('')
      name = strip(name)
      return /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=$|\.)/i.test(name) ? `_${name}` : name
    }

    return { FileFault, textOf: (file) => textOf(file, t), parse, answersOf, profileOf, nameOf, safe }
  }

  window.tkf.reading = make
})()
