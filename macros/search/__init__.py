"""The search: how words are compared, what a query means, what is found and in which order.

The same is written once more, for the browser, in `macros/theme/search/`. What both obey – the steps of
normalisation, the silent words, the weights – is one table, `rules.yml`; the synonyms are data.
"""
