"""Durations of sessions and interventions, in hours."""

from __future__ import annotations

from tne.kinds import nombre
from tne.spec import Alerte, Check, Gravite, Kind

_NOMBRE = nombre("{x}")
_HEURES = "(?:h|hrs?|heures?)"
_DUREE = rf"'^(\d{{{{1,3}}}}) ?{_HEURES} ?(?:et )?(\d{{{{1,2}}}})? ?(?:min(?:utes?)?|mn|''|’)?$'"
# More than a day in an ODS: « PT27H00M00S ».
_ISO = r"'^PT(?:(\d{{1,3}})H)?(?:(\d{{1,2}})M)?(?:\d{{1,2}}([.,]\d+)?S)?$'"
_AVEC_DECIMALES = rf"'^(\d{{{{1,3}}}}[.,]\d{{{{1,2}}}}) ?{_HEURES}$'"

DUREE_HEURES = Kind(
    name="duree_heures",
    libelle="durée en heures",
    type_sql="DOUBLE",
    sql="CASE WHEN regexp_full_match(lower({x}), " + _DUREE + ") THEN "
    "try_cast(regexp_extract(lower({x}), " + _DUREE + ", 1) AS DOUBLE) + "
    "coalesce(try_cast(nullif(regexp_extract(lower({x}), " + _DUREE + ", 2), '') AS DOUBLE), 0) / 60 "
    "WHEN regexp_full_match(lower({x}), " + _AVEC_DECIMALES + ") THEN "
    "try_cast(replace(regexp_extract(lower({x}), " + _AVEC_DECIMALES + ", 1), ',', '.') AS DOUBLE) "
    r"WHEN regexp_full_match(lower({x}), '\d{{1,3}} ?(min(utes)?|mn|''|’)') THEN try_cast(regexp_extract({x}, '\d+') AS DOUBLE) / 60 "
    r"WHEN regexp_full_match({x}, '\d{{1,3}}:\d{{2}}(:\d{{2}})?') THEN try_cast(split_part({x}, ':', 1) AS DOUBLE) + "
    "try_cast(split_part({x}, ':', 2) AS DOUBLE) / 60 "
    "WHEN regexp_matches({x}, " + _ISO + ") AND length({x}) > 2 THEN "
    "coalesce(try_cast(nullif(regexp_extract({x}, " + _ISO + ", 1), '') AS DOUBLE), 0) + "
    "coalesce(try_cast(nullif(regexp_extract({x}, " + _ISO + ", 2), '') AS DOUBLE), 0) / 60 "
    "WHEN regexp_full_match(" + _NOMBRE + r", '\d+(\.\d+)?') THEN try_cast(" + _NOMBRE + " AS DOUBLE) END",
    attendu="une durée, par exemple 3h, 3h30 ou 3,5",
    valides=(
        ("3h", 3.0),
        ("3h30", 3.5),
        ("3,5", 3.5),
        ("3", 3.0),
        ("03:30", 3.5),
        ("90 min", 1.5),
        ("45'", 0.75),
        ("1h30 mn", 1.5),
        ("2 heures", 2.0),
        ("3,5 h", 3.5),
        ("1.5h", 1.5),
        ("3 heures 30 minutes", 3.5),
        ("3 hrs", 3.0),
        ("PT27H30M00S", 27.5),
        ("PT90M", 1.5),
    ),
    invalides=("longtemps", "-3", "h30", "3,5 jours", "9h-12h", "1 30", "PT", "PT3J"),
    format="decimal",
)


TROP_LONGUE = Check(
    "duree_invraisemblable",
    "heures",
    "heures <= 24",
    "Plus de 24 heures : si ce sont des minutes, écrivez « 90 min », ou « Durée (min) » dans le titre de la colonne.",
    Gravite.AVERTISSEMENT,
)


def fractions_de_jour(colonne: str) -> Alerte:
    """What a spreadsheet writes of an hour, where its format is lost: a part of a day. Hours of a whole file are more."""
    return Alerte(
        "fractions_de_jour",
        f"coalesce(max({colonne}) < 1 AND min({colonne}) FILTER ({colonne} > 0) < 0.25, false)",
        "Toutes les durées sont de moins d'une heure, et certaines de moins d'un quart d'heure. Si le tableur a écrit des "
        "fractions de jour (0,125 pour 3 h), écrivez-les 3h ou 3:00.",
    )


def ecrite(minutes: int) -> str:
    """« 3h05 »: a number of minutes as `DUREE_HEURES` reads it."""
    return f"{minutes // 60}h{minutes % 60:02d}"
