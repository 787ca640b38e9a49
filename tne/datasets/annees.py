"""When a school year begins, and SQL that gives that of a row: from its date, or from the code of its dispositif."""

from datetime import date

# School year of a date: 1 September to 31 August.
ANNEE_DE = "CASE WHEN month({d}) >= 9 THEN year({d}) || '-' || (year({d}) + 1) ELSE (year({d}) - 1) || '-' || year({d}) END"

# Year of a dispositif: 23A0130001 is of 2023-2024.
# `substr` of a few codes is worked out once for each, `left` once for each row: of a million, a tenth of a second.
ANNEE_CODE = (
    "CASE WHEN dispositif_code GLOB '[0-9][0-9]A*' THEN '20' || substr(dispositif_code, 1, 2) || '-' || "
    "(try_cast('20' || substr(dispositif_code, 1, 2) AS INTEGER) + 1) END"
)


def debut_de_l_annee(year: int, month: int) -> int:
    """The civil year in which the school year of that month began."""
    return year if month >= 9 else year - 1


def annee_du(jour: date) -> str:
    """The school year of a day: « 2024-2025 »."""
    first = debut_de_l_annee(jour.year, jour.month)
    return f"{first}-{first + 1}"


def annee_de(column: str) -> str:
    """SQL giving the school year (1 September to 31 August) of a date column."""
    return ANNEE_DE.format(d=column)


def campagne_de(column: str) -> str:
    """SQL giving the campaign of an offer or a reply: from May on it prepares the next school year."""
    return (
        f"CASE WHEN month({column}) >= 5 THEN year({column}) || '-' || (year({column}) + 1) "
        f"ELSE (year({column}) - 1) || '-' || year({column}) END"
    )
