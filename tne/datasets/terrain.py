"""Hand-kept sheets of the field: what their columns share, and the interventions of the médiateurs."""

from tne.datasets import lists
from tne.datasets.annees import annee_de
from tne.datasets.ecoles import UAI_ETABLISSEMENT
from tne.durees import DUREE_HEURES, TROP_LONGUE, fractions_de_jour
from tne.kinds import CODE, DATE, EFFECTIF, TEXTE, UAI
from tne.spec import Column, Dataset, Nommes, Privacy

PUBLIC, INTERNE, PERSONNEL = Privacy.PUBLIC, Privacy.INTERNE, Privacy.PERSONNEL
FEUILLE = "Feuille tenue par l'équipe TNE (modèle à télécharger), au fil de l'année."

REFERENCE = Column(
    "reference",
    "Référence",
    CODE,
    PUBLIC,
    "Numéro de la ligne (2023-001) : il permet de la corriger plus tard.",
    ("Réf", "Réf.", "N°", "N° de ligne", "Numéro"),
)
COMMENTAIRE = Column(
    "commentaire",
    "Commentaire",
    TEXTE,
    INTERNE,
    "Texte libre, jamais montré aux lecteurs.",
    ("Commentaires", "Observations", "Remarques", "Remarque"),
)
JOURS = (
    "Jour",
    "Date de l'intervention",
    "Date intervention",
    "Date de l'atelier",
    "Date atelier",
    "Date de la rencontre",
    "Date de la visite",
    "Date de passage",
    "Date de la journée",
    "Date de la séance",
    "Date de la formation",
    "Date de l'action",
    "Date de l'animation",
    "Date et heure",
    "Date et horaire",
    # Of a calendar, where a record has a beginning and an end.
    *(
        "Début",
        "Date de début",
        "Date début",
        "Début le",
        "Date et heure de début",
        "Jour de début",
        "Du",
        "DTSTART",
    ),
)
# Whoever lists trainings of teachers counts who registered and who was there.
DE_FORMATIONS = (
    *("Inscrits", "Nombre d'inscrits", "Convoqués", "Présents", "Nombre de présents"),
    *("Absents", "Nombre d'absents", "Places", "Stagiaires"),
    *("Enseignants", "Nombre d'enseignants", "Enseignants présents", "Module", "Dispositif"),
)
UAI_TERRAIN = (
    "UAI de l'établissement",
    "UAI établissement",
    "RNE de l'établissement",
    "UAI de l'école",
    "UAI du collège",
    "UAI (RNE)",
    "UAI / RNE",
    "Code RNE",
    "N° UAI",
    *UAI_ETABLISSEMENT,
)
JOUR = Column("date", "Date", DATE, PUBLIC, "Jour.", JOURS, required=True)

DE_TOUT_JOURNAL = (*(name for c in (REFERENCE, JOUR, COMMENTAIRE) for name in c.headers), *UAI_TERRAIN)
"""The headers of any sheet kept by day and school, whatever it is about."""

# The views of `tne.queries.views` read as one the ways of writing it.
THEME = Column(
    "theme",
    "Thème",
    TEXTE,
    PUBLIC,
    "Thème abordé. Majuscules, accents et ponctuation ne font pas deux thèmes.",
    (
        *(
            "Thématique",
            "Sujet",
            "Objet",
            "Intitulé",
            "Thème abordé",
            "Thème de l'intervention",
            "Thème de l'atelier",
        ),
        *("Thème de la séance", "Thème de la formation", "Intitulé de l'atelier"),
    ),
)

INTERVENTION = Dataset(
    name="intervention",
    title="Interventions des médiateurs",
    help="Une ligne par intervention et établissement ; une même référence sur plusieurs établissements, le même jour, compte une fois.",
    demander=FEUILLE.replace("l'équipe TNE", "les médiateurs"),
    key=("reference", "uai"),
    annee=annee_de("date"),
    famille="accompagnements",
    alertes=(fractions_de_jour("heures"),),
    checks=(TROP_LONGUE,),
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "nature",
            "Nature",
            lists.NATURE_INTERVENTION,
            PUBLIC,
            "Formation, accompagnement personnalisé, intervention technique ou suivi de projet.",
            (
                "Nature de l'intervention",
                "Nature intervention",
                "Type",
                "Type d'intervention",
                "Type d'accompagnement",
                "Type d'action",
                "Nature de l'action",
                "Nature de l'accompagnement",
            ),
            required=True,
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement concerné.",
            UAI_TERRAIN,
            required=True,
        ),
        Column(
            "etablissement",
            "Établissement",
            TEXTE,
            PUBLIC,
            "Nom de l'établissement, pour mémoire.",
            (
                "École ou collège",
                "École / collège",
                "Nom de l'établissement",
                "Nom établissement",
                "École",
                "Collège",
                "Nom de l'école",
                "Nom du collège",
            ),
            nommes=Nommes.LIEUX,
        ),
        THEME,
        Column(
            "heures",
            "Heures",
            DUREE_HEURES,
            PUBLIC,
            "Durée de l'intervention ; sans elle, calculée d'après « Heure début » et « Heure fin », « Horaires » (9h-12h) ou la date (12/03/2024 9h-12h).",
            (
                "Durée",
                "Durée (heures)",
                "Durée (h)",
                "Durée de l'intervention",
                "Nombre d'heures",
                "Nb heures",
                "Nb d'heures",
                "Temps passé",
                "Temps d'intervention",
                "Durée de la séance",
                "Durée de la formation",
            ),
        ),
        Column(
            "enseignants",
            "Enseignants",
            EFFECTIF,
            PUBLIC,
            "Nombre d'enseignants touchés.",
            (
                "Nombre d'enseignants",
                "Nb enseignants",
                "Nb d'enseignants",
                "Enseignants touchés",
                "Professeurs",
                "Profs",
                "Nb profs",
                "Nombre de professeurs",
                *(
                    "Enseignants formés",
                    "Enseignants présents",
                    "Enseignants participants",
                    "Enseignants accompagnés",
                    "Effectif enseignants",
                ),
                *("Professeurs formés", "Professeurs présents", "Professeurs accompagnés"),
            ),
            personnes=True,
        ),
        Column(
            "eleves",
            "Élèves",
            EFFECTIF,
            PUBLIC,
            "Nombre d'élèves touchés.",
            (
                *("Nombre d'élèves", "Nb élèves", "Nb d'élèves", "Élèves touchés", "Élèves présents"),
                *("Élèves participants", "Élèves accompagnés", "Effectif élèves"),
            ),
            personnes=True,
        ),
        Column(
            "projet", "Projet", lists.TYPE_PROJET, PUBLIC, "WebRadio, WebTV ou autre.", ("Type de projet",)
        ),
        Column(
            "etat_projet",
            "État du projet",
            lists.ETAT_PROJET,
            PUBLIC,
            "Prévu, en cours, terminé, abandonné.",
            ("Avancement",),
        ),
        Column(
            "mediateur",
            "Médiateur",
            TEXTE,
            PERSONNEL,
            "N'est pas conservé : aucun bilan par médiateur.",
            (
                "Médiatrice",
                "Médiateur ou médiatrice",
                "Médiateur / médiatrice",
                "Médiateur(trice)",
                "Intervenant",
                "Intervenante",
            ),
        ),
        COMMENTAIRE,
    ),
)
