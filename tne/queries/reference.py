"""The schools that shares are out of, as SQL on `v_etablissement`: what is counted over them is counted among them.

Those of one school year: `annee` is SQL giving it, `de` the name of the directory in the statement, where others have its columns.
"""

from __future__ import annotations

from tne.filters import one_of

RECUE = "(coalesce(greatest(classes, eleves), 1) > 0)"
"""SQL: true for a day of Numérixplore that received a class: not one of 0 class and 0 pupil, as a day put off is written.
One of which nothing is counted did.
"""

PASSAGES = ("accompagnements", "parentalite", "numerixplore")
"""The parts of the programme whose events take place at a school: those of `v_passage`."""


def partie(famille: str) -> str:
    """That one of `PASSAGES`, as `$famille`. ValueError for another: of it every school would be one that nobody came to."""
    return one_of("famille", famille, PASSAGES)


def ouvert(annee: str, de: str = "") -> str:
    """SQL: true for the establishments that count in that school year (`tne.queries.ouverture`)."""
    d = f"{de}." if de else ""
    return f"({d}remplace_par IS NULL AND {annee} BETWEEN {d}premiere AND {d}derniere)"


def ecoles_et_colleges(annee: str, de: str = "") -> str:
    """SQL: true for the open écoles and collèges of that school year."""
    return f"({de + '.' if de else ''}type IN ('École', 'Collège') AND {ouvert(annee, de)})"


def colleges(annee: str, de: str = "") -> str:
    """SQL: true for the collèges de référence of that school year: open, public or under contract."""
    return f"({de + '.' if de else ''}college_de_reference AND {ouvert(annee, de)})"


def _de_la_famille(de: str = "") -> str:
    """SQL: true for the kind that the part `$famille` could reach, whatever the year."""
    d = f"{de}." if de else ""
    return f"CASE WHEN $famille = 'numerixplore' THEN {d}college_de_reference ELSE {d}type IN ('École', 'Collège') END"


def de_la_partie(annee: str, de: str) -> str:
    """SQL: true for those that the part `$famille` could reach in that school year."""
    return f"({_de_la_famille(de)} AND {ouvert(annee, de)})"


def college_ou_ecole_parmi() -> str:
    """The same, for those that count in one at least of `$annees`."""
    return f"""{_de_la_famille()} AND remplace_par IS NULL
        AND len(list_filter($annees, lambda a: a BETWEEN premiere AND derniere)) > 0"""


def parmi(reference: str, uai: str = "uai_actuel") -> str:
    """SQL: true where the school `uai` is one of that reference; at every school while no directory says what each is."""
    return (
        f"({uai} IN (SELECT r.uai FROM v_etablissement r WHERE {reference}) "
        "OR NOT EXISTS (SELECT 1 FROM etablissement WHERE type IS NOT NULL))"
    )
