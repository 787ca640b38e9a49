"""The kinds of value met in the exports, each with the texts it accepts and refuses.

The SQL runs on DuckDB 1.5.5 and 2.0.1. `{x}` is a trimmed text in which no-break spaces are already plain ones.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from tne.dates_lues import HORODATAGE_SQL
from tne.folding import sql_fold
from tne.formules import EN_ERREUR
from tne.spec import Kind, fold
from tne.sql import sql_lookup
from tne.territoire import noms_des_departements

# Source: letters checked on 49,240 real UAI; the first 7 digits modulo 23.
LETTRES_UAI = "ABCDEFGHJKLMNPRSTUVWXYZ"


def nombre(x: str) -> str:
    """SQL: a number as written by French or English software, without thousands separators, point as decimal."""
    bare = f"replace(replace({x}, ' ', ''), ',', '.')"
    # « 12 3 » is two numbers, or a slip: its digits are not drawn together.
    return (
        f"CASE WHEN NOT regexp_matches({x}, '\\d +\\d') "
        f"OR regexp_matches({x}, '^[+-]? ?\\d{{{{1,3}}}}( \\d{{{{3}}}})+([^ \\d]|$)') THEN {bare} END"
    )


TEXTE = Kind(
    name="texte",
    libelle="texte",
    type_sql="VARCHAR",
    sql="{x}",
    attendu="un texte",
    valides=(("Évaluer avec le numérique", "Évaluer avec le numérique"), ("0860002K", "0860002K")),
    invalides=(),
    marques=("-", "#VIDER"),
    libre=True,
)

CODE = Kind(
    name="code",
    libelle="code",
    type_sql="VARCHAR",
    # A code of digits that a spreadsheet took for a number and shortened is lost.
    sql=r"CASE WHEN NOT regexp_full_match(upper({x}), '\d([.,]\d+)?E\+\d+') AND upper({x}) NOT IN "
    + EN_ERREUR
    # A program that took the code for a number writes « 238601.0 », and a French one « 238601,0 ».
    + r" THEN regexp_replace(upper({x}), '^(\d+)[.,]0$', '\1') END",
    attendu="un code : le tableur l'a pris pour un nombre et l'a abrégé, reprenez-le dans l'export d'origine",
    valides=(
        ("26a0130001", "26A0130001"),
        ("012", "012"),
        ("2E10", "2E10"),
        ("238601.0", "238601"),
        ("238601,0", "238601"),
    ),
    invalides=("2,38605E+11", "8E+06", "#N/A", "#ref!"),
    marques=("#VIDER",),
)

ENTIER = Kind(
    name="entier",
    libelle="nombre entier",
    type_sql="BIGINT",
    sql="CASE WHEN regexp_full_match(" + nombre("{x}") + r", '[+-]?\d{{1,15}}(\.0{{1,2}})?') "
    "THEN try_cast(try_cast(" + nombre("{x}") + " AS DECIMAL(18,2)) AS BIGINT) END",
    attendu="un nombre entier, par exemple 1 128",
    valides=(("12", 12), ("1 128", 1128), ("257.0", 257), ("-3", -3), ("0", 0)),
    # 1.000 may be one, or a thousand written the English way: refused.
    invalides=("douze", "3,5", "1-2", "12/06/2024", "1.000", "1,000", "12 3", "1 2 3"),
    format="entier",
)

# A count of things or persons: never negative.
EFFECTIF = Kind(
    name="effectif",
    libelle="nombre entier, zéro ou plus",
    type_sql="BIGINT",
    sql="CASE WHEN regexp_full_match(" + nombre("{x}") + r", '\+?\d{{1,15}}(\.0{{1,2}})?') "
    "THEN try_cast(try_cast(" + nombre("{x}") + " AS DECIMAL(18,2)) AS BIGINT) END",
    attendu="un nombre entier positif ou nul, par exemple 24",
    valides=(("24", 24), ("1 128", 1128), ("0", 0)),
    invalides=("-3", "3,5", "beaucoup", "12 3", "1 128 4"),
    format="entier",
    minimum=0,
)

DECIMAL = Kind(
    name="decimal",
    libelle="nombre",
    type_sql="DOUBLE",
    sql="CASE WHEN regexp_full_match(" + nombre("{x}") + r", '[+-]?\d+(\.\d+)?([eE][+-]?\d{{1,2}})?') "
    "THEN try_cast(" + nombre("{x}") + " AS DOUBLE) END",
    attendu="un nombre, par exemple 3,5",
    valides=(("3,5", 3.5), ("105.7", 105.7), ("1 128,25", 1128.25), ("-0,5", -0.5)),
    invalides=("3h", "trois", "1,2,3", "3 5", "3,5 4"),
    format="decimal",
)


def _entre(minimum: int, maximum: int, **declared: Any) -> Kind:
    """A decimal number between these two, both included."""
    sql = f"CASE WHEN {DECIMAL.sql} BETWEEN {minimum} AND {maximum} THEN {DECIMAL.sql} END"
    return replace(DECIMAL, sql=sql, minimum=minimum, maximum=maximum, **declared)


LATITUDE = _entre(
    -90,
    90,
    name="latitude",
    libelle="latitude",
    attendu="une latitude en degrés, de -90 à 90, par exemple 46,58",
    trop_grand="il manque peut-être sa virgule, ou ce sont des mètres",
    valides=(("46,58", 46.58), ("46.13437065958356", 46.13437065958356), ("-21,1", -21.1), ("90", 90.0)),
    invalides=("4658", "90,1", "-91", "6562675.4", "46°35'", "1,2,3"),
)

LONGITUDE = _entre(
    -180,
    180,
    name="longitude",
    libelle="longitude",
    attendu="une longitude en degrés, de -180 à 180, par exemple 0,34",
    trop_grand="il manque peut-être sa virgule, ou ce sont des mètres",
    valides=(("0,34", 0.34), ("0.4097853744462763", 0.4097853744462763), ("-61,5", -61.5), ("-180", -180.0)),
    invalides=("500061.0", "180,1", "-181", "0°20'"),
)

# The index of an establishment is a mean of those of its pupils, which the DEPP sets between 38 and 179 (2016), then 45 and 185.
INDICE_SOCIAL = _entre(
    30,
    200,
    name="indice_social",
    libelle="indice de position sociale",
    attendu="un indice de position sociale, de 30 à 200, par exemple 105,7",
    trop_grand="il manque peut-être sa virgule",
    valides=(("105,7", 105.7), ("88.0", 88.0), ("45", 45.0), ("185", 185.0)),
    invalides=("1057", "1200", "0", "-105", "1,05", "28,9"),
)

# How a box is ticked, or left on purpose. An empty one says nothing. « checked » is Airtable's.
OUI = ("oui", "o", "vrai", "true", "1", "x", "y", "yes", "checked", "✓", "✔", "✅", "☑", "☒")
NON = ("non", "n", "faux", "false", "0", "no", "✗", "✘", "❌", "☐")

BOOLEEN = Kind(
    name="booleen",
    libelle="oui ou non",
    type_sql="BOOLEAN",
    sql=f"CASE WHEN lower({{x}}) IN {OUI} THEN true WHEN lower({{x}}) IN {NON} THEN false END",
    attendu="oui ou non",
    valides=(("Oui", True), ("non", False), ("VRAI", True), ("0", False), ("✓", True)),
    invalides=("peut-être", "2"),
)

HORODATAGE = Kind(
    name="horodatage",
    libelle="date et heure",
    type_sql="TIMESTAMP",
    sql=HORODATAGE_SQL,
    attendu="une date, par exemple 12/06/2024 ou 12/06/2024 14:00",
    valides=(
        ("12/06/2024", datetime(2024, 6, 12)),
        ("12/06/2024 14:30", datetime(2024, 6, 12, 14, 30)),
        ("2024-06-12T09:00:00", datetime(2024, 6, 12, 9)),
        ("2024-06-12 09:00:00", datetime(2024, 6, 12, 9)),
        ("2024-06-12T09:00:00.123Z", datetime(2024, 6, 12, 9)),
        ("2024-06-12T09:00:00.123456+02:00", datetime(2024, 6, 12, 9)),
        ("2024-06-12 09:00:00 +0200", datetime(2024, 6, 12, 9)),
        ("12/06/2024 à 14h30", datetime(2024, 6, 12, 14, 30)),
        ("2024/06/12 2:05:33 PM UTC+2", datetime(2024, 6, 12, 14, 5, 33)),
        ("6/12/2024 9:05:33 AM", datetime(2024, 6, 12, 9, 5, 33)),
        ("Sep 28, 2026", datetime(2026, 9, 28)),
        ("45455.375", datetime(2024, 6, 12, 9)),
        ("12 juin 2024", datetime(2024, 6, 12)),
        ("28 sept. 2026", datetime(2026, 9, 28)),
        ("mercredi 12 juin 2024 à 9h05", datetime(2024, 6, 12, 9, 5)),
        ("mercredi 12 juin 2024 de 9h05 à 12h", datetime(2024, 6, 12, 9, 5)),
        ("12-juin-24", datetime(2024, 6, 12)),
        ("mer. 12 juin 2024", datetime(2024, 6, 12)),
        ("Wed, 12 Jun 2024", datetime(2024, 6, 12)),
        ("12/06/2024 à 14h", datetime(2024, 6, 12, 14)),
        ("12/06/2024 9h", datetime(2024, 6, 12, 9)),
        ("12/06/2024, 9h05", datetime(2024, 6, 12, 9, 5)),
        ("12/06/2024 9h-11h30", datetime(2024, 6, 12, 9)),
        ("12/6/2024 de 9h05 à 12h et 14h-16h", datetime(2024, 6, 12, 9, 5)),
        ("1er sept. 23", datetime(2023, 9, 1)),
        ("20240612", datetime(2024, 6, 12)),
        ("20240612T090500Z", datetime(2024, 6, 12, 9, 5)),
        ("1er février 2024", datetime(2024, 2, 1)),
        ("3 août 2023", datetime(2023, 8, 3)),
    ),
    invalides=(
        "31/02/2024",
        "demain",
        "2024",
        "12/06/24",
        "32 juin 2024",
        "123456",
        "juin-24",
        "20241306",
        "12 juin 98",
        "12/06/2024 9h ou 14h",
        "12/06/2024 9h - 13/06/2024 12h",
    ),
    format="date",
)

DATE = Kind(
    name="date",
    libelle="date",
    type_sql="DATE",
    sql="CAST(" + HORODATAGE_SQL + " AS DATE)",
    attendu="une date, par exemple 12/06/2024",
    valides=tuple((text, value.date()) for text, value in HORODATAGE.valides),
    invalides=HORODATAGE.invalides,
    format="date",
)

_ANNEE_PAIRE = r"'.*?\b(20\d{{2}}) ?[-/–_] ?(20)?(\d{{2}})\b.*'"
# « 23-24 », « AS 23/24 »: two years that follow each other, and nothing else.
_ANNEE_COURTE = r"'(?:a\.? ?s\.? ?|annee (?:scolaire )?)?([1-5]\d) ?[-/–_] ?([1-5]\d)'"
ANNEE_SCOLAIRE = Kind(
    name="annee_scolaire",
    libelle="année scolaire",
    type_sql="VARCHAR",
    # « session 2024 » is June 2024; « 2023 » and « rentrée 2023 » are the year that begins in September 2023.
    sql="CASE WHEN regexp_full_match({x}, " + _ANNEE_PAIRE + ") THEN "
    "CASE WHEN (try_cast(regexp_extract({x}, " + _ANNEE_PAIRE + ", 1) AS INTEGER) + 1) % 100 = "
    "try_cast(regexp_extract({x}, " + _ANNEE_PAIRE + ", 3) AS INTEGER) THEN "
    "regexp_extract({x}, " + _ANNEE_PAIRE + ", 1) || '-' || "
    "(try_cast(regexp_extract({x}, " + _ANNEE_PAIRE + ", 1) AS INTEGER) + 1) END "
    "WHEN regexp_full_match(strip_accents(lower({x})), " + _ANNEE_COURTE + ") THEN "
    "CASE WHEN try_cast(regexp_extract(strip_accents(lower({x})), "
    + _ANNEE_COURTE
    + ", 1) AS INTEGER) + 1 = "
    "try_cast(regexp_extract(strip_accents(lower({x})), " + _ANNEE_COURTE + ", 2) AS INTEGER) THEN "
    "'20' || regexp_extract(strip_accents(lower({x})), " + _ANNEE_COURTE + ", 1) || '-20' || "
    "regexp_extract(strip_accents(lower({x})), " + _ANNEE_COURTE + ", 2) END "
    r"WHEN regexp_full_match(lower({x}), 'session (de )?20\d{{2}}') THEN "
    "(try_cast(right({x}, 4) AS INTEGER) - 1) || '-' || right({x}, 4) "
    r"WHEN regexp_full_match(strip_accents(lower({x})), '(rentree( scolaire)?( de)? )?20\d{{2}}([.,]0)?') THEN "
    r"regexp_extract({x}, '20\d{{2}}') || '-' || (try_cast(regexp_extract({x}, '20\d{{2}}') AS INTEGER) + 1) END",
    attendu="une année scolaire, par exemple 2023-2024",
    valides=(
        ("2023-2024", "2023-2024"),
        ("2023/2024", "2023-2024"),
        ("2023-24", "2023-2024"),
        ("2023", "2023-2024"),
        ("2023,0", "2023-2024"),
        ("Rentrée 2023", "2023-2024"),
        ("session 2024", "2023-2024"),
        ("23-24", "2023-2024"),
        ("A.S. 23/24", "2023-2024"),
        ("Année scolaire 2023-2024", "2023-2024"),
    ),
    invalides=("2023-2025", "23", "l'an dernier", "2024-2023", "23-25", "12/06"),
)

_UAI = (
    "CASE WHEN regexp_full_match(upper(replace({x}, ' ', '')), '\\d{{6}}[A-Z]') "
    "THEN '0' || upper(replace({x}, ' ', '')) ELSE upper(replace({x}, ' ', '')) END"
)
# A code of the right shape, whatever its letter: it tells the département all the same.
UAI_LU = "CASE WHEN regexp_full_match(" + _UAI + ", '\\d{{7}}[A-Z]') THEN " + _UAI + " END"
UAI = Kind(
    name="uai",
    libelle="UAI",
    type_sql="VARCHAR",
    sql="CASE WHEN regexp_full_match(" + _UAI + ", '\\d{{7}}[A-Z]') AND right(" + _UAI + ", 1) = "
    f"substr('{LETTRES_UAI}', try_cast(left(" + _UAI + ", 7) AS INTEGER) % 23 + 1, 1) THEN " + _UAI + " END",
    attendu="un UAI : sept chiffres et la lettre qui leur correspond, par exemple 0860002K",
    valides=(
        ("0860002K", "0860002K"),
        ("0860799b", "0860799B"),
        ("086 1457 S", "0861457S"),
        ("860002K", "0860002K"),
        ("0860016A", "0860016A"),
    ),
    invalides=("0860001X", "086000K", "collège", "0860002"),
)

CODE_INSEE = Kind(
    name="code_insee",
    libelle="code INSEE de commune",
    type_sql="VARCHAR",
    sql="CASE WHEN regexp_full_match(upper({x}), '(\\d{{2}}|2[AB])\\d{{3}}') THEN upper({x}) "
    "WHEN regexp_full_match({x}, '\\d{{4,5}}([.,]0)?') THEN lpad(regexp_extract({x}, '^\\d+'), 5, '0') END",
    attendu="un code INSEE de commune sur cinq caractères, par exemple 86194 ou 2A004",
    valides=(
        ("86194", "86194"),
        ("01025", "01025"),
        ("2a004", "2A004"),
        ("1025", "01025"),
        ("86194.0", "86194"),
        ("1025,0", "01025"),
    ),
    invalides=("Poitiers", "860194"),
)


def _par_nom() -> str:
    """SQL: the code of a département by its name; « Réunion » is written with its article and without."""
    names = {nom: code for code, nom in noms_des_departements().items()}
    bare = {nom.removeprefix("La "): code for nom, code in names.items()}
    return sql_lookup(sql_fold("{x}"), {fold(nom): code for nom, code in (names | bare).items()})


# Schools of Corsica are of 620 and 720, by their UAI and so in some files.
DEPARTEMENT = Kind(
    name="departement",
    libelle="code de département",
    type_sql="VARCHAR",
    sql="CASE WHEN regexp_full_match(upper({x}), '0?(\\d{{2}}|2[AB])') THEN '0' || right(upper({x}), 2) "
    "WHEN regexp_full_match({x}, '0?9\\d{{2}}') THEN right({x}, 3) WHEN {x} = '620' THEN '02A' WHEN {x} = '720' THEN '02B' "
    "WHEN regexp_full_match({x}, '\\d') THEN '00' || {x} "
    "WHEN regexp_matches({x}, '^[^\\d\\W]') THEN " + _par_nom() + " END",
    attendu="un département, par exemple 086, 86 ou Vienne",
    valides=(
        ("086", "086"),
        ("86", "086"),
        ("2A", "02A"),
        ("971", "971"),
        ("1", "001"),
        ("Vienne", "086"),
        ("VAL D OISE", "095"),
        ("REUNION", "974"),
        ("0974", "974"),
        ("620", "02A"),
        ("720", "02B"),
    ),
    invalides=("Nouvelle-Aquitaine", "1234"),
)
