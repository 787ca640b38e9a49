"""What is told of a table that no data set is recognised in: what of it is known, what is missing, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tne.datasets import DATASETS
from tne.datasets.ecoles import ETABLISSEMENT
from tne.importing.headers.audience import audience
from tne.importing.headers.crossed import crossed, days_across, one_level, turned
from tne.importing.headers.day_of_hours import hours_headers
from tne.importing.headers.matching import folded_headers, linked, missing_columns
from tne.importing.headers.moments import CALCULEES
from tne.importing.headers.near import all_ordinary, first_of, near_key, some_of_others
from tne.importing.headers.other_answers import of_a_meeting
from tne.importing.headers.sheet_school import sheet_school
from tne.importing.headers.sittings import sessions_across
from tne.importing.model import Reconnaissance
from tne.importing.rows.nominative import header_shown, is_a_record
from tne.reading import Tableau
from tne.spec import Column, Dataset, fold
from tne.typographie import accord, cite, enumeration

# So many columns of a data set are no chance.
_SEVERAL = 3
# Of a table that has more than so many columns for each one known, a data set that is no nearer is not told.
_WIDE, _LIKE_LITTLE = 4, 0.35
# What is counted by school and is no data of the bilan: it was said to be nearly the directory, as if that were what to take it for.
_COUNTED = re.compile(
    r"\b(?:nombre|nb|total|taux|moyen(?:ne)?|scores?|visit(?:es|eurs?)|utilisateurs?|acc[èe]s|connexions?|certifi[ée]s|comptes?)\b|%",
    re.IGNORECASE,
)
_USES = "Les nombres par établissement que le bilan n'emploie pas (usages de l'ENT ou du GAR, résultats de Pix…) ne s'importent pas. "
_FIRST_NAMES = frozenset({"prenom", "prenoms"})


def shown(headers: Sequence[str]) -> str:
    """The first headers of a list, for a sentence."""
    return ", ".join(cite(header_shown(h)) for h in headers[:8]) + (", …" if len(headers) > 8 else "")


def not_the_one(tableau: Tableau, d: Dataset, annee: str | None) -> str:
    """Why the table cannot be read as the data set that a person has named."""
    wished = (d,)
    return _unknown(tableau, wished, next(iter(nearest(tableau, annee, wished)), None))


def none_found(tableau: Tableau, annee: str | None, doubtful: Reconnaissance | None) -> str:
    """Why the table is of no data set. `doubtful`: the reading of which too little is known to be believed."""
    every = tuple(DATASETS.values())
    near = [p for p in nearest(tableau, annee, every) if not _of_anything(p, tableau)]
    if across := _across(tableau, every):
        return across
    if not (doubtful or _of_the_field(tableau, near)) and (counted := audience(tableau)):
        return counted
    if near and _too_little(near[0], tableau):
        near = []  # the next ones are farther still
    if doubtful:
        near = _reading_more(near, doubtful)
    closest = near[0].dataset if near else doubtful.liaisons[0].dataset if doubtful else None
    if closest and closest.nominatif and (said := of_a_meeting(tableau.entete)):
        return said
    if doubtful and not near:
        return _little_in_common(doubtful)
    return _unknown(tableau, every, next(iter(near), None))


def rather_by_hand(tableau: Tableau, annee: str | None, r: Reconnaissance) -> bool:
    """True where a sheet kept by hand would read more, though it lacks a column: the « Type » of a meeting with parents without
    its organiser is none of an intervention, nor the « État » of an equipment one of a school.

    Of answers to a form, where they tell a day and count people too: a question on a theme is one of the offer."""
    by_hand = [d for d in DATASETS.values() if d.par_reference]
    more = _reading_more(nearest(tableau, annee, by_hand), r)
    return any((r.form is None or _counts_people_on_a_day(p)) and not _of_anything(p, tableau) for p in more)


def _counts_people_on_a_day(p: Proche) -> bool:
    return "date" in p.colonnes and any(p.dataset.column(name).personnes for name in p.colonnes)


def _of_anything(p: Proche, tableau: Tableau) -> bool:
    """True where every header in common stands in sheets about anything: « Date, Lieu, Intitulé » may be of any training, and whoever
    added what a meeting with parents lacks would count its teachers as parents. So is a list of results one of persons,
    and a table of figures by school and year one of schools and years."""
    if some_of_others(p.dataset, p.colonnes, tableau.entete) or _of_someone(p, tableau):
        return True
    if p.dataset.banals:
        return all_ordinary(p.dataset, p.colonnes.values())
    anyone = {"uai", "annee", *(c.name for c in p.dataset.identites)}
    return bool(p.colonnes) and anyone.issuperset(p.colonnes) and 2 * len(p.colonnes) < len(tableau.entete)


def _too_little(p: Proche, tableau: Tableau) -> bool:
    """True where most of a wide table is unknown and much is missing: results of an examination by school are no registrations,
    for their « Session » and their « Présents »."""
    return p.score < _LIKE_LITTLE and _WIDE * len(p.colonnes) < len(tableau.entete)


def _of_someone(p: Proche, tableau: Tableau) -> bool:
    """True where « Nom » is all but one of what is read, and is someone's: « Prénom » stands beside it."""
    if p.dataset.nominatif or not any(fold(h) in _FIRST_NAMES for h in tableau.entete):
        return False
    return len([h for h in p.colonnes.values() if fold(h) != "nom"]) < min(2, len(p.colonnes))


def _of_the_field(tableau: Tableau, near: Iterable[Proche]) -> bool:
    """True where a school is named, or a platform, or all but one of the columns that a data set needs, a list of resources aside:
    a sheet kept by hand, which may count visits and views too."""
    return _names_schools(tableau) is not None or any(
        not {"uai", "plateforme"}.isdisjoint(p.colonnes)
        or (len(p.manque) == 1 and len(p.colonnes) >= _SEVERAL and p.dataset.name != "ressource")
        for p in near
    )


def _tells_something(p: Proche) -> bool:
    """False where a day or a comment is all that a data set has in common with the table: any table has one."""
    found = [p.dataset.column(name) for name in p.colonnes]
    return any(
        c.name == "etablissement" or c.identite or not (c.kind.est_date or _said_freely(c)) for c in found
    )


def _said_freely(c: Column) -> bool:
    return c.kind.libre and not c.required


def _reading_more(near: Iterable[Proche], r: Reconnaissance) -> list[Proche]:
    """Those data sets, lacking something, of which more of the headers may be than of that reading."""
    (li,) = r.liaisons
    return [p for p in near if len(p.colonnes) > len(li.colonnes)]


def _little_in_common(r: Reconnaissance) -> str:
    (li,) = r.liaisons
    headers = list(dict.fromkeys(li.colonnes.values()))
    known = enumeration([f"« {h} »" for h in headers])
    read = f"seul {known} se lit" if len(headers) == 1 else f"seuls {known} se lisent"
    others = [h for h in (*r.ignorees, *r.personnelles) if h not in headers]
    unknown = accord(
        len(others),
        f"l'autre colonne ({shown(others)}) est inconnue",
        f"les autres colonnes ({shown(others)}) sont inconnues",
    )
    counted = any(map(_COUNTED.search, others))
    return (
        f"De ce tableau, {read} comme « {r.titre} » ; {unknown}. {_USES if li.dataset is ETABLISSEMENT and counted else ''}"
        "Si c'est bien ce jeu de données, choisissez-le sur la page d'import "
        f"(à la ligne de commande, --jeu {li.dataset.name})."
    )


@dataclass(frozen=True)
class Proche:
    """A data set that the table nearly is: what of it was found, and what is missing."""

    score: float
    dataset: Dataset
    colonnes: Mapping[str, str]
    manque: list[Column]


def nearest(tableau: Tableau, annee: str | None, datasets: Iterable[Dataset]) -> list[Proche]:
    """The data sets that lack something, those that lack least first."""
    headers, uai = folded_headers(tableau), sheet_school(tableau)
    near: list[Proche] = []
    for d in datasets:
        columns, constants = linked(d, headers, annee, uai)
        missing = missing_columns(d, columns, constants, None)
        score = len(columns) / (len(columns) + 3 * len(missing)) if columns else 0.0
        if missing:
            near.append(Proche(score, d, columns, missing))
    return sorted(near, key=lambda p: -p.score)


def _named(c: Column, d: Dataset) -> str:
    """A column that is missing; for the one that tells persons apart, what else would do."""
    if not c.identite or c.required:
        return f"« {c.label} »"
    others = {i.identite: i.label for i in d.identites}
    return f"« {c.label} » (ou « {others['numen']} », ou « {others['nom']} » et « {others['prenom']} »)"


def _names_schools(tableau: Tableau) -> str | None:
    """The header of a column of names of schools, or of their codes under such a title."""
    named = [c for d in DATASETS.values() for c in d.columns if c.name == "etablissement"]
    names = tuple(dict.fromkeys(n for c in named for n in c.headers))
    folded = {fold(n) for n in names}
    return next((h for h in tableau.entete if fold(h) in folded or first_of(h, names)), None)


def _across(tableau: Tableau, datasets: tuple[Dataset, ...]) -> str | None:
    """What to say of records that are spread over columns; None where none are."""
    if said := sessions_across(tableau) or crossed(tableau) or one_level(tableau):
        return said
    # Under its titles in the first column, each of the days is one of a record.
    return None if turned(tableau, datasets) else days_across(tableau)


def _unknown(tableau: Tableau, datasets: tuple[Dataset, ...], proche: Proche | None) -> str:
    if across := _across(tableau, datasets):
        return across
    seen = shown(tableau.entete)
    if not tableau.entete_brut or is_a_record(tableau.entete_brut):
        seen = "la première ligne tient des données, non des titres de colonnes"
    found = accord(len(tableau.entete), "colonne trouvée", "colonnes trouvées")
    to = accord(len(tableau.entete), "à la", "aux")
    sentence = f"Aucun jeu de données ne correspond {to} {found} ({seen})."
    if len(datasets) == 1:
        sentence = f"Ce tableau ne peut pas être lu comme « {datasets[0].title} » ({found} : {seen})."
    if turned(tableau, datasets):
        return (
            sentence
            + " Ses titres sont dans la première colonne : tournez-le (copier, collage spécial, transposer)."
        )
    # One title in common among many, « Code », is that of a table of anything.
    common = len(proche.colonnes) if proche else 0
    near = (common > 1 or 2 * common >= len(tableau.entete)) and (not proche or _tells_something(proche))
    if proche and ((proche.score > 0 and near) or len(datasets) == 1):
        names = ", ".join(_named(c, proche.dataset) for c in proche.manque)
        columns_word = "les colonnes" if len(proche.manque) > 1 else "la colonne"
        lead = (
            "Il manque"
            if len(datasets) == 1
            else f"Le plus proche est « {proche.dataset.title} », où il manque"
        )
        sentence += f" {lead} {columns_word} {names}."
        # « Durée » stands among the columns found, and not in the file.
        sentence += "".join(f" {r.message}" for r in tableau.remarques if r.code == CALCULEES)
        if any(c.kind.est_date for c in proche.manque) and len(hours := hours_headers(tableau)) == 1:
            sentence += f" « {hours[0]} » peut la remplacer, si le jour y est écrit devant les heures : 12/03/2024 14h-16h."
        if any(c.name == "annee" for c in proche.manque):
            sentence += " L'année peut être donnée pour tout le fichier (--annee 2023-2024)."
        if any(c.name == "uai" for c in proche.manque) and (school := _names_schools(tableau)):
            sentence += (
                f" Si « {school} » dit de quel établissement il s'agit, donnez cette colonne pour « UAI », ou renommez-la ainsi : les "
                "codes de ses noms seront proposés."
            )
        if any(c.identite for c in proche.manque):
            sentence += "".join(
                f" « {h} » tient le prénom avec le nom : séparez-les en deux colonnes."
                for h in tableau.entete
                if {"nom", "prenom"} <= set(near_key(h))
            )
    return sentence
