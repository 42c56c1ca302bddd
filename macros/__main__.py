"""`python -m macros` is `tokki`."""

from macros.cli import main

main()
