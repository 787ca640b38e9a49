"""Whom the interventions reached: teachers and pupils by kind, and the projects (WebRadio, WebTV) with their state."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import accompagnements as questions
from tne.typographie import accord, compte, entier, enumeration, periode
from tne.visuals.accompagnements_cadre import FAMILLE, NOMS, etat_du_journal, formats_de, manque, quand
from tne.visuals.fabrique import annees_de, cellules, jours, par_annee, rien, visuel
from tne.visuals.visual import MASQUE, PERSONNES, Visual

ETATS = ("Terminé", "En cours", "Prévu", "Abandonné", "Non précisé")
_MEDIAS = ("WebRadio", "WebTV")


SANS_PERSONNES = "Le journal ne dit combien de personnes ont été vues à aucune de ces interventions."


def titre_personnes(enseignants: float, eleves: float, masque: bool, quand: str = "") -> str:
    """How many teachers and pupils were met; « au moins » when part of them is masked, or nothing to say."""
    said = [compte(n, mot) for n, mot in ((enseignants, "enseignant"), (eleves, "élève")) if n]
    if not said and masque:
        return "Enseignants et élèves touchés : effectifs trop petits pour être montrés"
    if not said:
        return f"Aucun enseignant ni élève n'a été compté{quand}"
    mots = f"{enumeration(said)} {accord(enseignants + eleves, 'touché', 'touchés')}{quand}"
    return f"Au moins {mots}" if masque else mots


def personnes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Teachers and pupils met, by kind of intervention; for readers, over the whole territory only."""
    frame = questions.personnes(con, filters, view)
    code, jeux = f"{FAMILLE}.personnes", ("intervention",)
    if frame.empty:
        mots, etat = manque(con, filters), etat_du_journal(con, filters)
        if view != "coordination" and filters.par_etablissement:
            mots = "En lecture, ce chiffre n'est montré que pour tout le territoire."
        titre = "Enseignants et élèves touchés : rien à montrer pour ce choix"
        return rien(con, filters, code, titre, mots, jeux, etat=etat)
    if not frame[["avec_enseignants", "avec_eleves"]].to_numpy().any():
        # A zero would say that nobody was there.
        titre = f"Aucun enseignant ni élève n'a été compté{quand(annees_de(frame))}"
        return rien(con, filters, code, titre, SANS_PERSONNES, jeux)
    longue = pd.concat(
        [_public(frame, c, nom) for c, nom in (("enseignants", "enseignants"), ("eleves", "élèves"))]
    )
    longue = longue[longue["masque"] | (longue["n"].fillna(0) > 0)].reset_index(drop=True)
    annees = annees_de(frame)
    une = longue[longue["annee"] == annees[-1]]
    derniere = frame[frame["annee"] == annees[-1]]
    titre = titre_personnes(
        float(derniere["enseignants"].sum()),
        float(derniere["eleves"].sum()),
        bool(derniere[["enseignants_masque", "eleves_masque"]].any(axis=None)),
        quand(annees),
    )
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Nature": frame["nature"].map(NOMS),
            "Enseignants": _comptes(frame, "enseignants"),
            "Élèves": _comptes(frame, "eleves"),
        }
    )
    figure = None
    if not longue.empty:
        dessin = longue.assign(
            n=[MASQUE if m else float(v) for v, m in zip(longue["n"], longue["masque"], strict=True)]
        )
        figure = par_annee(dessin, "nom", "n", "mots", famille=FAMILLE, limite=2 * len(NOMS), taille=taille)
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"Personnes par nature d'intervention, {periode(annees)} ; qui est vu deux fois compte deux fois.",
        donnees=table,
        formats=formats_de(table) | dict.fromkeys(("Enseignants", "Élèves"), PERSONNES),
        figure=figure,
        alternative=f"{titre}."
        + "".join(f" {n} : {m} ;" for n, m in zip(une["nom"], une["mots"], strict=True)).rstrip(" ;")
        + ("." if len(une) else ""),
        jeux=jeux,
        view=view,
    )


def _comptes(frame: pd.DataFrame, public: str) -> list[Any]:
    """The counts as cells; nothing where none was written, which is not a count of nobody."""
    ecrits = frame[f"avec_{public}"] > 0
    return [v if e else None for v, e in zip(cellules(frame, public), ecrits, strict=True)]


def _public(frame: pd.DataFrame, colonne: str, nom: str) -> pd.DataFrame:
    masque = frame[f"{colonne}_masque"].astype(bool)
    return pd.DataFrame(
        {
            "annee": frame["annee"],
            "nom": [f"{NOMS[n]} : {nom}".replace(" :", "\u202f:") for n in frame["nature"]],
            "n": frame[colonne],
            "masque": masque,
            "mots": [MASQUE if m else entier(v) for v, m in zip(frame[colonne], masque, strict=True)],
        }
    )


def titre_projets(etats: dict[str, int], medias: bool = True) -> str:
    """How many projects, and where they stand: some finished, none yet, or no project at all. `medias`: each is known to be
    a WebRadio or a WebTV.
    """
    total = sum(etats.values())
    if not total:
        return "Aucun projet de média scolaire pour ce choix"
    nom = compte(total, "projet de média scolaire", "projets de média scolaire")
    if not medias:
        nom = compte(total, "projet suivi", "projets suivis")
    connus = total - etats.get("Non précisé", 0)
    if not connus:
        return f"{nom}, dont l'état n'est pas encore écrit"
    finis = etats.get("Terminé", 0)
    if not finis:
        return f"{nom}, aucun terminé à ce jour"
    if finis == total:
        return f"{nom}, {accord(total, 'terminé', 'tous terminés')}"
    return f"{nom}, dont {entier(finis)} {accord(finis, 'terminé')}"


def _sorte(projet: str, n: int) -> str:
    """« 3 WebRadio », « 2 autres », « 1 de type non précisé »."""
    mots = {"Autre": accord(n, "autre"), "Non précisé": "de type non précisé"}
    return f"{entier(n)} {mots.get(projet, projet)}"


def projets(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The projects of WebRadio, of WebTV and others, each with its school and the last state written."""
    frame = questions.projets(con, filters, view)
    code, jeux = f"{FAMILLE}.projets", ("intervention", "etablissement")
    if frame.empty:
        etat = etat_du_journal(con, filters)
        return rien(con, filters, code, titre_projets({}), manque(con, filters), jeux, etat=etat)
    etats = {e: int((frame["etat"] == e).sum()) for e in ETATS}
    table = pd.DataFrame(
        {
            "Établissement": frame["nom"],
            "Commune": [c if isinstance(c, str) else None for c in frame["commune"]],
            "Projet": frame["projet"],
            "État": frame["etat"],
            "Suivis": frame["suivis"],
            "Dernier suivi": jours(frame["derniere"]),
            "UAI": frame["uai"],
        }
    )
    titre = titre_projets(etats, bool(frame["projet"].isin(_MEDIAS).all()))
    dits = ", ".join(f"{e.lower()}, {entier(n)}" for e, n in etats.items() if n)
    sortes = enumeration([_sorte(str(s), n) for s, n in frame["projet"].value_counts().items()])
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"{sortes} ; l'état est le dernier écrit au journal.",
        donnees=table,
        formats=formats_de(table),
        alternative=f"{titre}. États : {dits}.",
        jeux=jeux,
    )
