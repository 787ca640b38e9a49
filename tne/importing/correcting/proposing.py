"""What a refused text probably means: one value, or the few between which a person has to choose. Nothing is applied by itself."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime

from tne.durees import DUREE_HEURES, ecrite
from tne.importing.columns.periods import month_alone
from tne.importing.correcting.closed_lists import DENIED, nearest, several
from tne.kinds import BOOLEEN, DECIMAL, EFFECTIF, ENTIER, INDICE_SOCIAL, LATITUDE, LETTRES_UAI, LONGITUDE
from tne.spec import Column, fold
from tne.typographie import JOURS_COURTS, MOIS_COURTS

_HEURE = r"\d\d?(?:h(?:\d\d)?|:\d\d(?::\d\d)?)"
_DATE = re.compile(
    rf"(?:(?:{'|'.join(JOURS_COURTS)})[a-z]*\.?,? )?(?:le )?(\d\d?)[-/. ](\d\d?)[-/. ](\d{{4}}|\d\d)(?:(?P<heure> (?:à |de )?{_HEURE}(?: ?[-–à] ?{_HEURE})?)| .*)?",
    re.IGNORECASE,
)
# The kinds of dates take no other year.
_YEARS = range(1900, 2101)
# Seconds since 1970, as the API of Grist gives days, from 2001 to 2033.
_SECONDS = re.compile(r"1\d{9}")
_UAI = re.compile(r"\d{6,7} ?[A-Za-z](?![A-Za-z])")
# What stands for yes or no elsewhere.
_SAID = {"ok": "oui", "ja": "oui", "si": "oui", "affirmatif": "oui", "négatif": "non", "nein": "non"}
# Headers of forms in English, whose dates have the month first.
_ENGLISH = re.compile(r"\b(?:time|timestamp|submitted|created|modified)\b", re.IGNORECASE)
_ABOUT = r"(?:(?:~|≈|±|\+/-|env(?:\.|iron)?|à peu près|autour de) ?)?"
# A number with what it counts, « 78 élèves », or said to be about right: « env. 8 », « ~10 », « 12 environ ».
_COUNTED = re.compile(rf"{_ABOUT}(\d{{1,6}})(?: +[^\W\d]+\.?)?(?: +env(?:\.|iron))?", re.IGNORECASE)
# The same of a number that may have decimals, whose unit is that of its column: « ~1,5 », « env. 1 200 ».
_ROUGHLY = re.compile(
    rf"{_ABOUT}(\d{{1,3}}(?: \d{{3}})+|\d{{1,6}}(?:[.,]\d+)?)(?: +env(?:\.|iron))?", re.IGNORECASE
)
# « 1,2 k » views, as a page that has little room shows them.
_THOUSANDS = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?) ?(?:k|mille)", re.IGNORECASE)
_NOT_PERSONS = frozenset({"classe", "groupe", "division", "equipe", "famille", "couple", "foyer", "ecole", "college", "lycee",
    "etablissement", "seance", "session", "atelier", "heure", "h", "min", "jour", "journee", "foi", "niveau"})  # fmt: skip
_NOBODY = ("aucun", "aucune", "néant", "zéro", "zero", "personne")
# « 33 % », « 4,5/5 »: the unit of the column, or its scale.
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|/ ?5|sur 5)", re.IGNORECASE)
_HOUR = r"(\d{1,2}) ?[h:] ?(\d\d)?"
_HOURS = re.compile(rf"(?:de )?{_HOUR} ?(?:-|–|—|à|/) ?{_HOUR}", re.IGNORECASE)
# What somebody is there for, hours of the day being later: « 1h30 à 3h » is one duration or the other.
_EARLIEST = 7
_LENGTH = r"(?:(\d{1,2}) ?h(?:eures?)?\.? ?(\d\d)?|(\d{1,3}) ?(?:min(?:utes?)?|mn)\.?)"
_ONE_LENGTH = re.compile(rf"{_ABOUT}{_LENGTH}(?: env(?:\.|iron)?)?", re.IGNORECASE)
# « 2 x 1h30 », « 3 fois 2h »; « 1h30 + 1h30 ».
_TIMES = re.compile(r"(\d) ?(?:x|×|\*|fois|séances? de) ?(.+)", re.IGNORECASE)
_NUMBER = r"(\d{1,3}(?: \d{3})+|\d{1,6})"
# « 8-10 », « 8 à 10 élèves », « 5 ou 6 », « entre 8 et 10 ». « 8 et 10 » may be added up.
_RANGE = re.compile(
    rf"{_ABOUT}(?:(?:de )?{_NUMBER} ?(?:-|–|—|à|ou) ?{_NUMBER}|entre {_NUMBER} et {_NUMBER})(?: +[^\W\d]+)?",
    re.IGNORECASE,
)
# What a spreadsheet makes of « 1.5 », as a CSV shows it and as a workbook gives it.
_DAY_OF_MONTH = re.compile(r"(\d{1,2})-([^\W\d]{3,5})\.?")
_OPENED_ON = re.compile(r"20[2-9]\d-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?")
_MONTHS = {fold(name): n for n, name in enumerate(MOIS_COURTS, 1)}
_WITH_DECIMALS = (DECIMAL, LATITUDE, LONGITUDE, INDICE_SOCIAL)
# « 12* », « 12 (1) », « 12¹ »: a number that sends to a note under the table.
_NOTED = re.compile(
    r"(\d{1,3}(?: \d{3})+|\d{1,6}(?:[.,]\d+)?) ?(\*{1,3}|\((?:\d|[a-z]|\*)\)|\[\d\]|[¹²³⁴⁵⁶⁷⁸⁹]|[†‡])"
)
# Two numbers, or one with a space too many.
_SIDE_BY_SIDE = re.compile(r"(\d{1,3}) +(\d{1,3})")
_ROUND = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
}
_ROUNDLY = re.compile(
    rf"{_ABOUT}une (?:bonne |petite )?({'|'.join(_ROUND)})(?: (?:de |d['’])[^\W\d]+)?", re.IGNORECASE
)


def suggest(column: Column, text: str, header: str) -> str | None:
    """The likeliest right value: the UAI's own letter, the nearest value of a closed list. None without a good guess."""
    if column.kind.name == "uai":
        return _code(text, codes_of(column, text))
    if column.kind.type_sql == "DATE" and (month := month_alone(text)):
        return f"{month:%d/%m/%Y}"
    if column.kind.est_date:
        if _SECONDS.fullmatch(text):
            return f"{datetime.fromtimestamp(int(text), UTC):%d/%m/%Y}"
        return _french_date(text, column, month_first=bool(_ENGLISH.search(header)))
    if noted := number_with_note(column, text):
        return noted[0]
    if column.kind in (DUREE_HEURES, DECIMAL, INDICE_SOCIAL) and (number := _number_made_a_day(text)):
        return number
    if column.kind.type_sql == "BIGINT":
        return None if _of_other_things(column, text) else _counted(text)
    if column.kind is BOOLEEN:
        return _yes_or_no(text)
    if column.kind is DECIMAL and (found := _SHARE.fullmatch(text)):
        return found[1]
    if column.kind in (DECIMAL, INDICE_SOCIAL):
        return found[1] if (found := _ROUGHLY.fullmatch(text)) else None
    if column.kind is DUREE_HEURES:
        return _between(text) or _length(text)
    if column.kind.ferme and not several(column, text):
        return nearest(column, text)
    return None


def choices(column: Column, text: str) -> tuple[str, ...]:
    """The values of which a person has to choose one: both ends of a range, the codes of a cell that holds several."""
    if column.kind in (ENTIER, EFFECTIF, DECIMAL):
        return () if _of_other_things(column, text) else _ends(text)
    if column.kind is DUREE_HEURES:
        return _lengths(text)
    if column.kind.valeurs:
        return several(column, text)
    codes = codes_of(column, text)
    return tuple(c for c in codes if c[-1] == _letter(c)) if len(codes) > 1 else ()


def number_with_note(column: Column, text: str) -> tuple[str, str] | None:
    """The number of a cell and the mark of a note after it; None for any other text, or where no number is expected."""
    found = _NOTED.fullmatch(text) if column.kind in (ENTIER, EFFECTIF, *_WITH_DECIMALS) else None
    if found is None or (column.kind in (ENTIER, EFFECTIF) and not found[1].replace(" ", "").isdigit()):
        return None
    return found[1], found[2]


def codes_of(column: Column, text: str) -> tuple[str, ...]:
    """The different texts of a cell that have the shape of an UAI, whatever their letter; none for another column."""
    if column.kind.name != "uai":
        return ()
    return tuple(dict.fromkeys(found.upper().replace(" ", "").zfill(8) for found in _UAI.findall(text)))


def _letter(code: str) -> str:
    return LETTRES_UAI[int(code[:7]) % 23]


def _code(text: str, codes: tuple[str, ...]) -> str | None:
    if len(codes) > 1:
        return None
    if codes and codes[0][-1] == _letter(codes[0]):
        return codes[0]
    bare = text.upper().replace(" ", "").replace("O", "0")
    if re.fullmatch(r"\d{3}([-._])\d{4}\1?[A-Z]", bare):  # « 086-0002-K »
        bare = re.sub(r"\W|_", "", bare)
    # A spreadsheet took what it begins with for a number, and its zero away.
    if re.fullmatch(r"\d{6}[A-Z]?", bare):
        bare = f"0{bare}"
    digits = bare[:7]
    return digits + _letter(digits) if len(digits) == 7 and digits.isdigit() else None


def letter_replaced(text: str, code: str) -> bool:
    """True where a code was written with another letter than the one proposed: « 0860799X »; not of « 086-0799-B », or without letter."""
    written = re.sub(r"\W|_", "", text.upper()).replace("O", "0")
    return code.removeprefix("0") not in written and not written.isdigit()


def _number_made_a_day(text: str) -> str | None:
    """« 1,5 » for « 01-mai »: a French spreadsheet takes « 1.5 » for the first of May, of the year when it was opened."""
    if found := _DAY_OF_MONTH.fullmatch(text):
        month = _MONTHS.get(fold(found[2]))
        return f"{int(found[1])},{month}" if month else None
    found = _OPENED_ON.fullmatch(text)
    return f"{int(found[2])},{int(found[1])}" if found else None


def _between(text: str) -> str | None:
    """The time from one hour of the day to another, « 9h-12h30 »."""
    if (found := _HOURS.fullmatch(text)) is None:
        return None
    start, start_minutes, end, end_minutes = (int(part or 0) for part in found.groups())
    if max(start, end) < _EARLIEST:
        return None
    minutes = 60 * (end - start) + end_minutes - start_minutes
    return ecrite(minutes) if minutes > 0 else None


def _length(text: str) -> str | None:
    """The whole of « 2 x 1h30 », of « 1h + 1h30 »; « environ 2h », « 2h. » without the words around."""
    times = _TIMES.fullmatch(text)
    number, each = (int(times[1]), times[2]) if times else (1, text)
    minutes = 0
    for part in each.split("+"):
        if (found := _ONE_LENGTH.fullmatch(part.strip())) is None:
            return None
        minutes += 60 * int(found[1] or 0) + int(found[2] or found[3] or 0)
    minutes *= number
    return ecrite(minutes) if minutes else None


def _lengths(text: str) -> tuple[str, ...]:
    """Both ends of « 1h30 à 3h », where neither is an hour of the day."""
    if (found := _HOURS.fullmatch(text)) is None:
        return ()
    start, start_minutes, end, end_minutes = (int(part or 0) for part in found.groups())
    ends = (start, start_minutes), (end, end_minutes)
    if max(start, end) >= _EARLIEST or ends[0] >= ends[1]:
        return ()
    return tuple(f"{hours}h{minutes:02d}" for hours, minutes in ends)


def _of_other_things(column: Column, text: str) -> bool:
    """True where a number of persons is said in groups or hours of them: « 2 classes » are not two pupils."""
    own = set().union(*map(_single_words, column.headers))
    return column.personnes and bool((_single_words(text) & _NOT_PERSONS) - own)


def _single_words(text: str) -> set[str]:
    return {fold(w).rstrip("sx") for w in re.findall(r"[^\W\d_]+", text)}


def _counted(text: str) -> str | None:
    if text.lower() in _NOBODY:
        return "0"
    if thousands := _THOUSANDS.fullmatch(text):
        return str(round(float(thousands[1].replace(",", ".")) * 1000))
    if counted := _COUNTED.fullmatch(text):
        return counted[1]
    roundly = _ROUNDLY.fullmatch(text)
    return str(_ROUND[roundly[1].lower()]) if roundly else None


def _yes_or_no(text: str) -> str | None:
    """« Oui. », « ☑ oui », « Oui, depuis 2022 », « OK »: the one of both that is said, where the other is not."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", text)]
    said = {w for w in words if w in ("oui", "non")} or {_SAID[w] for w in words[:1] if w in _SAID}
    return said.pop() if len(said) == 1 and not DENIED.search(text.lower().removeprefix("non")) else None


def _ends(text: str) -> tuple[str, ...]:
    if both := _SIDE_BY_SIDE.fullmatch(text):
        return both[1], both[2], both[1] + both[2]
    if (found := _RANGE.fullmatch(text)) is None:
        return ()
    low, high = (number.replace(" ", "") for number in found.groups() if number)
    # « 2023-2024 » is a school year that slipped into the column.
    year = len(low) == 4 and low.startswith("20") and int(high) == int(low) + 1
    return (low, high) if int(low) < int(high) and not year else ()


def _french_date(text: str, column: Column, *, month_first: bool) -> str | None:
    """The date of a text that writes the month first (where both may be, `month_first` says so), or its year in two digits.

    With its hours, where the column holds one and nothing else is written.
    """
    if (found := _DATE.fullmatch(text.strip())) is None:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3])
    if month > 12 or (month_first and day <= 12):
        day, month = month, day
    year += 2000 if year < 100 else 0
    with suppress(ValueError):
        hour = found["heure"] or "" if column.kind.type_sql == "TIMESTAMP" else ""
        return f"{date(year, month, day):%d/%m/%Y}{hour}" if year in _YEARS else None
    return None
