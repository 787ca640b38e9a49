"""Closed lists as kinds of value: a canonical value and the variants met in real files."""

from __future__ import annotations

from collections.abc import Mapping

from tne.folding import sql_fold
from tne.formules import EN_ERREUR
from tne.spec import Kind, fold


def choix(
    name: str,
    libelle: str,
    valeurs: Mapping[str, tuple[str, ...]],
    vides: tuple[str, ...] = (),
    attendu: str = "",
) -> Kind:
    """A closed list: canonical value → variants met in real files. Compared after folding; stored canonical.

    `attendu`: what a message says instead of a list that is too long for it.
    """
    cases = []
    valides: list[tuple[str, str]] = []
    signs: dict[str, str] = {}
    for valeur, variantes in valeurs.items():
        folded = sorted({fold(valeur), *(fold(v) for v in variantes)} - {""})
        signs |= {v: valeur for v in variantes if not fold(v)}
        quoted = ", ".join(f"'{f}'" for f in folded)
        escaped = valeur.replace("'", "''")
        cases.append(f"WHEN {sql_fold('{x}')} IN ({quoted}) THEN '{escaped}'")
        valides += [(texte, valeur) for texte in (valeur, valeur.upper(), *variantes)]
    liste = list(valeurs)
    # Values written as declared need no folding; of a sign, nothing would be left.
    exact = " ".join(
        f"WHEN '{written}' THEN '{meant}'"
        for written, meant in (
            (w.replace("'", "''"), m.replace("'", "''"))
            for w, m in [*((v, v) for v in liste), *signs.items()]
        )
    )
    too_long = bool(attendu)
    attendu = attendu or "l'une des valeurs : " + ", ".join(liste)
    return Kind(
        name=name,
        libelle=libelle,
        type_sql="VARCHAR",
        sql="CASE {x} " + exact + " ELSE CASE " + " ".join(cases) + " END END",
        attendu=attendu,
        valides=tuple(valides),
        invalides=("valeur inconnue de la liste",),
        vides=vides,
        valeurs=() if too_long else tuple(liste),
        ferme=True,
        marques=("-", "ND", "#VIDER"),
    )


def ouvert(name: str, libelle: str, attendu: str, valeurs: Mapping[str, tuple[str, ...]]) -> Kind:
    """An open list: the variants of known values are stored as one, any other text as it is."""
    cases = " ".join(
        f"WHEN {sql_fold('{x}')} IN ({', '.join(repr(f) for f in sorted({fold(v) for v in (valeur, *variantes)}))}) "
        f"THEN '{valeur}'"
        for valeur, variantes in valeurs.items()
    )
    known = tuple((texte, valeur) for valeur, variantes in valeurs.items() for texte in (valeur, *variantes))
    return Kind(
        name=name,
        libelle=libelle,
        type_sql="VARCHAR",
        sql=f"CASE {cases} WHEN regexp_matches({{x}}, '[[:alpha:]]') AND upper({{x}}) NOT IN {EN_ERREUR} THEN {{x}} END",
        attendu=attendu,
        valides=(*known, ("Maternelle", "Maternelle")),
        invalides=("75", "#N/A", "Err:502"),  # a number from another column; formulas that failed
        marques=("-", "#VIDER"),
    )
