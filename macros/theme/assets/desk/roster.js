/* The roster: who should have been taught, and who is meant by a name. As macros/training/directory.py has it. */
;(function () {
  'use strict'
  const tkd = (window.tkd = window.tkd || {})

  const may = (one, other) => !tkd.folded(one) || !tkd.folded(other) || tkd.folded(one) === tkd.folded(other)
  const key = ({ name, department }) => `${tkd.folded(name)}\n${tkd.folded(department)}`

  /**
   * Text that was pasted or typed: a person a line, name and department separated by a tab, a comma or a semicolon; a
   * line of headings says otherwise. Blanks part nothing: names have some. Where every line begins with a number, that
   * is no name. `model`: { headings: { folded: column }, longest }.
   * Gives { people: [{ name, department }], told: [{ line, code, who }] }.
   */
  tkd.roster = function (text, { headings, longest }) {
    const people = new Map()
    const told = []
    const lines = text.split(/\r\n|\r|\n/).map((line) =>
      line.split(line.includes('\t') ? '\t' : /[,，、;；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim()),
    )
    const there = lines.filter((cells) => cells.some(Boolean))
    const numbered = there.every(([first, ...more]) => more.length && /^[0-9]+$/.test(tkd.folded(first)))
    let columns = { name: Number(numbered), department: Number(numbered) + 1 }
    let begun = false
    lines.forEach((cells, at) => {
      if (!cells.some(Boolean)) return
      const named = cells.map((cell) => headings[tkd.folded(cell.replace(/[（([【].*/, ''))])
      if (!begun && named.includes('name')) {
        columns = { name: named.indexOf('name'), department: named.indexOf('department') }
        begun = true
        return
      }
      begun = true
      const person = { name: cells[columns.name] ?? '', department: cells[columns.department] ?? '' }
      const tell = (code) => told.push({ line: at + 1, code, who: person.name.slice(0, longest) })
      if (!person.name) tell('name')
      else if ([...person.name].length > longest || [...person.department].length > longest) tell('long')
      else if (people.has(key(person))) tell('roster-twice')
      else people.set(key(person), person)
    })
    return { people: [...people.values()], told }
  }

  function grouped(people, by) {
    const found = new Map()
    for (const person of people) {
      const group = by(person.name)
      if (found.has(group)) found.get(group).push(person)
      else found.set(group, [person])
    }
    return found
  }

  /** Finds the person that a record means. All records are known before anyone is looked for. */
  tkd.Directory = class {
    /** `people`: those on the roster. `records`: whatever was read. `variants`: characters that stand for each other. */
    constructor(people, records, variants) {
      const first = new Map(variants.flatMap((group) => [...group].map((character) => [character, [...group][0]])))
      this.alike = (name) => [...tkd.folded(name)].map((character) => first.get(character) ?? character).join('')
      this.exact = new Map(people.map((person) => [key(person), person]))
      this.named = grouped(people, tkd.folded)
      this.like = grouped(people, this.alike)
      this.met = new Map()
      for (const { name, department } of records) {
        const person = { name, department }
        if (!this.met.has(key(person))) this.met.set(key(person), person)
      }
      this.metNamed = grouped(this.met.values(), tkd.folded)
      this.others = new Map()
    }

    /** { person, odd }; person is null where it could be several. odd: '', differs, variant, several, new. */
    find({ name, department }) {
      const [folded, where] = [tkd.folded(name), tkd.folded(department)]
      const exact = this.exact.get(key({ name, department }))
      if (exact) return { person: exact, odd: '' }
      let odd = ''
      let listed = this.named.get(folded) ?? []
      if (!listed.length) {
        odd = 'variant'
        listed = (this.like.get(this.alike(name)) ?? []).filter((person) => may(person.department, department))
      } else if (where && tkd.folded(listed[0].department)) {
        odd = 'differs'
        if (listed.length === 1 && this.met.has(key(listed[0]))) return this.added({ name, department })
      }
      const elsewhere = where ? [] : this.elsewhere(folded)
      if (listed.length + elsewhere.length > 1) return { person: null, odd: 'several' }
      if (listed.length) return { person: listed[0], odd }
      return this.added(elsewhere[0] ?? { name, department })
    }

    /** Someone who is not on the roster: one object for each. */
    added(person) {
      if (!this.met.has(key(person))) this.met.set(key(person), person)
      return { person: this.met.get(key(person)), odd: 'new' }
    }

    elsewhere(folded) {
      if (!this.others.has(folded)) {
        const said = (this.metNamed.get(folded) ?? []).filter(({ department }) => tkd.folded(department))
        this.others.set(folded, said.filter((person) => this.find(person).odd === 'new'))
      }
      return this.others.get(folded)
    }
  }
})()
