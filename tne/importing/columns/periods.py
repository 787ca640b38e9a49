"""Of what month or year the views of a grid are: the date is kept with the records.

It ends a header, « Vue du mois octobre 2024 »; failing that, a title over the table or the file's name says the month.
Two grids without one, of one school year, would each take the place of the other: that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache

from tne.datasets.annees import debut_de_l_annee
from tne.importing.columns.as_cells import as_cells
from tne.importing.model import Liaison, Reconnaissance
from tne.kinds import ANNEE_SCOLAIRE
from tne.spec import Feed, Form, fold
from tne.typographie import JOURS, JOURS_COURTS, MOIS, MOIS_COURTS

_MOIS = tuple(zip(map(fold, MOIS_COURTS), map(fold, MOIS), strict=True))
# « De » also begins « décembre ».
_EN_LETTRES = re.compile(r"(?:d[eu](?!c))?(?:\d{1,2}(?:er)?)?([a-z]+)(\d{4})")
_EN_CHIFFRES = re.compile(
    r"\W*(?:du |de )?(?:\d\d?/)?(\d\d?)[/.-](\d{4})\W*|\W*(\d{4})[/.-](\d\d?)(?:[/.-]\d\d?)?\W*"
)
_ANNEE_SCOLAIRE = re.compile(r"\W*(20\d\d)\s?[-–/]\s?(?:20)?(\d\d)\W*")
_ANNEE_CIVILE = re.compile(r"\W*(20\d\d)\W*")
# In a name: « vues-2024-10.csv », « vues 10_2024 », « vues du 05-10-2024 », « vues octobre 2024 ».
_MOIS_ECRIT = re.compile(
    r"(?<!\d)(?P<a>20\d\d)[-_/. ]?(?P<m>0[1-9]|1[0-2])(?:[-_/. ]?[0-3]\d)?(?!\d)"
    r"|(?<!\d)(?:[0-3]?\d[-_/. ])?(?P<m2>0?[1-9]|1[0-2])[-_/.](?P<a2>20\d\d)(?![-_/. ]?\d)"
    r"|(?P<mot>[^\W\d_]{3,9})\.?[-_ ]*(?P<a3>20\d\d)(?![-_/. ]?\d)"
)
_MOIS_SEUL = re.compile(
    r"(?:mois (?:de |d['’])?)?(?P<mot>[^\W\d_]{3,9})\.?[ -]+(?P<a>20\d\d)|(?P<m>0?[1-9]|1[0-2])[-/. ](?P<a2>20\d\d)"
    r"|(?P<a3>20\d\d)[-/. ](?P<m2>0?[1-9]|1[0-2])",
    re.IGNORECASE,
)
_JOUR_SEUL = re.compile(
    r"(?:(?P<semaine>[^\W\d_]+)[.,]? )?(?P<j>0?[1-9]|[12]\d|3[01])(?:er)?(?:[- ](?P<mot>[^\W\d_]{3,9})\.?|[/.-](?P<m>0?[1-9]|1[0-2])[/.]?)"
)
_JOUR_ENTIER = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?!\d)")
# « du 12 au 14 septembre 2023 », « 12-14/09/2023 », « 12, 13 et 14 sept. », « lundi 12 et mardi 13 mars 2024 ».
_JOURS_ENSEMBLE = re.compile(
    r"(?:(?:du|les?) )?(?:[^\W\d_]{3,8}\.? )?(?:\d{1,2}(?:er)? ?(?:,|-|–|&|\+|/|au|et|à) ?(?:le )?(?:[^\W\d_]{3,8}\.? )?)+\d{1,2}(?:er)?"
    r"(?: ?[/.](?:0?[1-9]|1[0-2])[/.]| (?P<mot>[^\W\d_]{3,9})\.? ?)(?:\d{4}|\d\d)?",
    re.IGNORECASE,
)
_MENSUEL = "Mois"
# « Contenu 2024-06-01_2024-06-30 TNE86.zip », as YouTube Studio names what it exports.
_JOURS_DU_NOM = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)_(20\d\d-\d\d-\d\d)(?!\d)")
_ANNEE_DU_NOM = re.compile(r"(?<!\d)(20\d\d)[-_ ](?:20)?(\d\d)(?!\d)")
_ANNEE_DU_TITRE = re.compile(
    r"(?<![\d/])(20\d\d) ?[-–/_ ] ?(?:20)?(\d\d)(?![\d/])|\brentr[ée]e (?:scolaire )?(?:de )?(?:septembre )?(20\d\d)\b",
    re.IGNORECASE,
)
SANS_ANNEE = (
    "Le fichier ne dit pas de quelle année scolaire il est : choisissez-la sur la page d'import (à la ligne de commande, "
    "--annee 2023-2024)."
)


def month_said(titles: Iterable[str], nom: str) -> str | None:
    """The one month that a title over the table says, or else the file's name: its first day, « 2024-10-01 »."""
    for texts in (titles, (nom,)):
        found = {day for text in texts for day in _months(text)}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return None


def named_years(nom: str) -> tuple[str, ...]:
    """The school years written in a file's name, « vues-2023-2024.csv », each once, in their order."""
    pairs = ((int(m[1]), int(m[2])) for m in _ANNEE_DU_NOM.finditer(nom))
    found = (f"{first}-{first + 1}" for first, second in pairs if second == (first + 1) % 100)
    return tuple(dict.fromkeys(found))


# A page is drawn again at each press, and asks for it several times.
@lru_cache(maxsize=64)
def typed_year(text: str) -> str | None:
    """The school year that somebody typed, read as in a cell: « 2023 » and « 23/24 » are 2023-2024; None where it is none."""
    if not text.strip():
        return None
    (found,) = as_cells([text.strip()], ANNEE_SCOLAIRE.sql.format(x="x"))
    return None if found is None else str(found)


def titled_years(titles: Iterable[str]) -> tuple[str, ...]:
    """The school years that the titles over a table say, « Année scolaire 2023/2024 », « Rentrée 2023 », each once, in order."""
    found = set()
    for m in (m for title in titles for m in _ANNEE_DU_TITRE.finditer(title)):
        first = int(m[1] or m[3])
        if m[3] or int(m[2]) == (first + 1) % 100:
            found.add(f"{first}-{first + 1}")
    return tuple(sorted(found))


def year_told(titles: Sequence[str], nom: str, mois: str | None, r: Reconnaissance | None) -> str | None:
    """The school year that the file's name, a title over the table, dates after its headers, or `mois` tell, where the table wants
    one: None elsewhere.

    `r`: what it is without a year, None where that is nothing known.
    """
    alone = [years for years in (named_years(nom), titled_years(titles)) if len(years) == 1]
    written = alone[0][0] if alone else None
    said = r is not None and any("annee" in li.colonnes for li in r.liaisons)
    if r is None or (r.form is not None and r.form.annee_requise and not said):
        return written or _headed_year(r) or (school_year(mois) if mois else None)
    # A month alone may be that of the export.
    return written if _of_no_year(r) else None


def _headed_year(r: Reconnaissance | None) -> str | None:
    """The one school year of the dates after its headers, « Vue du mois octobre 2024 »; None without one, or of several."""
    days = {li.constantes["debut"] for li in r.liaisons if "debut" in li.constantes} if r else set()
    years = {school_year(day) for day in days}
    return years.pop() if len(years) == 1 else None


def _of_no_year(r: Reconnaissance) -> bool:
    """True where no figure would count the rows: nothing that is read says their year, and it can be declared."""
    return any(
        any(c.name == "annee" for c in li.dataset.stored)
        and {c.name for c in li.dataset.of_the_year}.isdisjoint((*li.colonnes, *li.constantes))
        for li in r.liaisons
    )


def _months(text: str) -> Iterator[str]:
    for m in _MOIS_ECRIT.finditer(text):
        year = m["a"] or m["a2"] or m["a3"]
        number = named_month(fold(m["mot"])) if m["mot"] else int(m["m"] or m["m2"])
        if number is not None:
            yield f"{year}-{number:02d}-01"


def month_alone(text: str) -> date | None:
    """The first day of a month that a text names without a day, « mars 2024 », « 03/2024 »; None for any other text."""
    if (found := _MOIS_SEUL.fullmatch(text.strip())) is None:
        return None
    number = named_month(fold(found["mot"])) if found["mot"] else int(found["m"] or found["m2"])
    return date(int(found["a"] or found["a2"] or found["a3"]), number, 1) if number else None


def day_of_no_year(text: str) -> bool:
    """True for a day and a month without their year: « 12 sept. », « 12/09 »."""
    return _day_alone(text) is not None


def several_days(text: str) -> bool:
    """True for a text that says more than one day: « 19/09/2023 et 20/09/2023 », « du 12 au 14 septembre 2023 »."""
    if len(set(_JOUR_ENTIER.findall(text))) > 1:
        return True
    found = _JOURS_ENSEMBLE.fullmatch(text.strip())
    return found is not None and (found["mot"] is None or named_month(fold(found["mot"])) is not None)


def day_in(text: str, annee: str) -> date | None:
    """The date of a day without its year, « 12/03 », « mardi 12 mars », in a school year; None for any other text, for a day that
    the year does not have, and for one that is on another day of the week there.
    """
    if (found := _day_alone(text)) is None:
        return None
    of_week, day, month = found
    first = int(annee[:4])
    with suppress(ValueError):
        told = date(first if debut_de_l_annee(first, month) == first else first + 1, month, day)
        if of_week in ("", "le", JOURS[told.weekday()], JOURS_COURTS[told.weekday()]):
            return told
    return None


def _day_alone(text: str) -> tuple[str, int, int] | None:
    """The folded word before it, the day and the number of the month."""
    if (found := _JOUR_SEUL.fullmatch(text.strip())) is None:
        return None
    month = int(found["m"]) if found["m"] else named_month(fold(found["mot"]))
    return (fold(found["semaine"] or ""), int(found["j"]), month) if month else None


def school_year(day: str) -> str:
    """« 2024-10-01 » → « 2024-2025 »."""
    first = debut_de_l_annee(int(day[:4]), int(day[5:7]))
    return f"{first}-{first + 1}"


def undated(form: Form | None, liaison: Liaison) -> str | None:
    """What to say of views of a month that nothing names; None where it is named."""
    monthly = liaison.constantes.get("periode") == _MENSUEL and "debut" not in liaison.constantes
    if form is None or not monthly or "debut" in liaison.colonnes:
        return None
    if not any(f.datee and f.dataset == liaison.dataset.name for f in form.feeds):
        return None
    header = liaison.colonnes["vues"]
    return (
        f"« {header} » ne dit pas de quel mois : d'un mois à l'autre, ces vues se remplaceraient. Écrivez le mois après le "
        f"titre de la colonne (« {header} octobre 2024 ») ou dans le nom du fichier (« vues-2024-10.csv »)."
    )


def counted_from(form: Form | None, nom: str) -> tuple[date, date] | None:
    """The first and last day that the views of an export count, where its tool writes them in the file's name; else None."""
    found = _JOURS_DU_NOM.search(nom) if form is not None and form.jours_du_nom else None
    with suppress(ValueError):
        return (date.fromisoformat(found[1]), date.fromisoformat(found[2])) if found else None
    return None


def dated_feeds(
    feed: Feed, headers: Mapping[str, str], annee: str | None, mois: str | None
) -> Iterator[Feed]:
    """The feed as declared, then one for each header that is one of its own and a date after it.

    `headers` is folded header → header as written; without a declared `annee` a civil year says no school year.
    `mois`: the first day of the month that the file says it is of.
    """
    if feed.datee and mois and feed.constants.get("periode") == _MENSUEL:
        yield replace(feed, constants={**feed.constants, "debut": mois})
    else:
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


def named_month(word: str) -> int | None:
    """The number of a month by its folded name, shortened or not."""
    for n, (short, name) in enumerate(_MOIS, 1):
        if word.startswith(short) and name.startswith(word):
            return n
    return None


def _dates(folded: str, tail: str, declared: bool) -> dict[str, str] | None:
    """The columns of a consultation that a date after a header fills; None for what is no date."""
    found = _EN_LETTRES.fullmatch(folded)
    if found and (month := named_month(found[1])) is not None:
        return {"debut": f"{found[2]}-{month:02d}-01"}
    school = _ANNEE_SCOLAIRE.fullmatch(tail)
    if school and int(school[2]) == (int(school[1]) + 1) % 100:
        return {"annee": f"{school[1]}-{int(school[1]) + 1}", "debut": f"{school[1]}-09-01"}
    numbers = _EN_CHIFFRES.fullmatch(tail)
    if numbers:
        year, number = (numbers[2], numbers[1]) if numbers[2] else (numbers[3], numbers[4])
        return {"debut": f"{year}-{int(number):02d}-01"} if 1 <= int(number) <= 12 else None
    civil = _ANNEE_CIVILE.fullmatch(tail)
    if civil:
        # Its first day belongs to the school year before: without a declared one, none is said.
        return {"debut": f"{civil[1]}-01-01"} if declared else {}
    return None
