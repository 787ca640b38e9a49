"""The parts of the bilan, in the order of the published page: figures, sentence, findings, page to go further."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tne.comparaison import previous_year
from tne.indicators import Value
from tne.queries.masking import PETIT
from tne.sans_objet import jamais, sans_college, sans_offre
from tne.section_phrases import (
    Values,
    phrase_accompagnements,
    phrase_equipements,
    phrase_formations,
    phrase_numerixplore,
    phrase_parentalite,
)
from tne.typographie import accord, arrondir, cite, decimal, entier, enumeration, proportion


@dataclass(frozen=True)
class Section:
    """One part of the bilan. `section` is the value of the findings' column, `phrase` says the part in a sentence."""

    titre: str
    section: str
    famille: str
    page: str
    indicateurs: tuple[str, ...]
    phrase: Callable[[Values], str]
    rappel: str  # what to import when nothing is known
    apport: str  # what that would tell, in a sentence
    jeux: tuple[str, ...]
    sans_objet: Callable[[Values], bool] = jamais  # where the sentence says why there are no figures


SECTIONS: tuple[Section, ...] = (
    Section(
        "Formations",
        "Formations",
        "formations",
        "formations",
        (
            "formation.participants",
            "formation.reponses",
            "formation.modules",
            "formation.sessions",
            "formation.sessions_srane",
            "formation.sessions_canope",
            "formation.taux_absence_moyen",
            "formation.taux_absence_global",
            "formation.hors_face_a_face",
            "formation.colleges_representes",
        ),
        phrase_formations,
        "l'export « plan et sessions » et les inscriptions de Sofia-FMO",
        "Ils diront quels modules attirent, quels collèges sont représentés, et si l'absence suit le délai.",
        ("inscription", "session"),
        sans_offre,
    ),
    Section(
        "Accompagnements",
        "Accompagnements",
        "accompagnements",
        "accompagnements",
        (
            "accompagnement.total",
            "accompagnement.formations",
            "accompagnement.personnalises",
            "accompagnement.techniques",
            "accompagnement.projets",
            "accompagnement.part_ecoles",
            "accompagnement.part_colleges",
            "accompagnement.etablissements",
        ),
        phrase_accompagnements,
        "le journal des interventions des médiateurs",
        "Il dira où, quand et pour quoi les médiateurs sont venus, et quels établissements n'ont pas été visités.",
        ("intervention",),
    ),
    Section(
        "Parentalité",
        "Parentalité",
        "parentalite",
        "parentalite",
        (
            "parentalite.ateliers",
            "parentalite.formations",
            "parentalite.familles",
            "parentalite.vues",
        ),
        phrase_parentalite,
        "la liste des ateliers et les vues des ressources",
        "Elles diront combien de familles sont touchées, où et sur quels thèmes, et ce que les parents regardent.",
        ("atelier_parentalite",),
    ),
    Section(
        "Équipements et ressources",
        "Équipements et ressources",
        "equipements",
        "equipements",
        ("equipement.dotes", "equipement.socles"),
        phrase_equipements,
        "la liste des équipements",
        "Elle dira quels établissements ont leur socle numérique, et lesquels l'attendent encore.",
        ("equipement",),
    ),
    Section(
        "Numérixplore",
        "Numérixplore",
        "numerixplore",
        "numerixplore",
        ("numerixplore.eleves", "numerixplore.colleges", "numerixplore.classes"),
        phrase_numerixplore,
        "la feuille des journées Numérixplore",
        "Elle dira combien d'élèves de 4e sont touchés, et quels collèges restent à rejoindre.",
        ("numerixplore",),
        sans_college,
    ),
)


TOUT_COMPTE = "ne tient pas compte du choix d'établissements"
"""Said beside a figure that a choice of establishments leaves as it is."""


def denominator_words(value: Value) -> str:
    """« sur 1 128 sollicités · 48,3 % » for a count, « 429 sur 1 301 » for a rate; « pour 2 sollicités » where more are
    counted than that; empty when unknown.

    For coordinators, that the persons are few: « sur 12 sollicités · 25 % · petit effectif, ne pas diffuser ».
    """
    return " · ".join(words for words in (_out_of(value), PETIT if value.petit else "") if words)


def _out_of(value: Value) -> str:
    i = value.indicateur
    if value.masque or not value.denominateur:
        return ""
    label = f" {_nom(value.denominateur, value.denominateur_libelle)}" if value.denominateur_libelle else ""
    if i.unite == "pourcent":
        if value.numerateur is None:
            return f"moyenne de {entier(value.denominateur)}{label}"
        return f"{_compte(value.numerateur)} sur {_compte(value.denominateur)}{label}"
    if value.valeur is not None and value.valeur > value.denominateur:
        return f"pour {entier(value.denominateur)}{label}"  # not all of them are among those
    return f"sur {entier(value.denominateur)}{label} · {proportion(value.valeur, value.denominateur)}"


def _compte(n: float) -> str:
    """A count; hours with their half: « 16,5 sur 18 », for 17 of 18 is no 92 %."""
    return entier(n) if arrondir(n, 1) == arrondir(n) else decimal(n)


def _nom(n: float, pluriel: str) -> str:
    """What is counted, declared in the plural: « écoles et collèges », and « école ou collège » for one."""
    return pluriel if abs(n) >= 2 else re.sub(r"(\w{3})s\b", r"\1", pluriel).replace(" et ", " ou ")


def out_of_words(value: Value) -> str:
    """Out of how many, what readers see left out of it, that it leaves a choice of establishments as it is, and the target where
    one is set: « sur 1 128 sollicités · 48,3 % · objectif 600 ».
    """
    left_out, target = ("", "") if value.masque else (value.raison, value.objectif_en_mots)
    every = "" if value.filtre_honore else TOUT_COMPTE
    return " · ".join(words for words in (denominator_words(value), left_out, every, target) if words)


def change_words(value: Value, before: Value | None) -> str:
    """« +42 sur 2022-2023 », « stable depuis 2022-2023 »; empty when either year is unknown, or when both are zero.

    While the year still runs: « +42 sur 2022-2023 à la même date », or nothing.
    """
    if value.en_cours:
        if value.meme_date is None or value.masque:
            return ""
        now, then, when = *value.meme_date, f"{previous_year(value.annee)} à la même date"
    elif before is None or before.valeur is None or value.valeur is None or before.masque or value.masque:
        return ""
    else:
        now = value.valeur if value.a_comparer is None else value.a_comparer
        then, when = before.valeur, before.annee
    decimals = value.indicateur.decimales
    gap = arrondir(now, decimals) - arrondir(then, decimals)
    if gap == 0:
        return f"stable depuis {when}" if now else ""
    sign = "+" if gap > 0 else "\u2212"
    amount = entier(abs(gap))
    unit = accord(abs(gap), " point", " points") if value.indicateur.unite == "pourcent" else ""
    return f"{sign}{amount}{unit} sur {when}"


def published_words(value: Value) -> str:
    """How a computed figure stands to the published one: « = publié », « ; publié : 545 », or nothing."""
    if value.masque or value.origine != "calculé" or value.publie is None:
        return ""
    if value.concorde:
        return " = publié"
    return f" ; publié : {value.publie_texte}"


def incomparables(values: Sequence[Value]) -> list[str]:
    """A sentence for each computed total beside which stand published or declared figures that are out of it: 12 and 34 published
    sessions are none of the 9 that were imported. [] where the total is theirs all the same.
    """
    beside: dict[str, list[Value]] = {}
    for v in values:
        if v.valeur is not None and v.origine in ("publié", "déclaré") and v.indicateur.denominateur:
            beside.setdefault(v.indicateur.denominateur, []).append(v)
    said = []
    for whole in values:
        if whole.origine != "calculé" or whole.masque or whole.indicateur.unite == "pourcent":
            continue
        theirs = {"publié": whole.publie, "déclaré": whole.declare}
        apart = [v for v in beside.get(whole.indicateur.numerateur, ()) if theirs[v.origine] != whole.valeur]
        if apart:
            names, n = enumeration([cite(v.indicateur.libelle) for v in apart]), len(apart)
            states = " ou ".join(accord(n, o) for o in theirs if any(v.origine == o for v in apart))
            said.append(
                f"{names} {accord(n, 'est le chiffre', 'sont les chiffres')} {states} : "
                f"{accord(n, 'il ne se compare', 'ils ne se comparent')} pas à celui de {cite(whole.indicateur.libelle)}, calculé d'après les imports."
            )
    return said
