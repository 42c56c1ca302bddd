"""Data in, strings out. Nothing here writes a file or knows the site's engine."""
