/* The pages of a PDF with more blocks than fit on its sheet: those 別紙 pages that are needed, numbered anew. */
;(function () {
  'use strict'
  const MILLIMETRE = 72 / 25.4
  const SIZE = 7.5
  const MIDDLE = 106 * MILLIMETRE // of the text area: 20 mm to 192 mm
  const HIGH = 7 * MILLIMETRE

  /* `used`: group → how many blocks. Gives the objects of the update and the next free number. */
  function make(more, used, next) {
    const kept = new Set()
    more.pages.forEach((page, n) => {
      if (!page.group || (used.get(page.group) ?? 1) >= page.from) kept.add(n)
    })
    const objects = []
    const kids = []
    const opened = next
    objects.push([opened, '<</Length 2>>stream\nq\n\nendstream'])
    next += 1
    let count = 0
    more.pages.forEach((page, n) => {
      if (!kept.has(n)) return
      count += 1
      const foot = footer(`${count} / ${kept.size}`)
      objects.push([next, `<</Length ${foot.length}>>stream\n${foot}\nendstream`])
      objects.push([page.object, `${page.source}/Contents[${opened} 0 R ${page.contents} ${next} 0 R]>>`])
      kids.push(`${page.object} 0 R`)
      next += 1
    })
    objects.push([more.tree[0], `${more.tree[1]}/Kids[${kids.join(' ')}]/Count ${count}>>`])
    const fields = more.fields.filter(([, page]) => kept.has(page)).map(([field]) => field)
    objects.push([more.form[0], `${more.form[1]}/Fields[${fields.join(' ')}]>>`])
    const standing = (pages) => !pages.length || pages.some((page) => kept.has(page))
    for (const [number, source, below] of more.elements) {
      const left = below.filter(([, pages]) => standing(pages)).map(([kid]) => kid)
      if (left.length) objects.push([number, `${source}/K[${left.join(' ')}]>>`])
    }
    return { objects, next }
  }

  function footer(text) {
    const codes = [...text].map((each) => each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')).join('')
    const left = MIDDLE - (text.length * SIZE) / 4
    return `Q /Artifact BMC q 0.27 g BT /Ud ${SIZE} Tf ${left.toFixed(2)} ${HIGH.toFixed(2)} Td <${codes}>Tj ET Q EMC`
  }

  window.tkf.pdfPages = make
})()
