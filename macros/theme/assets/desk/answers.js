/* Records that were counted → answers for the form of the report, as macros/render/desk_answers.py gives them. */
;(function () {
  'use strict'
  const tkd = (window.tkd = window.tkd || {})

  const filled = (text, blanks) => text.replace(/\{(\w+)\}/g, (_, name) => blanks[name])
  /** A part of a whole in percent with one digit behind the point, a half rounded up: 6.3% of 1 in 16. */
  tkd.rate = function (part, whole) {
    if (!whole) return '–'
    const tenths = Math.floor((2000 * part + whole) / (2 * whole))
    return `${Math.floor(tenths / 10)}.${tenths % 10}%`
  }

  /** 2026-11-23 → 令和8年11月23日, in the language of the form. */
  function written(day, locale) {
    const how = { era: 'long', year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }
    return new Intl.DateTimeFormat(locale, how).format(new Date(`${day}T00:00:00Z`))
  }

  /** From the first day to the last, and on how many people finished. */
  function held(days, { words, locale }) {
    const said = [...new Set(days)].sort()
    if (!said.length) return words.held_none
    const first = written(said[0], locale)
    if (said.length === 1) return first
    return filled(words.period_range, { first, last: written(said.at(-1), locale), count: said.length })
  }

  /** As many pieces as a field takes, each a sentence; where some are left out, the annex is named. */
  function fitting(pieces, { words, most }) {
    let said = ''
    for (const [at, piece] of pieces.entries()) {
      const longer = said + piece.replace(/[。．.]?\s*$/, '') + words.stop
      const rest = at < pieces.length - 1 ? [...words.annex].length : 0
      if ([...longer.trimEnd()].length + rest > most) return said + words.annex
      said = longer
    }
    return said.trimEnd()
  }

  /**
   * `report`: what `tkd.collect` gives. `known`: words and lengths. `today`: 2026-11-23. `faulty`: lines of the
   * roster that are nobody. Gives the file of answers that the form's page opens.
   */
  tkd.answers = function (report, known, today, faulty = 0) {
    const { words } = known
    const ours = report.people.filter(({ listed }) => listed)
    const { expected, attended, absent } = report.totals ?? { expected: ours.length, attended: ours.length, absent: 0 }
    const sum = (key) => ours.reduce((all, { record }) => all + record[key], 0)
    const unlisted = report.people.length - ours.length
    const method = ours.length ? filled(words.count_people, { name: words.course, count: ours.length }) : words.not_given
    const content = [
      known.content,
      known.material,
      filled(words.method, { methods: method }),
      filled(words.instructor, { names: words.not_given }),
    ]
    const remarks = [filled(words.remarks, { rate: tkd.rate(attended, expected), partial: 0, absent })]
    if (!report.totals) remarks.push(words.no_roster)
    else if (faulty) remarks.push(filled(words.roster_faulty, { count: faulty }))
    if (unlisted) remarks.push(filled(words.unlisted, { count: unlisted }))
    if (sum('answered')) remarks.push(filled(words.results, { rate: tkd.rate(sum('right'), sum('answered')) }))
    const session = {
      content: fitting(content, known),
      held: held(ours.map(({ record }) => record.finished.slice(0, 10)), known),
      expected: String(expected),
      attended: String(ours.length),
      remarks: fitting(remarks, known),
    }
    const other = report.refused ? { other: filled(words.refused, { count: report.refused }) } : {}
    return { form: known.form, answers: { date: today, subject: 'workers', sessions: [session], ...other } }
  }
})()
