"""Tableau de bord d'un Territoire Numérique Éducatif: import, check, keep, query and show program data."""
