"""Equipment of the schools: the basic equipment, states, media and labs, resources, findings. Figures in `VISUALS`."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import equipements as questions
from tne.typographie import accord, compte, entier, enumeration, pourcent, taux
from tne.visuals.bars import barres
from tne.visuals.equipements_maillage import eloignes, maillage_pilotes
from tne.visuals.fabrique import annees_de, dater, par_annee, rien, visuel
from tne.visuals.headline import Headline, headline
from tne.visuals.visual import Visual

FAMILLE = "equipements"
JEUX = ("equipement", "etablissement")
MANQUE = "Importez la liste des équipements et l'annuaire des établissements."
PLURIELS = {"École": "écoles", "Collège": "collèges"}
NOMS = {
    "Socle numérique": "socles numériques",
    "WebRadio": "WebRadio",
    "WebTV": "WebTV",
    "Lab pédagogique": "labs pédagogiques",
}


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page."""
    return headline(con, filters, view, FAMILLE)


def _fin(filters: Filters) -> str:
    return f"à la fin de {filters.annees[-1]}" if filters.annees else "à ce jour"


def titre_socles(types: list[tuple[str, int, int]]) -> str:
    """How many schools of each type have the basic equipment deployed; `types` are (type, deployed, schools)."""
    connus = [t for t in types if t[2]]
    if not connus:
        return "Socle numérique : aucun établissement dans ce choix"
    if all(d == n for _, d, n in connus):
        return "Le socle numérique est déployé partout : " + enumeration(
            [f"{entier(n)} {PLURIELS[t]}" for t, _, n in connus]
        )
    if not any(d for _, d, _ in connus):
        return "Le socle numérique n'est encore déployé nulle part dans ce choix"
    dits = [f"{entier(d)} {PLURIELS[t]} sur {entier(n)}" for t, d, n in connus if d]
    aucun = [PLURIELS[t] for t, d, _ in connus if not d]
    suite = f" ; aucun dans les {aucun[0]}" if aucun else ""
    return f"Le socle numérique est déployé dans {enumeration(dits)}{suite}"


def socles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Schools with the basic equipment deployed, out of all of their type, at the end of each chosen year."""
    frame = questions.basic_equipment(con, filters, view)
    if frame.empty:
        return rien(
            con, filters, f"{FAMILLE}.socles", "Socle numérique : rien à montrer pour ce choix", MANQUE, JEUX
        )
    frame["part"] = [taux(d, n) for d, n in zip(frame["deployes"], frame["etablissements"], strict=True)]
    frame["nom"] = [PLURIELS[t].capitalize() for t in frame["type"]]
    frame["mots"] = [
        f"{entier(d)} sur {entier(n)} · {pourcent(p)}"
        for d, n, p in zip(frame["deployes"], frame["etablissements"], frame["part"], strict=True)
    ]
    derniere = frame[frame["annee"] == annees_de(frame)[-1]]
    attente = int(derniere["livres"].sum() + derniere["commandes"].sum())
    types = [
        (str(t), int(d), int(n))
        for t, d, n in zip(derniere["type"], derniere["deployes"], derniere["etablissements"], strict=True)
    ]
    colonnes = {
        "annee": "Année",
        "nom": "Type",
        "etablissements": "Établissements",
        "deployes": "Déployé",
        "livres": "Livré",
        "commandes": "Commandé",
        "sans": "Sans socle connu",
        "part": "Part",
    }
    return visuel(
        con,
        filters,
        f"{FAMILLE}.socles",
        titre=dater(titre_socles(types), frame),
        sous_titre=f"Établissements dont le socle est déployé {_fin(filters)}, depuis le début du programme"
        + (
            f" ; {compte(attente, 'autre')} {accord(attente, 'l’attend', 'l’attendent')} (commandé ou livré)"
            if attente
            else ""
        ),
        donnees=frame[list(colonnes)].rename(columns=colonnes),
        formats={"Année": "texte", "Type": "texte", "Part": "pourcent"}
        | dict.fromkeys(("Établissements", "Déployé", "Livré", "Commandé", "Sans socle connu"), "entier"),
        figure=par_annee(frame, "nom", "part", "mots", famille=FAMILLE, total=100, tri=False, taille=taille),
        alternative=titre_socles(types)
        + ". "
        + " ; ".join(
            f"{n}, {a} : {m}" for n, a, m in zip(frame["nom"], frame["annee"], frame["mots"], strict=True)
        )
        + ".",
        jeux=JEUX,
    )


def titre_etats(deployes: int, total: int) -> str:
    """How much of what was ordered is deployed."""
    reste = total - deployes
    if not total:
        return "Aucun équipement connu"
    if not reste:
        return f"Tout est déployé : {compte(total, 'équipement')}"
    if not deployes:
        return f"Rien n'est encore déployé des {entier(total)} équipements connus"
    return f"{compte(deployes, 'équipement')} sur {entier(total)} {accord(deployes, 'est déployé', 'sont déployés')} ; {entier(reste)} {accord(reste, 'reste', 'restent')} à livrer ou à déployer"


def etats(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Kinds of equipment by state: deployed, and ordered or delivered only."""
    frame = questions.states(con, filters, view)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.etats",
            "État des équipements : rien à montrer pour ce choix",
            MANQUE,
            JEUX[:1],
        )
    frame["déployés"] = frame["deployes"]
    frame["commandés ou livrés"] = frame["livres"] + frame["commandes"]
    dits = int(frame[["deployes", "livres", "commandes"]].to_numpy().sum())
    inconnus = int(frame["inconnus"].sum())
    colonnes = {
        "type": "Équipement",
        "deployes": "Déployés",
        "livres": "Livrés",
        "commandes": "Commandés",
        "etablissements": "Établissements",
        "quantite": "Quantité",
    }
    table = frame[list(colonnes)].rename(columns=colonnes)
    table["Quantité"] = [None if pd.isna(q) else int(q) for q in frame["quantite"]]
    return visuel(
        con,
        filters,
        f"{FAMILLE}.etats",
        titre=titre_etats(int(frame["deployes"].sum()), dits),
        sous_titre=f"Équipements par état {_fin(filters)} ; les quantités sont dans les données",
        donnees=table,
        formats={str(c): "texte" if c == "Équipement" else "entier" for c in table.columns},
        figure=barres(frame, "type", ["déployés", "commandés ou livrés"], famille=FAMILLE, taille=taille)
        if dits
        else None,
        jeux=JEUX[:1],
        avertissements=[
            f"{compte(inconnus, 'équipement')} sans état connu, {accord(inconnus, 'non dessiné', 'non dessinés')}."
            if inconnus
            else ""
        ],
    )


def titre_projets(par_type: dict[str, int]) -> str:
    """How many WebRadio, WebTV and labs work; `par_type` counts the deployed ones of each kind that is known."""
    if not par_type:
        return "Aucune WebRadio, WebTV ni lab pédagogique connu dans ce choix"
    if not any(par_type.values()):
        return "Aucune WebRadio, WebTV ni lab pédagogique n'est encore déployé"
    dits = [
        f"{entier(n)} {NOMS[t] if n > 1 else t[0].lower() + t[1:] if t.startswith('Lab') else t}"
        for t, n in par_type.items()
        if n
    ]
    return f"{enumeration(dits)} en service"


def projets(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """WebRadio, WebTV and labs: which school, in what state."""
    frame = questions.pieces(con, filters, view, questions.PROJETS)
    if frame.empty:
        return rien(con, filters, f"{FAMILLE}.projets", titre_projets({}), MANQUE, JEUX)
    service = {
        t: int(((frame["type"] == t) & (frame["etat"] == "Déployé")).sum())
        for t in questions.PROJETS
        if (frame["type"] == t).any()
    }
    return _liste(
        con,
        filters,
        frame,
        "projets",
        titre_projets(service),
        f"Studios et labs connus {_fin(filters)}, avec leur état",
    )


def _liste(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    frame: pd.DataFrame,
    code: str,
    titre: str,
    sous_titre: str,
) -> Visual:
    colonnes: dict[str, list[Any]] = {
        "Équipement": frame["type"].tolist(),
        "Libellé": [x if isinstance(x, str) else None for x in frame["libelle"]],
        "Établissement": frame["nom"].tolist(),
        "Commune": [x if isinstance(x, str) else None for x in frame["commune"]],
        "Quantité": [None if pd.isna(q) else int(q) for q in frame["quantite"]],
        "État": [x if isinstance(x, str) else None for x in frame["etat"]],
        "Année": frame["annee"].tolist(),
    }
    return visuel(
        con,
        filters,
        f"{FAMILLE}.{code}",
        titre=titre,
        sous_titre=sous_titre,
        donnees=pd.DataFrame(colonnes),
        formats=dict.fromkeys(colonnes, "texte") | {"Quantité": "entier"},
        jeux=JEUX,
    )


def titre_ressources(etablissements: int, libelles: int) -> str:
    """How many schools have a digital resource, and how varied they are."""
    if not etablissements:
        return "Aucune ressource numérique connue dans ce choix"
    variete = "une seule ressource" if libelles == 1 else f"{entier(libelles)} ressources différentes"
    return f"{compte(etablissements, 'établissement')} {accord(etablissements, 'dispose', 'disposent')} de ressources numériques : {variete}"


def ressources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Digital resources of the schools by name: schools that have each."""
    frame = questions.pieces(con, filters, view, questions.RESSOURCES)
    if frame.empty:
        return rien(con, filters, f"{FAMILLE}.ressources", titre_ressources(0, 0), MANQUE, JEUX)
    frame["nomme"] = [
        x if isinstance(x, str) else t for x, t in zip(frame["libelle"], frame["type"], strict=True)
    ]
    par = (
        frame.groupby("nomme", sort=True)
        .agg(
            etablissements=("uai", "nunique"),
            quantite=("quantite", "sum"),
            deployees=("etat", lambda e: int((e == "Déployé").sum())),
        )
        .reset_index()
        .sort_values(["etablissements", "nomme"], ascending=[False, True], kind="stable", ignore_index=True)
    )
    table = par.rename(
        columns={
            "nomme": "Ressource",
            "etablissements": "Établissements",
            "quantite": "Quantité",
            "deployees": "Déployées",
        }
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.ressources",
        titre=titre_ressources(int(frame["uai"].nunique()), len(par)),
        sous_titre=f"Établissements par ressource {_fin(filters)} ; leur usage n'est mesuré par aucune source importée",
        donnees=table,
        formats={
            "Ressource": "texte",
            "Établissements": "entier",
            "Quantité": "entier",
            "Déployées": "entier",
        },
        figure=barres(par.head(7), "nomme", "etablissements", famille=FAMILLE, taille=taille),
        jeux=JEUX,
    )


def titre_constats(tons: list[str]) -> str:
    """How many findings of the bilan there are, by tone."""
    if not tons:
        return "Aucun constat du bilan pour ces années"
    noms = (
        ("Positif", "positif", "positifs"),
        ("Vigilance", "point de vigilance", "points de vigilance"),
        ("À confirmer", "à confirmer", "à confirmer"),
    )
    dits = [f"{entier(tons.count(t))} {accord(tons.count(t), un, des)}" for t, un, des in noms if t in tons]
    return f"{compte(len(tons), 'constat')} du bilan" + (f" : {enumeration(dits)}" if dits else "")


def constats(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """The findings of the bilan on equipment and resources, with their tone. They do not depend on schools."""
    frame = questions.findings(con, filters, view)
    tons = [t if isinstance(t, str) else "" for t in frame["tonalite"]]
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.constats",
            titre_constats([]),
            "Importez les constats du bilan (modèle « constat »).",
            ("constat",),
        )
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Tonalité": tons,
            "Thème": [t if isinstance(t, str) else "" for t in frame["theme"]],
            "Constat": frame["texte"],
        }
    )
    hors = (
        "Les constats valent pour tout le territoire : ils ne tiennent pas compte du choix d'établissements."
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.constats",
        titre=titre_constats(tons),
        sous_titre="Ce que le bilan retient, avec sa tonalité",
        donnees=table,
        formats=dict.fromkeys(table.columns, "texte"),
        jeux=("constat",),
        etat="publié",
        avertissements=[hors if filters.par_etablissement else ""],
    )


VISUALS = (socles, etats, maillage_pilotes, eloignes, projets, ressources, constats)
