/* Old and new answers → what changed, and by which obligation it is filed anew: the rules of macros/forms/diff.py. */
;(function () {
  'use strict'
  const folded = (value) => String(value).normalize('NFKC').toLowerCase().replace(/\s+/g, '')
  const same = (one, two) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(two))
  const sorted = (block) => Object.entries(block).sort(([a], [b]) => (a < b ? -1 : 1))

  function make(model, rules) {
    /* Indexes of the same block before and after, in the new order; those removed come last. */
    function pairs(before, after, key) {
      const left = new Map(before.map((block, index) => [index, folded(block[key])]))
      const found = after.map((block, now) => {
        const alike = [...left.keys()].filter((index) => left.get(index) === folded(block[key]))
        const was = alike.find((index) => same(before[index], block)) ?? alike[0]
        left.delete(was)
        return { was: was ?? null, now }
      })
      return [...found, ...[...left.keys()].map((was) => ({ was, now: null }))]
    }

    function changes(old, now) {
      const found = []
      const done = new Set()
      for (const entry of model.entries) {
        if (entry.ofFiling || entry.sum) continue
        if (!entry.group) {
          const [before, after] = [old.values[entry.name], now.values[entry.name]]
          if (before !== after) found.push({ entry, before, after })
        } else if (!done.has(entry.group)) {
          done.add(entry.group)
          found.push(...blocks(entry.group, old, now))
        }
      }
      return found
    }

    function blocks(name, old, now) {
      const own = rules.members(name)
      const [before, after] = [old.groups[name] ?? [], now.groups[name] ?? []]
      return pairs(before, after, own[0].name).flatMap((pair) => {
        const first = pair.was === null ? {} : before[pair.was]
        const second = pair.now === null ? {} : after[pair.now]
        return own
          .filter((entry) => first[entry.name] !== second[entry.name] && !entry.ofFiling)
          .map((entry) => ({ entry, before: first[entry.name], after: second[entry.name], group: name, ...pair }))
      })
    }

    /* [{rule, changes}]: by obligation, in the order of the form; `rule` is null for what none speaks of. */
    function filings(found) {
      const named = new Map(model.changes.flatMap((rule) => rule.fields.map((name) => [name, rule])))
      const rest = model.changes.find((rule) => !rule.fields.length) ?? null
      const by = new Map([...model.changes.map((rule) => [rule, []]), [null, []]])
      for (const change of found) {
        const group = change.entry.group
        let name = group ? `${group}.${change.entry.name}` : change.entry.name
        if (group && (change.was === null || change.now === null)) name = `${group}.${rules.members(group)[0].name}`
        by.get(named.get(name) ?? (group && named.get(group)) ?? rest).push(change)
      }
      return [...by].filter(([, some]) => some.length).map(([rule, some]) => ({ rule, changes: some }))
    }

    return { changes, filings, pairs }
  }

  window.tkf.changes = make
})()
