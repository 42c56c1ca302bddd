/* The words that are known, and what a slip of the fingers may have meant; the twins of lexicon.py and near.py. */
const ENDING = new RegExp(`([${KANJI}][${HIRAGANA}]*)[${HIRAGANA}]$`)

/** How a word is looked up: its normal form, all kana as katakana, and of okurigana all but the last. */
const keyOf = (word) => kana(normalise(word).replace(ENDING, '$1'))

class Lexicon {
  /** `groups`: words of the text, and the keys that lead to them; `readings`: words and the keys of their readings. */
  constructor(groups, readings, terms) {
    this.leads = new Map()
    this.beside = new Map()
    this.text = new Set() // keys of words of the text, and of their readings
    this.shown = new Map()
    this.unspelt = []
    this.longest = 0
    for (const [targets, keys] of groups) {
      const normals = targets.map(normalise)
      targets.forEach((target, n) => {
        const own = keyOf(target)
        this.text.add(own)
        if (!this.beside.has(own)) this.beside.set(own, [])
        const kin = this.beside.get(own)
        for (const other of normals) if (other !== normals[n] && !kin.includes(other)) kin.push(other)
        for (const key of [own, ...keys]) this.add(key, target, normals[n])
      })
    }
    for (const word of terms) {
      this.add(keyOf(word), word, normalise(word))
      this.text.add(keyOf(word))
    }
    for (const [word, key] of readings) {
      this.text.add(key)
      for (const normal of [...(this.leads.get(keyOf(word)) ?? [normalise(word)])]) {
        this.add(key, this.shown.get(normal) ?? word, normal)
      }
    }
  }

  add(key, target, normal) {
    if (!key || !normal) return
    if (!this.leads.has(key)) this.leads.set(key, [])
    if (!this.leads.get(key).includes(normal)) this.leads.get(key).push(normal)
    if (!this.shown.has(normal)) this.shown.set(normal, target)
    this.longest = Math.max(this.longest, key.length)
    this.unspelt.push(key)
  }

  /** Take in the words in katakana of a text in its normal form. */
  learn(normal) {
    for (const [word] of normal.matchAll(/[ァ-ヺ]{3,}/g)) {
      if (this.leads.has(word)) continue
      this.leads.set(word, [word])
      this.shown.set(word, word)
      this.longest = Math.max(this.longest, word.length)
    }
  }

  /** The English words of names and texts, each once: gathered when a misspelt one first asks for them. */
  get spellings() {
    if (this.unspelt) {
      this.spelt = new Set(this.unspelt.flatMap((text) => text.toLowerCase().match(/[a-z]{4,}/g) ?? []))
      this.unspelt = null
    }
    return this.spelt
  }

  /** The known words in a query (normal form): [start, end, key], the longest at each spot. */
  found(text) {
    const folded = kana(text)
    const found = []
    for (let at = 0; at < text.length; ) {
      let end = Math.min(text.length, at + this.longest)
      while (end > at && !(this.leads.has(folded.slice(at, end)) && whole(text, at, end))) end--
      if (end > at) found.push([at, end, folded.slice(at, end)])
      at = Math.max(end, at + 1)
    }
    return found
  }

  nearest(keys) {
    const later = (key) => !this.text.has(key)
    return keys.sort((a, b) => later(a) - later(b) || a.length - b.length).slice(0, 6)
  }

  /** Keys that begin so, words of the text before names, the shortest first; six at most. */
  beginning(start) {
    return this.nearest([...this.leads.keys()].filter((key) => key.startsWith(start)))
  }

  /** Keys that fit a pattern, or else begin so, in the same order; six at most. */
  fitting(pattern) {
    const keys = [...this.leads.keys()]
    const all = new RegExp(`^(?:${pattern})$`)
    const start = new RegExp(`^(?:${pattern})`)
    const fit = keys.filter((key) => all.test(key))
    return fit.length ? fit : this.nearest(keys.filter((key) => start.test(key)))
  }
}


/** Whether a known word stands there by itself, not as a piece of another. */
function whole(text, start, end) {
  const [first, last, size] = [script(text[start]), script(text[end - 1]), end - start]
  const [before, after] = [script(text[start - 1]), script(text[end])]
  if (['latin', 'digit'].includes(first) && before === first) return false
  if (['latin', 'digit'].includes(last) && after === last) return false
  if (first === 'katakana') return !((before === first && size < 4) || (last === first && after === first && size < 3))
  if (first === 'kanji') return size > 1 || (before !== 'kanji' && after !== 'kanji')
  if (first === 'hiragana' && last === first) {
    return !((size < 3 && after === first) || (size < 4 && before === first))
  }
  return true
}

/** Letters to change, add, drop or swap with a neighbour; anything above `most` is `most + 1`. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = []
  let last = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return last[b.length]
}

/** The known words with the smallest distance, if it is at most `most`; the first three. */
function nearest(word, known, most) {
  let best = most
  let found = []
  for (const other of known) {
    const d = distance(word, other, best)
    if (d < best) {
      best = d
      found = [other]
    } else if (d === best) found.push(other)
  }
  return found.slice(0, 3)
}

/** Kana with letters that were not yet converted (`sセキ`) as a pattern of what they may become. */
function leftover(folded) {
  const pieces = folded.match(/[a-z]+|[^a-z]/g) ?? []
  const latin = pieces.filter((piece) => /[a-z]/.test(piece))
  if (!latin.length || latin.some((piece) => !(piece[0] in RULES.rows))) return ''
  return pieces.map((piece) => (/[a-z]/.test(piece) ? `[${RULES.rows[piece[0]]}][ヤユヨアイウエオ]?` : piece)).join('')
}

const LIGHT = new Set(RULES.light.split(/\s+/).map(normalise))
/** Kinds of entry, and the words by which a query asks for each. */
const ASKS = Object.entries(RULES.asks).map(([kind, words]) => [kind, new RegExp(words)])
const STOP = new Set(RULES.stop.split(/\s+/).map(normalise))
const SILENT = new RegExp(
  RULES.silent
    .flatMap((line) => line.split('|').map(normalise))
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)
