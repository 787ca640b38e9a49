"""The public holidays of a school year: days without class in every zone."""

from datetime import date, timedelta

_FIXES = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_APRES_PAQUES = (1, 39, 50)
"""Easter Monday, Ascension Day and Whit Monday, in days after Easter."""


def paques(annee: int) -> date:
    """Easter Sunday of that calendar year: the Gregorian computus in Butcher's form."""
    siecle, reste = divmod(annee, 100)
    lune = annee % 19
    epacte = (19 * lune + siecle - siecle // 4 - (siecle - (siecle + 8) // 25 + 1) // 3 + 15) % 30
    semaine = (32 + 2 * (siecle % 4) + 2 * (reste // 4) - epacte - reste % 4) % 7
    recul = (lune + 11 * epacte + 22 * semaine) // 451
    mois, jour = divmod(epacte + semaine - 7 * recul + 114, 31)
    return date(annee, mois, jour + 1)


def feries(annee: str) -> set[date]:
    """The eleven public holidays (code du travail, L3133-1) of a school year ("2023-2024"); those of Alsace-Moselle and of
    overseas are not among them.
    """
    debut = int(annee[:4])
    premier, dernier = date(debut, 9, 1), date(debut + 1, 8, 31)
    jours = {date(civile, *jour) for civile in (debut, debut + 1) for jour in _FIXES}
    jours |= {paques(debut + 1) + timedelta(days=n) for n in _APRES_PAQUES}
    return {j for j in jours if premier <= j <= dernier}
