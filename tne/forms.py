"""How the real exports look. A file is recognised by its columns, never by its name.

Headers come from the sources' own files (domain facts); what a form does not name is matched by the data set's
own labels and aliases. A form may feed several data sets and turn one row into several.
"""

from __future__ import annotations

from tne.forms_reponses import REPONSES
from tne.spec import Ecart, Feed, Form

SOFIA_PLAN = Form(
    name="sofia_plan",
    title="Sofia-FMO, Export plan et sessions",
    signature=("Dispositif : code", "Module : code", "Groupe : identifiant", "Session", "Début"),
    feeds=(Feed("module"), Feed("session", headers={"UAI": "uai_lieu", "Libellé statut": "statut"})),
    personnels=(
        "Dispositif : responsable",
        "Module : responsable",
        "Pilote : nom",
        "Pilote : email",
        "Utilisateur ayant changé le statut",
    ),
    feuille="Liste des dispositifs",
    origine="Sofia-FMO",
)

YOUTUBE = Form(
    name="youtube",
    title="YouTube Studio, données par contenu",
    signature=("Contenu", "Titre de la vidéo"),
    feeds=(
        Feed(
            "ressource",
            headers={"Contenu": "identifiant", "Durée": "duree"},
            constants={"plateforme": "YouTube"},
        ),
        Feed(
            "consultation",
            headers={"Contenu": "identifiant"},
            constants={"plateforme": "YouTube", "periode": "Depuis la création"},
        ),
    ),
    ecarts=(Ecart("total", "lower({Contenu}) = 'total'", "Ligne de total de YouTube Studio."),),
    origine="YouTube Studio",
    annee_requise=True,
)


def _podeduc(vues: str, periode: str) -> Feed:
    return Feed(
        "consultation",
        headers={"Titre": "identifiant", vues: "vues"},
        constants={"plateforme": "PodEduc", "periode": periode},
        exclusif=True,
        datee=True,
    )


PODEDUC = Form(
    name="podeduc",
    title="PodEduc, tableau des vues",
    signature=("Titre", "Vue totale depuis création"),
    feeds=(
        Feed(
            "ressource",
            headers={"Titre": "identifiant"},
            constants={"plateforme": "PodEduc"},
            copies={"titre": "identifiant"},
        ),
        _podeduc("Vue du mois", "Mois"),
        _podeduc("Vue de l'année", "Année"),
        _podeduc("Vue totale depuis création", "Depuis la création"),
    ),
    origine="PodEduc",
    annee_requise=True,
)

PEERTUBE = Form(
    name="peertube",
    title="PeerTube, totaux par vidéo",
    signature=("uuid", "name", "views"),
    feeds=(
        Feed(
            "ressource",
            headers={
                "uuid": "identifiant",
                "name": "titre",
                "publishedAt": "date_publication",
                "duration": "duree",
            },
            constants={"plateforme": "PeerTube"},
        ),
        Feed(
            "consultation",
            headers={"uuid": "identifiant", "views": "vues"},
            constants={"plateforme": "PeerTube", "periode": "Depuis la création"},
        ),
    ),
    # Its interface for programs names whoever holds the account and the channel.
    personnels=tuple(
        f"{owner}.{what}"
        for owner in ("account", "channel")
        for what in ("name", "displayName", "url", "host")
    ),
    origine="PeerTube",
    annee_requise=True,
)


def _niveau(colonne: str, niveau: str) -> Feed:
    return Feed("effectif", headers={colonne: "eleves"}, constants={"niveau": niveau}, sauf=("eleves",))


EFFECTIFS_COLLEGES = Form(
    name="effectifs_colleges",
    title="Effectifs d'élèves des collèges, par niveau",
    signature=("Rentrée scolaire", "Numéro du collège", "4èmes total"),
    feeds=(
        _niveau("6èmes total", "6ème"),
        _niveau("5èmes total", "5ème"),
        _niveau("4èmes total", "4ème"),
        _niveau("3èmes total", "3ème"),
    ),
    origine="data.education.gouv.fr",
)

# The same data set as the interface for programs gives it.
EFFECTIFS_COLLEGES_TECHNIQUES = Form(
    name="effectifs_colleges_techniques",
    title="Effectifs d'élèves des collèges, par niveau (en-têtes techniques)",
    signature=("rentree_scolaire", "numero_college", "4eme_total"),
    feeds=(
        _niveau("6eme_total", "6ème"),
        _niveau("5eme_total", "5ème"),
        _niveau("4eme_total", "4ème"),
        _niveau("3eme_total", "3ème"),
    ),
    origine="data.education.gouv.fr",
)

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

FORMS: tuple[Form, ...] = (
    SOFIA_PLAN,
    *REPONSES,
    YOUTUBE,
    PODEDUC,
    PEERTUBE,
    EFFECTIFS_COLLEGES,
    EFFECTIFS_COLLEGES_TECHNIQUES,
    GEOLOCALISATION,
    IPS_COLLEGES,
    IPS_ETABLISSEMENTS,
)
