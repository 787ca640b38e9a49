"""The data set about meetings with parents: workshops and trainings offered to them."""

from tne.datasets import lists
from tne.datasets.annees import annee_de
from tne.datasets.terrain import (
    COMMENTAIRE,
    DE_FORMATIONS,
    DE_TOUT_JOURNAL,
    JOUR,
    REFERENCE,
    THEME,
    UAI_TERRAIN,
)
from tne.kinds import EFFECTIF, TEXTE, UAI
from tne.spec import Column, Dataset, Nommes, Privacy

PUBLIC, PERSONNEL = Privacy.PUBLIC, Privacy.PERSONNEL

ATELIER_PARENTALITE = Dataset(
    name="atelier_parentalite",
    title="Ateliers et formations pour les parents",
    help="Une ligne par atelier ou formation proposé aux parents.",
    demander="Association qui mène les ateliers et Trousse à Projets (formations), bilan de fin d'année, en juin.",
    key=("reference",),
    annee=annee_de("date"),
    famille="parentalite",
    # Where nothing speaks of parents, an organiser and participants may be those of any training.
    banals=(
        *DE_TOUT_JOURNAL,
        *("Type", "Nature", "Type d'action", "Nature de l'action"),
        *("Opérateur", "Organisé par", "Organisme", "Structure", "Structure organisatrice", "Partenaire"),
        *THEME.headers,
        *("Commune", "Lieu", "Ville", "Participants", "Nombre de participants"),
        *("Animateur", "Animatrice", "Animé par", "Intervenant", "Intervenante"),
    ),
    jamais_sans=(DE_FORMATIONS, ("familles", "parents", "enfants")),
    columns=(
        REFERENCE,
        JOUR,
        Column(
            "type",
            "Type",
            lists.TYPE_ATELIER,
            PUBLIC,
            "Atelier ou formation.",
            (
                *("Type de rencontre", "Nature", "Nature de la rencontre"),
                *("Type d'atelier", "Type d'action", "Nature de l'action"),
            ),
            required=True,
        ),
        Column(
            "organisateur",
            "Organisateur",
            TEXTE,
            PUBLIC,
            "L'association, Trousse à Projets…",
            (
                *("Opérateur", "Association", "Organisé par", "Organisme", "Structure", "Partenaire"),
                *("Structure organisatrice", "Association organisatrice"),
            ),
            required=True,
        ),
        THEME,
        Column("uai", "UAI", UAI, PUBLIC, "Établissement concerné.", UAI_TERRAIN),
        Column(
            "commune",
            "Commune",
            TEXTE,
            PUBLIC,
            "Commune où se tient la rencontre.",
            ("Lieu", "Ville", "Commune de l'atelier", "Lieu de l'atelier"),
            nommes=Nommes.LIEUX,
        ),
        Column(
            "familles",
            "Familles",
            EFFECTIF,
            PUBLIC,
            "Nombre de familles présentes.",
            (
                "Nombre de familles",
                "Nb familles",
                "Nb de familles",
                "Familles présentes",
                "Familles participantes",
            ),
            personnes=True,
        ),
        Column(
            "parents",
            "Parents",
            EFFECTIF,
            PUBLIC,
            "Nombre de parents présents.",
            (
                "Nombre de parents",
                "Nb parents",
                "Nb de parents",
                "Parents présents",
                "Parents participants",
                "Participants",
                "Nombre de participants",
            ),
            personnes=True,
        ),
        Column(
            "enfants",
            "Enfants",
            EFFECTIF,
            PUBLIC,
            "Nombre d'enfants présents.",
            ("Nombre d'enfants", "Nb enfants", "Nb d'enfants", "Enfants présents", "Enfants participants"),
            personnes=True,
        ),
        Column(
            "animateur",
            "Animateur",
            TEXTE,
            PERSONNEL,
            "N'est pas conservé.",
            ("Intervenant", "Intervenante", "Animatrice", "Animé par"),
        ),
        COMMENTAIRE,
    ),
)
