"""Persons after the import: those whom a text names, and the links of a closed year. `tne.privacy` hashes them."""
