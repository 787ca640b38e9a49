"""Refused cells that a row may do without: left empty where the user says so, in one press or by one option.

That decision is part of how a file is read (`Liaison.vides`), so of the import's identity and of the journal, as a value
that was replaced is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tne.importing.model import Liaison, Probleme, Reconnaissance, Resultat
from tne.spec import Gravite

# Sheet, header and code of a refusal: what is decided for all alike.
Refus = tuple[str | None, str, str]


def may_be_empty(recognised: Sequence[Reconnaissance], results: Sequence[Resultat]) -> frozenset[Refus]:
    """The refusals that go where the cell is left empty.

    None of a header that another data set of the file cannot do without.
    """
    may: set[Refus] = set()
    must: set[tuple[str | None, str]] = set()
    fed = {r.jeu for r in results}
    for r in recognised:
        for li in r.liaisons:
            for c in li.lues if li.dataset.name in fed else ():
                told = li.entete(c)
                if c.name in li.facultatives:
                    may.add((r.tableau.feuille, told, f"{c.kind.name}_invalide"))
                elif not c.kind.libre:
                    must.add((r.tableau.feuille, told))
    return frozenset(one for one in may if one[:2] not in must)


def goes_without(p: Probleme, may: Collection[Refus]) -> bool:
    """True for a refusal that goes where its cell is left empty; `may` as `may_be_empty` tells it."""
    return p.gravite is Gravite.BLOQUANT and (p.feuille, p.colonne, p.code) in may


def rows_without(results: Sequence[Resultat], may: Collection[Refus]) -> int:
    """How many refused rows all go in without their refused cells; 0 where some would still be refused."""
    refused = sum(r.comptes.refusees for r in results)
    return refused if rows_among(results, may) == refused else 0


def rows_among(results: Sequence[Resultat], may: Collection[Refus]) -> int:
    """How many of the refused rows go in without their refused cells. Of a file with very many problems not all are told."""
    total = 0
    for r in results:
        goes: dict[tuple[str | None, int], bool] = {}
        for p in r.problemes:
            if p.gravite is Gravite.BLOQUANT:
                place = (p.feuille, p.ligne)
                goes[place] = goes.get(place, True) and goes_without(p, may)
        total += sum(goes.values())
    return total


def left_empty(r: Reconnaissance, headers: Collection[str] | None = None) -> Reconnaissance:
    """The table read without the refused cells under these headers, or under any, where its rows may do without them."""

    def leaving(li: Liaison) -> frozenset[str]:
        return frozenset(
            n for n in li.facultatives if headers is None or li.entete(li.dataset.column(n)) in headers
        )

    return replace(r, liaisons=tuple(replace(li, vides=leaving(li)) for li in r.liaisons))
