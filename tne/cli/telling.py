"""What an import says at the command line: one sentence for all rows that have the same fault, the columns left aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from tne.typographie import accord, cite, compte, enumeration, typographier

_SHOWN = 20
# Of a table; the page names as many.
_HEADERS = 9
# Beyond, the first and the last line say enough.
_LINES = 3


def problem_lines(problemes: Sequence[Any]) -> Iterator[str]:
    """The problems of one data set, alike ones together."""
    alike: dict[tuple[Any, ...], list[Any]] = {}
    for p in problemes:
        alike.setdefault((p.feuille, p.colonne, p.code, p.message, p.suggestion, p.choix), []).append(p)
    for n, same in enumerate(alike.values()):
        if n == _SHOWN:
            rest = sum(map(len, list(alike.values())[_SHOWN:]))
            yield f"  … et {compte(rest, 'autre remarque', 'autres remarques')} (--json les donne toutes)."
            return
        p = same[0]
        sheet = f"feuille « {p.feuille} », " if p.feuille else ""
        column = f", colonne {cite(p.colonne)}" if p.colonne else ""
        hint = f" Proposition : {p.suggestion}." if p.suggestion else ""
        if p.choix:
            hint += f" Propositions : {' ou '.join(p.choix)}."
        if p.code == "valeur_absente" and p.colonne == "Année scolaire" and len(same) > 1:
            hint += " Elle peut être donnée pour tout le fichier : --annee 2023-2024."
        number = f", {_set_aside(p.valeur)}" if p.code == "ecartees" else ""
        yield f"  {sheet}{_place(same)}{number}{column} : {p.message}{hint}"


def columns_left(laissees: Sequence[Any]) -> Iterator[str]:
    """The headers of each table that nothing read: what they hold is in no figure."""
    for one in laissees:
        sheet = f"feuille « {one.feuille} », " if one.feuille else ""
        shown = [cite(h) for h in one.colonnes[:_HEADERS]]
        if rest := len(one.colonnes) - len(shown):
            shown.append(f"{compte(rest, 'autre')} (--json les donne toutes)")
        words = accord(len(one.colonnes), "colonne laissée", "colonnes laissées")
        yield f"  {sheet}{words} de côté : {enumeration(shown)}."


def _set_aside(number: str) -> str:
    return compte(int(number), "ligne écartée", "lignes écartées")


def _place(same: Sequence[Any]) -> str:
    lines = sorted({p.ligne for p in same})
    if lines == [0]:
        return "fichier"
    if len(lines) == 1:
        return f"ligne {lines[0]}"
    runs = [
        (run[0], run[-1])
        for _, pairs in groupby(enumerate(lines), lambda pair: pair[1] - pair[0])
        if (run := [line for _, line in pairs])
    ]
    words = [str(a) if a == b else f"{a} à {b}" for a, b in runs]
    if len(words) > _LINES:
        words = [*words[:_LINES], "…"]
    return typographier(f"lignes {', '.join(words)} ({compte(len(lines), 'ligne')})")
