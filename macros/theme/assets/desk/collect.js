/* Records → who finished, as macros/training/collect.py counts them where there is no roster. */
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
   * Gives { people: [{ name, department, file, record }], told: [{ file, code, path, who, other }], read, counted, twice, refused }.
   */
  tkd.collect = function (files, edition, today) {
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
    const directory = new Directory(sound.map(({ record }) => record))
    for (const { name, record } of sound) {
      const person = directory.find(record)
      if (person === null) {
        report.refused++
        told.push({ file: name, code: 'several', path: 'name', who: record.name })
        continue
      }
      if (person.file) {
        told.push({ file: person.file, code: 'later', path: 'finished', who: record.name, other: name })
        report.twice++
      }
      Object.assign(person, { file: name, record })
    }
    report.counted = directory.people.size
    return { ...report, people: [...directory.people], told }
  }

  function foreign(record, edition, today) {
    if (record.instrument !== edition.instrument) return { code: 'foreign', path: 'instrument' }
    if (record.digest !== edition.digest) return { code: 'foreign', path: 'digest' }
    if (record.finished.slice(0, 10) > today) return { code: 'future', path: 'finished' }
    return null
  }

  /** Who there is. Of another department is another person; without one, the only one who has the name. */
  class Directory {
    /** All records are known before anyone is looked for: who is meant does not depend on what comes first. */
    constructor(records) {
      this.people = new Set()
      this.met = new Map()
      for (const { name, department } of records) {
        const [key, where] = [tkd.folded(name), tkd.folded(department)]
        if (!this.met.has(key)) this.met.set(key, new Map())
        if (!this.met.get(key).has(where)) this.met.get(key).set(where, { name, department })
      }
    }

    /** The person that a record means; null where it could be several. */
    find({ name, department }) {
      const met = this.met.get(tkd.folded(name))
      const given = [...met.keys()].filter(Boolean)
      if (!tkd.folded(department) && given.length > 1) return null
      const person = met.get(tkd.folded(department) || given[0] || '')
      this.people.add(person)
      return person
    }
  }
})()
