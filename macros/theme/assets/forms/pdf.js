/* The filled PDF: an update appended to the blank template, as macros/pdf/fill.py makes it. */
;(function () {
  'use strict'
  window.tkf.pdfData = {}

  function bytes(base64) {
    const text = atob(base64)
    const found = new Uint8Array(text.length)
    for (let at = 0; at < text.length; at += 1) found[at] = text.charCodeAt(at)
    return found
  }

  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    return whole
  }

  const ascii = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0))

  function textString(value) {
    let hex = ''
    for (let at = 0; at < value.length; at += 1) hex += value.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')
    return `<FEFF${hex}>`
  }

  function nameOf(value) {
    const safe = (byte) => /[0-9A-Za-z_-]/.test(String.fromCharCode(byte))
    const code = (byte) => `#${byte.toString(16).toUpperCase().padStart(2, '0')}`
    return '/' + [...new TextEncoder().encode(value)].map((b) => (safe(b) ? String.fromCharCode(b) : code(b))).join('')
  }

  /* values: name of a PDF field → text. Gives the file, and what must be told of it. */
  function filled(font, form, values, used) {
    const text = window.tkf.pdfText(font)
    const n = text.number
    const objects = []
    const tooLong = []
    const missing = []
    let next = form.size
    if (form.pages) {
      const pages = window.tkf.pdfPages(form, used, next)
      objects.push(...pages.objects)
      next = pages.next
    }
    for (const [key, value] of values) {
      const mark = form.marks[key]
      if (mark) {
        const [own, source, kids] = mark
        const state = nameOf(value)
        if (!kids.length) objects.push([own, `${source}/V${state}/AS${state}>>`])
        else {
          objects.push([own, `${source}/V${state}>>`])
          for (const [option, kid, about] of kids) if (option === value) objects.push([kid, `${about}/AS${state}>>`])
        }
        continue
      }
      const [own, source, width, height, size, several, centred] = form.texts[key]
      const { operators, over, missing: lacks } = text.drawn(value, { width, height, size, several, centred })
      if (over) tooLong.push([key, over])
      if (lacks.length) missing.push([key, lacks])
      objects.push([own, `${source}/V ${textString(value)}/AP<</N ${next} 0 R>>>>`])
      const content = `/Tx BMC q 0 0 ${n(width)} ${n(height)} re W n 0 g ${operators} Q EMC`
      const head = `<</Type/XObject/Subtype/Form/BBox[0 0 ${n(width)} ${n(height)}]/Resources<</Font<<${form.resources}>>>>`
      objects.push([next, `${head}/Length ${content.length}>>stream\n${content}\nendstream`])
      next += 1
    }
    const template = joined([bytes(form.before), bytes(font.file), bytes(form.after)])
    if (!objects.length) return { data: template, tooLong, missing }
    return { data: joined([template, ascii(update(form, objects, next, template.length))]), tooLong, missing }
  }

  function update(form, objects, size, begin) {
    const pieces = []
    const places = new Map()
    let at = begin
    for (const [number, body] of objects) {
      const piece = `${number} 0 obj\n${body}\nendobj\n`
      places.set(number, at)
      pieces.push(piece)
      at += piece.length
    }
    const table = ['xref\n']
    const keys = [...places.keys()].sort((a, b) => a - b)
    for (let first = 0; first < keys.length; ) {
      let last = first + 1
      while (last < keys.length && keys[last] === keys[last - 1] + 1) last += 1
      table.push(`${keys[first]} ${last - first}\n`)
      for (const key of keys.slice(first, last)) table.push(`${String(places.get(key)).padStart(10, '0')} 00000 n \n`)
      first = last
    }
    const own = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
    const trailer = `trailer\n<<${form.entries}/Prev ${form.end}/Size ${size}/ID[<${form.identity}><${own}>]>>`
    return `${pieces.join('')}${table.join('')}${trailer}\nstartxref\n${at}\n%%EOF\n`
  }

  function make(app, model, rules, dates, page, files, check) {
    const { t, el } = page
    const data = window.tkf.pdfData
    const warning = app.querySelector('#tkf-warning')
    const button = app.querySelector('#tkf-pdf')
    const PARTS = {
      date: ['year', 'month', 'day'],
      time: ['hour', 'minute'],
      moment: ['year', 'month', 'day', 'hour', 'minute'],
    }
    const loading = new Map()

    /* A script with data, fetched when it is first needed. */
    function once(name) {
      if (!loading.has(name)) loading.set(name, load(name))
      return loading.get(name)
    }

    function load(name) {
      return new Promise((resolve, reject) => {
        const script = el('script', { src: model.pdf[name] })
        script.addEventListener('load', resolve)
        script.addEventListener('error', (event) => {
          loading.delete(name)
          reject(event)
        })
        document.head.append(script)
      })
    }

    /* [PDF field, text, entry, block] of what is asked and given; and the blocks that have no room. */
    function fields(answers) {
      const found = []
      const put = (entry, value, index) => {
        if (value === undefined) return
        const key = entry.group ? `${entry.group}_${index + 1}_${entry.name}` : entry.name
        const timed = rules.moment(entry, value)
        const texts = timed ? dates.split(timed) : [value === true ? 'on' : String(value)]
        const keys = PARTS[entry.kind] ? PARTS[entry.kind].map((part) => `${key}_${part}`) : [key]
        texts.forEach((text, n) => found.push({ key: keys[n], text, entry, index }))
      }
      for (const entry of model.entries)
        if (!entry.group) put(entry, answers.values[entry.name], 0)
        else (answers.groups[entry.group] ?? []).forEach((block, index) => put(entry, block[entry.name], index))
      return found
    }

    async function build() {
      const all = fields(check.answers)
      const used = new Map(Object.entries(check.answers.groups).map(([name, blocks]) => [name, blocks.length]))
      const made = await on([...used.values()].some((count) => count > 1) ? 'more' : 'form', all, used)
      if (!made.tooLong.length || made.cut) return made
      // The same sheet with high fields, if it has room for as many blocks.
      const tall = await on('tall', all, used)
      return tall.cut ? made : tall
    }

    async function on(name, all, used) {
      await Promise.all([once('font'), once(name)])
      const form = data[name]
      const known = all.filter(({ key }) => form.texts[key] || form.marks[key])
      const result = filled(data.font, form, new Map(known.map(({ key, text }) => [key, text])), used)
      return { ...result, cut: known.length < all.length, told: told(all, known, result) }
    }

    function told(all, known, result) {
      const lines = []
      const label = ({ entry, index }) =>
        entry.group ? `${t('block', { label: rules.groups.get(entry.group).label, number: index + 1 })} ${entry.label}` : entry.label
      const of = (key) => known.find((each) => each.key === key)
      for (const [key, over] of result.tooLong) lines.push([of(key), t('pdf_long', { label: label(of(key)), lines: over })])
      for (const [key, lacks] of result.missing)
        lines.push([of(key), t('pdf_glyph', { label: label(of(key)), got: lacks.join('') })])
      const cut = new Set(all.filter((each) => !known.includes(each)).map(({ entry }) => entry.group))
      for (const name of cut) {
        const room = known.reduce((most, each) => (each.entry.group === name ? Math.max(most, each.index + 1) : most), 0)
        const first = all.find((each) => each.entry.group === name && each.index === room)
        lines.push([first, t('pdf_blocks', { label: rules.groups.get(name).label, most: room })])
      }
      return lines
    }

    function warn(lines) {
      warning.querySelector('ul').replaceChildren(
        ...lines.map(([{ entry, index }, text]) => {
          const again = el('a', { href: `#${page.control(entry, index)?.id ?? 'tkf'}`, textContent: t('change') })
          again.addEventListener('click', (event) => {
            event.preventDefault()
            check.back(page.control(entry, index))
          })
          return el('li', {}, `${text} `, again)
        }),
      )
      warning.hidden = false
      page.toTop(warning)
    }

    async function run(anyway) {
      page.say(t('making_pdf'))
      button.disabled = true
      try {
        const made = await build()
        warning.hidden = true
        if (made.told.length && !anyway) {
          page.say('')
          warn(made.told)
          return
        }
        const name = `${files.nameOf(check.answers)}.pdf`
        files.handOver(name, made.data, 'application/pdf')
        page.say(t('made_pdf', { name }))
      } catch (error) {
        if (error instanceof Event) page.say(t('pdf_failed'))
        else throw error
      } finally {
        button.disabled = false
      }
    }

    button.addEventListener('click', () => run(false))
    app.querySelector('#tkf-pdf-anyway').addEventListener('click', () => run(true))
  }

  window.tkf.pdf = make
})()
