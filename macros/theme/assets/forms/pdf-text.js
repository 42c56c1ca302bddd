/* Text set into a field of the PDF: the rules of macros/pdf/appearance.py. */
;(function () {
  'use strict'
  const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u

  const number = (value) => value.toFixed(2).replace(/\.?0+$/, '')

  function make(font) {
    const known = new Map() // text → [code, width]
    const widths = new Map()
    for (const [first, count, width] of font.runs)
      for (let code = first; code < first + count; code += 1) widths.set(code, width)
    const moved = new Map(font.others.map(([text, code]) => [code, text]))
    for (const [code, width] of widths) known.set(moved.get(code) ?? String.fromCharCode(code), [code, width])
    const notFirst = new Set(font.notFirst)
    const notLast = new Set(font.notLast)
    const word = new Set(font.word)
    const hyphens = new Set(font.hyphens)
    const digits = new Set(font.digits)
    const wide = (piece) => known.get(piece)?.[1] ?? font.unknown

    /* The pieces that have one glyph each: characters, with the variation selector behind. */
    function units(text) {
      const pieces = []
      for (const character of text)
        if (pieces.length && SELECTOR.test(character)) pieces[pieces.length - 1] += character
        else pieces.push(character)
      return pieces
    }

    const mayPart = (left, right) =>
      !notFirst.has([...right][0]) &&
      !notLast.has([...left][0]) &&
      !(word.has(left) && word.has(right)) &&
      !(hyphens.has(left) && digits.has(right)) &&
      !(digits.has(left) && hyphens.has(right))

    function broken(pieces, limit) {
      const lines = []
      let start = 0
      for (;;) {
        let end = start
        let room = limit + 1e-6
        while (end < pieces.length && (wide(pieces[end]) <= room || end === start)) {
          room -= wide(pieces[end])
          end += 1
        }
        while (end < pieces.length && (pieces[end] === ' ' || pieces[end] === '\u3000')) end += 1
        if (end >= pieces.length) {
          lines.push(pieces.slice(start))
          return lines
        }
        let cut = end
        while (cut > start + 1 && !mayPart(pieces[cut - 1], pieces[cut])) cut -= 1
        if (!mayPart(pieces[cut - 1], pieces[cut])) cut = end
        lines.push(pieces.slice(start, cut))
        start = cut
      }
    }

    function fitted(text, box) {
      const paragraphs = (box.several ? text : text.replaceAll('\n', ' ')).split('\n').map(units)
      const room = box.width - 2 * font.pad
      for (let size = box.size; ; size = Math.max(font.least, size - font.step)) {
        const lines = paragraphs.flatMap((pieces) => broken(pieces, room / size))
        const high = (lines.length - 1) * font.lead * size + size <= box.height
        if (high && (box.several || lines.length === 1 || size <= font.small)) return { lines, size, over: 0 }
        if (size <= font.least) {
          const fit = Math.max(1, Math.floor((box.height - size) / (font.lead * size)) + 1)
          return { lines, size, over: Math.max(1, lines.length - fit) }
        }
      }
    }

    const code = (piece) => (known.get(piece) ?? known.get([...piece][0]) ?? [font.geta])[0]
    const hex = (codes) => codes.map((each) => each.toString(16).toUpperCase().padStart(4, '0')).join('')

    /* The operators that show the text, by how many lines it is too long, and the characters that the font lacks. */
    function drawn(text, box) {
      const { lines, size, over } = fitted(text, box)
      const lead = size * font.lead
      const high = (lines.length - 1) * lead + size
      const top = box.several && high + font.top <= box.height ? box.height - font.top : (box.height + high) / 2
      const shown = [`BT ${number(size)} TL`]
      let y = top - size * 0.88
      let [atX, atY] = [0, 0]
      for (const line of lines) {
        const long = line.reduce((sum, piece) => sum + wide(piece), 0) * size
        const x = box.centred ? (box.width - long) / 2 : font.pad
        shown.push(`${number(x - atX)} ${number(y - atY)} Td`)
        if (shown.length === 2) shown.push(`/Ud ${number(size)} Tf`)
        shown.push(`<${hex(line.map(code))}>Tj`)
        ;[atX, atY] = [x, y]
        y -= lead
      }
      shown.push('ET')
      const missing = [...new Set(lines.flat().filter((piece) => !known.has(piece)))]
      return { operators: shown.join(' '), over, missing }
    }

    return { drawn, number }
  }

  window.tkf.pdfText = make
})()
