"""How the text of a date becomes one, in SQL: as French exports, forms and spreadsheets write it, with its hour or without."""

from __future__ import annotations

from tne.sql import sql_lookup

# How the word of a month begins, in French or in English; four letters where three are those of two months.
_MOIS = (
    ("jan",),
    ("fev", "feb"),
    ("mar",),
    ("avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juil", "jul"),
    ("aou", "aug"),
    ("sep",),
    ("oct",),
    ("nov",),
    ("dec",),
)


def _mois_sql(word: str) -> str:
    begun = f"left({word}, CASE WHEN starts_with({word}, 'jui') THEN 4 ELSE 3 END)"
    return sql_lookup(begun, {p: f"{i:02d}" for i, prefixes in enumerate(_MOIS, start=1) for p in prefixes})


_LITTERALE = r"'^(?:le )?(?:[a-z]+[.,]{{0,2}} )?(\d{{1,2}})(?:er)?[ -]([a-z]{{3,9}})\.?[ -](\d{{4}}|[1-5]\d)(?:[\s,a-]+(?:de )?\(?(\d{{1,2}} ?[:h].*))?$'"
# « Sep 28, 2026 »
_ANGLAISE = r"'^([A-Z][a-z]{{2,8}})\.? (\d{{1,2}}), (\d{{4}})$'"
_AN_LITTERAL = "right('20' || regexp_extract(strip_accents(lower({x})), " + _LITTERALE + ", 3), 4)"
# « à 14h », « 9h05 », « 09:05:00 » after the year; of « 14h-16h » the first.
_HEURE_LITTERALE = " || ':' || ".join(
    r"lpad(regexp_extract({x}, '\d\d[\s,aàAÀ\x{{300}}-]+(?:[dD][eE] )?\(?([01]?\d|2[0-3]) ?[:hH] ?([0-5]\d)?', "
    + f"{n}), 2, '0')"
    for n in (1, 2)
)
_FORMATS = (
    "['%d/%m/%Y','%Y-%m-%d','%d/%m/%Y %H:%M:%S','%d/%m/%Y %H:%M','%Y-%m-%d %H:%M:%S','%Y-%m-%dT%H:%M:%S',"
    "'%Y-%m-%d %H:%M','%Y-%m-%dT%H:%M','%d-%m-%Y','%d-%m-%Y %H:%M','%d.%m.%Y','%Y/%m/%d','%Y/%m/%d %H:%M:%S',"
    "'%d/%m/%Y à %H:%M','%d/%m/%Y %Hh%M','%d/%m/%Y à %Hh%M','%d/%m/%Y %Hh','%d/%m/%Y à %Hh','%Y/%m/%d %I:%M:%S %p','%m/%d/%Y %I:%M:%S %p']"
)
# The hour as written, less fractions of a second and the offset from UTC: it is the hour at the place.
_SANS_DECALAGE = r"regexp_replace({x}, '(:\d\d)([.,]\d+)?( [AP]M)?( ?(Z|(UTC|GMT)([+-]\d{{1,2}}(:?\d\d)?)?|[+-]\d\d(:?\d\d)?))?$', '\1\3')"
# « 12/06/2024, 14h30 », « 12/06/2024 de 14h à 16h30 et 17h-18h »: when it began, as after the word of a month.
_PLAGE = (
    r"'^(\d{{1,2}})[/.-](\d{{1,2}})[/.-]((?:19|20)\d\d)[,:]?\s?(?:[-–—à]\s?)?(?:de )?\(?([01]?\d|2[0-3]) ?[h:] ?([0-5]\d)?"
    r"(?: ?(?:[-‑–—→>/à]|jusqu.à) ?(?:[01]?\d|2[0-4]) ?(?:[h:] ?(?:[0-5]\d)?)?(?:\s?(?:[,;+&/]|et |puis ) ?\d\d? ?[h:].*)?)?\)?$'"
)
_DEBUT_DE_PLAGE = "regexp_replace(lower({x}), " + _PLAGE + r", '\1/\2/\3 \4:\5')"
# Years written with two digits would read as the year 24: only 1900-2100 is a date of ours.
HORODATAGE_SQL = (
    # Nearly every date of the exports looks so: no regular expression, one format.
    "CASE WHEN length({x}) = 10 AND substr({x}, 3, 1) = '/' AND substr({x}, 6, 1) = '/' AND substr({x}, 7, 2) IN ('19', '20') "
    "THEN try_strptime({x}, '%d/%m/%Y') "
    "WHEN regexp_full_match({x}, '\\d{{5}}([.,]\\d+)?') AND try_cast(replace({x}, ',', '.') AS DOUBLE) "
    "BETWEEN 20000 AND 80000 "
    # Excel's day 0 is 1899-12-30 for any date after February 1900.
    "THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(try_cast(replace({x}, ',', '.') AS DOUBLE) * 86400) AS BIGINT)) "
    "WHEN regexp_full_match({x}, '20\\d{{6}}') THEN try_strptime({x}, '%Y%m%d') "
    "WHEN regexp_full_match({x}, '20\\d{{6}}T\\d{{6}}Z?') THEN try_strptime(left({x}, 15), '%Y%m%dT%H%M%S') "
    # « 2 December 2024 2:00 PM »: no French export, and two in the afternoon would be two in the night.
    "WHEN regexp_matches({x}, '(?i)\\p{{L}}{{3}}.* \\d.*\\d ?[ap]\\.?m\\.?$') THEN NULL "
    "WHEN regexp_matches(strip_accents(lower({x})), " + _LITTERALE + ") THEN "
    "try_strptime("
    + _AN_LITTERAL
    + " || '-' || "
    + _mois_sql("regexp_extract(strip_accents(lower({x})), " + _LITTERALE + ", 2)")
    + " || '-' || lpad(regexp_extract(strip_accents(lower({x})), "
    + _LITTERALE
    + ", 1), 2, '0') || ' ' || "
    + _HEURE_LITTERALE
    + ", '%Y-%m-%d %H:%M') "
    "WHEN regexp_matches({x}, "
    + _ANGLAISE
    + ") THEN try_strptime(regexp_extract({x}, "
    + _ANGLAISE
    + ", 3) || '-' || "
    + _mois_sql("lower(regexp_extract({x}, " + _ANGLAISE + ", 1))")
    + " || '-' || lpad(regexp_extract({x}, "
    + _ANGLAISE
    + ", 2), 2, '0'), '%Y-%m-%d') "
    "WHEN regexp_matches({x}, '^\\d') THEN "
    "CASE WHEN year(try_strptime(" + _SANS_DECALAGE + ", " + _FORMATS + ")) BETWEEN 1900 AND 2100 "
    "THEN try_strptime(" + _SANS_DECALAGE + ", " + _FORMATS + ") "
    "WHEN regexp_matches(lower({x}), "
    + _PLAGE
    + ") THEN try_strptime("
    + _DEBUT_DE_PLAGE
    + ", ['%d/%m/%Y %H:%M','%d/%m/%Y %H:']) END END"
)
"""The hour and day of the text `{x}`, NULL where it is none."""
