"""Every indicator, declared once. Tiles, comparisons, reconciliation, bilan, slides and documentation read this list.

Definitions and published values: bilan de l'an II du TNE Vienne (data/publie/README.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, Protocol

import duckdb

from tne import lecture, settings
from tne.filters import Filters, View
from tne.queries import totals as totals_queries
from tne.queries.memoire import retenue
from tne.typographie import arrondir, decimal, entier, est_absent, pourcent

Unite = Literal["nombre", "pourcent", "heures"]
Origine = Literal["calculé", "déclaré", "publié", "absent"]


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    `numerateur` and `denominateur` name columns of `queries.totals`. A rate is 100 × numerator / denominator, unless
    `moyenne` names a column that already holds it. A count shows its denominator as « sur N ». `jeux` are the data
    sets without which it cannot be computed. `honore` says whether a choice of establishments changes it.
    """

    code: str
    libelle: str
    famille: str
    definition: str
    numerateur: str
    denominateur: str = ""
    unite: Unite = "nombre"
    decimales: int = 0
    moyenne: str = ""
    jeux: tuple[str, ...] = ()
    personnes: bool = False
    honore: bool = True
    sens: Literal["hausse", "baisse", "neutre"] = "hausse"  # which direction is better
    nom: str = ""  # short label of a tile
    denominateur_libelle: str = ""
    denominateur_jeux: tuple[str, ...] = ()


FORMATION, ACCOMPAGNEMENT, PARENTS, EQUIPEMENTS, NUMERIX = (
    "formations",
    "accompagnements",
    "parentalite",
    "equipements",
    "numerixplore",
)

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "formation.modules",
        "Modules au plan de formation",
        FORMATION,
        "Nombre de modules distincts du plan de formation de l'année ; sous un choix d'établissements, modules des sessions qui ont au moins une inscription active de ces établissements.",
        "modules",
        jeux=("module",),
        nom="modules proposés",
    ),
    Indicator(
        "formation.offres",
        "Enseignants sollicités",
        FORMATION,
        "Personnes distinctes qui ont reçu l'offre de formation et le formulaire d'inscription.",
        "offres",
        jeux=("offre",),
        personnes=True,
        nom="ont reçu l'offre",
    ),
    Indicator(
        "formation.reponses",
        "Réponses à l'offre",
        FORMATION,
        "Réponses au formulaire de l'offre, une par personne. Les participants n'en sont pas un sous-ensemble.",
        "reponses",
        "offres",
        jeux=("reponse",),
        personnes=True,
        nom="ont répondu à l'offre",
        denominateur_libelle="sollicités",
        denominateur_jeux=("offre",),
    ),
    Indicator(
        "formation.participants",
        "Enseignants ayant suivi au moins un module",
        FORMATION,
        "Personnes distinctes présentes à au moins une session, inscription active (Inscrit, Convoqué, Retenu).",
        "participants",
        "offres",
        jeux=("inscription",),
        personnes=True,
        nom="ont suivi au moins un module",
        denominateur_libelle="sollicités",
        denominateur_jeux=("offre",),
    ),
    Indicator(
        "formation.sessions_srane",
        "Sessions de la SRANE",
        FORMATION,
        "Sessions dont l'opérateur déclaré est la SRANE.",
        "sessions_srane",
        "sessions",
        jeux=("session", "session_complement"),
        nom="sessions de la SRANE",
        denominateur_libelle="sessions",
    ),
    Indicator(
        "formation.sessions_canope",
        "Sessions de Canopé",
        FORMATION,
        "Sessions dont l'opérateur déclaré est Canopé.",
        "sessions_canope",
        "sessions",
        jeux=("session", "session_complement"),
        nom="sessions de Canopé",
        denominateur_libelle="sessions",
    ),
    Indicator(
        "formation.sessions",
        "Sessions de formation",
        FORMATION,
        "Sessions de l'année ; sous un choix d'établissements, celles qui ont au moins une inscription active de ces établissements.",
        "sessions",
        jeux=("session",),
        nom="sessions",
    ),
    Indicator(
        "formation.taux_absence_moyen",
        "Absence, moyenne des sessions",
        FORMATION,
        "Moyenne simple des taux d'absence des sessions ayant au moins une présence traitée : absents / (absents + présents), inscriptions actives. Une présence non traitée n'est ni l'un ni l'autre.",
        "sessions_traitees",
        unite="pourcent",
        moyenne="taux_moyen",
        jeux=("inscription",),
        personnes=True,
        sens="baisse",
        nom="d'absence par session",
        denominateur_libelle="sessions traitées",
    ),
    Indicator(
        "formation.taux_absence_global",
        "Absence, toutes inscriptions",
        FORMATION,
        "Absents / (absents + présents) de toutes les inscriptions actives traitées.",
        "absences",
        "presences_traitees",
        unite="pourcent",
        jeux=("inscription",),
        personnes=True,
        sens="baisse",
        nom="d'absence au total",
        denominateur_libelle="présences traitées",
    ),
    Indicator(
        "formation.hors_face_a_face",
        "Heures hors face-à-face",
        FORMATION,
        "Part des heures de formation prises hors des heures de cours devant élèves, telles que déclarées pour chaque session.",
        "heures_hors",
        "heures",
        unite="pourcent",
        jeux=("session", "session_complement"),
        sens="neutre",
        nom="des heures hors face-à-face",
        denominateur_libelle="heures déclarées",
    ),
    Indicator(
        "formation.colleges_representes",
        "Collèges représentés",
        FORMATION,
        "Collèges ouverts, publics ou privés sous contrat, dont au moins un enseignant a été présent.",
        "colleges_representes",
        "colleges",
        unite="pourcent",
        jeux=("inscription", "etablissement"),
        nom="des collèges représentés",
        denominateur_libelle="collèges",
    ),
    Indicator(
        "accompagnement.formations",
        "Formations par les médiateurs",
        ACCOMPAGNEMENT,
        "Interventions de nature « Formation ».",
        "formations",
        "interventions",
        jeux=("intervention",),
        nom="formations d'enseignants",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.personnalises",
        "Accompagnements personnalisés",
        ACCOMPAGNEMENT,
        "Interventions de nature « Accompagnement personnalisé », en classe.",
        "personnalises",
        "interventions",
        jeux=("intervention",),
        nom="accompagnements en classe",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.techniques",
        "Interventions techniques",
        ACCOMPAGNEMENT,
        "Interventions de nature « Intervention technique » : préparer, déployer des équipements.",
        "techniques",
        "interventions",
        jeux=("intervention",),
        sens="neutre",
        nom="interventions techniques",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.projets",
        "Suivis de projets",
        ACCOMPAGNEMENT,
        "Interventions de nature « Suivi de projet » (WebTV, WebRadio).",
        "projets",
        "interventions",
        jeux=("intervention",),
        nom="suivis de projets",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.total",
        "Interventions des médiateurs",
        ACCOMPAGNEMENT,
        "Interventions distinctes, toutes natures.",
        "interventions",
        jeux=("intervention",),
        nom="interventions",
    ),
    Indicator(
        "accompagnement.part_ecoles",
        "Part des écoles",
        ACCOMPAGNEMENT,
        "Part des interventions menées dans une école.",
        "en_ecole",
        "interventions",
        unite="pourcent",
        jeux=("intervention", "etablissement"),
        sens="neutre",
        nom="dans des écoles",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.part_colleges",
        "Part des collèges",
        ACCOMPAGNEMENT,
        "Part des interventions menées dans un collège.",
        "en_college",
        "interventions",
        unite="pourcent",
        jeux=("intervention", "etablissement"),
        sens="neutre",
        nom="dans des collèges",
        denominateur_libelle="interventions",
    ),
    Indicator(
        "accompagnement.etablissements",
        "Établissements visités",
        ACCOMPAGNEMENT,
        "Écoles et collèges où au moins une intervention a eu lieu.",
        "etablissements_visites",
        "etablissements",
        jeux=("intervention", "etablissement"),
        nom="établissements visités",
        denominateur_libelle="écoles et collèges",
    ),
    Indicator(
        "parentalite.ateliers",
        "Ateliers pour les parents",
        PARENTS,
        "Ateliers proposés aux parents ; sous un choix d'établissements, ceux qui ont une école sont seuls comptés.",
        "ateliers",
        jeux=("atelier_parentalite",),
        nom="ateliers",
    ),
    Indicator(
        "parentalite.formations",
        "Formations pour les parents",
        PARENTS,
        "Formations proposées aux parents.",
        "formations_parents",
        jeux=("atelier_parentalite",),
        nom="formations",
    ),
    Indicator(
        "parentalite.familles",
        "Familles touchées",
        PARENTS,
        "Somme des familles présentes aux ateliers et formations (une famille venue deux fois compte deux fois).",
        "familles",
        jeux=("atelier_parentalite",),
        personnes=True,
        nom="familles touchées",
    ),
    Indicator(
        "parentalite.ressources",
        "Ressources pour les parents, à ce jour",
        PARENTS,
        "Ressources de la liste (vidéos, guides), quelle que soit l'année choisie.",
        "ressources",
        jeux=("ressource",),
        honore=False,
        nom="ressources à ce jour",
    ),
    Indicator(
        "parentalite.vues",
        "Vues des ressources",
        PARENTS,
        "Somme des vues mensuelles relevées dans l'année.",
        "vues",
        jeux=("consultation",),
        honore=False,
        nom="vues dans l'année",
    ),
    Indicator(
        "equipement.socles",
        "Écoles et collèges dotés du socle dans l'année",
        EQUIPEMENTS,
        "Établissements dont le socle numérique a été déployé dans l'année ; la page Équipements donne le total depuis le début.",
        "socles",
        "etablissements",
        jeux=("equipement", "etablissement"),
        nom="socles déployés dans l'année",
        denominateur_libelle="écoles et collèges",
    ),
    Indicator(
        "numerixplore.eleves",
        "Élèves de 4ème touchés",
        NUMERIX,
        "Élèves de 4ème reçus par Numérixplore.",
        "eleves",
        "eleves_4eme",
        jeux=("numerixplore",),
        personnes=True,
        nom="élèves de 4ème touchés",
        denominateur_libelle="élèves de 4ème",
        denominateur_jeux=("effectif",),
    ),
    Indicator(
        "numerixplore.colleges",
        "Collèges touchés",
        NUMERIX,
        "Collèges dont au moins une classe a été reçue.",
        "colleges_numerixplore",
        "colleges",
        jeux=("numerixplore", "etablissement"),
        nom="collèges touchés",
        denominateur_libelle="collèges",
    ),
    Indicator(
        "numerixplore.classes",
        "Classes reçues",
        NUMERIX,
        "Somme des classes reçues.",
        "classes",
        jeux=("numerixplore",),
        nom="classes",
    ),
)

BY_CODE = {i.code: i for i in INDICATORS}


@dataclass(frozen=True)
class Value:
    """The value of an indicator for one school year, with where it comes from.

    `valeur` is not rounded; a percentage is 32.98, not 0.33. None when absent, or when `masque` (readers only).
    """

    indicateur: Indicator
    annee: str
    valeur: float | None
    origine: Origine
    numerateur: float | None = None
    denominateur: float | None = None
    publie: float | None = None
    decimales_publiees: int = 0
    filtre_honore: bool = True
    masque: bool = False
    source: str = ""
    raison: str = ""  # readers: why it is masked, or what is left out, in words
    objectif: float | None = None  # the target set for the whole territory

    @property
    def concorde(self) -> bool | None:
        """Computed and published agree after rounding half up to the published decimals; None without both."""
        if self.publie is None or self.valeur is None or self.origine == "publié":
            return None
        return bool(
            arrondir(self.valeur, self.decimales_publiees) == arrondir(self.publie, self.decimales_publiees)
        )

    @property
    def texte(self) -> str:
        """The value as a screen writes it: « 1 128 », « 33 % », « masqué », « – » when absent."""
        if self.masque:
            return "masqué"
        return write(self.indicateur, self.valeur)

    @property
    def objectif_en_mots(self) -> str:
        """« objectif 600 », « objectif 50 % »; empty where no target is set."""
        return "" if self.objectif is None else f"objectif {write(self.indicateur, self.objectif)}"

    def as_dict(self) -> dict[str, Any]:
        """The documented JSON form of `python -m tne indicateurs`."""
        return {
            "code": self.indicateur.code,
            "libelle": self.indicateur.libelle,
            "annee": self.annee,
            "unite": self.indicateur.unite,
            "valeur": self.valeur,
            "decimales": self.indicateur.decimales,
            "origine": self.origine,
            "numerateur": self.numerateur,
            "denominateur": self.denominateur,
            "publie": self.publie,
            "concorde": self.concorde,
            "filtre_honore": self.filtre_honore,
        }


def write(indicator: Indicator, valeur: float | Decimal | None) -> str:
    """A value in the indicator's unit, in French."""
    if est_absent(valeur):
        return "–"
    if indicator.unite == "pourcent":
        return pourcent(valeur, indicator.decimales)
    return decimal(valeur, indicator.decimales) if indicator.decimales else entier(valeur)


class Curseurs(Protocol):
    """What gives a cursor: a base, or one of its connections."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that the caller closes."""
        ...


def compute(base: Curseurs, filters: Filters, annee: str, view: View = "coordination") -> tuple[Value, ...]:
    """Every indicator for one school year, in the order of `INDICATORS`."""
    return compute_years(base, filters, (annee,), view)[annee]


def compute_years(
    base: Curseurs, filters: Filters, annees: tuple[str, ...], view: View = "coordination"
) -> dict[str, tuple[Value, ...]]:
    """Every indicator for each of these school years, in one pass over the base as it is on that connection."""
    con = base.cursor()
    try:
        return _compute(con, filters, annees, view, totals_queries.presence(con))
    finally:
        con.close()


@retenue
def kept_years(
    con: duckdb.DuckDBPyConnection, filters: Filters, annees: tuple[str, ...], view: View
) -> dict[str, tuple[Value, ...]]:
    """The same for figures and pages, kept while the data do not change: never inside a transaction that writes."""
    return _compute(con, filters, annees, view, _kept_presence(con))


@retenue
def _kept_presence(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    return totals_queries.presence(con)


def _compute(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    annees: tuple[str, ...],
    view: View,
    held: dict[tuple[str, str], int],
) -> dict[str, tuple[Value, ...]]:
    rows = totals_queries.totals(con, filters, annees)
    known = _known_figures(con, annees)
    seen = lecture.visible(con, filters, annees) if view == "lecture" else {}
    values: dict[str, tuple[Value, ...]] = {}
    for annee in annees:
        row = rows[annee]
        row["presences_traitees"] = row["presences"] + row["absences"]
        exact = (_value(i, annee, row, held, known, filters) for i in INDICATORS)
        values[annee] = tuple(_as_seen(v, seen[annee], held) if seen else v for v in exact)
    return values


def _as_seen(value: Value, seen: dict[str, lecture.Montre], held: dict[tuple[str, str], int]) -> Value:
    """What a reader sees of a value. Published and declared figures are public; only what is computed may be masked.

    An indicator that counts persons and has no rule for readers is masked: what nobody decided is not shown.
    """
    if not value.indicateur.personnes or value.origine in ("déclaré", "publié"):
        return value
    shown = seen.get(value.indicateur.code, lecture.Montre(None, masque=True))
    if shown.masque and _held(held, value.indicateur.jeux, value.annee):
        # « Absent » instead would say that the school has nobody.
        return replace(
            value,
            valeur=None,
            numerateur=None,
            denominateur=None,
            origine="calculé",
            masque=True,
            raison=shown.raison,
        )
    if value.origine == "absent":
        return value
    denominator = None if value.denominateur is None else shown.denominateur
    return replace(
        value,
        valeur=shown.valeur,
        numerateur=shown.numerateur,
        denominateur=denominator,
        raison=shown.raison,
    )


def _held(held: dict[tuple[str, str], int], jeux: tuple[str, ...], annee: str) -> bool:
    return all((jeu, annee) in held or (jeu, "") in held for jeu in jeux)


def _number(row: dict[str, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None else float(value)


def _value(
    i: Indicator,
    annee: str,
    row: dict[str, Any],
    held: dict[tuple[str, str], int],
    known: dict[tuple[str, str, str], tuple[float, int, str]],
    filters: Filters,
) -> Value:
    # Published figures and targets are those of the whole territory: a choice of schools has none to be held against.
    whole = not (i.honore and filters.par_etablissement)
    published = known.get(("publié", i.code, annee)) if whole else None
    target = known.get(("objectif", i.code, annee)) if whole else None
    base_value = Value(
        i,
        annee,
        None,
        "absent",
        publie=published[0] if published else None,
        decimales_publiees=published[1] if published else 0,
        filtre_honore=i.honore or not filters.par_etablissement,
        objectif=target[0] if target else None,
    )
    if _held(held, i.jeux, annee):
        computed = _computed(i, row, held, annee)
        if computed is not None:
            return replace(base_value, origine="calculé", **computed)
    if not filters.par_etablissement:
        for origine in ("déclaré", "publié"):
            if figure := known.get((origine, i.code, annee)):
                return replace(base_value, valeur=figure[0], origine=origine, source=figure[2])
    return base_value


def _computed(
    i: Indicator, row: dict[str, Any], held: dict[tuple[str, str], int], annee: str
) -> dict[str, Any] | None:
    numerator = _number(row, i.numerateur)
    has_denominator = bool(i.denominateur) and _held(held, i.denominateur_jeux, annee)
    denominator = _number(row, i.denominateur) if has_denominator else None
    if i.moyenne:
        mean = _number(row, i.moyenne)
        return None if mean is None else {"valeur": mean, "numerateur": None, "denominateur": numerator}
    if i.unite == "pourcent":
        if numerator is None or not denominator:
            return None
        return {"valeur": 100 * numerator / denominator, "numerateur": numerator, "denominateur": denominator}
    return {"valeur": numerator or 0.0, "numerateur": numerator or 0.0, "denominateur": denominator}


_KNOWN = """
SELECT 'publié' AS origine, indicateur, annee, valeur, decimales, source FROM indicateur_publie
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
UNION ALL
SELECT 'déclaré', indicateur, annee, valeur, 0, source FROM chiffre_declare
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
UNION ALL
SELECT 'objectif', indicateur, annee, valeur, 0, source FROM objectif
WHERE departement IN (SELECT unnest($territoire)) AND annee IN (SELECT unnest($annees)) AND valeur IS NOT NULL
ORDER BY 1, 2, 3, 4
"""


def _known_figures(con: Any, annees: tuple[str, ...]) -> dict[tuple[str, str, str], tuple[float, int, str]]:
    rows = con.execute(_KNOWN, {"territoire": list(settings.territoire()), "annees": list(annees)}).fetchall()
    return {
        (origine, code, annee): (valeur, int(dec or 0), source or "")
        for origine, code, annee, valeur, dec, source in rows
    }
