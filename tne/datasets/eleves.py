"""Data sets about the pupils of each school: how many, and their social position index."""

from tne.datasets import lists
from tne.datasets.ecoles import LICENCE_OUVERTE, UAI_ETABLISSEMENT, departement_de_uai
from tne.kinds import ANNEE_SCOLAIRE, DECIMAL, EFFECTIF, INDICE_SOCIAL, UAI
from tne.spec import Alerte, Column, Dataset, Privacy

PUBLIC = Privacy.PUBLIC

ANNEE = Column(
    "annee",
    "Année scolaire",
    ANNEE_SCOLAIRE,
    PUBLIC,
    "Année scolaire.",
    ("Rentrée scolaire", "rentree_scolaire", "Rentrée", "annee_scolaire"),
    required=True,
)

EFFECTIF_ELEVES = Dataset(
    name="effectif",
    title="Effectifs d'élèves",
    help="Une ligne par établissement, année et niveau : nombre d'élèves à la rentrée.",
    demander="data.education.gouv.fr, « Effectifs d'élèves du second degré par établissement » ; en novembre pour la rentrée.",
    licence=LICENCE_OUVERTE,
    key=("annee", "uai", "niveau"),
    ecarte_sans="uai",
    annee="annee",
    departement=departement_de_uai(),
    columns=(
        ANNEE,
        Column(
            "uai",
            "UAI",
            UAI,
            PUBLIC,
            "Établissement.",
            (
                "Numéro du collège",
                "numero_college",
                "Numéro de l'école",
                "numero_ecole",
                "Numéro du lycée",
                "numero_lycee",
                "Numéro de l'établissement",
                *UAI_ETABLISSEMENT,
            ),
            required=True,
        ),
        Column(
            "niveau",
            "Niveau",
            lists.NIVEAU,
            PUBLIC,
            "Niveau, par exemple 4e.",
            ("niveau_scolaire",),
            required=True,
        ),
        Column(
            "eleves",
            "Élèves",
            EFFECTIF,
            PUBLIC,
            "Nombre d'élèves.",
            ("Nombre d'élèves", "Nombre d'élèves total", "Effectif total", "Effectifs", "Effectif"),
            required=True,
        ),
    ),
    # Numérixplore counts out of the pupils of « 4ème »; whether a file has those of its parts in them too, nothing tells.
    alertes=(
        Alerte(
            "parties_du_niveau",
            "coalesce(bool_or(niveau <> '4ème' AND regexp_matches(lower(niveau), '^(4|quatri)') AND NOT "
            "regexp_matches(lower(niveau), '^4 ?ans')), false)",
            "Des niveaux disent une partie des élèves de 4e (« 4ème SEGPA », « 4ème générale », une classe) : gardés à part, ils ne "
            "comptent pas parmi ceux de « 4ème ». S'ils n'y sont pas déjà, additionnez-les sous ce niveau, une ligne par établissement.",
        ),
    ),
)

IPS = Dataset(
    name="ips",
    title="Indice de position sociale",
    help="Une ligne par établissement et année : indice de position sociale (IPS).",
    demander="data.education.gouv.fr, « Indices de position sociale dans les collèges » et « dans les écoles » ; mis à jour chaque année.",
    licence=LICENCE_OUVERTE,
    key=("annee", "uai"),
    ecarte_sans="uai",
    annee="annee",
    departement=departement_de_uai(),
    columns=(
        ANNEE,
        Column("uai", "UAI", UAI, PUBLIC, "Établissement.", UAI_ETABLISSEMENT, required=True),
        Column(
            "ips",
            "IPS",
            INDICE_SOCIAL,
            PUBLIC,
            "Indice de position sociale ; NS : non significatif.",
            (
                "Indice de position sociale",
                "IPS de l'établissement",
                "IPS établissement",
                "ips_etab",
                "IPS moyen",
            ),
            required=True,
        ),
        Column(
            "ecart_type",
            "Écart-type de l'IPS",
            DECIMAL,
            PUBLIC,
            "Dispersion de l'indice dans l'établissement.",
            ("Ecart-type de l'IPS", "ecart_type_de_l_ips"),
        ),
        Column("effectifs", "Effectifs", EFFECTIF, PUBLIC, "Nombre d'élèves pris en compte.", ("Effectif",)),
    ),
)
