"""The schools that shares are out of, as SQL on the directory: what is counted over them is counted among them."""

from __future__ import annotations

OUVERT = "coalesce(etat, 'Ouvert') = 'Ouvert' AND remplace_par IS NULL"
ECOLES_ET_COLLEGES = f"type IN ('École', 'Collège') AND {OUVERT}"
COLLEGES = "college_de_reference"
DE_LA_PARTIE = f"CASE WHEN $famille = 'numerixplore' THEN {COLLEGES} ELSE {ECOLES_ET_COLLEGES} END"
"""Those that the part `$famille` could reach."""


def parmi(reference: str, uai: str = "uai_actuel") -> str:
    """SQL: true where the school `uai` is one of that reference; at every school while no directory says what each is."""
    return (
        f"({uai} IN (SELECT uai FROM v_etablissement WHERE {reference}) "
        "OR NOT EXISTS (SELECT 1 FROM etablissement WHERE type IS NOT NULL))"
    )
