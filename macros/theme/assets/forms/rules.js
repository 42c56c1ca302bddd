/* What was filled in → answers and every fault: the rules of macros/forms/{values,answers}.py. Nothing here knows the page. */
;(function () {
  'use strict'
  const BLANKS = /^[ \t\n\u3000]+|[ \t\n\u3000]+$/g
  const TIMED = { date: /^\d{4}-\d\d-\d\d$/, time: /^\d\d:\d\d$/, moment: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/ }
  const TRUE = new Set(['true', 'on', 'yes', '1', 'はい', '有', '○', 'レ', '☑', '✓'])
  const FALSE = new Set(['false', 'off', 'no', '0', 'いいえ', '無', '×', '□', '☐'])
  const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

  class Fault extends Error {
    constructor(code, about = {}) {
      super(code)
      this.code = code
      this.about = about
    }
  }

  const folded = (text) => text.normalize('NFKC').toLowerCase().trim()

  function seen(character) {
    const code = character.codePointAt(0)
    if (UNSEEN.test(character)) return false
    return (code & 0xfffe) !== 0xfffe && !(code >= 0xfdd0 && code <= 0xfdef)
  }

  function clean(text) {
    const cleaned = text.replace(/\r\n?/g, '\n').replace(BLANKS, '')
    for (const character of cleaned)
      if (character !== '\n' && !seen(character)) {
        const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')
        throw new Fault('control', { got: `U+${code}` })
      }
    return cleaned
  }

  function make(model, dates) {
    const entries = model.entries
    const groups = new Map(model.groups.map((group) => [group.name, group]))
    const outside = entries.filter((entry) => !entry.group)
    const members = (name) => entries.filter((entry) => entry.group === name)
    const option = (entry, value) => entry.options.find((each) => each.value === value)

    function read(entry, given) {
      if (entry.kind === 'flag' && typeof given === 'boolean') return given || undefined
      if (typeof given === 'number') given = String(given)
      if (typeof given !== 'string') throw new Fault('kind')
      const text = clean(given)
      if (!text) return undefined
      if (entry.pending && Object.values(model.pending).includes(text)) return model.pending[model.official]
      return READERS[entry.kind](entry, text)
    }

    function readText(entry, text) {
      const length = [...text].length
      if (length > entry.most) throw new Fault('long', { most: entry.most, got: length })
      if (text.includes('\n') && entry.kind !== 'multiline') throw new Fault('lines')
      return text
    }

    function readNumber(entry, text) {
      const digits = text.normalize('NFKC')
      if (!/^[0-9]{1,15}$/.test(digits)) throw new Fault('number')
      if (Number(digits) > entry.most) throw new Fault('number-most', { most: entry.most })
      return Number(digits)
    }

    function readFlag(entry, text) {
      const word = folded(text)
      if (!TRUE.has(word) && !FALSE.has(word)) throw new Fault('kind')
      return TRUE.has(word) || undefined
    }

    function readChoice(entry, text) {
      const wanted = folded(text)
      const found = entry.options.find((each) => each.value === wanted || each.labels.some((l) => folded(l) === wanted))
      if (!found) throw new Fault('choice', { got: text.slice(0, 40) })
      return found.value
    }

    function readTimed(entry, text) {
      try {
        return dates.parse[entry.kind](text)
      } catch (fault) {
        if (!(fault instanceof window.tkf.DateFault)) throw fault
        throw new Fault(fault.reason === 'format' ? `format-${entry.kind}` : fault.reason, fault.about)
      }
    }

    const READERS = {
      text: readText,
      multiline: readText,
      date: readTimed,
      time: readTimed,
      moment: readTimed,
      integer: readNumber,
      flag: readFlag,
      choice: readChoice,
    }

    /* Whether all conditions hold; null where it hangs on a value that could not be read. */
    function holds(conditions, scope) {
      let unsure = false
      for (const [name, wanted] of conditions) {
        let at = scope
        while (at && !at.names.has(name)) at = at.above
        if (at && at.faulty.has(name)) unsure = true
        else if (!at || !wanted.includes(String(at.values[name] ?? ''))) return false
      }
      return unsure ? null : true
    }

    const scopeOf = (own, given, above, group, index) => ({
      names: new Set(own.map((entry) => entry.name)),
      given,
      above,
      group,
      index,
      values: {},
      faulty: new Set(),
    })

    const moment = (entry, value) => (TIMED[entry.kind] && TIMED[entry.kind].test(value) ? value : null)

    /* `given`: name → text, number or truth value; name of a group → list of such. What is not asked is left out:
       `left` names it. `partial`: nothing has to be answered. */
    function check(given, partial = false) {
      const faults = []
      const left = []
      const tell = (scope, entry, code, about = {}) =>
        faults.push({ entry, group: scope.group, index: scope.index, code, about })

      function field(entry, scope) {
        const asked = holds(entry.conditions, scope)
        let value
        try {
          value = read(entry, scope.given[entry.name] ?? '')
        } catch (fault) {
          if (!(fault instanceof Fault)) throw fault
          if (asked === false) return
          scope.faulty.add(entry.name)
          tell(scope, entry, fault.code, fault.about)
          return
        }
        if (asked === false) {
          if (value !== undefined) left.push(entry)
          return
        }
        if (asked && entry.sum) value = summed(entry, scope, value)
        if (value !== undefined) {
          scope.values[entry.name] = value
          beside(entry, scope, value)
        } else if (asked && entry.required && !partial) tell(scope, entry, 'required')
      }

      const said = (value) => value !== undefined && value !== null && value !== false && String(value).trim() !== ''

      function summed(entry, scope, value) {
        const of = entries.find((each) => each.name === entry.sum.of && each.group === entry.group)
        const start = moment(of, scope.values[of.name])
        if (!start) return value
        const wanted = dates.plus(start, entry.sum.minutes)
        if (value !== undefined && value !== wanted) tell(scope, entry, 'sum', { date: wanted })
        return wanted
      }

      function beside(entry, scope, value) {
        if (entry.behind && typeof value === 'string' && value.endsWith(entry.behind))
          tell(scope, entry, 'doubled', { word: entry.behind })
        const first = entry.notBefore && scope.values[entry.notBefore]
        if (!first) return
        const of = entries.find((each) => each.name === entry.notBefore && each.group === entry.group)
        const [start, end] = [moment(of, first), moment(entry, value)]
        if (start && end && end < start) tell(scope, entry, 'order', { other: of.label })
      }

      const outer = scopeOf(outside, given)
      for (const entry of outside) field(entry, outer)
      const blocks = {}
      for (const [name, group] of groups) {
        const asked = holds(group.opened, outer)
        const own = members(name)
        let list = Array.isArray(given[name]) ? given[name] : []
        if (asked === false) {
          left.push(...own.filter((entry) => list.some((block) => said(block[entry.name]))))
          continue
        }
        if (list.length > group.most) {
          faults.push({ group, code: 'many', about: { most: group.most } })
          list = list.slice(0, group.most)
        }
        if (!list.length && asked && !partial && own.some((entry) => entry.required))
          faults.push({ group, code: 'few', about: {} })
        const read = list.map((block, index) => {
          const scope = scopeOf(own, block, outer, group, index)
          for (const entry of own) field(entry, scope)
          return scope.values
        })
        if (read.length) blocks[name] = read
      }
      const order = (fault) => (fault.entry ? entries.indexOf(fault.entry) : entries.indexOf(members(fault.group.name)[0]))
      const first = (group) => entries.indexOf(members(group.name)[0])
      faults.sort((a, b) => {
        // In the order of the page: a block as a whole, where its group begins.
        const [x, y] = [a, b].map((f) => (f.group ? first(f.group) : order(f)))
        return x - y || (a.index ?? 0) - (b.index ?? 0) || order(a) - order(b)
      })
      return { values: outer.values, groups: blocks, faults, left }
    }

    /* A function: conditions → whether they hold, for what was given (in a block: of that group). */
    function opener(given) {
      const outer = scopeOf(outside, given)
      for (const entry of outside) quiet(entry, outer)
      return (conditions, groupName, block) => {
        if (!groupName) return holds(conditions, outer) === true
        const own = members(groupName)
        const scope = scopeOf(own, block, outer)
        for (const entry of own) quiet(entry, scope)
        return holds(conditions, scope) === true
      }
    }

    function quiet(entry, scope) {
      if (entry.kind !== 'choice' && entry.kind !== 'flag') return
      try {
        const value = read(entry, scope.given[entry.name] ?? '')
        if (value !== undefined && holds(entry.conditions, scope)) scope.values[entry.name] = value
      } catch {
        scope.faulty.add(entry.name)
      }
    }

    /* What a page in that language shows for a value. */
    function shown(entry, value, language) {
      if (moment(entry, value)) return dates.both(value, language)
      if (entry.kind === 'choice') return option(entry, value).label
      if (value === true) return '✓'
      if (entry.pending && value === model.pending[model.official]) return model.pending[language] ?? value
      return String(value)
    }

    return { check, opener, read, moment, members, groups, outside, shown, seen }
  }

  window.tkf.rules = make
})()
