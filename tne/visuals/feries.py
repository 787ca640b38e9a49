"""The public holidays of a school year: days without class in every zone."""

from datetime import date, timedelta

from dateutil.easter import easter as paques

_FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_APRES_PAQUES = (1, 39, 50)
"""Easter Monday, Ascension Day and Whit Monday, in days after Easter."""


def feries(annee: str) -> set[date]:
    """The eleven public holidays (code du travail, L3133-1) of a school year ("2023-2024"); those of Alsace-Moselle and of
    overseas are not among them.
    """
    debut = int(annee[:4])
    premier, dernier = date(debut, 9, 1), date(debut + 1, 8, 31)
    jours = {date(civile, *jour) for civile in (debut, debut + 1) for jour in _FIXES}
    jours |= {paques(debut + 1) + timedelta(days=n) for n in _APRES_PAQUES}
    return {j for j in jours if premier <= j <= dernier}
