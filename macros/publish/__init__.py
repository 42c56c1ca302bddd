"""The adapter: the only room that knows MkDocs (and ProperDocs, which answers to the same names)."""
