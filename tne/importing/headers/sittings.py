"""Lists of presences with a column for each half-day or day: parts of one session, or sessions in columns.

Sofia-FMO keeps one presence for a session. Who was there for a part of it took part: whoever is present once is present,
whoever is absent from all is absent, and a part that nobody filled in leaves the rest not processed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pyarrow as pa

from tne.datasets import DATASETS
from tne.datasets.lists import PRESENCE
from tne.importing.headers.matching import folded_headers, linked, missing_columns
from tne.reading import Remarque, Tableau
from tne.reading.arrays import texts
from tne.spec import ecritures, fold
from tne.typographie import JOURS, JOURS_COURTS, compte, enumeration

EN_PARTIES = "presences_en_parties"
_PRESENT, _EXCUSE = PRESENCE.valeurs[:2]
_ABSENT = PRESENCE.valeurs[2]
_SHOWN = 3

_WORD = r"statutpresence|presences?|presente?|emargements?|signatures?|assiduite"
_DAYS = "|".join((*JOURS[:-1], *JOURS_COURTS[:-1]))
_MONTHS = (
    r"janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|"
    r"dec(?:embre)?"
)
# A year alone is no day: 2012 may be the 20th of December, 2013 may not.
_YEAR = r"20(?:1[3-9]|[2-9]\d)(?!\d)"
# Folded: « Matin », « J1 après-midi », « 12/03/2024 », « mardi 12 mars matin », « Demi-journée 2 ».
_WHEN = (
    rf"(?:{_DAYS})?(?:\d{{1,2}}(?:er)?(?:{_MONTHS})(?:\d{{4}}|\d{{2}})?|(?!{_YEAR})\d{{3,8}}(?:t?\d{{6}})?)|"
    r"(?:jour(?:nee)?|j|demijournee|dj|seance|partie)\d{1,2}"
)
_PART = rf"(?:{_WHEN})?(?:matin(?:ee)?|apresmidi|aprem|am|pm|soir(?:ee)?)|{_WHEN}"
_OF = r"(?:du|de|le|la|l|au)*"
_HEADER = re.compile(rf"(?P<mot>{_WORD})?{_OF}(?:{_PART})(?P<apres>{_WORD})?")
# Boxes of absences beside them: which of both is ticked would have to be told for each part.
_ABSENCES = r"absences?|absente?|excusee?|absente?excusee?"
_BOX = re.compile(rf"(?:{_ABSENCES}){_OF}(?:{_PART})|(?:{_PART})(?:{_ABSENCES})")
_MARK = re.compile(r"\s*\(\d+(?:[.,]\d+)?/\d+(?:[.,]\d+)?\)\s*$")
_SESSION = re.compile(rf"(?:{_WORD})?(?:a|ala)?(?:session|s)\d{{1,2}}")


def parts_together(tableau: Tableau) -> Tableau:
    """The same table with one column « Présence » in the place of those of the parts of its sessions, and a remark.

    Any other table is left as it is: each record has to name its session, and nothing else may say its presence.
    """
    parts = [(h, m) for h in tableau.entete if (m := _HEADER.fullmatch(fold(h)))]
    headers = [h for h, _ in parts]
    boxes = any(_BOX.fullmatch(fold(h)) for h in tableau.entete)
    if len(parts) < 2 or boxes or not _only_lacks_a_presence(tableau):
        return tableau
    columns = [_cells(tableau, h) for h in headers]
    said_so = all(m["mot"] or m["apres"] for _, m in parts)
    if not said_so and not _all_presences(columns):
        return tableau
    rows = list(zip(*columns, strict=True))
    column = DATASETS["inscription"].column("presence").label
    found = replace(
        tableau,
        entete=_with(tableau.entete, headers, column),
        entete_brut=_with(tableau.entete_brut, headers, column),
        entete_bas=(),
        masquees=_with(tableau.masquees, headers, column),
        entete_lue=tableau.titres_du_fichier,
        donnees=_replaced(tableau, headers, column, texts([_together(r) for r in rows])),
    )
    apart = sum(_PRESENT in (said := {_value(t) for t in r}) and len(said) > 1 for r in rows)
    message = (
        f"{enumeration([f'« {h} »' for h in headers])} sont lues ensemble : présent au moins une fois, présent à la session ; "
        "absent chaque fois, absent ; sinon, non traité."
    )
    if apart:
        message += f" Présents à une partie seulement, et comptés présents : {compte(apart, 'ligne')}."
    return replace(found, remarques=(*tableau.remarques, Remarque(0, EN_PARTIES, message)))


def sessions_across(tableau: Tableau) -> str | None:
    """What to say of a list of presences in several columns of which no record names the session; None for any other table."""
    folded = {h: fold(h) for h in tableau.entete}
    headers = [h for h, f in folded.items() if _HEADER.fullmatch(f) or _SESSION.fullmatch(f)]
    if len(headers) < 2 or not _all_presences(
        [[_without_mark(c) for c in _cells(tableau, h)] for h in headers]
    ):
        return None
    names = [f"« {h} »" for h in headers[:_SHOWN]] + ["…"] * (len(headers) > _SHOWN)
    return (
        f"Ce tableau a plusieurs colonnes de présence ({', '.join(names)}), et ses lignes ne disent pas de quelle session du plan il "
        "s'agit : le bilan attend une ligne par stagiaire et par session. Si ce sont les parties d'une session, écrivez ses codes sur "
        "chaque ligne (dispositif, module, groupe, session). Si chaque colonne est une session, importez l'export des inscriptions de "
        "Sofia-FMO, ou recopiez-la dans le modèle « Inscriptions et présences »."
    )


def _without_mark(text: str | None) -> str | None:
    """« P » of « P (2/2) », as Moodle writes it, and what its other letters mean there: late, excused."""
    bare = _MARK.sub("", text or "").strip()
    return {"R": _PRESENT, "L": _PRESENT, "E": _EXCUSE}.get(bare, bare)


def _only_lacks_a_presence(tableau: Tableau) -> bool:
    d = DATASETS["inscription"]
    columns, constants = linked(d, folded_headers(tableau), None)
    told = {"presence", *(c.name for c in d.coches("presence"))}
    return not told & {*columns} and not missing_columns(d, {**columns, "presence": ""}, constants, None)


def _with(names: Sequence[str], parts: Sequence[str], column: str) -> tuple[str, ...]:
    """The names with that of the new column in the place of the first of its parts, and without the others."""
    found = dict.fromkeys(column if n in parts else n for n in names)
    return tuple(found)


def _replaced(tableau: Tableau, parts: Sequence[str], column: str, cells: pa.Array) -> pa.Table:
    data = tableau.donnees.set_column(tableau.entete.index(parts[0]), column, cells)
    others = [tableau.entete.index(h) for h in parts[1:]]
    return data.select([i for i in range(data.num_columns) if i not in others])


def _cells(tableau: Tableau, header: str) -> list[str | None]:
    found: list[str | None] = tableau.colonne(header).cast(pa.string()).to_pylist()
    return found


def _all_presences(columns: Sequence[Sequence[str | None]]) -> bool:
    """True where every cell says a presence or leaves it open, and some column says one."""
    said = {_value(t) for cells in columns for t in set(cells)}
    return "" not in said and bool(said - {None})


def _together(cells: Sequence[str | None]) -> str | None:
    """The presence at a session, from those at its parts; all that is written where a word is not known."""
    said = [_value(t) for t in cells]
    if "" in said:
        return " et ".join(dict.fromkeys(t.strip() for t in cells if t))
    if _PRESENT in said:
        return _PRESENT
    if None in said:
        return None
    return _EXCUSE if set(said) == {_EXCUSE} else _ABSENT


def _value(text: str | None) -> str | None:
    """The value that a word means; None where it leaves the presence open, "" where it is not known."""
    text = (text or "").strip()
    exact, folded, opened = _words()
    if not text or text in ecritures(PRESENCE.marques) or text.lower() in opened:
        return None
    return exact.get(text) or folded.get(fold(text), "")


@cache
def _words() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    exact = dict(PRESENCE.valides)
    return (
        exact,
        {f: v for t, v in exact.items() if (f := fold(t))},
        frozenset(v.lower() for v in PRESENCE.vides),
    )
