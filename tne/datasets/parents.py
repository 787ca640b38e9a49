"""Data sets about the resources for parents and their audience."""

from tne.datasets import lists
from tne.datasets.formations import annee_de
from tne.kinds import ANNEE_SCOLAIRE, DATE, DECIMAL, EFFECTIF, TEXTE
from tne.spec import Check, Column, Dataset, Privacy

PUBLIC = Privacy.PUBLIC

PLATEFORME = Column(
    "plateforme", "Plateforme", TEXTE, PUBLIC, "YouTube, PodEduc, PeerTube…", ("Site",), required=True
)
IDENTIFIANT = Column(
    "identifiant",
    "Identifiant",
    TEXTE,
    PUBLIC,
    "Identifiant ou adresse de la ressource sur la plateforme.",
    ("Contenu", "Référence", "UUID"),
    required=True,
)

RESSOURCE = Dataset(
    name="ressource",
    title="Ressources pour les parents",
    help="Une ligne par ressource (vidéo, guide) et plateforme.",
    demander="YouTube Studio (Contenus, mode avancé, exporter), PodEduc (copier le tableau des statistiques), PeerTube ; en juin.",
    key=("plateforme", "identifiant"),
    annee=annee_de("date_publication"),
    famille="parentalite",
    columns=(
        PLATEFORME,
        IDENTIFIANT,
        Column(
            "titre",
            "Titre",
            TEXTE,
            PUBLIC,
            "Titre.",
            ("Titre de la vidéo", "Nom", "Ressource"),
            required=True,
        ),
        Column(
            "public",
            "Public",
            lists.PUBLIC_RESSOURCE,
            PUBLIC,
            "Parents d'écoliers ou de collégiens.",
            ("Public visé", "Audience"),
        ),
        Column("theme", "Thème", TEXTE, PUBLIC, "Thème.", ("Thématique",)),
        Column("url", "Adresse", TEXTE, PUBLIC, "Adresse web.", ("Lien", "URL", "Adresse web")),
        Column(
            "duree",
            "Durée (secondes)",
            EFFECTIF,
            PUBLIC,
            "Durée en secondes.",
            ("Durée", "Durée en secondes"),
        ),
        Column(
            "date_publication",
            "Date de publication",
            DATE,
            PUBLIC,
            "Mise en ligne.",
            ("Heure de publication de la vidéo", "Publié le", "Date d'ajout"),
        ),
    ),
)

CONSULTATION = Dataset(
    name="consultation",
    title="Consultations des ressources",
    help="Une ligne par ressource, plateforme et période : nombre de vues.",
    demander=RESSOURCE.demander,
    key=("plateforme", "identifiant", "annee", "periode", "debut"),
    annee="coalesce(annee, " + annee_de("debut") + ")",
    famille="parentalite",
    columns=(
        PLATEFORME,
        IDENTIFIANT,
        Column("annee", "Année scolaire", ANNEE_SCOLAIRE, PUBLIC, "Année scolaire du relevé.", ("Campagne",)),
        Column(
            "periode", "Période", lists.PERIODE, PUBLIC, "Mois, année, depuis la création.", (), required=True
        ),
        Column("debut", "Début", DATE, PUBLIC, "Premier jour de la période.", ("Date de début", "Mois")),
        Column("vues", "Vues", EFFECTIF, PUBLIC, "Nombre de vues.", ("Nombre de vues",), required=True),
        Column(
            "heures_vues",
            "Durée de visionnage (heures)",
            DECIMAL,
            PUBLIC,
            "Heures de visionnage.",
            ("Durée de visionnage (heures)", "Watch time (hours)"),
        ),
        Column(
            "spectateurs", "Spectateurs uniques", EFFECTIF, PUBLIC, "Spectateurs distincts.", ("Spectateurs",)
        ),
    ),
    checks=(
        Check("heures_negatives", "heures_vues", "heures_vues >= 0", "La durée de visionnage est négative."),
    ),
)
