"""The blocks of every page: header, tiles, chart with its source and data, empty state, notices.

Pages hand over values; nothing here asks the base. Texts of a `Visual` or a `Tuile` are plain: they
are escaped here. Only `reponse` and `message` may hold Markdown written by the page.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from tne.ui import feuille, navigation, tete
from tne.ui.contexte import contexte
from tne.ui.feuille import ICONES_ETAT, Tuile
from tne.ui.hauteurs import cote_a_cote
from tne.ui.narrow import on_click
from tne.ui.parts_donnees import corps_du_cadre, piece_du_cadre, pied
from tne.ui.planche import Graphe, Piece, planche
from tne.ui.tete import LARGEUR_REPONSE
from tne.ui.texte import insecable
from tne.visuals.clics import filtre_du_clic
from tne.visuals.visual import Visual

# Each part of the programme has the page of its name: `pages/<part>.py`.
NOMS_FAMILLES = {
    "formations": "Formations",
    "accompagnements": "Accompagnements",
    "parentalite": "Parentalité",
    "equipements": "Équipements",
    "numerixplore": "Numérixplore",
    "neutre": "",
}


def state_badge(etat: str) -> str:
    """The state of a figure as an icon and a word, in Markdown."""
    return f":material/{ICONES_ETAT[etat]}: {etat}"


def page_header(famille: str, surtitre: str, question: str, reponse: str = "", *, lignes: int = 0) -> None:
    """Where one is, the page's one question, and its answer in a sentence (`**` around the figures).

    `lignes`: the answer is of the filters, and keeps the place of so many.
    """
    st.html(tete.tete(famille, NOMS_FAMILLES[famille], surtitre, question, reponse, lignes=lignes))


def tiles(tuiles: Sequence[Tuile]) -> None:
    """Tiles in a row, four or fewer wide, two on a phone."""
    st.html(feuille.tuiles(tuiles))


def piece(v: Visual, cle: str, *, avant: str = "", suite: str = "") -> Piece:
    """One chart: finding, how to read it, figure with its text alternative, reservations, source, data.

    `avant` and `suite` are HTML before and after it. A click on a mark narrows the filter where the Visual says which
    (`clics.filtre_du_clic`). Without a figure the table is shown in its place.
    """
    if v.figure is None:
        return piece_en_table(v, cle, avant=avant, suite=suite)
    layout = v.figure["layout"]
    graphe = Graphe(
        v.figure_json,
        v.alternative,
        layout["height"],
        layout.get("meta", {}).get("seule", {}).get("height"),
        on_click(v) if filtre_du_clic(v) else None,
    )
    return Piece(cle, avant + entete(v), graphe, pied(v, cle, v.etat_dit, suite))


def piece_en_table(
    v: Visual,
    cle: str,
    *,
    avant: str = "",
    suite: str = "",
    pages: Mapping[str, str] | None = None,
    liste: Callable[[], Visual] | None = None,
) -> Piece:
    """A Visual as its table, with the same title, source and CSV as a chart. `pages`: words of a cell → the page they open. `liste`
    asks for what its *Données* list, where the table sums up. Where its rows are too few to say anything, the reason stands in their place.
    """
    if v.donnees.empty or v.insuffisant:
        return ecrite(v, cle, "", avant=avant, suite=suite)
    legende = v.alternative or v.titre
    place = ("table", *sorted((pages or {}).items()))
    corps = v.une_fois(place, lambda: corps_du_cadre(v.donnees, v.formats, legende, pages))
    apres = pied(v, cle, v.etat_dit, suite, liste)
    return piece_du_cadre(cle, corps, len(v.donnees), avant + entete(v), apres)


def ecrite(v: Visual, cle: str, html: str, *, avant: str = "", suite: str = "") -> Piece:
    """A Visual as a text: `html` between its title and its source; without any, that there is nothing."""
    rien = feuille.rien(v.alternative or "Aucune donnée pour ce filtre.")
    return Piece(cle, avant + entete(v) + (html or rien), apres=pied(v, cle, v.etat_dit, suite))


def entete(v: Visual) -> str:
    """The HTML of the finding of a figure, and under it how to read it."""
    return feuille.tete(v.titre, v.sous_titre)


def visual(v: Visual, cle: str, *, avant: str = "", suite: str = "") -> None:
    """`piece` on the whole width."""
    planche(cle, [piece(v, cle, avant=avant, suite=suite)])


def pair(gauche: Visual, droite: Visual, cles: tuple[str, str] | None = None) -> None:
    """Two charts side by side and as high, one above the other on a narrow screen."""
    noms = cles or (gauche.code.replace(".", "-"), droite.code.replace(".", "-"))
    figures = zip(cote_a_cote(gauche, droite), noms, strict=True)
    planche(f"rangee-{noms[0]}", *([piece(v, cle)] for v, cle in figures))


def empty_state(
    message: str, pourquoi: str, page: str | None = None, lien: str = "Importer des données"
) -> None:
    """What is missing, why it matters, and one way to bring it (`page` is a page of the navigation)."""
    with st.container(gap="small"):
        st.subheader(message, anchor=False)
        st.markdown(f":gray[{insecable(pourquoi)}]", width=LARGEUR_REPONSE)
        if page is not None:
            aller(page, lien)


def aller(page: str, lien: str, cle: str = "vide", *, principal: bool = True) -> None:
    """The one button that brings what is missing: it leads to a page of the navigation, under its icon, for who may write there.
    `cle` tells several of a page apart.
    """
    if not contexte().droit.ecrire:
        return
    forme: Literal["primary", "secondary"] = "primary" if principal else "secondary"
    if st.button(lien, key=f"aller-{cle}", icon=navigation.icone(page), type=forme):
        st.switch_page(page, query_params={})
