"""Every indicator, declared once. Tiles, comparisons, reconciliation, bilan, slides and documentation read this list.

Definitions and published values: bilan de l'an II du TNE Vienne (data/publie/README.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unite = Literal["nombre", "pourcent", "heures"]


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
    cumul: bool = False  # counts all that is known up to the end of the year, not only what the year brought


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
        "equipement.dotes",
        "Écoles et collèges dotés du socle",
        EQUIPEMENTS,
        "Écoles et collèges ouverts dont le socle numérique est déployé à la fin de l'année, depuis le début du programme.",
        "dotes",
        "etablissements",
        jeux=("equipement", "etablissement"),
        nom="ont leur socle numérique",
        denominateur_libelle="écoles et collèges",
        cumul=True,
    ),
    Indicator(
        "equipement.socles",
        "Socles déployés dans l'année",
        EQUIPEMENTS,
        "Établissements dont le socle a été déployé dans l'année seule, d'après la date de l'état « Déployé ».",
        "socles",
        "etablissements",
        jeux=("equipement", "etablissement"),
        nom="l'ont reçu dans l'année",
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
