"""Where the collèges reached by Numérixplore are."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import numerixplore as questions
from tne.queries.carte import maillage_en_vigueur
from tne.queries.equite import annuaire_vide
from tne.typographie import a_commune, accord, compte, entier, enumeration
from tne.visuals.carte import classes_de_comptes, hors_carte
from tne.visuals.carte_choix import carte_du_choix
from tne.visuals.carte_groupes import a_dessiner, avec_voisines
from tne.visuals.fabrique import annees_de, en_francais, ensemble, rien, visuel
from tne.visuals.visual import Visual

FAMILLE = "numerixplore"
JEUX = ("numerixplore", "etablissement")
MANQUE = "Importez la feuille des journées Numérixplore."
SANS_ANNUAIRE = "Importez l'annuaire de l'éducation : il dit quels sont les collèges du territoire, et où."
SANS_COLLEGE_DECRIT = "L'annuaire importé ne décrit aucun collège ouvert, public ou privé sous contrat."


def colleges_inconnus(con: duckdb.DuckDBPyConnection, filters: Filters, frame: pd.DataFrame) -> str:
    """Why no collège of the territory is known though days were held: no directory, or one without any; "" where some are."""
    if filters.par_etablissement or not frame["touche"].any() or frame["de_reference"].any():
        return ""
    return SANS_ANNUAIRE if annuaire_vide(con) else SANS_COLLEGE_DECRIT


def une_fois(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per collège over the chosen years: reached in at least one of them, and when."""
    reference = frame[frame["de_reference"]]
    quand: dict[str, list[str]] = {}
    for uai, annee, touche in zip(*(reference[c].tolist() for c in ("uai", "annee", "touche")), strict=True):
        quand.setdefault(uai, []).extend([annee] if touche else [])
    # A year may lack a word on a collège that an earlier one has.
    connus = reference[["uai", "nom", "commune", "secteur", "latitude", "longitude", "code_insee"]]
    if len(quand) < len(connus):
        connus = connus.groupby("uai", sort=False).last().reset_index()
    out = connus.assign(
        touche=[bool(quand[uai]) for uai in connus["uai"]],
        quand=[enumeration(quand[uai]) for uai in connus["uai"]],
    )
    return out.sort_values(["nom", "uai"], key=en_francais, kind="stable", ignore_index=True)


def titre_lieux(communes: Sequence[tuple[str, int, int]]) -> str:
    """Communes that have a collège and where none was reached; `communes` are (name, collèges reached, collèges)."""
    if not communes:
        return "Aucun collège à placer sur la carte"
    if len(communes) == 1:
        return _titre_commune(*communes[0])
    oubliees = [nom for nom, touches, _ in communes if not touches]
    if not oubliees:
        return f"Les {entier(len(communes))} communes qui ont un collège ont toutes été touchées"
    if len(oubliees) <= 3:
        return f"Aucun collège touché {enumeration(map(a_commune, oubliees), 'ni')}"
    return f"{entier(len(oubliees))} communes sans collège touché, sur {entier(len(communes))} qui en ont un"


def _titre_commune(nom: str, touches: int, total: int) -> str:
    if total == 1:
        return f"{nom} : le collège {'a' if touches else 'n’a pas'} été touché"
    if not touches:
        return f"{nom} : aucun des {entier(total)} collèges n'a été touché"
    return f"{nom} : {compte(touches, 'collège touché', 'collèges touchés')} sur {entier(total)}"


def lieux(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Map of the collèges, full where reached, over the number of collèges reached by commune."""
    frame = questions.reached(con, filters, view)
    mesh = maillage_en_vigueur(con)
    une = une_fois(frame) if not frame.empty else frame
    if une.empty:
        manque = ("" if frame.empty else colleges_inconnus(con, filters, frame)) or MANQUE
        return rien(con, filters, f"{FAMILLE}.lieux", "Aucun collège à placer sur la carte", manque, JEUX)
    par = (
        une.groupby("commune", sort=True)
        .agg(
            etablissements=("uai", "size"),
            touches=("touche", "sum"),
            code_insee=("code_insee", "first"),
            **{c: (c, "mean") for c in ("latitude", "longitude")},
        )
        .reset_index()
    )
    dessus = par.assign(nom=par["commune"], valeur=par["touches"]).dropna(subset=["code_insee"])
    dessus = a_dessiner(dessus[~dessus["code_insee"].isin(hors_carte(dessus, mesh))], mesh)
    dessus["texte"] = [
        f"{avec_voisines(a)}{entier(t)} {accord(t, 'collège touché', 'collèges touchés')} sur {entier(n)}"
        for a, t, n in zip(dessus["voisines"], dessus["touches"], dessus["etablissements"], strict=True)
    ]
    points = une.dropna(subset=["latitude", "longitude"]).assign(
        plein=lambda d: d["touche"].astype(bool),
        legende=lambda d: ["collège touché" if t else "pas encore" for t in d["touche"]],
    )
    figure = None
    if mesh is not None or not dessus.empty:
        figure = carte_du_choix(
            con,
            filters,
            dessus,
            mesh,
            famille=FAMILLE,
            classes=classes_de_comptes(dessus["valeur"].tolist(), "aucun"),
            absent=0.0,
            points=None if points.empty or dessus["voisines"].any() else points,
            taille=taille,
        )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.lieux",
        titre=titre_lieux(list(zip(par["commune"], par["touches"], par["etablissements"], strict=True))),
        sous_titre=f"Collèges touchés par commune, {ensemble(annees_de(frame))}"
        + (f" ; {mesh.libelle}" if mesh else ""),
        donnees=par.rename(
            columns={"commune": "Commune", "etablissements": "Collèges", "touches": "Touchés"}
        )[["Commune", "Collèges", "Touchés"]],
        formats={"Commune": "texte", "Collèges": "entier", "Touchés": "entier"},
        figure=figure,
        clic="commune",
        jeux=JEUX,
        avertissements=[
            f"{compte(len(une) - len(points), 'collège')} sans position connue."
            if len(points) < len(une)
            else ""
        ],
    )
