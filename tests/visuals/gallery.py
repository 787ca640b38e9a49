"""Every block and chart recipe with invented numbers, for the eye and for the tests of this folder."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from tne.typographie import entier, pourcent, typographier
from tne.ui import parts, planche, theme
from tne.ui.feuille import Tuile
from tne.visuals.bars import barres, plus_grands
from tne.visuals.bubbles import Tranche, nuage
from tne.visuals.calendar import calendrier, vacances
from tne.visuals.dots import carres
from tne.visuals.groupees import groupees
from tne.visuals.lines import courbes
from tne.visuals.visual import Visual


def exemple(
    code: str, titre: str, sous_titre: str, df: pd.DataFrame, figure: dict | None, **champs
) -> Visual:
    """A Visual of the gallery: formats are guessed from the columns."""
    formats = {c: "entier" if pd.api.types.is_numeric_dtype(df[c]) else "texte" for c in df.columns}
    base = {
        "alternative": titre,
        "source": typographier("Source : Sofia-FMO, import du 3 juillet 2024"),
        "filtre": "2023-2024, tous les établissements",
        "famille": "formations",
        "etat": "calculé",
    }
    return Visual(
        code=code,
        titre=typographier(titre),
        sous_titre=typographier(sous_titre),
        donnees=df,
        formats=formats,
        figure=figure,
        **(base | champs),
    )


def part(n: int, total: int) -> str:
    return f"{entier(n)} · {pourcent(100 * n / total, 1)}"


def principales(taille: float = 1) -> Visual:
    df = pd.DataFrame(
        {
            "Étape": ["Ont suivi au moins un module", "Ont répondu à l\u2019offre"],
            "Enseignants": [545, 527],
            "Texte": [part(545, 1128), part(527, 1128)],
        }
    )
    figure = barres(
        df,
        "Étape",
        "Enseignants",
        famille="formations",
        total=1128,
        total_mots="1\u202f128 ont reçu l\u2019offre",
        textes="Texte",
        accent=["Ont suivi au moins un module"],
        taille=taille,
    )
    return exemple(
        "formations.reponse",
        "Près d'un enseignant sollicité sur deux a suivi un module",
        "Nombre d'enseignants et part des 1\u202f128 qui ont reçu l'offre. On peut suivre un module sans avoir"
        " répondu au formulaire.",
        df[["Étape", "Enseignants"]],
        figure,
    )


def modules(taille: float = 1) -> Visual:
    noms = [
        "Évaluer avec le numérique",
        "Intelligence artificielle en classe",
        "Créer une WebRadio ou une WebTV",
        "ÉLÉA\u202f: bâtir un parcours",
        "Éduquer aux médias",
        "Scénariser une classe hybride, à distance et en présence des élèves",
        "Cybersécurité et données des élèves",
        "Manuels numériques",
        "ENT",
    ]
    df = pd.DataFrame({"Module": noms, "Participants": [168, 151, 118, 104, 92, 81, 64, 20, 12]})
    df = plus_grands(df, "Module", ["Participants"])
    df["Texte"] = [part(n, 1128) for n in df["Participants"]]
    figure = barres(
        df, "Module", "Participants", famille="formations", textes="Texte", tri=False, taille=taille
    )
    return exemple(
        "formations.modules",
        "L'évaluation et l'IA attirent le plus",
        "Participants par module, et part des 1\u202f128 sollicités. Un enseignant peut suivre plusieurs modules.",
        df[["Module", "Participants"]],
        figure,
        avertissements=("Ce chiffre ne tient pas compte du filtre d\u2019établissement.",),
    )


def absence(taille: float = 1, hauteur: int = 400) -> Visual:
    lignes = []
    for i in range(46):
        semaines = 1.5 + (i * 7919 % 97) / 97 * 13
        taux = 15 + 2.1 * semaines + (i * 104729 % 41) - 18
        lignes.append((semaines, max(5.0, taux), 14 + i * 31 % 26, f"Session {i + 1}"))
    df = pd.DataFrame(lignes, columns=["Semaines", "Taux", "Inscrits", "Session"])
    figure = nuage(
        df,
        "Semaines",
        "Taux",
        "Inscrits",
        "Session",
        [Tranche(0, 4, 27, 111), Tranche(4, 8, 183, 573), Tranche(8, 99, 238, 557)],
        famille="formations",
        axe_x="Semaines entre l\u2019inscription et la session",
        mot_poids="inscrits",
        taille=taille,
        hauteur=hauteur,
    )
    return exemple(
        "formations.absence",
        "Plus le délai est long, plus on est absent",
        "Part d'absents selon le délai entre l'inscription et la session. Un rond par session, plus grand s'il y"
        " a plus d'inscrits ; un trait pour le taux de la tranche.",
        df,
        figure,
        hauteur=hauteur,
    )


def colleges(taille: float = 1) -> Visual:
    df = pd.DataFrame(
        {"Collège": [f"Collège {i}" for i in range(47)], "Représenté": [i != 5 for i in range(47)]}
    )
    df.loc[[12, 30], "Représenté"] = False
    figure = carres(
        df,
        "Collège",
        "Représenté",
        famille="formations",
        mots_oui="avec un participant",
        mots_non="sans",
        taille=taille,
    )
    return exemple(
        "formations.colleges",
        "Trois collèges sur 47 sans enseignant formé",
        "Un carré : un collège, public ou privé sous contrat.",
        df,
        figure,
    )


def natures(taille: float = 1) -> Visual:
    df = pd.DataFrame(
        {
            "Nature": [
                "Formation d\u2019enseignants",
                "Accompagnement personnalisé",
                "Intervention technique",
                "Suivi de projet",
            ],
            "écoles": [58, 32, 9, 1],
            "collèges": [18, 9, 8, 4],
        }
    )
    figure = barres(df, "Nature", ["écoles", "collèges"], famille="accompagnements", taille=taille)
    return exemple(
        "accompagnements.natures",
        "La moitié des interventions sont des formations d'enseignants",
        "Nombre d'interventions par nature, écoles et collèges",
        df,
        figure,
        famille="accompagnements",
        etat="publié",
    )


def jours(taille: float = 1) -> Visual:
    comptes: dict[date, int] = {}
    for i in range(139):
        jour = date(2023, 9, 11) + timedelta(days=i * 37 % 290)
        if jour in vacances("2023-2024"):
            continue
        comptes[jour] = comptes.get(jour, 0) + (
            1 + i % 3 if jour.weekday() in (1, 3) else int(jour.weekday() < 5)
        )
    df = pd.DataFrame({"Jour": list(comptes), "Interventions": list(comptes.values())})
    return exemple(
        "accompagnements.calendrier",
        "Mardi et jeudi portent la moitié des interventions",
        "Interventions par jour de classe. Sans case : vacances de la zone A et jours fériés.",
        df,
        calendrier(comptes, "2023-2024", famille="accompagnements", taille=taille),
        famille="accompagnements",
    )


def annees(taille: float = 1) -> Visual:
    df = pd.DataFrame(
        {
            "Mesure": ["Réponses à l\u2019offre", "Participants", "Sessions"],
            "2022-2023": [480, 503, 40],
            "2023-2024": [527, 545, 46],
        }
    )
    figure = groupees(df, "Mesure", ["2022-2023", "2023-2024"], famille="parentalite", taille=taille)
    return exemple(
        "parentalite.annees",
        "Plus de participants qu'en 2022-2023",
        "Nombre, par année scolaire",
        df,
        figure,
        famille="parentalite",
    )


def vues(taille: float = 1) -> Visual:
    mois = ["sept.", "oct.", "nov.", "déc.", "janv.", "févr.", "mars", "avr.", "mai", "juin"]
    df = pd.DataFrame({"Mois": mois, "écoliers": [0, 30, 80, 160, 210, 300, 390, 470, 560, 610]})
    df["collégiens"] = [None, 20, 66, 120, 190, 260, 380, 450, 540, 590]
    figure = courbes(
        df, "Mois", ["écoliers", "collégiens"], famille="parentalite", unite="vues cumulées", taille=taille
    )
    return exemple(
        "parentalite.vues",
        "Les ressources pour collégiens rattrapent les autres",
        "Vues cumulées des ressources, par public",
        df,
        figure,
        famille="parentalite",
    )


def page() -> None:
    """The gallery as one page."""
    theme.installer("Galerie")
    with theme.socle():
        planche.preparer()
    with st.sidebar:
        st.multiselect("Année scolaire", ["2022-2023", "2023-2024"], default=["2023-2024"])
        st.selectbox("Établissement", ["Tous", "Collège 1"])
        st.radio("Secteur", ["Tous", "Public", "Privé"], horizontal=True)
        st.button("Présenter", type="primary", icon=":material/slideshow:", width="stretch")
        st.button("Annuler l\u2019import", width="stretch")
    parts.page_header(
        "formations",
        "enseignants du 2nd degré · 2023-2024",
        "Qui a suivi les formations\u202f?",
        "**48,3\u202f%** des enseignants sollicités ont suivi au moins un module, soit 545 sur 1\u202f128. "
        "Les 47 collèges de la Vienne ont presque tous un enseignant formé.",
    )
    parts.tiles(
        [
            Tuile(
                "ont suivi un module",
                "545",
                "sur 1\u202f128 · 48,3\u202f%",
                "objectif 600",
                "+42 sur 2022-2023",
                accent="formations",
                aide="Enseignants présents à au moins une session.",
            ),
            Tuile("ont répondu à l\u2019offre", "527", "sur 1\u202f128 · 46,7\u202f%", evolution="stable"),
            Tuile("sessions", "46", "12 SRANE, 34 Canopé", evolution="+6 sur 2022-2023", etat="publié"),
            Tuile("d\u2019absence par session", "33\u202f%", "429 sur 1\u202f301", etat="absent"),
        ]
    )
    parts.visual(principales(), "reponse")
    parts.pair(modules(), absence())
    parts.pair(colleges(), natures())
    parts.visual(jours(), "jours")
    parts.pair(annees(), vues())
    planche.planche("table", [parts.piece_en_table(modules(), "table")])
    parts.empty_state(
        "Aucune inscription importée", "Sans elle, ni participants ni absences ne se calculent."
    )
    st.info("Fichier lu : 1 448 lignes.")
    st.warning("Deux colonnes ne sont pas reconnues.")
    st.error("La colonne UAI manque dans la feuille 1.")
    st.success("Import terminé.")


if __name__ == "__main__":
    page()


def textes(figure: dict[str, Any]) -> list[str]:
    """The annotations of a figure, in their order."""
    return [a["text"] for a in figure["layout"]["annotations"]]
