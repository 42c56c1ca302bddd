/* Text → the form in which words are compared; the twin of macros/search/normalise.py. RULES is that folder's
   rules.yml, put before these files by the build. */
const HIRAGANA = 'ぁ-ゖ'
const KATAKANA = 'ァ-ヺ'
const KANJI = '一-鿿々'

/** A step is a pattern and what is put for a match of it: text with $1, or a function of the match. */
function stepOf(step) {
  if ('fold' in step) return [new RegExp(step.fold, 'g'), (match) => match.normalize('NFKC').toLowerCase()]
  if ('from' in step) {
    const letters = new Map([...step.from].map((letter, n) => [letter, step.to[n]]))
    return [new RegExp(`[${step.from}]`, 'g'), (letter) => letters.get(letter)]
  }
  if ('inside' in step) {
    const below = step.steps.map(stepOf)
    return [new RegExp(step.inside, 'g'), remembering((match) => run(below, match))]
  }
  return [new RegExp(step.find, 'g'), step.put]
}

/** English words come again and again. */
function remembering(change) {
  const known = new Map()
  return (text) => {
    if (!known.has(text)) known.set(text, change(text))
    return known.get(text)
  }
}

const run = (steps, text) => steps.reduce((now, [pattern, put]) => now.replace(pattern, put), text)
const STEPS = RULES.steps.map(stepOf)

const normalise = (text) => run(STEPS, text).trim()

/** The normal form, and for each of its letters where it stands in the text. */
function traced(text) {
  let normal = text
  let where = Array.from({ length: text.length }, (_, n) => n)
  for (const [pattern, put] of STEPS) {
    const places = []
    let at = 0
    const next = normal.replace(pattern, (match, ...more) => {
      const start = more[more.length - 2]
      const by = typeof put === 'string' ? put.replace(/\$([0-9])/g, (_, n) => more[n - 1] ?? '') : put(match)
      const along = by.length === match.length || match.startsWith(by)
      places.push(...where.slice(at, start), ...[...by].map((_, n) => where[start + (along ? n : 0)]))
      at = start + match.length
      return by
    })
    if (at) where = [...places, ...where.slice(at)]
    normal = next
  }
  return { normal, where }
}

/** Hiragana as katakana. */
const kana = (text) => text.replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60))

const SCRIPTS = [['kanji', KANJI], ['katakana', KATAKANA], ['hiragana', HIRAGANA], ['latin', 'a-z'], ['digit', '0-9']].map(
  ([name, letters]) => [name, new RegExp('^[' + letters + ']')],
)
const scripts = new Map()

/** The script of a letter in normal form, "" for a blank or none. */
function script(letter) {
  if (!letter) return ''
  let found = scripts.get(letter)
  if (found === undefined) {
    found = SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? ''
    scripts.set(letter, found)
  }
  return found
}
