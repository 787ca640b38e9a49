"""What a spreadsheet writes where a formula fails, in French and in English: never a value."""

from __future__ import annotations

ERREURS_DE_FORMULE = (
    "#N/A", "#REF!", "#DIV/0!", "#NOM?", "#NAME?", "#VALEUR!", "#VALUE!", "#NOMBRE!", "#NUM!", "#NUL!", "#NULL!", "#CHAMP!",
    "#FIELD!", "#CALC!", "#PROPAGATION!", "#SPILL!", "Err:502", "Err:504", "Err:508", "Err:511", "Err:522",
)  # fmt: skip
EN_ERREUR = "(" + ", ".join(f"'{e.upper()}'" for e in ERREURS_DE_FORMULE) + ")"
"""SQL of these, in capitals."""
