"""French numbers, dates, plurals, punctuation and sorting, for every text the project writes.

Numbers are formatted here and not by the browser, so that a projector PC set to English still shows
French. U+202F (narrow no-break space) is written as an escape everywhere: it cannot be seen.
"""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from tne.folding import nombres_larges, sans_accents

FINE = "\u202f"
"""Narrow no-break space: between thousands, before % ; : ! ? and inside guillemets."""

MOINS = "\u2212"
"""The minus sign, as wide as the plus sign and the digits."""

TIRET_ABSENT = "\u2013"
"""What a missing number reads: an absence is never a zero."""

Nombre = int | float | Decimal

MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_COURTS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
JOURS_COURTS = tuple(jour[:3] for jour in JOURS)


def est_absent(n: Nombre | None) -> bool:
    """True for None, NaN and pandas' missing values: all that is not a number to show."""
    if n is None:
        return True
    try:
        return math.isnan(float(n))
    except TypeError:  # pandas.NA refuses float()
        return True


def arrondir(n: Nombre, decimales: int = 0) -> Decimal:
    """Round half up (away from zero), as French school and INSEE tables do; Python rounds half to even.

    Floats are first cut at nine decimals: 100 * 0.145 is 14.499999999999998 and must read 14,5.
    """
    exact = n if isinstance(n, Decimal) else Decimal(repr(round(float(n), 9)))
    return exact.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)


def decimal(n: Nombre | None, decimales: int = 1) -> str:
    """`decimal(1234.5)` gives "1 234,5" with U+202F and a true minus; missing gives a dash."""
    if n is None or est_absent(n):
        return TIRET_ABSENT
    arrondi = arrondir(n, decimales)
    texte = f"{abs(arrondi):,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS}{texte}" if arrondi < 0 else texte


def entier(n: Nombre | None) -> str:
    """`entier(1128)` gives "1 128" with U+202F; missing gives a dash."""
    return decimal(n, 0)


def pourcent(n: Nombre | None, decimales: int = 0) -> str:
    """`pourcent(33.31)` gives "33 %" with U+202F. The value is already a percentage, not a ratio."""
    return TIRET_ABSENT if est_absent(n) else f"{decimal(n, decimales)}{FINE}%"


def pourcents(*valeurs: float) -> tuple[str, ...]:
    """`pourcents(2.1, 2.4)` gives "2,1 %" and "2,4 %": of values told beside one another those that differ read so, with two
    decimals at most.
    """
    dites: tuple[str, ...] = ()
    for decimales in range(3):
        dites = tuple(pourcent(v, decimales) for v in valeurs)
        if len(set(dites)) == len(set(valeurs)):
            return dites
    return dites


def taux(numerateur: Nombre | None, denominateur: Nombre | None) -> float | None:
    """The percentage, unrounded; None when either part is missing or the denominator is 0."""
    if numerateur is None or denominateur is None or est_absent(numerateur) or est_absent(denominateur):
        return None
    if denominateur == 0:
        return None
    return 100 * float(numerateur) / float(denominateur)


PRECISION = 100
"""From that denominator on a share bears a decimal: below, one more person is worth more than a point."""


Rapport = tuple[Nombre | None, Nombre | None]
"""A count and what it is out of."""


def proportion(numerateur: Nombre | None, denominateur: Nombre | None) -> str:
    """`proportion(545, 1128)` gives "48,3 %": a decimal where the denominator bears one, never for nothing or the whole.

    Whatever writes that share on one figure, a title, a mark, the tile beside it, writes it so.
    """
    entiere = denominateur is None or est_absent(denominateur) or abs(float(denominateur)) < PRECISION
    return pourcent(taux(numerateur, denominateur), 0 if entiere or numerateur in (0, denominateur) else 1)


def alignees(rapports: Iterable[Rapport]) -> list[str]:
    """`proportion` of each, read under one another on a figure: all with a decimal where one bears it, as a column of a table.

    What a reader may not see is given as (None, None): it reads as a dash, and decides nothing of the others.
    """
    rapports = list(rapports)
    dites = [proportion(*r) for r in rapports]
    return [pourcent(taux(*r), 1) for r in rapports] if any("," in dite for dite in dites) else dites


def proportions(*rapports: Rapport) -> tuple[str, ...]:
    """`alignees`, told beside one another: with more decimals where those that differ would read alike."""
    dites = tuple(alignees(rapports))
    valeurs = {taux(*r) for r in rapports}
    if None in valeurs or len(set(dites)) == len(valeurs):
        return dites
    return pourcents(*(taux(*r) or 0.0 for r in rapports))


def part(numerateur: Nombre | None, denominateur: Nombre | None, decimales: int = 0) -> str:
    """`part(429, 1301)` gives "33 % · 429 sur 1 301": a rate never stands without its count."""
    compte_brut = f"{entier(numerateur)} sur {entier(denominateur)}"
    valeur = taux(numerateur, denominateur)
    return compte_brut if valeur is None else f"{pourcent(valeur, decimales)} · {compte_brut}"


def signe(n: Nombre | None, decimales: int = 0) -> str:
    """A difference with its sign: "+42", "−4", "0" once rounded to nothing; missing gives a dash."""
    texte = decimal(n, decimales)
    if n is None or est_absent(n):
        return texte
    return f"+{texte}" if arrondir(n, decimales) > 0 else texte


def accord(n: Nombre, singulier: str, pluriel: str | None = None) -> str:
    """The word that agrees with n: in French the plural begins at 2, so 0 and 1,5 are singular.

    Without `pluriel` an s is added. Returns the word alone; `compte` puts the number before it.
    """
    if abs(float(n)) < 2:
        return singulier
    return f"{singulier}s" if pluriel is None else pluriel


def compte(n: Nombre, singulier: str, pluriel: str | None = None) -> str:
    """`compte(46, "session")` gives "46 sessions"."""
    return f"{entier(n)} {accord(n, singulier, pluriel)}"


def cite(titre: str) -> str:
    """« UAI »: the title of a column in a sentence; one written over several lines stands on one."""
    return f"« {' '.join(titre.split())} »"


def enumeration(mots: Iterable[str], lien: str = "et") -> str:
    """`enumeration(["a", "b", "c"])` gives "a, b et c"; nothing gives ""."""
    liste = list(mots)
    if len(liste) < 2:
        return "".join(liste)
    return f"{', '.join(liste[:-1])} {lien} {liste[-1]}"


def periode(annees: Iterable[str]) -> str:
    """School years in words: « 2022-2023 et 2023-2024 »; four or more in a row « 2020-2021 à 2024-2025 », not one by one."""
    liste = list(annees)
    debuts = sorted(int(a[:4]) for a in liste if a[:4].isdecimal())
    if len(liste) > 3 and debuts == [*range(debuts[0], debuts[0] + len(liste))]:
        return f"{min(liste)} à {max(liste)}"
    return enumeration(liste)


def a_commune(nom: str) -> str:
    """Where something takes place: « à Poitiers », « au Vigeant », « aux Ormes », « à La Roche-Posay »."""
    for article, contracte in (("Le ", "au "), ("Les ", "aux ")):
        if nom.startswith(article):
            return contracte + nom.removeprefix(article)
    return f"à {nom}"


_OUTILS = re.compile(
    r"L['\u2019]|(?:Les?|La|Ce(?:t|tte|s)?|Une?|Des|Aucune?|Dans|Pas|Trop|Plus|Presque)(?![a-zà-ÿ])"
)


def enchainer(phrase: str) -> str:
    """The sentence as it goes on after a colon or a comma: « les 17 rencontres… », but « Poitiers réunit… »."""
    return _OUTILS.sub(lambda mot: mot.group().lower(), phrase, count=1) if _OUTILS.match(phrase) else phrase


_CLAUSE = re.compile(r"(?<=\.) |[ \u202f]; ")


def premiere_clause(texte: str) -> tuple[str, str]:
    """`premiere_clause("Par mois ; en gris, peu. À lire.")` gives "Par mois" and " ; en gris, peu. À lire."."""
    fin = _CLAUSE.search(texte)
    return (texte[: fin.start()], texte[fin.start() :]) if fin else (texte, "")


def mois(m: int | date, court: bool = False) -> str:
    """The month's name, from its number (1 to 12) or a date: "juillet", or "juil." when short."""
    rang = m.month if isinstance(m, date) else m
    if not 1 <= rang <= 12:
        raise ValueError(f"mois hors de 1 à 12 : {rang}")
    return (MOIS_COURTS if court else MOIS)[rang - 1]


def mois_et_annee(d: date) -> str:
    """ "sept. 23": the month of a day, where several years stand in a table or along an axis."""
    return f"{mois(d, court=True)} {d.year % 100:02d}"


def date_longue(d: date) -> str:
    """ "3 juillet 2024"; the first of a month is "1er"."""
    return f"{'1er' if d.day == 1 else d.day} {mois(d)} {d.year}"


_DATE = re.compile(rf"(?<=[\dr]) ({'|'.join(MOIS)}) (?=(?:19|20)\d\d(?!\d))")


def dates_entieres(texte: str) -> str:
    """The text with no line end inside « 3 juillet 2024 »."""
    return _DATE.sub("\u00a0\\1\u00a0", texte)


def date_courte(d: date) -> str:
    """ "03/07/2024", as French spreadsheets read it."""
    return f"{d.day:02d}/{d.month:02d}/{d.year:04d}"


# Only spaces already there are changed, so that URLs, times and `:material/…:` icons stay whole.
_ESPACE = "[ \u00a0\u202f]"
_REGLES = (
    (re.compile(rf"{_ESPACE}+([;!?»])"), rf"{FINE}\1"),
    (re.compile(rf"«{_ESPACE}*"), f"«{FINE}"),
    (re.compile(r"(?<=[^\s\u202f])»"), f"{FINE}»"),
    (re.compile(rf"{_ESPACE}+:(?=\s|$)"), f"{FINE}:"),
    (re.compile(rf"(?<=\d){_ESPACE}*([%‰€])"), rf"{FINE}\1"),
    (re.compile(rf"(?<=\d){_ESPACE}(?=(?:h|km|min|s)\b)"), FINE),
    (re.compile(rf"\bn°{_ESPACE}*(?=\d)"), f"n°{FINE}"),
    (re.compile(r"(?<=\w)'(?=\w|\*\*\w|«)"), "\u2019"),
    (re.compile(r"\.\.\."), "\u2026"),
)


# Characters. The words of a page are mostly the same at every change of filter; a long text is read once.
_COURT = 300


def typographier(texte: str) -> str:
    """French punctuation: U+202F before ; : ! ? % », after «, curly apostrophes, true ellipses.

    Idempotent. Adds a space only before % and inside guillemets; elsewhere it narrows the ordinary
    space that the author wrote, so an address or an hour (12:30) is never touched.
    """
    return _connue(texte) if len(texte) < _COURT else _composer(texte)


def _composer(texte: str) -> str:
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte


_connue = lru_cache(maxsize=4096)(_composer)


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "\u2019": "'"})


def cle_tri(texte: str) -> tuple[str, str]:
    """Sort key of a French dictionary: accents, case and ligatures fold, numbers stand by their value; the text itself breaks ties.

    `folding.sql_tri` is the same in SQL.
    """
    return nombres_larges(sans_accents(texte.translate(_LIGATURES)).casefold()), texte
