"""Open data of the ministry on schools: where they are, and their social index."""

from __future__ import annotations

from tne.spec import Feed, Form

# « Département » holds a name there: without that column, the headers of the data set say enough.
GEOLOCALISATION = Form(
    name="geolocalisation",
    title="Adresse et géolocalisation des établissements",
    signature=("Code établissement", "Appellation officielle", "Département"),
    feeds=(
        Feed(
            "etablissement",
            headers={
                "Code établissement": "uai",
                "Appellation officielle": "nom",
                "Code département": "departement",
            },
            sauf=("departement",),
        ),
    ),
    origine="data.education.gouv.fr",
)

# Its headers are those of a school too: only together do they say that the file is about the index.
_IPS = ("Rentrée scolaire", "Code du département", "UAI", "Nom de la commune", "Secteur", "IPS")
# Two lists, two forms: the list of the écoles does not stand for that of the collèges, which alone gives a deviation.
IPS_COLLEGES = Form(
    name="ips_colleges",
    title="Indices de position sociale des collèges",
    signature=(*_IPS, "Ecart-type de l'IPS"),
    feeds=(Feed("ips"),),
    origine="data.education.gouv.fr",
)
IPS_ETABLISSEMENTS = Form(
    name="ips_etablissements",
    title="Indices de position sociale des écoles",
    signature=_IPS,
    feeds=(Feed("ips"),),
    origine="data.education.gouv.fr",
)

# A lycée has an index by way (general, professional): the one of the whole school is kept, which is that of its only way.
IPS_LYCEES = Form(
    name="ips_lycees",
    title="Indices de position sociale des lycées",
    signature=("Rentrée scolaire", "UAI", "Type de lycée", "IPS de l'établissement"),
    feeds=(
        Feed(
            "ips",
            headers={
                "IPS de l'établissement": "ips",
                "Ecart-type établissement": "ecart_type",
                "Effectifs de l'établissement": "effectifs",
            },
        ),
    ),
    origine="data.education.gouv.fr",
    autres={
        "Rentrée scolaire": ("rentree_scolaire",),
        "Type de lycée": ("type_de_lycee",),
        "IPS de l'établissement": (
            "IPS établissement",
            "ips_etab",
            "IPS Ensemble GT-PRO",
            "ips_ensemble_gt_pro",
        ),
        "Ecart-type établissement": ("Ecart type établissement", "ecart_type_etablissement"),
        "Effectifs de l'établissement": (
            "Effectifs établissement",
            "effectifs_etab",
            "Effectifs Ensemble",
            "Effectifs Ensemble GT-PRO",
        ),
        "IPS voie GT": ("ips_voie_gt",),
        "IPS voie PRO": ("ips_voie_pro",),
    },
    replis={"IPS de l'établissement": ("IPS voie GT", "IPS voie PRO")},
)

ETABLISSEMENTS = (GEOLOCALISATION, IPS_COLLEGES, IPS_ETABLISSEMENTS, IPS_LYCEES)
