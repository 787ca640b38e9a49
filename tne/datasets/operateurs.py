"""The operators under whose name figures count sessions, known from what the hand-kept sheet writes of them."""

from __future__ import annotations

# One service, a « service régional » in Nouvelle-Aquitaine (« SRA-NE » there too: the letter of March 2025 of ac-bordeaux.fr,
# https://www.ac-bordeaux.fr/la-lettre-actu-rana-mars-2025-132694), a « délégation régionale » in other académies.
_NOMS = {
    "srane": (
        *("srane", "service regional academique"),
        *("drane", "delegation regionale academique au numerique"),
    ),
    "canope": ("canope",),
}
OPERATEURS = tuple(_NOMS)


def est(operateur: str, colonne: str = "operateur") -> str:
    """SQL, true where `colonne` names this one of `OPERATEURS`, whatever stands around (« SRANE Poitiers », « S.R.A.N.E. »), and by
    whichever of its names (« DRANE »).

    A session that both hold is one of each; NULL where nothing is written.
    """
    written = f"translate(strip_accents(lower({colonne})), '.-', '')"
    return "(" + " OR ".join(f"contains({written}, '{name}')" for name in _NOMS[operateur]) + ")"
