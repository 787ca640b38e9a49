"""Data sets about what is put online for parents: the resources, and how often they are seen."""

from dataclasses import replace
from datetime import date

from tne.choices import approached
from tne.datasets import lists
from tne.datasets.annees import annee_de
from tne.kinds import ANNEE_SCOLAIRE, DATE, DECIMAL, EFFECTIF, TEXTE
from tne.spec import Check, Column, Dataset, Gravite, Kind, Nommes, Privacy

PUBLIC = Privacy.PUBLIC

_PARTS = r"'(?:(\d{{1,3}}):)?(\d{{1,2}}):(\d{{2}})'"


def _part(n: int) -> str:
    return f"coalesce(try_cast(nullif(regexp_extract({{x}}, {_PARTS}, {n}), '') AS BIGINT), 0)"


# The platforms write 236, 3:56 or 0:03:56.
DUREE_SECONDES = Kind(
    name="duree_secondes",
    libelle="durée en secondes",
    type_sql="BIGINT",
    sql=f"CASE WHEN regexp_full_match({{x}}, {_PARTS}) "
    f"THEN {_part(1)} * 3600 + {_part(2)} * 60 + {_part(3)} ELSE {EFFECTIF.sql} END",
    attendu="une durée en secondes, par exemple 236, 3:56 ou 0:03:56",
    valides=(("236", 236), ("3:56", 236), ("0:03:56", 236), ("1:02:03", 3723), ("1 128", 1128)),
    invalides=("3 min", "-3", "3,5", "1:2"),
    format="entier",
)

# A month alone is its first day: « octobre 2024 », « 10/2024 », « 2024-10 ».
_PREMIER_JOUR = (
    r"(CASE WHEN regexp_full_match({x}, '[^\d\s/-]+ \d{{4}}') THEN '1 ' || {x} "
    r"WHEN regexp_full_match({x}, '\d{{1,2}}/\d{{4}}') THEN '01/' || lpad({x}, 7, '0') "
    r"WHEN regexp_full_match({x}, '\d{{4}}-\d{{2}}') THEN {x} || '-01' ELSE {x} END)"
)
JOUR_OU_MOIS = replace(
    DATE,
    name="jour_ou_mois",
    libelle="date ou mois",
    sql=DATE.sql.replace("{x}", _PREMIER_JOUR),
    attendu="une date ou un mois, par exemple 01/10/2024 ou octobre 2024",
    valides=(
        *DATE.valides,
        *((text, date(2024, 10, 1)) for text in ("octobre 2024", "Oct. 2024", "10/2024", "2024-10")),
        ("2/2024", date(2024, 2, 1)),
    ),
    invalides=("31/02/2024", "demain", "2024", "13/2024", "2024-13", "brumaire 2024", "octobre"),
)

# « Youtube » typed by hand is the platform of the exports: their views are those of the same videos.
NOM_DE_PLATEFORME = replace(
    TEXTE,
    name="plateforme",
    sql=f"coalesce({approached({'YouTube': (), 'PodEduc': (), 'PeerTube': ()})}, {{x}})",
    valides=(
        ("YouTube", "YouTube"),
        ("Youtube", "YouTube"),
        ("YOU TUBE", "YouTube"),
        ("Pod Éduc", "PodEduc"),
        ("peertube", "PeerTube"),
        ("Site du collège", "Site du collège"),
    ),
)

PLATEFORME = Column(
    "plateforme",
    "Plateforme",
    NOM_DE_PLATEFORME,
    PUBLIC,
    "YouTube, PodEduc, PeerTube…",
    ("Site",),
    required=True,
)
IDENTIFIANT = Column(
    "identifiant",
    "Identifiant",
    TEXTE,
    PUBLIC,
    "Identifiant ou adresse de la ressource sur la plateforme.",
    ("Contenu", "Référence", "UUID", "Réf", "ID"),
    required=True,
    nommes=Nommes.IDENTIFIANTS,
)

# A total beside which the platform was filled down, as that of every row: nothing is left blank that would tell it.
NI_TOTAL = Check(
    "total_en_ressource",
    "identifiant",
    r"NOT regexp_full_match(identifiant, '(?:grand |sous[- ])?tota(?:l|ls|ux)(?: g[ée]n[ée]ra(?:l|ux))?', 'i')",
    "Cette ligne est un total, non une ressource : ses vues compteraient une seconde fois. Retirez-la du fichier.",
)

RESSOURCE = Dataset(
    name="ressource",
    title="Ressources pour les parents",
    help="Une ligne par ressource (vidéo, guide) et plateforme.",
    demander="YouTube Studio (Contenus, mode avancé, exporter), PodEduc (copier le tableau des statistiques), PeerTube ; en juin.",
    key=("plateforme", "identifiant"),
    annee=annee_de("date_publication"),
    annee_ailleurs=True,
    famille="parentalite",
    # A number and a title are of anything: requests to a help desk, cards of a board, lists of people, whose names would be shown.
    banals=(
        "ID",
        "Identifiant",
        "Référence",
        "Réf",
        "UUID",
        "Titre",
        "Nom",
        "Site",
        "Adresse",
        "url",
        "Lien",
        "Durée",
    ),
    # Whoever has an account on each platform has an identifier there too.
    jamais=("Prénom", "Login", "Mot de passe"),
    equivoque=(
        "Nom",
        "« Nom » peut être le titre d'une ressource ou le nom d'une personne : pour des ressources, appelez cette colonne « Titre ». Ou "
        "choisissez le jeu de données (à la ligne de commande, --jeu ressource).",
    ),
    columns=(
        PLATEFORME,
        IDENTIFIANT,
        Column(
            "titre",
            "Titre",
            TEXTE,
            PUBLIC,
            "Titre.",
            ("Titre de la vidéo", "Titre de la ressource", "Nom", "Ressource"),
            required=True,
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "public",
            "Public",
            lists.PUBLIC_RESSOURCE,
            PUBLIC,
            "À qui la ressource s'adresse.",
            ("Public visé", "Audience"),
        ),
        Column("theme", "Thème", TEXTE, PUBLIC, "Thème.", ("Thématique",), nommes=Nommes.OEUVRES),
        Column(
            "url",
            "Adresse",
            TEXTE,
            PUBLIC,
            "Adresse web.",
            ("Lien", "URL", "Adresse web"),
            nommes=Nommes.OEUVRES,
        ),
        Column(
            "duree",
            "Durée (secondes)",
            DUREE_SECONDES,
            PUBLIC,
            "Durée en secondes, ou h:mm:ss.",
            ("Durée", "Durée en secondes"),
        ),
        Column(
            "date_publication",
            "Date de publication",
            DATE,
            PUBLIC,
            "Mise en ligne.",
            (
                "Heure de publication de la vidéo",
                "Publié le",
                "Date d'ajout",
                "Date de mise en ligne",
                "Mise en ligne",
            ),
        ),
    ),
    checks=(NI_TOTAL,),
)

CONSULTATION = Dataset(
    name="consultation",
    title="Consultations des ressources",
    help="Une ligne par ressource, plateforme et période : nombre de vues.",
    demander=RESSOURCE.demander,
    key=("plateforme", "identifiant", "annee", "periode", "debut"),
    annee="annee",
    famille="parentalite",
    columns=(
        PLATEFORME,
        IDENTIFIANT,
        Column(
            "annee",
            "Année scolaire",
            ANNEE_SCOLAIRE,
            PUBLIC,
            "Année scolaire du relevé.",
            ("Campagne",),
            required=True,
            deduit=annee_de("debut"),
        ),
        Column(
            "periode",
            "Période",
            lists.PERIODE,
            PUBLIC,
            "Temps que couvre le nombre de vues.",
            (),
            required=True,
        ),
        Column(
            "debut",
            "Début",
            JOUR_OU_MOIS,
            PUBLIC,
            "Premier jour de la période, ou son mois.",
            ("Date de début", "Mois"),
        ),
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
            "spectateurs",
            "Spectateurs uniques",
            EFFECTIF,
            PUBLIC,
            "Spectateurs distincts.",
            ("Spectateurs", "Visiteurs uniques"),
        ),
    ),
    checks=(
        NI_TOTAL,
        # Of two months without a date, the second would take the place of the first.
        Check(
            "mois_sans_date",
            "debut",
            "periode <> 'Mois' OR debut IS NOT NULL",
            "Ces vues sont d'un mois, mais rien ne dit lequel : un autre mois sans date prendrait leur place. Écrivez-le dans "
            "« Début », par exemple octobre 2024.",
            Gravite.AVERTISSEMENT,
            hors_forme=True,
        ),
        # « 09/01/2023 » for September: every first of a month, its month written first, is a day of January.
        Check(
            "mois_entame",
            "debut",
            "periode <> 'Mois' OR month(debut) <> 1 OR day(debut) NOT BETWEEN 2 AND 12",
            "Les vues d'un mois commencent le premier : si ce jour a été pris pour le mois (01/09 écrit 09/01), elles comptent "
            "dans un autre mois. Vérifiez « Début ».",
            Gravite.AVERTISSEMENT,
            hors_forme=True,
        ),
        Check("heures_negatives", "heures_vues", "heures_vues >= 0", "La durée de visionnage est négative."),
    ),
)
