/* Dates and times as people write them: the rules of macros/forms/dates.py, tested with the same cases. */
window.tkf = {}
;(function () {
  'use strict'
  const DATE =
    /^(明治|大正|昭和|平成|令和|[MTSHR](?=\.?\s?[0-9]|元))?\.?\s*([0-9]{1,4}|元)\s*(?:年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日|([-/.])([0-9]{1,2})\5([0-9]{1,2}))$/i
  const TIME = /^(午前|午後|AM|PM)?\s*([0-9]{1,2})\s*(?::\s*([0-9]{2})|時\s*(?:([0-9]{1,2})\s*分|(半))?)$/i
  const MOMENT = /^(.*日|[^\sT]+?)(?:\s*T\s*|\s+|(?<=日))((?:午|AM|PM|[0-9]).*)/i
  const MONTHS = 'January February March April May June July August September October November December'.split(' ')
  const KANJI = '〇一二三四五六七八九'

  /* A text that is no date or time: the tag of the reason, and what the message names. */
  class DateFault extends Error {
    constructor(reason, about = {}) {
      super(reason)
      this.reason = reason
      this.about = about
    }
  }

  /* `model` has the eras, the first day and the greatest length. */
  function make(model) {
    const eras = model.eras
    const pad = (number, width) => String(number).padStart(width, '0')

    function plain(text) {
      if (text.length > model.mostDate) return ''
      return text
        .normalize('NFKC')
        .trim()
        .replace(/[〇一二三四五六七八九十]+(?=\s*[年月日時分])/g, (kanji) => String(number(kanji)))
    }

    function number(kanji) {
      const at = kanji.indexOf('十')
      if (at < 0) return Number([...kanji].map((digit) => KANJI.indexOf(digit)).join(''))
      const tens = kanji.slice(0, at)
      const ones = kanji.slice(at + 1)
      if (tens.length > 1 || ones.length > 1 || ones === '十') return 0
      return (tens ? KANJI.indexOf(tens) : 1) * 10 + (ones ? KANJI.indexOf(ones) : 0)
    }

    function day(year, month, date) {
      const then = new Date(0)
      then.setUTCFullYear(year, month - 1, date)
      if (year < 1 || then.getUTCFullYear() !== year || then.getUTCMonth() !== month - 1 || then.getUTCDate() !== date)
        throw new DateFault('calendar')
      return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`
    }

    function early(iso) {
      if (iso < model.first) throw new DateFault('too-early')
      return iso
    }

    function parseDate(text) {
      const found = DATE.exec(plain(text))
      if (!found) throw new DateFault('format')
      const month = Number(found[3] || found[6])
      const date = Number(found[4] || found[7])
      if (!found[1]) {
        if (found[2] === '元' || found[2].length < 4) throw new DateFault('no-era')
        return early(day(Number(found[2]), month, date))
      }
      const named = found[1].toUpperCase()
      const era = eras.find((each) => each.name === named || each.letter === named)
      const year = found[2] === '元' ? 1 : Number(found[2])
      if (year < 1) throw new DateFault('calendar')
      const iso = day(Number(era.begins.slice(0, 4)) + year - 1, month, date)
      const that = iso >= model.first ? iso : ''
      if (iso < era.begins) throw new DateFault('era-begins', { era, date: era.begins, that })
      if (iso > era.last) throw new DateFault('era-ended', { era, date: era.last, that: iso })
      return early(iso)
    }

    function parseTime(text) {
      const found = TIME.exec(plain(text))
      if (!found) throw new DateFault('format')
      let hour = Number(found[2])
      const half = (found[1] || '').toUpperCase()
      const minute = found[5] ? 30 : Number(found[3] || found[4] || 0)
      if (half) {
        if (hour === 12) throw new DateFault('twelve')
        if (hour > 12) throw new DateFault('hour')
        hour += half === '午後' || half === 'PM' ? 12 : 0
      }
      if (hour > 23 || minute > 59) throw new DateFault('hour')
      return `${pad(hour, 2)}:${pad(minute, 2)}`
    }

    function parseMoment(text) {
      const found = MOMENT.exec(plain(text))
      if (!found) throw new DateFault('format')
      return `${parseDate(found[1])}T${parseTime(found[2])}`
    }

    const eraOf = (iso) => eras.findLast((era) => era.begins <= iso)

    /* What is written before 年, 月 and 日. */
    function parts(iso) {
      const era = eraOf(iso)
      const year = Number(iso.slice(0, 4)) - Number(era.begins.slice(0, 4)) + 1
      return [era.name + (year === 1 ? '元' : year), String(Number(iso.slice(5, 7))), String(Number(iso.slice(8, 10)))]
    }

    function wareki(iso) {
      const [year, month, date] = parts(iso)
      return `${year}年${month}月${date}日`
    }

    function seireki(iso) {
      return `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日`
    }

    const western = (iso) => `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`

    const kindOf = (iso) => (iso.includes('T') ? 'moment' : iso.includes(':') ? 'time' : 'date')

    /* What is written before 年 月 日 時 分 of a date, time or moment. */
    function split(iso) {
      const clock = (time) => time.split(':').map((piece) => String(Number(piece)))
      if (kindOf(iso) === 'moment') return [...parts(iso.slice(0, 10)), ...clock(iso.slice(11))]
      return kindOf(iso) === 'time' ? clock(iso) : parts(iso)
    }

    /* How a sheet or page in that language writes it. */
    function written(iso, language) {
      const clock = (time) => {
        const [hour, minute] = time.split(':')
        return language === 'ja' ? `${Number(hour)}時${Number(minute)}分` : time
      }
      const date = (each) => (language === 'ja' ? wareki(each) : western(each))
      if (kindOf(iso) === 'moment') return `${date(iso.slice(0, 10))} ${clock(iso.slice(11))}`
      return kindOf(iso) === 'time' ? clock(iso) : date(iso)
    }

    /* In both calendars, for a reader to see how a text was understood. */
    function both(iso, language) {
      if (kindOf(iso) === 'time') return written(iso, language)
      const date = iso.slice(0, 10)
      const other = language === 'ja' ? seireki(date) : wareki(date)
      return language === 'ja' ? `${written(iso, 'ja')}（${other}）` : `${written(iso, language)} (${other})`
    }

    /* As a reader of that language would type it again. */
    function typed(iso, language) {
      return language === 'ja' ? written(iso, 'ja') : iso.replace('T', ' ')
    }

    function plus(iso, minutes) {
      return new Date(Date.parse(`${iso}:00Z`) + minutes * 60000).toISOString().slice(0, 16)
    }

    const parse = { date: parseDate, time: parseTime, moment: parseMoment }
    return { parse, split, wareki, western, written, both, typed, plus }
  }

  window.tkf.DateFault = DateFault
  window.tkf.dates = make
})()
