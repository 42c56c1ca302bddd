/* The sheet as it is printed, filled in: always in its own language. */
;(function () {
  'use strict'
  function make(sheet, model, rules, dates) {
    const blank = new Map()
    const first = new Map()
    for (const host of sheet.querySelectorAll('[data-blocks]'))
      first.set(host, host.querySelector('[data-block]').cloneNode(true))

    function text(entry, value) {
      if (value === undefined) return ''
      return rules.moment(entry, value) ? dates.written(value, model.official) : String(value)
    }

    function put(within, own, values, inBlock) {
      const ours = (node) => inBlock || !node.closest('[data-block]')
      for (const node of within.querySelectorAll('[data-v]')) {
        if (!ours(node)) continue
        if (!blank.has(node)) blank.set(node, [...node.childNodes])
        const said = text(own.get(node.dataset.v), values[node.dataset.v])
        node.toggleAttribute('data-filled', said !== '')
        node.replaceChildren(...(said ? [document.createTextNode(said)] : blank.get(node)))
      }
      for (const node of within.querySelectorAll('[data-tick]'))
        if (ours(node)) node.textContent = String(values[node.dataset.tick]) === node.dataset.value ? '☑' : '□'
    }

    const named = (entries) => new Map(entries.map((entry) => [entry.name, entry]))

    /* Show these answers (as `rules.check` gives them). */
    function fill(answers) {
      put(sheet, named(rules.outside), answers.values, false)
      for (const [host, prototype] of first) {
        const group = rules.groups.get(host.dataset.blocks)
        const list = answers.groups[group.name] ?? [{}]
        host.replaceChildren(
          ...list.map((values, index) => {
            const block = prototype.cloneNode(true)
            const title = block.querySelector('[data-title]')
            title.hidden = list.length < 2
            title.textContent = `${group.official} ${index + 1}`
            put(block, named(rules.members(group.name)), values, true)
            return block
          }),
        )
      }
    }

    return { fill }
  }

  window.tkf.paper = make
})()
