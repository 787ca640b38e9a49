"""What the médiateurs did: kinds, days, themes, hours, persons reached. Every figure of the page is in `VISUALS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import duckdb
import pandas as pd

from tne.comparaison import en_cours, inacheves
from tne.filters import Filters, View
from tne.queries import accompagnements as questions
from tne.typographie import (
    accord,
    alignees,
    arrondir,
    compte,
    entier,
    enumeration,
    periode,
    pourcent,
    proportion,
    taux,
    typographier,
)
from tne.visuals.accompagnements_cadre import (
    CODES,
    FAMILLE,
    JEUX,
    MINIMUM,
    NOMS,
    PLURIELS,
    annees_suivies,
    etat_du_journal,
    formats_de,
    manque,
    premieres,
    quand,
)
from tne.visuals.accompagnements_lieux import carte_communes, carte_etablissements
from tne.visuals.accompagnements_personnes import personnes, projets
from tne.visuals.accompagnements_temps import heures, rythme
from tne.visuals.accompagnements_visites import couverture, jamais_visites, visites
from tne.visuals.alternative import resume
from tne.visuals.bars import barres, plus_grands
from tne.visuals.clics import clics_par_type
from tne.visuals.equite import communes_accompagnements, ips_accompagnements
from tne.visuals.fabrique import annees_de, en_francais, en_plus, par_annee, rien, visuel
from tne.visuals.gabarit import cite
from tne.visuals.headline import Headline, headline
from tne.visuals.sources import repris, values
from tne.visuals.visual import Visual


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page: how many interventions, in how many schools and communes."""
    top = headline(con, filters, view, FAMILLE)
    known = {v.indicateur.code: v for v, _ in top.valeurs}
    total, schools = known.get("accompagnement.total"), known.get("accompagnement.etablissements")
    if total is None or schools is None or not total.valeur or not schools.valeur:
        return top
    ecoles = known["accompagnement.part_ecoles"]
    phrase = f"**{compte(total.valeur, 'intervention')}**"
    # As in the sentence of the bilan: a share of none or all says nothing.
    if ecoles.valeur is not None and ecoles.numerateur is not None and 0 < arrondir(ecoles.valeur) < 100:
        phrase += f", dont {pourcent(ecoles.valeur)} dans des écoles ({entier(ecoles.numerateur)} sur {entier(ecoles.denominateur)})"
    if filters.un_seul:
        return replace(top, reponse=f"{phrase} dans cet établissement.")
    # Beside one another: an intervention at a lycée, or at a school closed since, is at none of them.
    if schools.denominateur == 1:
        phrase += " ; le seul établissement a été visité"
    else:
        phrase += f" ; {compte(schools.valeur, 'établissement visité', 'établissements visités')}"
        if schools.denominateur:
            phrase += f" sur {entier(schools.denominateur)}"
    return replace(top, reponse=typographier(f"{phrase}."))


Journal = Literal["absent", "vide", "present"]


def journal(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Journal:
    """What the page can show: no log for these years, no intervention in these establishments, or some."""
    if not questions.suivi(con, filters):
        return "absent"
    return "vide" if questions.natures(con, filters, view).empty else "present"


def titre_natures(nombres: Mapping[str, float]) -> str:
    """Which kind makes half of the interventions, or that none does."""
    total = sum(nombres.values())
    if total < MINIMUM:
        return f"{compte(total, 'intervention')} : trop peu pour dire quelle nature domine"
    nature = max(nombres, key=lambda n: nombres[n])
    p = 100 * nombres[nature] / total
    part = proportion(nombres[nature], total)
    if len(egales := premieres(nombres)) > 1:
        lesquelles = enumeration(egales) if len(egales) == 2 else f"{len(egales)} à égalité"
        return f"Aucune nature n'est première : {lesquelles}, {part} chacune"
    if nombres[nature] == total:
        return f"Toutes les interventions sont {PLURIELS[nature]}"
    if p > 52:
        return f"Plus de la moitié des interventions sont {PLURIELS[nature]}"
    if p >= 48:
        return f"La moitié des interventions sont {PLURIELS[nature]}"
    return f"Aucune nature n'atteint la moitié ; d'abord : {NOMS[nature].lower()} ({part})"


PROCHE = 1.5
"""How many times the smaller number of interventions the larger may be, to be called near it."""


def titre_annees(nombres: Sequence[float], annees: Sequence[str], inachevee: bool = False) -> str:
    """Interventions of the first and of the last year compared; `inachevee`: the last one still runs."""
    avant, apres = nombres[0], nombres[-1]
    if inachevee:
        return inacheves(compte(apres, "intervention"), annees[-1], entier(avant), annees[0])
    if avant == apres:
        return f"Autant d'interventions en {annees[0]} et en {annees[-1]} : {entier(apres)}"
    # Two counts whose gap chance alone would make in one case out of twenty.
    if abs(apres - avant) <= 1.96 * (avant + apres) ** 0.5:
        # Of few interventions that is also a number three times the other: it is not said to be near.
        if max(avant, apres) > PROCHE * min(avant, apres):
            return f"Interventions : pas d'écart net, {entier(avant)} en {annees[0]} et {entier(apres)} en {annees[-1]}"
        return f"Le nombre d'interventions reste proche : {entier(avant)} en {annees[0]}, {entier(apres)} en {annees[-1]}"
    verbe = "montent" if apres > avant else "baissent"
    return f"Les interventions {verbe} de {entier(avant)} en {annees[0]} à {entier(apres)} en {annees[-1]}"


def natures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Interventions by kind: écoles and collèges stacked for one year, years side by side for several."""
    frame = questions.natures(con, filters, view)
    if frame.empty:
        return _natures_publiees(con, filters, view, taille)
    annees = annees_suivies(con, filters, frame)
    frame = _avec_zeros(frame, annees)
    frame = frame.assign(nom=frame["nature"].map(NOMS))
    totaux = [float(frame.loc[frame["annee"] == a, "interventions"].sum()) for a in annees]
    ailleurs = int((frame["interventions"] - frame["ecoles"] - frame["colleges"]).sum())
    if len(annees) == 1:
        nombres = dict(zip(frame["nature"], frame["interventions"].astype(float), strict=True))
        titre = titre_natures(nombres)
        dessin = frame.rename(columns={"ecoles": "écoles", "colleges": "collèges"}).assign(
            texte=[entier(n) for n in frame["interventions"]]
        )
        colorees = dessin[["écoles", "collèges"]].to_numpy().any()
        figure = barres(
            dessin,
            "nom",
            ["écoles", "collèges"] if colorees else "interventions",
            famille=FAMILLE,
            textes="texte",
            total=max(totaux[0], 1) if ailleurs and colorees else None,
            tri=not ailleurs,
            taille=taille,
        )
        ailleurs = ailleurs if colorees else 0
        figure = clics_par_type(figure)
    else:
        titre = titre_annees(totaux, annees, en_cours(annees[-1]))
        rapports = [
            (n, totaux[annees.index(a)]) for n, a in zip(frame["interventions"], frame["annee"], strict=True)
        ]
        mots = [
            f"{entier(n)} · {dite}" if total else entier(n)
            for (n, total), dite in zip(rapports, alignees(rapports), strict=True)
        ]
        figure = par_annee(
            frame.assign(mots=mots), "nom", "interventions", "mots", famille=FAMILLE, taille=taille
        )
    part = ", et part de celles de l'année" if len(annees) > 1 else ""  # which the marks then say
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Nature": frame["nom"],
            "Interventions": frame["interventions"],
            "Écoles": frame["ecoles"],
            "Collèges": frame["colleges"],
            "Part": [
                taux(n, totaux[annees.index(a)])
                for n, a in zip(frame["interventions"], frame["annee"], strict=True)
            ],
        }
    )
    formats = formats_de(table) | {"Part": "pourcent"}
    derniere = frame[frame["annee"] == annees[-1]]
    note = (
        f"{compte(ailleurs, 'intervention')} à la fois en école et en collège, ou dans un autre établissement : "
        f"{accord(ailleurs, 'comptée', 'comptées')} dans le total, sans couleur."
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.natures",
        titre=titre,
        sous_titre=f"Nombre d'interventions par nature{part}, {periode(annees)}.",
        donnees=table,
        formats=formats,
        figure=figure,
        alternative=f"{titre}. {resume(derniere, 'nom', 'interventions', f'Interventions en {annees[-1]}', 4)}",
        jeux=JEUX,
        avertissements=[note if ailleurs else ""],
        clic="type" if len(annees) == 1 else "annee",
    )


def _avec_zeros(frame: pd.DataFrame, annees: Sequence[str]) -> pd.DataFrame:
    """The same, over several years with a zero for each nature that a year with a log does not have."""
    if len(annees) < 2:
        return frame
    cles = ["annee", "nature"]
    toutes = pd.MultiIndex.from_product([annees, frame["nature"].unique()], names=cles)
    return frame.set_index(cles).reindex(toutes, fill_value=0).reset_index()


def _natures_publiees(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float) -> Visual:
    """The kinds as declared or published, where no list is imported: without écoles and collèges."""
    rows = []
    for annee, found in values(con, filters, filters.annees, view, FAMILLE).items():
        for nature, code in CODES.items():
            v = found[code]
            if v.valeur is not None and v.origine in ("déclaré", "publié"):
                rows.append((annee, NOMS[nature], nature, v.valeur, v.origine))
    code, sujet = f"{FAMILLE}.natures", "Interventions par nature : rien à montrer pour ce choix"
    if not rows:
        etat = etat_du_journal(con, filters)
        return rien(con, filters, code, sujet, manque(con, filters), JEUX, etat=etat)
    frame = pd.DataFrame(rows, columns=["annee", "nom", "nature", "n", "etat"])
    annee = annees_de(frame)[-1]
    une = frame[frame["annee"] == annee].reset_index(drop=True)
    titre = titre_natures(dict(zip(une["nature"], une["n"], strict=True)))
    table = frame[["annee", "nom", "n"]].set_axis(["Année", "Nature", "Interventions"], axis=1)
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"Nombre d'interventions par nature, {annee}.",
        donnees=table,
        formats=formats_de(table),
        figure=barres(une, "nom", "n", famille=FAMILLE, taille=taille),
        alternative=f"{titre}. {resume(une, 'nom', 'n', f'Interventions en {annee}', 4)}",
        jeux=repris(frame["etat"]),
        etat=str(une["etat"].iloc[0]),
    )


def titre_themes(themes: Sequence[str], nombres: Sequence[float], quand: str = "") -> str:
    """The theme that comes first, or that none stands out. Both by decreasing number."""
    total = sum(nombres)
    if len(themes) < 2 or total < MINIMUM:
        return "Trop peu de thèmes connus pour dire lequel domine"
    # The gap of the first two beyond what chance would make in one case out of twenty; more than all others together, and twice the
    # second, dominates all the same.
    if nombres[0] == nombres[1]:
        pareils = sum(n == nombres[0] for n in nombres)
        return f"Aucun thème ne domine{quand} : {entier(pareils)} en tête, {compte(nombres[0], 'intervention')} chacun"
    proche = nombres[0] - nombres[1] <= 1.96 * (nombres[0] + nombres[1]) ** 0.5
    if proche and not (2 * nombres[0] > total and nombres[0] >= 2 * nombres[1]):
        pareils = sum(n == nombres[1] for n in nombres)
        suite = cite(themes[1], 40) if pareils == 1 else f"{entier(pareils)} à égalité"
        return f"Aucun thème ne domine{quand} : {cite(themes[0], 40)} ({entier(nombres[0])}) puis {suite} ({entier(nombres[1])})"
    return f"{cite(themes[0])} est le thème le plus travaillé : {compte(nombres[0], 'intervention')} sur {entier(total)}{quand}"


def themes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Interventions by theme, the seven most frequent, the others together."""
    frame = questions.themes(con, filters, view)
    # The most frequent first; as frequent ones in the order of a dictionary.
    frame = frame.sort_values(
        ["annee", "interventions", "theme"], ascending=[True, False, True], key=en_francais, ignore_index=True
    )
    code, autres = f"{FAMILLE}.themes", ""
    connus = frame[frame["theme"] != questions.SANS_THEME]
    if connus.empty:
        return rien(con, filters, code, "Thèmes : rien à montrer pour ce choix", manque(con, filters), JEUX)
    annees = annees_de(frame)
    derniere = connus[connus["annee"] == annees[-1]]
    titre = titre_themes(
        derniere["theme"].tolist(), derniere["interventions"].astype(float).tolist(), quand(annees)
    )
    if len(annees) == 1:
        dessin = plus_grands(frame, "theme", ["interventions"])
        nommes = set(frame["theme"])
        figure = barres(
            dessin, "theme", "interventions", famille=FAMILLE, accent=nommes, tri=False, taille=taille
        )
    else:
        mots = frame.assign(mots=[entier(n) for n in frame["interventions"]])
        # A year with a log has no such theme: known, and no dash.
        figure = par_annee(
            mots, "theme", "interventions", "mots", famille=FAMILLE, absent=entier(0), taille=taille
        )
        # Of several years the rest has no bar of its own: a theme of one year may be among the first of another.
        autres = en_plus(frame["theme"].nunique(), "thème")
    table = pd.DataFrame(
        {
            "Année": frame["annee"],
            "Thème": frame["theme"],
            "Interventions": frame["interventions"],
            "Heures": frame["heures"],
        }
    )
    return visuel(
        con,
        filters,
        code,
        titre=titre,
        sous_titre=f"Nombre d'interventions par thème, {periode(annees)}.{f' {autres}.' if autres else ''}",
        donnees=table,
        formats=formats_de(table) | {"Heures": "decimal"},
        figure=figure,
        alternative=f"{titre}. {resume(derniere, 'theme', 'interventions', f'Interventions en {annees[-1]}')}",
        jeux=("intervention",),
    )


VISUALS = (
    rythme,
    natures,
    carte_communes,
    carte_etablissements,
    couverture,
    themes,
    heures,
    personnes,
    projets,
    ips_accompagnements,
    communes_accompagnements,
    visites,
    jamais_visites,
)
