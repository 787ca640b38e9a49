"""Headers that end with the date of their period, « Vue du mois octobre 2024 »: the date is kept with the records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tne.spec import Feed, fold
from tne.typographie import MOIS, MOIS_COURTS

_MOIS = tuple(zip(map(fold, MOIS_COURTS), map(fold, MOIS), strict=True))
_EN_LETTRES = re.compile(r"(?:d[eu])?(?:\d{1,2}(?:er)?)?([a-z]+)(\d{4})")
_EN_CHIFFRES = re.compile(
    r"\W*(?:du |de )?(?:\d\d?/)?(\d\d?)[/.-](\d{4})\W*|\W*(\d{4})[/.-](\d\d?)(?:[/.-]\d\d?)?\W*"
)
_ANNEE_SCOLAIRE = re.compile(r"\W*(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\W*")
_ANNEE_CIVILE = re.compile(r"\W*(20\d\d)\W*")


def dated_feeds(feed: Feed, headers: Mapping[str, str], annee: str | None) -> Iterator[Feed]:
    """The feed as declared, then one for each header that is one of its own and a date after it.

    `headers` is folded header → header as written; without a declared `annee` a civil year says no school year.
    """
    yield feed
    if not feed.datee:
        return
    for written, target in feed.headers.items():
        begin = fold(written)
        for folded, header in headers.items():
            if folded == begin or not folded.startswith(begin):
                continue
            dates = _dates(folded[len(begin) :], _tail(header, begin), declared=annee is not None)
            if dates is not None:
                own = {h: t for h, t in feed.headers.items() if h != written}
                yield replace(feed, headers={**own, header: target}, constants={**feed.constants, **dates})


def _tail(header: str, begin: str) -> str:
    """What follows in the header as written."""
    for n in range(len(header)):
        if fold(header[: n + 1]) == begin:
            return header[n + 1 :]
    return ""


def _dates(folded: str, tail: str, declared: bool) -> dict[str, str] | None:
    """The columns of a consultation that a date after a header fills; None for what is no date."""
    found = _EN_LETTRES.fullmatch(folded)
    if found:
        for n, (short, name) in enumerate(_MOIS, 1):
            if found[1].startswith(short) and name.startswith(found[1]):
                return {"debut": f"{found[2]}-{n:02d}-01"}
    school = _ANNEE_SCOLAIRE.fullmatch(tail)
    if school and int(school[2]) == (int(school[1]) + 1) % 100:
        return {"annee": f"{school[1]}-{int(school[1]) + 1}", "debut": f"{school[1]}-09-01"}
    numbers = _EN_CHIFFRES.fullmatch(tail)
    if numbers:
        year, month = (numbers[2], numbers[1]) if numbers[2] else (numbers[3], numbers[4])
        return {"debut": f"{year}-{int(month):02d}-01"} if 1 <= int(month) <= 12 else None
    civil = _ANNEE_CIVILE.fullmatch(tail)
    if civil:
        # Its first day belongs to the school year before: without a declared one, none is said.
        return {"debut": f"{civil[1]}-01-01"} if declared else {}
    return None
