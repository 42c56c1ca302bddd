/* Words of the interface, and what a fault says to the person. */
;(function () {
  'use strict'
  function wording(words) {
    return (key, about = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(about[name] ?? ''))
  }

  function make(model, dates) {
    const t = wording(model.words)

    function message(fault) {
      const label = fault.entry ? fault.entry.label : fault.group.label
      let key = `fault_${fault.code.replaceAll('-', '_')}`
      if (fault.code === 'required' && fault.entry.kind === 'choice') key = 'fault_required_choice'
      if (fault.code === 'kind') key = fault.entry.kind === 'integer' ? 'fault_number' : 'file_kind'
      const about = { label, got: label, ...fault.about }
      const ja = model.language === 'ja'
      if (about.era) {
        about.era = ja ? about.era.name : about.era.english
        about.that = about.that ? t('fault_era_that', { day: dates.wareki(about.that) }) : ''
        about.date = dates.western(about.date)
        if (ja) about.date = fault.about.date.split('-').map(Number).map((n, i) => n + '年月日'[i]).join('')
      } else if (about.date) about.date = dates.written(about.date, model.language)
      return t(key, about).trim()
    }

    return { t, message }
  }

  window.tkf.messages = make
})()
