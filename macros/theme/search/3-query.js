/* What a query means; the twin of references.py and query.py. */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

class References {
  constructor(cites) {
    const { heads, tail, piece, not } = RULES.reference
    this.alias = heads
    this.piece = new RegExp(piece, 'g')
    const known = new Set()
    for (const cite of cites) {
      const match = /^([^0-9]+)[0-9]/.exec(normalise(cite))
      if (match) known.add(match[1].trim())
    }
    for (const head of Object.keys(heads)) known.add(head)
    known.delete('条')
    const joined = [...known].sort((a, b) => b.length - a.length).map(escaped).join('|')
    this.cited = new RegExp(
      `(?:(?<![a-z])(${joined})[ のノ第]*([0-9]+)(?!${not})|(?<![0-9])([0-9]+)条)((?:${tail})*)条?`,
      'g',
    )
    this.alone = new RegExp(`^[0-9]+(?![0-9条])(?:${tail})*$`)
  }

  /** The keys of a citation as the handbook writes it: whole, of 約款第3 also 第3, and of its number alone. */
  keys(cite) {
    const match = /^([^0-9]+)([0-9].*)/.exec(normalise(cite))
    if (!match) return []
    const head = match[1].trim()
    const heads = head.endsWith('第') ? [head, '第', ''] : [head, '']
    return [...new Set(heads.map((each) => this.keyed(each, match[2])))]
  }

  keyed(head, rest) {
    return [this.alias[head] ?? head, ...(rest.match(this.piece) ?? []).map(kana)].join('.')
  }

  /** The keys of the citations in a query (normal form), and what is left of it. */
  cut(text) {
    if (this.alone.test(text)) return [[this.keyed('', text)], '']
    const keys = []
    const rest = text.replace(this.cited, (_, head, number, article, tail) => {
      keys.push(this.keyed(head ?? '条', `${number ?? article} ${tail}`))
      return ' '
    })
    return [keys, rest]
  }
}

/* A needle is what is looked for in the text: {text, weight, prefix, inside}. A unit is one thing that was asked for:
   found if any of its needles is, or in part if some of its parts are. */
const needle = (text, weight = 1, more = {}) => ({ text, weight, prefix: false, inside: false, ...more })
const unit = (surface, needles, parts = [], weight = 1, more = {}) => ({ surface, needles, parts, weight, counts: true, ...more })

const W = RULES.weights
const BOTH = HIRAGANA + KATAKANA
const RUN = new RegExp(`[${KANJI}]+|[${KATAKANA}]+|[${HIRAGANA}]+|[a-z]+|[0-9]+(?:分|時間|日|年|月)?`, 'g')
const UNCONVERTED = new RegExp(
  `[${BOTH}]+(?:[a-z]{1,2}(?![a-z])[${BOTH}]*)+` +
    `|(?<![a-z])[a-z](?=[${HIRAGANA}])(?![a-z][のをにはがでともへや])[${BOTH}]+`,
  'g',
)
const TYPED = new RegExp(`[${HIRAGANA}]{3,} *$`)
const PIECES = new RegExp(`[${HIRAGANA}]+|[${KATAKANA}]+|[a-z]{2,}`, 'g')
const NOT_PAIRED = new RegExp(`[^${KANJI}${KATAKANA}]`)
const BESIDE = new RegExp(`[ ${HIRAGANA}]+`)

class Analyst {
  /** `spread` tells in what part of the entries a needle is found. */
  constructor(lexicon, references, spread) {
    Object.assign(this, { lexicon, references, spread })
  }

  known(one) {
    return this.spread(one) > 0
  }

  understood(asked) {
    this.spelt = new Map([...asked.toLowerCase().matchAll(/[a-z]+/g)].map(([word]) => [normalise(word), word]))
    const normal = normalise(asked)
    const [references, rest] = this.references.cut(normal)
    const kinds = ASKS.filter(([, words]) => words.test(normal)).map(([kind]) => kind)
    let units = []
    const last = rest.trimEnd().length
    let at = 0
    for (const [start, end, key] of [...this.lexicon.found(rest), [rest.length, rest.length, '']]) {
      units.push(...this.between(rest, at, start, last))
      if (key) units.push(this.word(rest.slice(start, end), key))
      at = end
    }
    units = [...new Map(units.reverse().map((each) => [each.surface, each])).values()].reverse() // said twice is said once
    for (const each of units) {
      if (LIGHT.has(each.surface)) each.weight *= W.light
    }
    return { references, kinds, units: [...units, ...this.sideBySide(rest, new Set(units.map((each) => each.surface)))] }
  }

  /** A known word: itself, and the words of the text that it leads to. */
  word(surface, key) {
    const one = surface.length === 1 && script(surface) === 'kanji' // 紙 stands in 別紙 too
    const own = one ? new Set() : new Set([surface, kana(surface)])
    const needles = [...own].map((text) => needle(text))
    for (const target of this.lexicon.leads.get(key)) if (!own.has(target)) needles.push(needle(target, W.synonym))
    const known = new Set(needles.map((one) => one.text))
    const kin = (this.lexicon.beside.get(key) ?? []).filter((other) => !known.has(other))
    needles.push(...kin.map((other) => needle(other, W.beside)))
    return unit(surface, needles, paired(surface))
  }

  /** What known words, of which one may be meant, lead to. */
  guess(surface, keys, weight) {
    const targets = new Set(keys.flatMap((key) => this.lexicon.leads.get(key)))
    return unit(surface, [...targets].map((target) => needle(target, weight)))
  }

  /** The units of a stretch without known words. */
  between(text, start, end, last) {
    let stretch = text.slice(start, end)
    const begun = end >= last ? TYPED.exec(stretch) : null
    const keys = begun ? this.lexicon.beginning(kana(begun[0].trim())) : []
    if (keys.length) stretch = stretch.slice(0, begun.index) // さいい begins さいいたく; what only looks silent in it is not
    const units = runs(stretch).flatMap(([run, stop]) => this.run(run, start + stop === last, run.length === last))
    return keys.length ? [...units, this.guess(begun[0].trim(), keys, W.prefix)] : units
  }

  run(run, final, alone) {
    const kind = script(run[0])
    if (kind !== 'digit' && [...run].some((letter) => script(letter) !== kind)) return this.unconverted(run, final)
    if (kind === 'latin') return this.latin(run, final)
    if (kind === 'hiragana') return this.hiragana(run, final, alone)
    if (kind === 'katakana') return [this.katakana(run, final)]
    if (kind === 'kanji') return [this.kanji(run, final)]
    return [unit(run, [needle(run)])]
  }

  unconverted(run, final) {
    for (let start = 0; start < Math.max(1, run.length - 2); start++) {
      const pattern = leftover(kana(run.slice(start)))
      const meant = pattern ? this.lexicon.fitting(pattern) : []
      if (meant.length) return [this.guess(run.slice(start), meant, W.prefix)]
    }
    return (run.match(PIECES) ?? []).flatMap((piece) => this.run(piece, final, false))
  }

  latin(run, final) {
    if (STOP.has(run)) return []
    if (this.known(needle(run))) return [unit(run, [needle(run)])]
    const begun = needle(run, W.prefix, { prefix: true })
    const spelt = this.spelt.get(run) ?? run
    final = final && spelt.replace(/e+$/, '') === run.replace(/e+$/, '') // taxes is a word, not the beginning of taxi
    if (final && run.length > 2 && this.known(begun)) return [unit(run, [begun])]
    const meant = final && run.length > 1 ? this.lexicon.beginning(run) : []
    if (meant.length) return [this.guess(run, meant, W.prefix)]
    const it = unit(run, [needle(run)])
    if (spelt.length > 4) {
      const words = this.lexicon.spellings
      let near = nearest(spelt, words, spelt.length > 6 ? 2 : 1)
      if (!near.length) near = nearest(run, words, 1)
      const stems = [...new Set(near.map(normalise))]
      it.needles.push(...stems.map((stem) => needle(stem, W.near)))
      const known = stems.filter((stem) => this.lexicon.leads.has(stem))
      it.needles.push(...this.guess(run, known, W.near).needles)
    }
    return [it]
  }

  hiragana(run, final, alone) {
    const folded = kana(run)
    if (run.length < (alone ? 2 : 3)) return []
    const begun = final ? this.lexicon.beginning(folded) : []
    if (begun.length) return [this.guess(run, begun, W.prefix)]
    if (this.known(needle(run))) return [unit(run, [needle(run)], [], W.hiragana)]
    const near = nearest(folded, this.lexicon.leads.keys(), run.length > 5 ? 2 : 1)
    return near.length ? [this.guess(run, near, W.near)] : []
  }

  katakana(run, final) {
    const it = unit(run, [needle(run)], paired(run))
    if (this.known(it.needles[0])) return it
    const begun = final && run.length > 1 ? this.lexicon.beginning(run) : []
    const near = begun.length || run.length < 4 ? [] : nearest(run, this.lexicon.leads.keys(), run.length > 5 ? 2 : 1)
    if (begun.length) it.needles = this.guess(run, begun, W.prefix).needles
    else if (near.length) it.needles = this.guess(run, near, W.near).needles
    return it
  }

  kanji(run, final) {
    const it = unit(run, [needle(run)], paired(run), run.length > 1 ? 1 : W.letter)
    const begun = final ? this.lexicon.beginning(run) : []
    if (begun.length) it.needles.push(...this.guess(run, begun, W.prefix).needles)
    if ([...it.needles, ...it.parts].some((one) => this.known(one))) return it
    if (run.length > 2) {
      it.needles.push(...this.guess(run, nearest(run, this.lexicon.leads.keys(), 1), W.near).needles)
    } else {
      const [least, most] = W.rare
      const letters = [...run].map((letter) => needle(letter, 1, { inside: true })) // 漏英 for 漏えい
      it.parts = letters.filter((one) => least < this.spread(one) && this.spread(one) < most)
      it.weight = W.letter
    }
    return it
  }

  /** Words that stand side by side in the query count more where they do so in the text. */
  sideBySide(text, surfaces) {
    return text
      .split(BESIDE)
      .filter((chunk) => chunk.length > 2 && !surfaces.has(chunk) && !/^[a-z0-9]+$/.test(chunk))
      .map((chunk) => unit(chunk, [needle(chunk)], [], W.phrase, { counts: false }))
  }
}

/** Pairs of letters, for what is written in kanji and katakana alone. */
function paired(surface) {
  if (surface.length < 3 || NOT_PAIRED.test(surface)) return []
  return Array.from({ length: surface.length - 1 }, (_, n) => needle(surface.slice(n, n + 2), 1, { inside: true }))
}

/** The runs of one script in a text, and unconverted ones, each with where it ends; silent words are left out. */
function runs(text) {
  const found = []
  let at = 0
  const plain = (end) => {
    const stretch = text.slice(at, end).replace(SILENT, (match) => ' '.repeat(match.length))
    for (const match of stretch.matchAll(RUN)) found.push([match[0], at + match.index + match[0].length])
  }
  for (const mixed of text.matchAll(UNCONVERTED)) {
    plain(mixed.index)
    at = mixed.index + mixed[0].length
    found.push([mixed[0], at])
  }
  plain(text.length)
  return found
}
