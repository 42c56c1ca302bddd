/* Records and a roster → who finished and who did not, as macros/training/collect.py counts them. */
;(function () {
  'use strict'
  const tkd = (window.tkd = window.tkd || {})

  /** Text as it is compared: half-width, lower case, without any blanks. */
  tkd.folded = (text) =>
    text.normalize('NFKC').toLowerCase().replace(/ß/g, 'ss').replace(/ς/g, 'σ').replace(/\s+/g, '')

  const byPoint = (one, two) => {
    const [a, b] = [[...one], [...two]]
    for (let n = 0; n < Math.min(a.length, b.length); n++)
      if (a[n] !== b[n]) return a[n].codePointAt(0) - b[n].codePointAt(0)
    return a.length - b.length
  }

  /**
   * `files`: [{ name, record, problems }]. `edition`: { instrument, digest }. `today`: 2026-11-23.
   * `roster`: { people: [{ name, department }], variants }, or nothing: then nobody can be missing.
   * Gives { people: [{ name, department, file, record, listed }], absent: [{ name, department }],
   * totals: { expected, attended, absent } or null, read, counted, twice, refused, and what is told:
   * told (not counted) and notes (counted): [{ file, code, path, who, other, roster }].
   */
  tkd.collect = function (files, edition, today, roster = null) {
    const told = []
    const report = { read: files.length, counted: 0, twice: 0, refused: 0 }
    const byId = new Map()
    for (const file of [...files].sort((one, two) => byPoint(one.name, two.name))) {
      const code = file.record ? foreign(file.record, edition, today) : null
      if (!file.record || code) {
        report.refused++
        if (code) told.push({ file: file.name, ...code, who: file.record.name })
        else for (const { code, path, got } of file.problems) told.push({ file: file.name, code, path, who: code === 'check' ? got : '' })
      } else if (byId.has(file.record.id)) byId.get(file.record.id).push(file)
      else byId.set(file.record.id, [file])
    }
    const sound = []
    for (const [first, ...others] of byId.values()) {
      if (others.some(({ record }) => record.check !== first.record.check)) {
        for (const { name, record } of [first, ...others])
          told.push({ file: name, code: 'contrary', path: 'id', who: record.name })
        report.refused += 1 + others.length
        continue
      }
      sound.push(first)
      for (const { name, record } of others) {
        told.push({ file: name, code: 'twice', path: 'id', who: record.name, other: first.name })
        report.twice++
      }
    }
    const when = ({ record }) => tkd.moment(record.finished)
    sound.sort((one, two) => when(one) - when(two) || byPoint(one.name, two.name))
    const directory = new tkd.Directory(roster?.people ?? [], sound.map(({ record }) => record), roster?.variants ?? [])
    const found = new Map()
    const notes = []
    for (const { name, record } of sound) {
      const { person, odd } = directory.find(record)
      if (person === null) {
        report.refused++
        told.push({ file: name, code: 'several', path: 'name', who: record.name })
        continue
      }
      const before = found.get(person)
      const note = (code) => notes.push({ file: name, code, path: 'name', who: record.name, roster: code === 'department' ? person.department : person.name })
      if (odd === 'variant') note('variant')
      if (odd === 'differs') note('department')
      if (odd === 'new' && roster && !before) note('unlisted')
      if (before) {
        told.push({ file: before.file, code: 'later', path: 'finished', who: record.name, other: name })
        report.twice++
      }
      found.set(person, { name: person.name, department: person.department, file: name, record, listed: !roster || odd !== 'new' })
    }
    report.counted = found.size
    const absent = roster ? roster.people.filter((person) => !found.has(person)) : []
    const totals = roster ? { expected: roster.people.length, attended: roster.people.length - absent.length, absent: absent.length } : null
    return { ...report, people: [...found.values()], absent, totals, told, notes }
  }

  /** Of people as `collect` gives them, the listed: { right, answered, weak: [[id, count]] }; most first. */
  tkd.sums = function (people) {
    const records = people.filter(({ listed }) => listed).map(({ record }) => record)
    const sum = (key) => records.reduce((all, record) => all + record[key], 0)
    const weak = new Map()
    for (const record of records) for (const id of record.weak) weak.set(id, (weak.get(id) ?? 0) + 1)
    return {
      right: sum('right'),
      answered: sum('answered'),
      weak: [...weak].sort(([a, x], [b, y]) => y - x || byPoint(a, b)),
    }
  }

  function foreign(record, edition, today) {
    if (record.instrument !== edition.instrument) return { code: 'foreign', path: 'instrument' }
    if (record.digest !== edition.digest) return { code: 'foreign', path: 'digest' }
    if (record.finished.slice(0, 10) > today) return { code: 'future', path: 'finished' }
    return null
  }
})()
