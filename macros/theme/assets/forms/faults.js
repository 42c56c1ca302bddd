/* What is wrong, told above the form and at each field. */
;(function () {
  'use strict'
  function make(app, model, rules, { t, message, el, toTop, hostOf, blocksOf, fieldOf }) {
    const form = app.querySelector('#tkf-form')
    const summary = app.querySelector('#tkf-summary')
    const title = document.title

    const where = (fault) =>
      fault.index === undefined
        ? ''
        : t('block', { label: fault.group.label, number: fault.index + 1 }) + (model.language === 'ja' ? '　' : ': ')

    function clearFaults() {
      summary.hidden = true
      document.title = title
      for (const node of form.querySelectorAll('[data-fault]')) {
        node.hidden = true
        node.replaceChildren()
        node.closest('[data-field]').removeAttribute('data-faulty')
      }
      for (const node of form.querySelectorAll('[data-described]')) {
        if (node.dataset.described) node.setAttribute('aria-describedby', node.dataset.described)
        else node.removeAttribute('aria-describedby')
        node.removeAttribute('data-described')
        node.removeAttribute('aria-invalid')
      }
    }

    function showFaults(faults) {
      clearFaults()
      if (!faults.length) return
      summary.querySelector('ul').replaceChildren(
        ...faults.map((fault) => {
          const control = inline(fault)
          const text = where(fault) + message(fault)
          if (!control) return el('li', { textContent: text })
          const link = el('a', { href: `#${control.id}`, textContent: text })
          link.addEventListener('click', (event) => {
            event.preventDefault()
            control.focus()
            const field = control.closest('[data-field]') ?? control
            field.scrollIntoView({ block: 'start' })
          })
          return el('li', {}, link)
        }),
      )
      summary.hidden = false
      document.title = `${t('error')}${model.language === 'ja' ? '：' : ': '}${title}`
      toTop(summary)
    }

    function inline(fault) {
      if (!fault.entry) return hostOf(fault.group.name)?.querySelector('[data-add]') ?? null
      const within = fault.group ? blocksOf(fault.group.name)[fault.index] : form
      const field = within && fieldOf(fault.entry, within)
      const node = field?.querySelector('[data-fault]')
      if (!node) return null
      node.replaceChildren(
        el('span', { className: 'tk-vh', textContent: `${t('error')}: ` }),
        message(fault),
      )
      node.hidden = false
      field.setAttribute('data-faulty', '')
      const control = field.querySelector('[data-control]')
      const target = fault.entry.kind === 'choice' ? control.closest('fieldset') : control
      const described = target.getAttribute('aria-describedby') ?? ''
      target.dataset.described = described
      target.setAttribute('aria-describedby', `${node.id} ${described}`.trim())
      if (target === control) control.setAttribute('aria-invalid', 'true')
      return control
    }

    return { where, clearFaults, showFaults }
  }

  window.tkf.faults = make
})()
