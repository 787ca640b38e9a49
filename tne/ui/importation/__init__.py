"""The import page: `fichiers` draws one card per file, whose steps have a module each."""
