"""Equipment of the schools: the basic equipment, states, media and labs, resources, findings. Figures in `VISUALS`."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import equipements as questions
from tne.typographie import accord, alignees, compte, entier, enumeration, taux, typographier
from tne.visuals.bars import barres
from tne.visuals.clics import HORS_CHOIX, clics_par_libelle
from tne.visuals.equipements_listes import FAMILLE, JEUX, MANQUE, constats, fin_mots, projets, ressources
from tne.visuals.equipements_maillage import eloignes, maillage_pilotes
from tne.visuals.fabrique import annees_de, dater, entiers, par_annee, rien, visuel
from tne.visuals.headline import Chiffre, Headline, headline
from tne.visuals.visual import Visual

AUCUN = {"École": "dans aucune école", "Collège": "dans aucun collège"}
SEUL = {"École": "l'école", "Collège": "le collège"}
_NOMS = {"École": "Écoles", "Collège": "Collèges"}


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page: what schools have at the end of the last year, and the studios and labs at work."""
    top = headline(con, filters, view, FAMILLE)
    return replace(top, autres=_chiffres(con, filters.for_year(top.annee), view)) if top.annee else top


def a_constats(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when the bilan of these years has findings on equipment, be they alone in the base."""
    return not questions.findings(con, filters, view).empty


AUCUN_CONNU = {"connue": "aucune connue", "connu": "aucun connu"}


def _chiffres(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Chiffre, ...]:
    """Media and labs at work; of what the territory has and the choice has not, a zero that is known."""
    frame = questions.states(con, filters, view).set_index("type")
    partout = questions.states(con, filters.sans_etablissement(), view)["type"]
    chiffres = []
    for noms, un, des, connu in (
        (("WebRadio", "WebTV"), "WebRadio ou WebTV", "WebRadio et WebTV", "connue"),
        (("Lab pédagogique",), "lab", "labs", "connu"),
    ):
        connus = frame[frame.index.isin(noms)]
        if partout.isin(noms).any():
            n = int(connus["deployes"].sum())
            tous = int(connus[["deployes", "livres", "commandes", "inconnus"]].to_numpy().sum())
            chiffres.append(
                Chiffre(
                    f"{accord(n, un, des)} en service",
                    entier(n),
                    f"sur {compte(tous, connu)}" if tous else f"{AUCUN_CONNU[connu]} dans ce choix",
                    typographier(f"Équipements à l'état « Déployé » {fin_mots(filters)}."),
                )
            )
    return tuple(chiffres)


def titre_socles(types: list[tuple[str, int, int]]) -> str:
    """How many schools of each type have the basic equipment deployed; `types` are (type, deployed, schools)."""
    connus = [t for t in types if t[2]]
    if not connus:
        return "Socle numérique : aucun établissement dans ce choix"
    if sum(n for _, _, n in connus) == 1:
        return f"L'établissement {'a' if connus[0][1] else 'n’a pas encore'} son socle numérique"
    if all(d == n for _, d, n in connus):
        return "Le socle numérique est déployé partout : " + enumeration(
            [compte(n, t.lower()) for t, _, n in connus]
        )
    if not any(d for _, d, _ in connus):
        nom = connus[0][0].lower() if len(connus) == 1 else "établissement"
        aucune = "Aucune" if nom == "école" else "Aucun"
        return f"{aucune} des {compte(sum(n for _, _, n in connus), nom)} n'a encore son socle numérique"
    dits = [_dotes(t, d, n) for t, d, n in connus if d]
    aucun = [AUCUN[t] for t, d, _ in connus if not d]
    suite = f", et {aucun[0]}" if aucun else ""
    return f"Le socle numérique est déployé {enumeration(f'dans {d}' for d in dits)}{suite}"


def _dotes(type_: str, deployes: int, tous: int) -> str:
    """« l'école », « les 2 écoles », « 1 école sur 2 »."""
    if tous == 1:
        return SEUL[type_]
    mots = compte(deployes, type_.lower())
    return f"les {mots}" if deployes == tous else f"{mots} sur {entier(tous)}"


def socles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Schools with the basic equipment deployed, out of all of their type, at the end of each chosen year."""
    frame = questions.basic_equipment(con, filters, view)
    if frame.empty:
        return rien(
            con, filters, f"{FAMILLE}.socles", "Socle numérique : rien à montrer pour ce choix", MANQUE, JEUX
        )
    rapports = list(zip(frame["deployes"], frame["etablissements"], strict=True))
    frame["part"] = [taux(*r) for r in rapports]
    frame["nom"] = [_NOMS[t] for t in frame["type"]]
    frame["mots"] = [
        f"{entier(d)} sur {entier(n)} · {dite}"
        for (d, n), dite in zip(rapports, alignees(rapports), strict=True)
    ]
    annees = annees_de(frame)
    montrees = _avec_les_autres(con, filters, view, frame)
    dessin = par_annee(montrees, "nom", "part", "mots", famille=FAMILLE, total=100, tri=False, taille=taille)
    derniere = frame[frame["annee"] == annees[-1]]
    attente = int(derniere["livres"].sum() + derniere["commandes"].sum())
    combien = compte(attente, "autre") if derniere["deployes"].sum() else entier(attente)
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
        **({"inconnus": "État non précisé"} if frame["inconnus"].any() else {}),
        "sans": "Sans socle connu",
        "part": "Part",
    }
    titre = dater(titre_socles(types), frame)
    return visuel(
        con,
        filters,
        f"{FAMILLE}.socles",
        titre=titre,
        # One line on a computer, also with those that wait: a choice that leaves none of them moves nothing.
        sous_titre=f"Établissements dotés du socle {fin_mots(filters)}, depuis le début du programme"
        + (
            f" ; {combien} {accord(attente, 'l’attend', 'l’attendent')} (commandé ou livré)"
            if attente
            else ""
        ),
        donnees=frame[list(colonnes)].rename(columns=colonnes),
        formats={"Année": "texte", "Type": "texte", "Part": "pourcent"}
        | dict.fromkeys(
            ("Établissements", "Déployé", "Livré", "Commandé", "État non précisé", "Sans socle connu"),
            "entier",
        ),
        figure=dessin if annees[1:] else clics_par_libelle(dessin, {noms: t for t, noms in _NOMS.items()}),
        clic="annee" if annees[1:] else "type",
        alternative=f"{titre}. "
        + " ; ".join(
            f"{n}, {a} : {m}" for n, a, m in zip(frame["nom"], frame["annee"], frame["mots"], strict=True)
        )
        + ".",
        jeux=JEUX,
    )


def _avec_les_autres(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, frame: pd.DataFrame
) -> pd.DataFrame:
    """The bars of `frame`, and in their place the types that the choice leaves out, said to be so: nothing moves when they go."""
    if not filters.par_etablissement:
        return frame
    tous = questions.basic_equipment(con, filters.sans_etablissement(), view)[["annee", "type"]]
    large = tous.merge(frame[["annee", "type", "part", "mots"]], how="left", on=["annee", "type"])
    return large.assign(nom=large["type"].map(_NOMS), mots=large["mots"].fillna(HORS_CHOIX))


def titre_etats(deployes: int, total: int) -> str:
    """How much of what was ordered is deployed."""
    reste = total - deployes
    if not total:
        return "L'état d'aucun équipement n'est connu"
    if not reste:
        tous = f"Tout est déployé : {compte(total, 'équipement')}"
        return tous if total > 1 else "Le seul équipement connu est déployé"
    if not deployes:
        connus = f"des {entier(total)} équipements connus" if total > 1 else "du seul équipement connu"
        return f"Rien n'est encore déployé {connus}"
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
    table["Quantité"] = entiers(frame["quantite"])
    return visuel(
        con,
        filters,
        f"{FAMILLE}.etats",
        titre=titre_etats(int(frame["deployes"].sum()), dits),
        sous_titre=f"Équipements par état {fin_mots(filters)} ; les quantités sont dans les données",
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


VISUALS = (socles, etats, maillage_pilotes, eloignes, projets, ressources, constats)
