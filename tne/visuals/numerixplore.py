"""Numérixplore: collèges and pupils of 4ème reached, by year, commune and collège. Every figure is in `VISUALS`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.comparaison import en_cours, inacheves
from tne.filters import Filters, View
from tne.gras import sans_gras
from tne.queries import numerixplore as questions
from tne.queries.annees import chosen_years
from tne.queries.masking import DENOMINATEUR_MINIMUM
from tne.sans_objet import SANS_COLLEGE, sans_college
from tne.typographie import accord, alignees, compte, entier, proportion, taux
from tne.visuals.bars import barres
from tne.visuals.dots import carres
from tne.visuals.equite import communes_numerixplore, ips_numerixplore
from tne.visuals.fabrique import annees_de, cellules, ensemble, entiers, rien, situes, visuel
from tne.visuals.headline import Headline, headline
from tne.visuals.numerixplore_avis import filles, interet, metiers, satisfaction
from tne.visuals.numerixplore_lieux import FAMILLE, MANQUE, colleges_inconnus, lieux, une_fois
from tne.visuals.sources import values
from tne.visuals.visual import MASQUE, PERSONNES, Visual

JEUX = ("numerixplore", "etablissement", "effectif")


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page."""
    return headline(con, filters, view, FAMILLE)


def a_visites(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when a day of Numérixplore falls in this choice: without any, nothing was presented, nobody was asked."""
    return not questions.opinions(con, filters, view).empty


def titre_part(parts: Sequence[tuple[str, float, float]], inachevee: bool = False) -> str:
    """How the share of pupils of 4ème reached moves over the years; `parts` are (year, reached, pupils), oldest first.

    `inachevee`: the last year still runs.
    """
    if any(eleves < DENOMINATEUR_MINIMUM for _, _, eleves in (*parts[:1], *parts[-1:])):
        return "Trop peu d'élèves de 4e pour dire une part"
    if not parts:
        return "Part des élèves de 4e touchés : inconnue pour ce choix"
    if trop := [(annee, n, eleves) for annee, n, eleves in (parts[0], parts[-1]) if n > eleves]:
        annee, n, eleves = trop[-1]
        return (
            f"Plus d'élèves touchés que d'élèves de 4e connus en {annee} : {entier(n)} pour {entier(eleves)}"
        )
    if len(parts) == 1:
        annee, n, eleves = parts[0]
        return f"{proportion(n, eleves)} des élèves de 4e touchés en {annee}"
    (avant, n1, d1), (apres, n2, d2) = parts[0], parts[-1]
    (dit, puis), ecart = alignees([(n1, d1), (n2, d2)]), 100 * (n2 / d2 - n1 / d1)
    if inachevee:
        return inacheves(f"{puis} des élèves de 4e touchés", apres, dit, avant)
    if abs(ecart) < 2:
        return f"La part des élèves de 4e touchés est stable : {puis} en {apres}"
    sens = "monte" if ecart > 0 else "baisse"
    return f"La part des élèves de 4e touchés {sens} : de {dit} en {avant} à {puis} en {apres}"


def part_par_annee(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Pupils reached out of all pupils of 4ème, one bar per chosen year: the indicator itself, as everywhere else."""
    lignes: list[dict[str, Any]] = []
    annees = chosen_years(con, filters)
    found = values(con, filters, annees, view, FAMILLE)
    connus = [v for annee in annees if (v := found[annee]["numerixplore.eleves"]).origine != "absent"]
    dites = alignees((None, None) if v.masque else (v.valeur, v.denominateur) for v in connus)
    for v, dite in zip(connus, dites, strict=True):
        part = None if v.masque else taux(v.valeur, v.denominateur)
        mots = MASQUE if v.masque else f"{compte(v.valeur or 0, 'élève')}, total de 4e inconnu"
        if part is not None:
            mots = f"{entier(v.valeur)} sur {entier(v.denominateur)} · {dite}"
        lignes.append(
            {
                "Année": v.annee,
                "Élèves touchés": MASQUE if v.masque else v.valeur,
                "Élèves de 4e": v.denominateur,
                "Part": MASQUE if v.masque else part,
                "mots": mots,
            }
        )
    parts = [
        (str(r["Année"]), float(r["Élèves touchés"]), float(r["Élèves de 4e"]))
        for r in lignes
        if isinstance(r["Part"], float)
    ]
    if not lignes:
        venus = any(found[annee][f"{FAMILLE}.colleges"].valeur for annee in annees)
        manque = "Aucune journée ne dit combien d'élèves de 4e elle a reçus." if venus else MANQUE
        return rien(con, filters, f"{FAMILLE}.part", titre_part([]), manque, JEUX)
    table, titre = pd.DataFrame(lignes), titre_part(parts, bool(parts) and en_cours(parts[-1][0]))
    return visuel(
        con,
        filters,
        f"{FAMILLE}.part",
        titre=titre,
        sous_titre="Élèves de 4e reçus sur tous les élèves de 4e du choix, par année scolaire",
        donnees=table[["Année", "Élèves touchés", "Élèves de 4e", "Part"]],
        formats={
            "Année": "texte",
            "Élèves touchés": PERSONNES,
            "Élèves de 4e": "entier",
            "Part": "pourcent",
        },
        figure=barres(
            table, "Année", "Part", famille=FAMILLE, total=100, textes="mots", tri=False, taille=taille
        )
        if parts
        else None,
        clic="annee",
        alternative=f"{titre}. " + " ; ".join(f"{r['Année']} : {r['mots']}" for r in lignes) + ".",
        jeux=JEUX,
        view=view,
    )


def titre_couverture(touches: int, total: int, annees: int) -> str:
    """How many collèges were reached at least once in the years, out of how many."""
    quand = "dans l'année" if annees == 1 else "en " + compte(annees, "an")
    if not total:
        return "Aucun collège dans ce choix"
    if touches == total:
        return (
            f"Les {entier(total)} collèges ont tous été touchés {quand}"
            if total > 1
            else f"Le collège a été touché {quand}"
        )
    if not touches:
        return (
            f"Aucun des {entier(total)} collèges n'a été touché {quand}"
            if total > 1
            else f"Le collège n'a pas été touché {quand}"
        )
    reste = total - touches
    return f"{compte(touches, 'collège')} sur {entier(total)} {accord(touches, 'touché')} {quand} ; {entier(reste)} {accord(reste, 'reste', 'restent')} à rejoindre"


COUVERTURE = ("Collège", "Commune", "Secteur", "Touché", "Quand", "UAI")


def couverture(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """One square per collège de référence: reached or not. Collèges are not persons: the same in both views."""
    frame = questions.reached(con, filters, view)
    if frame.empty:
        annees = chosen_years(con, filters)
        found = values(con, filters, annees, view, FAMILLE)
        aucun = filters.par_etablissement and any(sans_college(found[a]) for a in annees)
        return rien(
            con,
            filters,
            f"{FAMILLE}.couverture",
            "Collèges touchés : rien à montrer pour ce choix",
            sans_gras(SANS_COLLEGE) if aucun else MANQUE,
            JEUX,
        )
    if inconnus := colleges_inconnus(con, filters, frame):
        titre = "Collèges touchés : on ne sait pas encore lesquels restent à rejoindre"
        return rien(con, filters, f"{FAMILLE}.couverture", titre, inconnus, JEUX)
    une = une_fois(frame)
    # One that is not open in one of the years is drawn for another.
    hors = frame[~frame["uai"].isin(une["uai"]) & frame["touche"]]["uai"].nunique()
    touches = int(une["touche"].sum())
    figure = carres(
        une.assign(libelle=situes(une["nom"], une["commune"])),
        "libelle",
        "touche",
        famille=FAMILLE,
        mots_oui=accord(touches, "touché", "touchés"),
        un_oui="touché",
        mots_non="pas encore",
        cle="uai",
        taille=taille,
    )
    table = une.assign(Touché=["oui" if t else "non" for t in une["touche"]])
    return visuel(
        con,
        filters,
        f"{FAMILLE}.couverture",
        titre=titre_couverture(touches, len(une), len(annees_de(frame))),
        sous_titre=f"Un carré par collège public ou privé sous contrat, {ensemble(annees_de(frame))}",
        donnees=table.rename(
            columns={
                "nom": "Collège",
                "commune": "Commune",
                "secteur": "Secteur",
                "quand": "Quand",
                "uai": "UAI",
            }
        )[list(COUVERTURE)],
        formats=dict.fromkeys(COUVERTURE, "texte"),
        figure=figure if len(une) else None,
        clic="etablissement",
        jeux=JEUX[:2],
        avertissements=[
            f"{compte(hors, 'établissement touché', 'établissements touchés')} hors des collèges de référence, {accord(hors, 'non dessiné', 'non dessinés')}."
            if hors
            else ""
        ],
    )


def titre_colleges(lignes: int, masques: int, nom: str = "collège") -> str:
    """How many collèges were visited, and how many of them are masked; `nom`: what they are where not all are collèges."""
    if not lignes:
        return "Aucun collège touché"
    if lignes == 1:
        return f"Élèves touchés dans un seul {nom}{', masqué' if masques else ''}"
    fin = f", dont {entier(masques)} {accord(masques, 'masqué', 'masqués')}" if masques else ""
    return f"Élèves touchés dans {compte(lignes, nom)}{fin}"


def par_college(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Collège by collège and year: days, classes, pupils out of those of 4ème. Pupils masked for readers where needed."""
    frame = questions.colleges(con, filters, view)
    vus = frame[frame["touche"]].reset_index(drop=True)
    if vus.empty:
        return rien(con, filters, f"{FAMILLE}.colleges", titre_colleges(0, 0), MANQUE, JEUX)
    masques = len(set(vus.loc[vus["eleves_masque"], "uai"]))
    trop = int((vus["eleves"] > vus["eleves_4eme"]).fillna(False).sum())
    table = pd.DataFrame(
        {
            "Collège": vus["nom"],
            "Commune": vus["commune"],
            "Année": vus["annee"],
            "Journées": vus["journees"],
            "Classes": entiers(vus["classes"]),
            "Élèves": cellules(vus, "eleves"),
            "Sur": entiers(vus["eleves_4eme"]),
            "Part": [_part(ligne) for _, ligne in vus.iterrows()],
            "UAI": vus["uai"],
        }
    )
    words = ("Collège", "Commune", "Année", "UAI")
    formats = dict.fromkeys(table.columns, "entier") | dict.fromkeys(words, "texte")
    formats |= {"Élèves": PERSONNES}  # how many a collège has in 4ème is open data
    suite = (
        f" ; {compte(trop, 'ligne')} avec plus d'élèves reçus que d'élèves de 4e, sans part" if trop else ""
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.colleges",
        titre=titre_colleges(
            int(vus["uai"].nunique()), masques, "collège" if vus["de_reference"].all() else "établissement"
        ),
        sous_titre=f"Élèves de 4e reçus sur tous ceux du collège, par année scolaire{suite}",
        donnees=table,
        formats=formats | {"Part": "pourcent"},
        jeux=JEUX,
        view=view,
    )


def _part(ligne: pd.Series) -> Any:
    """The share of one line: masked where the pupils, or those who were not reached, may not be shown."""
    if ligne["eleves_masque"]:
        return MASQUE
    connus = pd.notna(ligne["eleves"]) and pd.notna(ligne["eleves_4eme"])
    if pd.isna(ligne["taux"]) and connus and ligne["eleves"] <= ligne["eleves_4eme"]:
        return MASQUE
    return None if pd.isna(ligne["taux"]) else float(ligne["taux"])


VISUALS = (
    part_par_annee,
    couverture,
    lieux,
    metiers,
    filles,
    interet,
    satisfaction,
    ips_numerixplore,
    communes_numerixplore,
    par_college,
)
