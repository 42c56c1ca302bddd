"""How long the handbook takes to build, and how much memory, beside a bare mkdocs-material build."""
