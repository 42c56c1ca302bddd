/* The ranking; the twin of engine.py, down to the order of its sums. */
class Engine {
  constructor(config, docs) {
    this.docs = entriesOf(docs)
    const split = (line) => line.split('>')
    const groups = config.groups.map(split).map((sides) => sides.map((side) => side.split('|')))
    const terms = this.docs.filter((doc) => doc.kind === 'term').flatMap((doc) => Object.values(doc.heading))
    this.lexicon = new Lexicon(groups, config.readings.map(split), terms)
    this.gather()
    this.main = this.docs.filter(isText).length
    this.finds = new Map()
    this.below = new Map()
    this.docs.forEach((doc, n) => {
      if (doc.above === undefined) return
      if (!this.below.has(doc.above)) this.below.set(doc.above, [])
      this.below.get(doc.above).push(n)
    })
    this.powers = new Map()
    this.docs.forEach(({ duties }, n) => {
      if (duties?.length && duties.every(([modality]) => modality === 'power')) this.powers.set(n, normalise(duties[0][1]))
    })
    this.worth = this.docs.map((doc, n) => this.stands(doc, n))
    const cites = this.docs.flatMap((doc, n) => citesOf(doc).map((cite) => [n, cite]))
    const references = new References(cites.map(([, cite]) => cite))
    this.cited = new Map()
    for (const [n, cite] of cites) {
      for (const key of references.keys(cite)) {
        if (!this.cited.has(key)) this.cited.set(key, [])
        if (!this.cited.get(key).includes(n)) this.cited.get(key).push(n)
      }
    }
    const told = (n) => this.docs[n].kind !== 'question'
    const all = Math.max(1, this.docs.filter((_, n) => told(n)).length)
    const spread = (one) => [...this.found(one).keys()].filter(told).length / all // the course has long stories
    this.analyst = new Analyst(this.lexicon, references, spread)
  }

  /** One text of all fields, a line each; where each begins, whose it is, what it weighs; how long each entry is. */
  gather() {
    const lengths = this.docs.map(() => 0)
    const pieces = []
    const seen = new Map()
    this.starts = []
    this.slots = []
    let at = 0
    this.docs.forEach((doc, n) => {
      for (const [text, weight, exact] of this.fields(doc)) {
        let normal = seen.get(text)
        if (normal === undefined) {
          this.lexicon.unspelt.push(text)
          normal = normalise(text)
          seen.set(text, normal)
        }
        if (!normal) continue
        if (isText(doc)) this.lexicon.learn(normal)
        pieces.push(normal)
        this.starts.push(at)
        this.slots.push([n, weight, exact / normal.length])
        at += normal.length + 1
        lengths[n] += normal.length
      }
    })
    this.text = pieces.join('\n')
    const mean = lengths.reduce((sum, n) => sum + n, 0) / Math.max(1, lengths.length)
    this.half = lengths.map((n) => W.half * (1 - W.length + (W.length * n) / mean))
  }

  *fields(doc) {
    for (const text of Object.values(doc.heading ?? {})) yield [text, W.heading, W.exact]
    for (const text of Object.values(doc.text ?? {})) yield [text, W.text, 0]
    for (const text of doc.defines ?? []) yield [text, W.defines, 0]
    for (const [, , , plain] of doc.duties ?? []) yield [plain, W.plain, 0]
    if (doc.asked) yield [doc.asked.join('; '), W.asked, 0]
    for (const text of Object.values(doc.more ?? {})) yield [text, W.more, 0]
    for (let above = doc.above; above !== undefined; above = this.docs[above].above) {
      for (const text of Object.values(this.docs[above].heading ?? {})) yield [text, W.above, 0]
    }
  }

  /** What an entry is worth beside others, whatever is asked. */
  stands(doc, n) {
    let worth = W.kind[doc.kind ?? 'provision']
    const duties = doc.duties ?? []
    if (this.powers.has(n)) worth *= W.power
    if (!doc.kind && this.below.has(n) && duties.every((duty) => duty[4])) worth *= W.container
    return worth
  }

  /** Number of an entry → how much of a needle there is in it, by the weight of its fields. */
  found(one) {
    const wanted = `${+one.prefix}${+one.inside}${one.text}`
    let found = this.finds.get(wanted)
    if (found) return found
    found = new Map()
    if (this.finds.size > 5000) this.finds.clear()
    this.finds.set(wanted, found)
    const size = one.text.length
    let slot = -1
    let times = 0
    let here = 0
    for (const at of occurrences(this.text, one)) {
      here = this.slotAt(at, here)
      times = here === slot ? times + 1 : 1
      slot = here
      if (times > W.most) continue
      const [n, weight, exact] = this.slots[here]
      found.set(n, (found.get(n) ?? 0) + weight + exact * size)
    }
    return found
  }

  /** The line that a place stands in, at or after the line `low`. */
  slotAt(place, low) {
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.starts[middle] <= place) low = middle
      else high = middle - 1
    }
    return low
  }

  /** BM25's idf; entries that are not the text itself do not count. */
  rarity(numbers) {
    let n = 0
    for (const number of numbers) n += isText(this.docs[number])
    return Math.log(1 + (this.main - n + 0.5) / (n + 0.5))
  }

  /** Number of an entry → [score of a unit in it, how far it was found]; and the most that can be. */
  scores(it) {
    const founds = it.needles.map((one) => [this.found(one), one.weight])
    const rarity = this.rarity(new Set(founds.flatMap(([found]) => [...found.keys()])))
    const best = new Map()
    for (const [found, weight] of founds) {
      for (const [n, amount] of found) {
        const score = (rarity * weight * amount) / (amount + this.half[n])
        const values = best.get(n)
        if (values) {
          values[0] = Math.max(values[0], score)
          values[1] += score
        } else best.set(n, [score, score])
      }
    }
    const scores = new Map()
    for (const [n, [top, sum]] of best) scores.set(n, [top + W.also * (sum - top), rarity])
    let most = best.size ? rarity : 0
    if (it.parts.length) {
      const [parts, all] = this.inParts(it)
      most = Math.max(most, all)
      for (const [n, [score, share]] of parts) if (score > (scores.get(n)?.[0] ?? 0)) scores.set(n, [score, share])
    }
    return [scores, most || this.rarity([])]
  }

  /** The same for the parts of a unit; who has too few of them has none. */
  inParts(it) {
    const factor = W.parts / it.parts.length
    const least = (W.pairs[script(it.surface[0])] ?? 0) * it.parts.length
    const parts = new Map()
    let all = 0
    for (const one of it.parts) {
      const found = this.found(one)
      const rarity = this.rarity(found.keys()) * factor
      all += rarity
      for (const [n, amount] of found) {
        const [score, share, times] = parts.get(n) ?? [0, 0, 0]
        parts.set(n, [score + (rarity * amount) / (amount + this.half[n]), share + rarity, times + 1])
      }
    }
    for (const [n, [, , times]] of parts) if (times < least) parts.delete(n)
    return [parts, all]
  }

  /** What answers a query, best first: {number, score, share}; and the units it was asked in. */
  search(asked) {
    const query = this.analyst.understood(asked)
    const sums = new Map()
    const shares = new Map()
    const add = (into, n, value) => into.set(n, (into.get(n) ?? 0) + value)
    const refer = (n, weight) => {
      add(sums, n, weight)
      add(shares, n, W.reference)
      for (const below of this.below.get(n) ?? []) refer(below, weight * W.below)
    }
    let all = 0
    for (const it of query.units) {
      const [scores, most] = this.scores(it)
      if (it.counts) all += most * it.weight
      for (const [n, [score, share]] of scores) {
        add(sums, n, score * it.weight)
        if (it.counts) add(shares, n, share * it.weight)
      }
    }
    for (const key of query.references) {
      all += W.reference
      for (const n of this.cited.get(key) ?? []) refer(n, W.reference)
    }
    const named = new Set(query.units.flatMap((it) => it.needles.map((one) => one.text)))
    const hits = []
    for (const [number, sum] of sums) {
      const share = all ? (shares.get(number) ?? 0) / all : 0
      const { kind } = this.docs[number]
      let worth = this.worth[number] * (query.kinds.includes(kind) ? W.asked_for[kind] / W.kind[kind] : 1)
      if (named.has(this.powers.get(number))) worth *= W.named
      const score = sum * ((W.bare + (1 - W.bare) * share) * worth)
      hits.push({ number, score: Math.floor(score * 1e6 + 0.5) / 1e6, share })
    }
    return { hits: kept(hits), units: query.units }
  }
}

/** The entries, of a table of columns: `text.ja` → the text of each; those at the end that have none are left out. */
function entriesOf(columns) {
  const docs = []
  for (const [name, column] of Object.entries(columns)) {
    const [field, language] = name.split('.')
    for (const [n, value] of column.entries()) {
      const doc = (docs[n] ??= {})
      if (value === null) continue
      if (language) (doc[field] ??= {})[language] = value
      else doc[field] = value
    }
  }
  return docs
}

/** Where a needle stands in a text in normal form, as a word of its own where it is one. */
function* occurrences(text, one) {
  const size = one.text.length
  const [first, last] = [script(one.text[0]), script(one.text[size - 1])]
  const ends = !one.prefix && (last === 'latin' || last === 'digit')
  const begins = !one.inside && (first === 'latin' || first === 'digit' || (first === 'katakana' && size < 5))
  for (let at = text.indexOf(one.text); at >= 0; at = text.indexOf(one.text, at + 1)) {
    if (ends && script(text[at + size]) === last) continue
    if (begins && script(text[at - 1]) === first) continue
    yield at
  }
}

/** How an entry can be cited: as the handbook does, and by its id (box-3, too). */
const citesOf = ({ cites, kind, location }) => (cites || kind === 'form' ? [...(cites ?? []), location.split('#')[1]] : [])

const isText = (doc) => doc.kind === undefined || doc.kind === 'form'

/** Those that answer enough of the query, or, where none does, the nearest; best first. */
function kept(hits) {
  const sure = hits.filter((hit) => hit.share >= W.least)
  const near = sure.length ? sure : hits.filter((hit) => hit.share >= W.least / 4)
  const top = near.reduce((most, hit) => Math.max(most, hit.score), 0)
  return near.filter((hit) => hit.score >= top * W.tail).sort((a, b) => b.score - a.score || a.number - b.number)
}
