"""Closed lists as kinds of value: a canonical value and the variants met in real files."""

from __future__ import annotations

from collections.abc import Mapping

from tne.folding import sans_accents, sql_fold
from tne.formules import EN_ERREUR
from tne.spec import Kind, fold
from tne.sql import sql_lookup


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
    valides: list[tuple[str, str]] = []
    # Values written as declared need no folding; of a sign, nothing would be left.
    exact = {valeur: valeur for valeur in valeurs}
    for valeur, variantes in valeurs.items():
        exact |= {v: valeur for v in variantes if not fold(v)}
        valides += [(texte, valeur) for texte in (valeur, valeur.upper(), *variantes)]
    liste = list(valeurs)
    too_long = bool(attendu)
    attendu = attendu or "l'une des valeurs : " + ", ".join(liste)
    return Kind(
        name=name,
        libelle=libelle,
        type_sql="VARCHAR",
        sql=f"coalesce({sql_lookup('{x}', exact)}, {approached(valeurs)})",
        attendu=attendu,
        valides=tuple(valides),
        invalides=("valeur inconnue de la liste",),
        vides=tuple(dict.fromkeys((*vides, *map(sans_accents, vides)))),
        valeurs=() if too_long else tuple(liste),
        ferme=True,
        marques=("-", "ND", "#VIDER"),
    )


def ouvert(name: str, libelle: str, attendu: str, valeurs: Mapping[str, tuple[str, ...]]) -> Kind:
    """An open list: the variants of known values are stored as one, any other text as it is."""
    known = tuple((texte, valeur) for valeur, variantes in valeurs.items() for texte in (valeur, *variantes))
    return Kind(
        name=name,
        libelle=libelle,
        type_sql="VARCHAR",
        sql=f"coalesce({approached(valeurs)}, CASE WHEN regexp_matches({{x}}, '[[:alpha:]]') AND upper({{x}}) NOT IN {EN_ERREUR} THEN {{x}} END)",
        attendu=attendu,
        valides=(*known, ("Maternelle", "Maternelle")),
        invalides=("75", "#N/A", "Err:502"),  # a number from another column; formulas that failed
        marques=("-", "#VIDER"),
    )


def approached(valeurs: Mapping[str, tuple[str, ...]]) -> str:
    """SQL of the value that a text is once folded. ValueError for a list in which one text is two values."""
    found: dict[str, str] = {}
    for valeur, variantes in valeurs.items():
        for f in filter(None, map(fold, (valeur, *variantes))):
            if found.setdefault(f, valeur) != valeur:
                raise ValueError(f"« {f} » is both {found[f]} and {valeur}")
    return sql_lookup(sql_fold("{x}"), found)
