"""Where a base lives and how it stays whole: places, tables, backups, faults, proof. `tne.db` opens it."""
