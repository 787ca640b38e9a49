"""Videos and how often they were seen: YouTube Studio, PodEduc, PeerTube, and both lists in one table by hand."""

from __future__ import annotations

from tne.datasets.ressources import CONSULTATION, IDENTIFIANT, RESSOURCE
from tne.spec import Ecart, Feed, Form

_ANGLAIS = {
    "Contenu": ("Content",),
    "Titre de la vidéo": ("Video title",),
    "Heure de publication de la vidéo": ("Video publish time",),
    "Durée": ("Duration",),
    "Vues": ("Views",),
    "Spectateurs uniques": ("Unique viewers",),
}
YOUTUBE = Form(
    name="youtube",
    title="YouTube Studio, données par contenu",
    signature=("Contenu", "Titre de la vidéo"),
    feeds=(
        Feed(
            "ressource",
            headers={
                "Contenu": "identifiant",
                "Titre de la vidéo": "titre",
                "Heure de publication de la vidéo": "date_publication",
                "Durée": "duree",
            },
            constants={"plateforme": "YouTube"},
        ),
        Feed(
            "consultation",
            headers={"Contenu": "identifiant", "Vues": "vues", "Spectateurs uniques": "spectateurs"},
            constants={"plateforme": "YouTube", "periode": "Depuis la création"},
        ),
    ),
    ecarts=(Ecart("total", "lower({Contenu}) = 'total'", "Ligne de total de YouTube Studio."),),
    origine="YouTube Studio",
    annee_requise=True,
    jours_du_nom=True,
    voulu="consultation",
    autres=_ANGLAIS,
)

# The archive holds three tables: this one has a row per video and day, of which the last would stand for all. So would that
# of a month, where each has one.
YOUTUBE_JOURS = Form(
    name="youtube_jours",
    title="YouTube Studio, données du graphique",
    signature=("Date", "Contenu", "Titre de la vidéo"),
    feeds=(),
    origine="YouTube Studio",
    autres={**_ANGLAIS, "Date": ("Jour", "Semaine", "Mois", "Day", "Week", "Month")},
    refus="Ce tableau de YouTube Studio donne les vues par jour, par semaine ou par mois (« Données du graphique »), que le bilan n'emploie "
    "pas : importez « Données du tableau », de la même archive, où chaque vidéo a une ligne.",
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
    autres={
        "Titre": ("Title",),
        "Vue du mois": ("View during the month",),
        "Vue de l'année": ("View during the year",),
        "Vue totale depuis création": ("Total view from creation", "Vue totale depuis la création"),
    },
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
    autres={"uuid": ("shortUUID", "short_uuid", "url", "watchUrl")},
    # Statistics of links and of pages have an address, a name and views too.
    sauf=(
        "Clicks",
        "CTR",
        "Visits",
        "Visitors",
        "Unique visitors",
        "Pageviews",
        "Impressions",
        "Bounce rate",
    ),
)

# Both lists in one sheet, as a hand keeps them: titles were lost with the views, or views with the titles.
RESSOURCES_ET_VUES = Form(
    name="ressources_et_vues",
    title="Ressources pour les parents et leurs vues, en un tableau",
    signature=("Plateforme", "Identifiant", "Titre", "Vues"),
    feeds=(Feed("ressource"), Feed("consultation")),
    origine="tableau",
    voulu="consultation",
    autres={
        column.label: tuple(name for name in column.aliases if name not in RESSOURCE.equivoque)
        for column in (IDENTIFIANT, RESSOURCE.column("titre"), CONSULTATION.column("vues"))
    },
)

VUES = (YOUTUBE, YOUTUBE_JOURS, PODEDUC, PEERTUBE, RESSOURCES_ET_VUES)
