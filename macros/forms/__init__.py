"""Forms: their definition, their answers, and the ways between answers, tables and paper."""
