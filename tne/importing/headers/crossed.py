"""Tables typed for a report, that are read neither way: titles down the first column, or records spread over columns.

They are looked for once no data set was recognised, so that nothing that is read can be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from tne.datasets import DATASETS
from tne.importing.columns.periods import month_alone, named_month
from tne.importing.headers.matching import linked, missing_columns
from tne.importing.headers.moments import says_day
from tne.importing.headers.near import near_key
from tne.kinds import NON, OUI
from tne.reading import Tableau
from tne.spec import Dataset, fold
from tne.typographie import cite, enumeration

# A table whose titles go down its first column has few of them.
_LEAST_TURNED, _MOST_TURNED = 3, 60
_SHOWN = 3
_FEWEST = 2
# Of the cells that are filled under such titles: a count, a mark. A log has words there.
_MOST_COUNTED = 0.8
_COUNTED = re.compile(r"[+-]?\d[\d  \u202f]*(?:[.,]\d+)?\s?%?")
# Words beside the level in the title of such a column, and titles of those beside it.
_OF_PUPILS = frozenset({"eleve", "effectif", "total"})
_OF_SCHOOLS = {("college",), ("academie",), ("departement",), ("secteur",), ("total",)}
_UAI = re.compile(r"\d{7}[A-Za-z]")
# What schools count beside the types of the list.
_MATERIELS = frozenset(
    {"tablette", "ipad", "ordinateur", "pc", "chromebook", "vpi", "vnp", "tni", "tbi", "eni", "videoprojecteur", "visualiseur",
    "robot", "thymio", "casque", "webcam", "camera", "imprimante", "scanner", "serveur", "switch", "chariot", "valise"}
)  # fmt: skip
# The first day of a month, as a spreadsheet holds « sept.-23 ».
_FIRST_DAY = re.compile(r"0?1/(?:0?[1-9]|1[0-2])/20\d\d|20\d\d-\d\d-01(?:[ T]00:00:00)?")
_SHORT_MONTH = re.compile(r"([^\W\d_]{3,9})\.?(?:[ -]*(?:20)?\d\d)?")
# « Lundi », « Mardi 12/03 »: of the grid of a week.
_WEEKDAY = re.compile(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi)(?: (?:matin|\d{1,2}(?:[/ ].*)?))?", re.IGNORECASE
)
_YEAR = re.compile(r"(?P<de>\D*?)(?P<annee>20\d\d(?: ?[-–/_] ?(?:20)?\d\d)?)")

_TURN = "dans Excel : Données, « À partir d'un tableau », puis « Dépivoter les autres colonnes »"
_OF_A_LIST = "importez la liste dont ce tableau fait les comptes, que le bilan compte lui-même"
_TOLD = {
    "mois": "des mois. Il faut une ligne par enregistrement (intervention, session, rencontre, vidéo…), sa date ou son mois dans une "
    f"colonne : {_OF_A_LIST}, ou tournez-le ({_TURN}).",
    "annees": "des années. Il faut une ligne par établissement, ou par indicateur, et par année, dans une colonne « Année scolaire » : "
    f"mettez ces colonnes l'une sous l'autre ({_TURN}).",
    "natures": "des natures d'intervention. Il faut une ligne par intervention, avec sa date, et sa nature dans une colonne « Nature » : "
    f"{_OF_A_LIST}.",
    "equipements": "des types d'équipement. Il faut une ligne par équipement et par établissement, son type dans une colonne « Type » et "
    f"son nombre dans « Quantité » : tournez-le ({_TURN}).",
    "materiels": "des équipements. Il faut une ligne par équipement et par établissement, son nom dans une colonne « Libellé », son type "
    f"(« Autre équipement » s'il n'est d'aucun autre) dans « Type » et son nombre dans « Quantité » : tournez-le ({_TURN}).",
    "etablissements": "des établissements. Il faut une ligne par enregistrement, son établissement dans une colonne « UAI » : "
    f"{_OF_A_LIST}, ou tournez-le ({_TURN}).",
}


def turned(tableau: Tableau, datasets: tuple[Dataset, ...]) -> bool:
    """True when the first column, header included, names all that one of the data sets needs."""
    if not tableau.entete or not 1 <= tableau.donnees.num_rows <= _MOST_TURNED:
        return False
    told = [*tableau.entete_brut[:1], *(str(v) for v in tableau.donnees.column(0).to_pylist() if v)]
    headers = {fold(t): t for t in told if fold(t)}
    for d in datasets:
        columns, constants = linked(d, headers, None)
        if len(columns) >= _LEAST_TURNED and not missing_columns(d, columns, constants, None):
            return True
    return False


def crossed(tableau: Tableau) -> str | None:
    """What to say of a table whose columns are months, years, natures, equipment or schools, over counts; None for any other."""
    for name, of in _ACROSS.items():
        headers = of(tableau.entete_brut)
        if len(headers) >= _FEWEST and _counts(tableau, headers):
            told = [f"« {h} »" for h in headers[:_SHOWN]]
            names = f"{', '.join(told)}, …" if len(headers) > _SHOWN else enumeration(told)
            return f"Ce tableau est croisé : ses colonnes {names} sont {_TOLD[name]}"
    return None


def days_across(tableau: Tableau) -> str | None:
    """What to say of a table whose columns are days: when people could come, or what is planned; None for any other."""
    titles = ((h, " ".join(h.split())) for h in tableau.entete_brut if h.strip())
    days = [h for h, title in titles if _WEEKDAY.fullmatch(title) or says_day(title)]
    if len(days) < _FEWEST:
        return None
    names = ", ".join(cite(h) for h in days[:_SHOWN]) + (", …" if len(days) > _SHOWN else "")
    return (
        f"Les colonnes {names} de ce tableau sont des jours : il faut une ligne par enregistrement (intervention, session, rencontre), sa date "
        "dans une colonne. Un sondage de dates (Framadate, Doodle, Evento) dit qui pouvait venir, non qui est venu, et ne s'importe pas."
    )


def one_level(tableau: Tableau) -> str | None:
    """What to say of a list of schools with their pupils of one level, which its title alone tells; None for any other table."""
    levels = [h for h in tableau.entete_brut if _level(h)]
    beside = {key for n in DATASETS["etablissement"].banals if (key := near_key(n))} | _OF_SCHOOLS
    others = [h for h in tableau.entete_brut if h not in levels and near_key(h) not in beside]
    if len(levels) != 1 or others or not _counts(tableau, levels):
        return None
    return (
        f"La colonne « {levels[0]} » tient des élèves, et son titre dit leur niveau : il faut une ligne par établissement, par année et par "
        "niveau, avec le niveau (4e) dans une colonne « Niveau » et leur nombre dans une colonne « Élèves »."
    )


def _level(header: str) -> bool:
    return tuple(w for w in near_key(header) if w not in _OF_PUPILS) in _values("effectif", "niveau")


def _counts(tableau: Tableau, headers: Iterable[str]) -> bool:
    cells = [
        str(v).strip()
        for h in headers
        if h in tableau.entete
        for v in tableau.colonne(h).to_pylist()
        if v is not None
    ]
    numbers = sum(_COUNTED.fullmatch(c) is not None or c.casefold() in (*OUI, *NON, "-", "–") for c in cells)
    return bool(cells) and numbers >= _MOST_COUNTED * len(cells)


def _months(entete: Iterable[str]) -> list[str]:
    return [h for h in entete if _a_month(h.strip())]


def _a_month(text: str) -> bool:
    if month_alone(text) or _FIRST_DAY.fullmatch(text):
        return True
    found = _SHORT_MONTH.fullmatch(text)
    return found is not None and named_month(fold(found[1])) is not None


def _years(entete: Iterable[str]) -> list[str]:
    """The headers of years that say the same before: « IPS 2022-2023 », « IPS 2023-2024 »."""
    by_word: dict[str, dict[str, str]] = {}
    for h in entete:
        if found := _YEAR.fullmatch(h.strip()):
            by_word.setdefault(fold(found["de"]), {})[fold(found["annee"])] = h
    return list(max(by_word.values(), key=len, default={}).values())


def _of_list(dataset: str, column: str) -> Callable[[Iterable[str]], list[str]]:
    def found(entete: Iterable[str]) -> list[str]:
        values = _values(dataset, column)
        by_value = {values[key]: h for h in entete if (key := near_key(h)) in values}
        return list(by_value.values())

    return found


@cache
def _values(dataset: str, column: str) -> dict[tuple[str, ...], str]:
    """The values of a closed list by what is left of their texts."""
    texts = DATASETS[dataset].column(column).kind.valides
    return {key: str(value) for text, value in texts if (key := near_key(text))}


def _only_types(entete: Iterable[str]) -> list[str]:
    """The headers of the types of the list, where no other equipment stands beside them."""
    headers = list(entete)
    types = _of_list("equipement", "type")(headers)
    return types if set(_materials(headers)) <= set(types) else []


def _materials(entete: Iterable[str]) -> list[str]:
    """The headers of equipments, those of the types of the list among them."""
    types = _values("equipement", "type")
    return [h for h in entete if (key := near_key(h)) in types or not _MATERIELS.isdisjoint(key)]


def _schools(entete: Iterable[str]) -> list[str]:
    return [h for h in entete if _UAI.fullmatch(h.strip())]


_ACROSS: Mapping[str, Callable[[Iterable[str]], list[str]]] = {
    "mois": _months,
    "annees": _years,
    "natures": _of_list("intervention", "nature"),
    "equipements": _only_types,
    "materiels": _materials,
    "etablissements": _schools,
}
