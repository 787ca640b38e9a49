"""Statistics of sites, podcasts, networks, letters: what is told of them says what of them the bilan counts, and how to give it."""

from __future__ import annotations

import pytest

from tests.importing.scene import COORDINATION, Scene, codes
from tne.erreurs import ImportRefuse
from tne.importing import Options, importer_document, open_document
from tne.importing.headers.mappings import Correspondance, bind
from tne.importing.headers.recognising import recognise
from tne.reading import lire

MATOMO = "Étiquette,Vues de page uniques,Vues,Taux de rebond,Temps moyen sur la page\nÉcrans,1204,1530,45%,00:01:34\nPix,830,1102,51%,00:02:10\n"
# The page may be its own line; Google writes these over the header.
GOOGLE = "# ------\n# Pages et écrans\n# Compte : TNE\n# ------\n#\n# Tous les utilisateurs\n# Date de début : 20230901\n# Date de fin : 20240831\n"


def told(text: str, encoding: str = "utf-8") -> str:
    with pytest.raises(ImportRefuse) as refused:
        recognise(lire(text.encode(encoding), "export.csv").principal)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        MATOMO,
        "label,nb_visits,nb_hits,metadata_url\nÉcrans,12,14,https://tne.invalid/a\n",
        GOOGLE
        + "Titre de la page et nom de l'écran,Vues,Utilisateurs actifs,Nombre d'événements\nÉcrans,15,7,50\nPix,11,5,30\n",
        GOOGLE + "Page title and screen class,Views,Active users,Event count\nÉcrans,15,7,50\nPix,11,5,30\n",
        "name,visitors,pageviews,bounce_rate\n/ecrans,7,15,45\n",
        "Video ID,Video title,Views,Impressions,Unique viewers\n9,Écrans,31,120,28\n",
        "ID de la vidéo,Titre de la vidéo,Vues,Temps de visionnage (min)\nx8,Écrans,31,120\n",
        "Titre de l'épisode;Date de publication;Écoutes\nÉcrans;02/10/2023;31\n",
        "Title,Published,First 7 days,All time\nÉcrans,2023-10-02,4,31\n",
        "name,url,views,clicks\nÉcrans,https://exemple.invalid/1,31,10\n",
        "name,url,views,unique_visitors\nÉcrans,https://exemple.invalid/1,31,10\n",
        "Nom,Durée,Vues,Publié le,Confidentialité,URL\nÉcrans,0:03:56,31,02/10/2023,Publique,https://tube.invalid/w/a\n",
        "Post ID,Title,Publish time,Date,Views,Reach,Reactions\n1,Écrans,03/12/2024 10:00,Lifetime,100,60,12\n",
    ],
)
def test_a_table_of_resources_is_told_how_to_be_read(text: str) -> None:
    said = told(text)
    assert "donnez la colonne de l'adresse ou du titre pour « Identifiant »" in said
    assert "ne sont pas des vues" in said


@pytest.mark.parametrize(
    "text",
    [
        "Date,Écoutes\n2024-03-01,12\n2024-03-02,14\n",
        "date,views\n2024-03-01T00:00:00.000Z,12\n2024-03-02T00:00:00.000Z,14\n",
        "Zone géographique,Vues,Durée de visionnage (heures)\nTotal,15,2\nFR,15,2\n",
        "Source de trafic,Vues,Durée de visionnage (heures)\nExterne,15,2\n",
    ],
)
def test_one_that_says_of_no_resource_is_told_which_to_ask_for(text: str) -> None:
    """Days and views were nearly « Interventions des médiateurs »."""
    said = told(text)
    assert "sans dire de quelle ressource" in said
    assert "médiateurs" not in said


def test_one_by_resource_and_day_is_told_which_to_ask_for() -> None:
    assert "jour par jour" in told(
        "day,video_id,video_title,views\n2024-03-01,x8,Écrans,12\n2024-03-02,x8,Écrans,14\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nom de la campagne;Objet;Destinataires;Ouvertures;Taux d'ouverture;Clics\nLettre 1;Parents;520;210;41 %;60\n",
        "Nom du QR code;Créé le;Scans totaux;Scans uniques\nAffiche;02/10/2023;31;25\n",
        "Post id,Date,Post text,Impressions,Likes,Engagements\n1,2024-03-12,Atelier,900,12,30\n",
        "Mois;Visiteurs différents;Visites;Hits\nJan 2024;120;140;4000\n",
    ],
)
def test_what_is_no_view_is_told_to_be_none(text: str) -> None:
    assert "et non des vues" in told(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Plateforme;Identifiant;Période;Impressions;Visites\nSite;a;Année;12;4\n",
            "il manque la colonne « Vues »",
        ),
        ("Date;UAI;Visites;Partages\n12/03/2024;0860002K;2;1\n", "« UAI »"),
        ("Date;Visites\n12/03/2024;2\n13/03/2024;3\n", "Aucun jeu de données"),
        ("Nom;Prénom;Mail;Ouvertures\nMartin;Lise;a@b.fr;3\n", "« Offre envoyée aux enseignants »"),
    ],
)
def test_a_sheet_of_something_else_is_told_what_it_lacks(text: str, said: str) -> None:
    found = told(text)
    assert said in found
    assert "audience" not in found


@pytest.mark.parametrize(
    "entete",
    ["Objet;Corps;Auteur;Créé le;Mis à jour à;Réactions;Commentaires;Section", "Date;Primary", "date;value"],
)
def test_a_day_or_a_comment_makes_nothing_near(entete: str) -> None:
    """The messages of a Padlet were nearly « Interventions des médiateurs »."""
    assert "Le plus proche" not in told(f"{entete}\n{';'.join(['2024-03-12'] * (entete.count(';') + 1))}\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_what_is_told_of_them_reads_them(scene: Scene, encoding: str) -> None:
    link = Correspondance(
        "consultation",
        {"identifiant": "Étiquette", "vues": "Vues"},
        {"plateforme": "Site du TNE", "periode": "Année", "annee": "2023-2024"},
    )
    document = open_document(MATOMO.encode(encoding), "pages.csv")
    found = bind(document.principal, link)
    (result,) = importer_document(scene.base, COORDINATION, document, (found,), Options())
    assert codes(result) == []
    assert scene.table("consultation", "identifiant", "vues") == [("Pix", 1102), ("Écrans", 1530)]


@pytest.mark.parametrize(
    ("entete", "manque"),
    [
        ("Identifiant;Période;Début;Année scolaire;Vues;Visiteurs uniques", "« Consultations des ressources », où il manque la colonne « Plateforme »"),
        ("Date;Nature;Durée;Vues", "« Interventions des médiateurs », où il manque la colonne « UAI »"),
    ],
)  # fmt: skip
def test_what_lacks_one_column_is_told_which(entete: str, manque: str) -> None:
    assert manque in told(f"{entete}\n{';'.join('12' for _ in entete.split(';'))}")
