/* What our hits need beside Material's search: what is said of a hit stands below its heading, not in it, and the query
   stands in the address, so that a search can be sent, kept and printed. */
(function () {
  'use strict'
  const toggle = document.getElementById('__search')
  const search = document.getElementById('tk-search')
  if (!toggle || !search) return
  const input = search.querySelector('.tk-search__input')
  const list = search.querySelector('.md-search-result__list')

  new MutationObserver(settle).observe(list, { childList: true })
  settle() // a query in the address may have been answered before

  function settle() {
    for (const body of list.querySelectorAll('h1 > .tk-hit__body')) body.parentElement.after(body)
    for (const hit of list.querySelectorAll('a[tabindex="-1"]')) hit.removeAttribute('tabindex')
  }

  let waiting
  for (const event of ['input', 'compositionend', 'reset']) search.addEventListener(event, later)
  toggle.addEventListener('change', later)

  function later() {
    clearTimeout(waiting)
    waiting = setTimeout(write, 300)
  }

  function write() {
    const address = new URL(location.href)
    const query = toggle.checked ? input.value.trim() : ''
    if (query === (address.searchParams.get('q') ?? '')) return
    if (query) address.searchParams.set('q', query)
    else address.searchParams.delete('q')
    try {
      history.replaceState(history.state, '', address)
    } catch {
      // A browser may not allow this for a file; the search works all the same.
    }
  }
})()
