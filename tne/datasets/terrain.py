"""Hand-kept sheets of the field: interventions, workshops for parents, equipment, Numérixplore."""

from tne.datasets import lists
from tne.datasets.ecoles import UAI_ETABLISSEMENT
from tne.datasets.formations import annee_de
from tne.kinds import ANNEE_SCOLAIRE, CODE, DATE, DECIMAL, DUREE_HEURES, EFFECTIF, TEXTE, UAI
from tne.spec import Column, Dataset, Privacy

PUBLIC, INTERNE, PERSONNEL = Privacy.PUBLIC, Privacy.INTERNE, Privacy.PERSONNEL
FEUILLE = "Feuille tenue par l'équipe TNE (modèle à télécharger), au fil de l'année."

REFERENCE = Column(
    "reference",
    "Référence",
    CODE,
    PUBLIC,
    "Numéro de la ligne (2023-001) : il permet de la corriger plus tard.",
    ("Réf", "N°", "Numéro"),
)
COMMENTAIRE = Column(
    "commentaire",
    "Commentaire",
    TEXTE,
    INTERNE,
    "Texte libre, jamais montré aux lecteurs.",
    ("Commentaires", "Observations", "Remarques", "Remarque"),
)
JOUR = Column("date", "Date", DATE, PUBLIC, "Jour.", ("Jour", "Date de l'intervention"), required=True)
ECOLE = Column(
    "uai", "UAI", UAI, PUBLIC, "Établissement concerné.", ("UAI de l'établissement", *UAI_ETABLISSEMENT)
)

INTERVENTION = Dataset(
    name="intervention",
    title="Interventions des médiateurs",
    help="Une ligne par intervention et établissement ; une même référence sur plusieurs établissements compte une fois.",
    demander=FEUILLE.replace("l'équipe TNE", "les médiateurs"),
    key=("reference", "uai"),
    annee=annee_de("date"),
    famille="accompagnements",
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "nature",
            "Nature",
            lists.NATURE_INTERVENTION,
            PUBLIC,
            "Formation, accompagnement personnalisé, intervention technique ou suivi de projet.",
            ("Nature de l'intervention", "Type", "Type d'intervention"),
            required=True,
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement concerné.",
            ("UAI de l'établissement", *UAI_ETABLISSEMENT),
            required=True,
        ),
        Column(
            "etablissement",
            "Établissement",
            TEXTE,
            PUBLIC,
            "Nom de l'établissement, pour mémoire.",
            ("École ou collège", "Nom de l'établissement"),
        ),
        Column("theme", "Thème", TEXTE, PUBLIC, "Thème abordé.", ("Thématique", "Sujet")),
        Column(
            "heures",
            "Heures",
            DUREE_HEURES,
            PUBLIC,
            "Durée de l'intervention.",
            ("Durée", "Durée (heures)", "Nombre d'heures"),
        ),
        Column(
            "enseignants",
            "Enseignants",
            EFFECTIF,
            PUBLIC,
            "Nombre d'enseignants touchés.",
            ("Nombre d'enseignants", "Nb enseignants"),
            personnes=True,
        ),
        Column(
            "eleves",
            "Élèves",
            EFFECTIF,
            PUBLIC,
            "Nombre d'élèves touchés.",
            ("Nombre d'élèves", "Nb élèves"),
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
            ("Médiatrice", "Médiateur ou médiatrice", "Intervenant"),
        ),
        COMMENTAIRE,
    ),
)

ATELIER_PARENTALITE = Dataset(
    name="atelier_parentalite",
    title="Ateliers et formations pour les parents",
    help="Une ligne par atelier ou formation proposé aux parents.",
    demander="Association Orks (ateliers) et Trousse à Projets (formations), bilan de fin d'année, en juin.",
    key=("reference",),
    annee=annee_de("date"),
    famille="parentalite",
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "type",
            "Type",
            lists.TYPE_ATELIER,
            PUBLIC,
            "Atelier ou formation.",
            ("Type de rencontre",),
            required=True,
        ),
        Column(
            "organisateur",
            "Organisateur",
            TEXTE,
            PUBLIC,
            "Orks, Trousse à Projets…",
            ("Opérateur", "Association"),
            required=True,
        ),
        Column("theme", "Thème", TEXTE, PUBLIC, "Thème abordé.", ("Thématique", "Sujet")),
        ECOLE,
        Column("commune", "Commune", TEXTE, PUBLIC, "Commune où se tient la rencontre.", ("Lieu", "Ville")),
        Column(
            "familles",
            "Familles",
            EFFECTIF,
            PUBLIC,
            "Nombre de familles présentes.",
            ("Nombre de familles", "Nb familles"),
            personnes=True,
        ),
        Column(
            "parents",
            "Parents",
            EFFECTIF,
            PUBLIC,
            "Nombre de parents présents.",
            ("Nombre de parents", "Nb parents", "Participants"),
            personnes=True,
        ),
        Column(
            "enfants",
            "Enfants",
            EFFECTIF,
            PUBLIC,
            "Nombre d'enfants présents.",
            ("Nombre d'enfants",),
            personnes=True,
        ),
        Column(
            "animateur", "Animateur", TEXTE, PERSONNEL, "N'est pas conservé.", ("Intervenant", "Intervenante")
        ),
        COMMENTAIRE,
    ),
)

EQUIPEMENT = Dataset(
    name="equipement",
    title="Équipements et ressources des établissements",
    help="Une ligne par équipement ou ressource d'un établissement.",
    demander="Département et communes (équipements), SRANE (ressources) ; en juin.",
    key=("reference",),
    annee="coalesce(annee, " + annee_de("date") + ")",
    famille="equipements",
    columns=(
        REFERENCE,
        Column(
            "annee",
            "Année scolaire",
            ANNEE_SCOLAIRE,
            PUBLIC,
            "Année scolaire, si la date manque.",
            ("Campagne",),
        ),
        Column(
            "date",
            "Date",
            DATE,
            PUBLIC,
            "Date du dernier état connu.",
            ("Date de livraison", "Date de l'état"),
        ),
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement équipé.",
            ("UAI de l'établissement", *UAI_ETABLISSEMENT),
            required=True,
        ),
        Column(
            "type",
            "Type",
            lists.TYPE_EQUIPEMENT,
            PUBLIC,
            "Socle numérique, WebRadio, WebTV, lab, ressource…",
            ("Type d'équipement", "Catégorie"),
            required=True,
        ),
        Column(
            "libelle",
            "Libellé",
            TEXTE,
            PUBLIC,
            "Nom de l'équipement ou de la ressource.",
            ("Désignation", "Équipement", "Ressource"),
        ),
        Column("quantite", "Quantité", EFFECTIF, PUBLIC, "Nombre.", ("Nombre", "Qté")),
        Column(
            "etat",
            "État",
            lists.ETAT_EQUIPEMENT,
            PUBLIC,
            "Commandé, livré ou déployé.",
            ("État d'avancement", "Statut"),
        ),
        COMMENTAIRE,
    ),
)

NUMERIXPLORE = Dataset(
    name="numerixplore",
    title="Numérixplore",
    help="Une ligne par collège et journée : classes et élèves de 4ème reçus, métiers du numérique présentés.",
    demander=FEUILLE,
    key=("reference",),
    annee=annee_de("date"),
    famille="numerixplore",
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Collège.",
            ("UAI de l'établissement", "UAI du collège", *UAI_ETABLISSEMENT),
            required=True,
        ),
        Column(
            "etablissement", "Établissement", TEXTE, PUBLIC, "Nom du collège, pour mémoire.", ("Collège",)
        ),
        Column(
            "classes", "Classes", EFFECTIF, PUBLIC, "Nombre de classes.", ("Nombre de classes", "Nb classes")
        ),
        Column(
            "eleves",
            "Élèves de 4ème",
            EFFECTIF,
            PUBLIC,
            "Nombre d'élèves de 4ème.",
            ("Élèves", "Nombre d'élèves", "Nb élèves"),
            personnes=True,
        ),
        Column(
            "filles",
            "Filles",
            EFFECTIF,
            PUBLIC,
            "Dont filles, si connu.",
            ("Nombre de filles", "Dont filles"),
            personnes=True,
        ),
        Column(
            "professions",
            "Métiers présentés",
            TEXTE,
            PUBLIC,
            "Métiers présentés, séparés par une virgule.",
            ("Professions", "Métiers"),
        ),
        Column(
            "satisfaction",
            "Satisfaction",
            DECIMAL,
            PUBLIC,
            "Note moyenne donnée par les élèves, sur 5.",
            ("Note moyenne",),
        ),
        Column(
            "interesses",
            "Élèves intéressés",
            EFFECTIF,
            PUBLIC,
            "Élèves qui disent vouloir en savoir plus, si demandé.",
            ("Nombre d'élèves intéressés",),
            personnes=True,
        ),
        Column(
            "intervenants",
            "Intervenants",
            TEXTE,
            PERSONNEL,
            "N'est pas conservé.",
            ("Intervenant", "Professionnel"),
        ),
        COMMENTAIRE,
    ),
)
