"""The operators under whose name figures count sessions, known from what the hand-kept sheet writes of them."""

from __future__ import annotations

_NOMS = {
    "srane": ("srane", "service regional academique"),
    "canope": ("canope",),
}
OPERATEURS = tuple(_NOMS)


def est(operateur: str, colonne: str = "operateur") -> str:
    """SQL, true where `colonne` names this one of `OPERATEURS`, whatever stands around (« DRANE Poitiers (SRANE) », « S.R.A.N.E. »).

    A session that both hold is one of each; NULL where nothing is written.
    """
    written = f"replace(strip_accents(lower({colonne})), '.', '')"
    return "(" + " OR ".join(f"contains({written}, '{name}')" for name in _NOMS[operateur]) + ")"
