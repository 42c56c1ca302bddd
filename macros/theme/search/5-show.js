/* Hits as Material's search shows them: HTML for a title and what stands below it, grouped by page. */
const PAGES = 30 // so many pages are shown at most,
const ON_PAGE = 6 // with so many hits each,
const WHOLE = 2 // of which so many with everything

const html = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
const span = (name, inner, more = '') => `<span class="tk-hit__${name}"${more}>${inner}</span>`
const isJapanese = (text) => /[ぁ-ヺ一-鿿]/.test(text)

class Presenter {
  constructor(engine, config) {
    Object.assign(this, { engine, words: config.words, language: config.language })
    this.traces = new Map()
  }

  /** What Material's interface wants to have: a list of pages, each a list of hits, the best one last. */
  results(asked) {
    const { hits, units } = this.engine.search(asked)
    const pages = new Map()
    for (const hit of hits) {
      const page = this.engine.docs[hit.number].location.split('#')[0]
      if (!pages.has(page)) pages.set(page, [])
      pages.get(page).push(hit)
    }
    const wanted = units.filter((it) => it.counts)
    for (const it of wanted) it.said = this.typed(asked, it.surface)
    const items = [...pages.values()].slice(0, PAGES).map((found) => {
      const shown = found.slice(0, ON_PAGE).map((hit, n) => this.item(hit, wanted, n))
      // Without an entry for the whole page, Material takes the last one for the head of the group.
      return [...shown.slice(1), shown[0]]
    })
    return { items }
  }

  item(hit, units, rank) {
    const doc = this.engine.docs[hit.number]
    const marked = new Set()
    const mark = (text, from) => this.marked(text, units, marked, from)
    const cite = doc.cites ? span('cite', html(doc.cites[0])) + ' ' : ''
    const title = cite + mark(doc.title ?? this.heading(hit.number))
    const body = rank < WHOLE ? this.body(doc, units, mark) : ''
    for (const text of Object.values(doc.text ?? {})) mark(text, true) // the page has the other language too
    return {
      location: doc.location,
      title: rank ? title : title + span('body', body),
      text: rank ? span('body', body) : '',
      score: hit.score,
      // These words are marked on the page that the hit leads to. Material would take a hyphen for a blank.
      terms: Object.fromEntries([...marked].filter((word) => !/[-+*:~^\s]|^[a-z]{1,2}$/i.test(word)).map((word) => [word, true])),
    }
  }

  /** The heading of an entry, or else of what it belongs to. */
  heading(n) {
    const { docs } = this.engine
    while (!docs[n].heading && docs[n].above !== undefined) n = docs[n].above
    return this.said(docs[n].heading) ?? ''
  }

  said(words) {
    return words && (words[this.language] ?? Object.values(words)[0])
  }

  body(doc, units, mark) {
    const parts = []
    const duty = this.duty(doc, units)
    if (duty) parts.push(this.told(duty, mark))
    const [language, text] = this.excerpted(doc, units)
    if (text) parts.push(span('text', mark(text, true), language === this.language ? '' : ` lang="${language}"`))
    const reasons = this.reasons(doc, units).map(([said, word]) => `${html(said)} → ${html(word)}`)
    if (reasons.length) {
      const { search_why, list_colon } = this.words
      parts.push(span('why', html(search_why + list_colon) + [...new Set(reasons)].slice(0, 3).join(', ')))
    }
    const kind = { term: 'glossary', form: 'forms', sheet: 'forms', checklist: 'checklists', question: 'course', course: 'course' }[doc.kind]
    const within = ['form', 'question'].includes(doc.kind) ? this.engine.docs[doc.above] : undefined
    const of = within ? this.words.list_colon + (within.title ?? this.said(within.heading)) : ''
    if (kind) parts.unshift(span('kind', html(this.words[kind] + of)))
    return parts.join('')
  }

  /** The obligation that says most of what was asked, else the first that is not only a heading for others. */
  duty(doc, units) {
    const duties = doc.duties ?? []
    const says = (duty) => this.ranges(this.trace(duty[3]), units).length
    return [...duties].sort((a, b) => says(b) - says(a) || (a[4] ?? 0) - (b[4] ?? 0))[0]
  }

  told([modality, who, when, plain], mark) {
    const { words } = this
    const facts = [[words.fact_bearer + words.list_colon, who], [words.urgency, when]].filter(([, fact]) => fact)
    const badge = `<span class="tk-badge" data-modality="${modality}">${html(words[modality] ?? modality)}</span> `
    const line = `<span class="tk-ours">${html(words.plain_mark)}</span> ${mark(plain)}`
    return span('duty', badge + facts.map((fact) => html(fact.join(''))).join(' · ')) + span('plain', line)
  }

  /** The reader's language of a text, or the other where only that has what was asked. */
  excerpted(doc, units) {
    const texts = Object.entries(doc.text ?? {}).sort(([a], [b]) => (b === this.language) - (a === this.language))
    return texts.find(([, text]) => this.ranges(this.trace(text), units).length) ?? texts[0] ?? []
  }

  /** By which words of its text an entry was found where the query has others. */
  reasons(doc, units) {
    const shown = [...Object.values(doc.heading ?? {}), ...Object.values(doc.text ?? {}), ...(doc.duties ?? []).map((duty) => duty[3])]
    const text = shown.map((each) => this.trace(each).normal).join('\n')
    const reasons = []
    for (const it of units) {
      const found = it.needles.filter((one) => !occurrences(text, one).next().done).map((one) => one.text)
      if (!found.length || found.some((each) => each === it.surface || each === kana(it.surface))) continue
      const words = found.map((each) => this.engine.lexicon.shown.get(each) ?? each)
      reasons.push([it.said, words.find((word) => isJapanese(word) === (this.language === 'ja')) ?? words[0]])
    }
    return reasons
  }

  /** A part of the query as it was typed. */
  typed(asked, surface) {
    const { normal, where } = this.trace(asked)
    const at = normal.indexOf(surface)
    if (at < 0) return surface
    const rest = asked.slice(where[at + surface.length - 1] + 1)
    const ending = surface.length === 1 ? /^[ぁ-ゖ]*/.exec(rest)[0] : /^[a-z]*/i.exec(rest)[0]
    return asked.slice(where[at], where[at + surface.length - 1] + 1) + ending
  }

  trace(text) {
    if (!this.traces.has(text)) {
      if (this.traces.size > 2000) this.traces.clear()
      this.traces.set(text, traced(text))
    }
    return { text, ...this.traces.get(text) }
  }

  /** Where what was asked stands in a text: [start, end], as they come. */
  ranges({ text, normal, where }, units) {
    const found = []
    for (const it of units) {
      const spans = (some) => some.flatMap((one) => [...occurrences(normal, one)].map((at) => [at, at + one.text.length]))
      const whole = spans(it.needles)
      for (const [start, end] of whole.length ? whole : spans(it.parts)) {
        let stop = where[end - 1] + 1
        if (script(normal[end - 1]) === 'latin') while (/[a-z]/i.test(text[stop] ?? '')) stop++
        found.push([where[start], stop])
      }
    }
    return found.sort(([a], [b]) => a - b)
  }

  /** A text as HTML with what was asked marked; `cut` to a piece where it is long. */
  marked(text, units, words, cut) {
    const ranges = this.ranges(this.trace(text), units)
    const most = cut ? (isJapanese(text) ? 90 : 200) : Infinity
    let from = 0
    if (text.length > most && ranges.length) from = Math.max(0, Math.min(ranges[0][0] - most / 4, text.length - most)) | 0
    const until = Math.min(text.length, from + most)
    let out = from ? '…' : ''
    let at = from
    for (const [start, end] of ranges) {
      if (start < at || start >= until) continue
      const stop = Math.min(end, until)
      out += html(text.slice(at, start)) + `<mark>${html(text.slice(start, stop))}</mark>`
      words.add(text.slice(start, stop))
      at = stop
    }
    return out + html(text.slice(at, until)) + (until < text.length ? '…' : '')
  }
}
