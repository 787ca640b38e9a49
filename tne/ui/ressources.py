"""The list of resources for parents, each title a link that opens, by audience."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tne.documents.tables import write_cell
from tne.typographie import typographier
from tne.ui import parts
from tne.ui.grilles import coupe, montrees
from tne.ui.liste_lue import Colonne, Liste, du_cadre
from tne.ui.parts_donnees import LIGNES_TABLEAU, pied
from tne.ui.planche import Piece, planche
from tne.ui.tableaux import Cellule, tableau_html
from tne.ui.texte import phrase_html, phrase_lue
from tne.visuals.parentalite_vues import pour_qui
from tne.visuals.visual import Visual

_DETAILS = ("Thème", "Plateforme", "Durée")
_VUES = {"Vues": "Vues", "Vues depuis la création": "Depuis la création"}
"""Columns of the table and their heads, short enough for a phone."""


def liste(v: Visual, cle: str) -> None:
    """The Visual of the resources: one table per audience, or a list to sort when there are many. Their titles open them. Without
    any, what would bring them.
    """
    if v.vide:
        parts.visual(v, cle)
        return
    planche(cle, [_a_trier(v, cle) if len(v.donnees) > LIGNES_TABLEAU else _par_public(v, cle)])


def _par_public(v: Visual, cle: str) -> Piece:
    return parts.ecrite(v, cle, v.une_fois("par public", lambda: _tables(v)))


def _tables(v: Visual) -> str:
    publics = [(_intitule(str(nom)), lignes) for nom, lignes in v.donnees.groupby("Public", sort=False)]
    return "".join(
        f"<p><strong>{phrase_html(nom)}</strong></p>{table(lignes, v, nom)}" for nom, lignes in publics
    )


def _intitule(public: str) -> str:
    """The audience as a heading: « Parents d'écoliers », « Tous les parents »."""
    qui = typographier(pour_qui(public)).removeprefix("les ")
    return f"{qui[:1].upper()}{qui[1:]}"


def _a_trier(v: Visual, cle: str) -> Piece:
    lue = v.une_fois("à trier", lambda: _lue(v))
    return Piece(cle, parts.entete(v), lue, coupe(len(v.donnees)) + pied(v, cle))


def _lue(v: Visual) -> Liste:
    lignes = v.donnees.head(montrees(len(v.donnees)))
    dites = lignes.drop(columns="Adresse")
    titre = list(dites.columns).index("Ressource")
    return Liste(
        phrase_lue(v.titre),
        v.alternative or v.titre,
        *du_cadre(dites, v.formats),
        liee=titre,
        numero=titre,
        pages=[a if isinstance(a, str) else "" for a in lignes["Adresse"]],
    )


def table(lignes: pd.DataFrame, v: Visual, public: str) -> str:
    """The resources for that audience, addresses already known to be http or https. Three columns, which a phone holds:
    theme, platform and length stand under the title, in small.
    """
    colonnes = [Colonne("Ressource"), *(Colonne(nom, "nombre") for nom in _VUES.values())]
    ecrites = [
        [
            Cellule(
                str(ligne["Ressource"]), ", ".join(_dits(ligne[c] for c in _DETAILS)), str(ligne["Adresse"])
            ),
            *(Cellule(write_cell(ligne[c], v.formats[c])) for c in _VUES),
        ]
        for ligne in lignes.to_dict("records")
    ]
    return tableau_html(f"{v.titre}, {public}", colonnes, ecrites)


def _dits(mots: Iterable[object]) -> list[str]:
    return [m for m in mots if isinstance(m, str) and m]
