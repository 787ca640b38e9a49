"""Formations: who was offered, who replied, who took part, and in what. Every figure of the page is in `VISUALS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import pandas as pd

from tne.comparaison import en_cours, inacheves
from tne.filters import Filters, View
from tne.gras import sans_gras
from tne.indicators import Value, beside_published
from tne.queries import formations as questions
from tne.queries.masking import DENOMINATEUR_MINIMUM, PETIT, dite
from tne.queries.tableaux import est_petit
from tne.sans_objet import sans_offre, sans_offre_dit
from tne.typographie import TIRET_ABSENT, Nombre, Rapport, accord, alignees, compte, entier, proportion, taux
from tne.visuals import (
    formations_absence,
    formations_couverture,
    formations_delai,
    formations_groupes,
    formations_moyens,
    formations_participation,
)
from tne.visuals.bars import barres
from tne.visuals.fabrique import visuel
from tne.visuals.formations_cadre import FAMILLE, dire, reel, reserve, sans_donnees
from tne.visuals.groupees import groupees
from tne.visuals.headline import Headline, headline
from tne.visuals.sources import repris, values
from tne.visuals.visual import MASQUE, PERSONNES, Visual

MANQUE = "Importez l'offre, les réponses et les inscriptions pour voir ce graphique."
TUILES = (
    "participants",
    "reponses",
    "colleges_representes",
    "sessions",
    "taux_absence_moyen",
    "taux_absence_global",
    "hors_face_a_face",
    "modules",
)
SUIVI, REPONDU = "Ont suivi au moins un module", "Ont répondu à l\u2019offre"


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page: its answer and its tiles; operators have their own figure."""
    tout = headline(con, filters, view, FAMILLE)
    rangs = {f"formation.{code}": n for n, code in enumerate(TUILES)}
    gardees = [paire for paire in tout.valeurs if paire[0].indicateur.code in rangs]
    return replace(tout, valeurs=tuple(sorted(gardees, key=lambda p: rangs[p[0].indicateur.code])))


def _plus_que_sollicites(suivi: Nombre, offres: Nombre, quand: str = "") -> str:
    return f"Plus d'enseignants formés que de sollicités{quand} : {entier(suivi)} pour {entier(offres)}"


def titre_portee(
    suivi: float | None, offres: float | None, reponses: float | None, masque: bool = False, quand: str = ""
) -> str:
    """The finding of the main figure: half, nearly half, less; more participants than offers is said, not hidden. `masque`:
    how many took part is known, and not shown. `quand` (« en 2023-2024 », after a space): the only year that the figure holds
    of those that are chosen.
    """
    if suivi is None:
        if reponses and offres and offres >= DENOMINATEUR_MINIMUM:
            return f"{proportion(reponses, offres)} des enseignants sollicités ont répondu à l'offre{quand}"
        return f"Participation{quand} : {'effectif masqué' if masque else 'rien à montrer'} pour ce choix"
    if not suivi:
        return f"Aucun enseignant n'a encore suivi de module{quand}"
    if not offres:
        return f"{compte(suivi, 'enseignant')} {accord(suivi, 'a', 'ont')} suivi au moins un module{quand}"
    if suivi > offres:
        return _plus_que_sollicites(suivi, offres, quand)
    if offres < DENOMINATEUR_MINIMUM:
        sollicites = compte(offres, "enseignant sollicité", "enseignants sollicités")
        return f"Trop peu d'enseignants pour dire une part{quand} : {entier(suivi)} sur {sollicites}"
    p = 100 * suivi / offres
    if p >= 55:
        return f"{proportion(suivi, offres)} des enseignants sollicités ont suivi un module{quand}"
    if p >= 50:
        plus = "Plus d'un" if p > 50 else "Un"
        return f"{plus} enseignant sollicité sur deux a suivi un module{quand}"
    if p >= 45:
        return f"Près d'un enseignant sollicité sur deux a suivi un module{quand}"
    return f"Moins d'un enseignant sollicité sur deux a suivi un module{quand} ({proportion(suivi, offres)})"


def titre_portee_annees(
    avant: Rapport, apres: Rapport, annees: tuple[str, str], inachevee: bool = False
) -> str:
    """The finding over several years: who took part out of those offered, then and now; `inachevee`: so far."""
    for annee, (suivi, offres) in zip(annees[::-1], (apres, avant), strict=True):
        if suivi is not None and offres is not None and suivi > offres:
            return _plus_que_sollicites(suivi, offres, f" en {annee}")
    if any(offres is not None and float(offres) < DENOMINATEUR_MINIMUM for _, offres in (avant, apres)):
        return "Trop peu d'enseignants sollicités pour comparer les années"
    p, q = taux(*avant), taux(*apres)
    if p is None or q is None:
        return "La part d'enseignants formés n'est pas connue pour toutes ces années"
    dit, puis = alignees([avant, apres])
    if inachevee:
        return inacheves(f"{puis} d'enseignants formés", annees[1], dit, annees[0])
    if abs(q - p) < 2:
        return f"La part d'enseignants formés est stable : {puis} en {annees[1]}"
    verbe = "monte" if q > p else "baisse"
    return f"La part d'enseignants formés {verbe} de {dit} en {annees[0]} à {puis} en {annees[1]}"


def titre_effectifs_annees(
    avant: float | None, apres: float | None, annees: tuple[str, str], inachevee: bool = False
) -> str:
    """The finding over several years where no share may be told: how many took part, then and now; `inachevee`: so far."""
    if avant is None or apres is None:
        return "Le nombre d'enseignants formés n'est pas connu pour toutes ces années"
    if inachevee:
        return inacheves(
            compte(apres, "enseignant formé", "enseignants formés"), annees[1], entier(avant), annees[0]
        )
    if avant == apres:
        return f"Autant d'enseignants formés en {annees[1]} qu'en {annees[0]} : {entier(apres)}"
    dits = compte(avant, "enseignant formé", "enseignants formés")
    return f"De {dits} en {annees[0]} à {entier(apres)} en {annees[1]}"


def _lu(value: Value | None) -> float | None:
    return None if value is None or value.masque else value.valeur


def _ligne_portee(found: Mapping[str, Value], annee: str) -> list[dict[str, Any]]:
    offres = _lu(found.get("formation.offres"))
    rows = []
    for nom, code in ((SUIVI, "formation.participants"), (REPONDU, "formation.reponses")):
        value = found[code]
        n = _lu(value)
        # The denominator of a reader may be hidden where the count is not: it belongs to the value.
        sur = value.denominateur if value.origine == "calculé" else offres
        rows.append(
            {
                "valeur": nom,
                "annee": annee,
                "n": n,
                "sur": sur,
                "mots": MASQUE if value.masque else entier(n),
                "etat": value.origine,
                "masque": value.masque,
                "raison": dite(value.raison),
            }
        )
    return rows


def _jeux_dits(jeux: tuple[str, ...], rows: pd.DataFrame, offres: Sequence[Value]) -> tuple[str, ...]:
    """The data sets behind the marks: registrations of files may stand beside replies and offers that are only published."""
    etats = set(rows.loc[rows["n"].notna() | rows["masque"], "etat"])
    if rows["sur"].notna().any():
        etats |= {v.origine for v in offres if _lu(v) is not None}
    return (*(jeux if "calculé" in etats else ()), *repris(etats))


def portee(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Who took part and who replied, each out of those who received the offer: two measures, never two steps."""
    annees = filters.annees or tuple(
        sorted({a for (a,) in con.execute("SELECT annee FROM session").fetchall() if a})
    )
    by_year = values(con, filters, annees, view, FAMILLE)
    rows = pd.DataFrame([r for a in annees for r in _ligne_portee(beside_published(by_year[a]), a)])
    jeux = ("inscription", "reponse", "offre")
    if rows.empty or not (rows["n"].notna() | rows["masque"]).any():
        return sans_donnees(con, filters, view, "portee", "Participation", MANQUE, jeux)
    connues = [a for a in annees if rows.loc[rows["annee"] == a, "n"].notna().any()] or [annees[-1]]
    if filters.par_etablissement and all(sans_offre(by_year[a]) for a in connues):
        # Zeros would be read as teachers who did not come.
        dit = sans_gras(sans_offre_dit(by_year[connues[-1]]))
        return sans_donnees(con, filters, view, "portee", "Participation", MANQUE, jeux, choix=dit)
    rows = rows[rows["annee"].isin(connues)].reset_index(drop=True)
    rows["part"] = alignees(zip(map(reel, rows["n"]), map(reel, rows["sur"]), strict=True))
    rows["mots"] = [
        mots if part == TIRET_ABSENT else f"{mots} · {part}"
        for mots, part in zip(rows["mots"], rows["part"], strict=True)
    ]
    derniere = rows[rows["annee"] == connues[-1]]
    suivi, reponses = (reel(v) for v in derniere["n"])
    offres = reel(derniere["sur"].dropna().max()) if derniere["sur"].notna().any() else None
    parts = any(reel(s) for s in rows["sur"])
    etats = set(derniere.loc[derniere["n"].notna() | derniere["masque"], "etat"])
    etat = "calculé" if "calculé" in etats else min(etats, default="absent")
    if len(connues) == 1:
        # Of the other years nothing is known, or all is masked: « aucun enseignant » would be read as of them too.
        quand = f" en {connues[0]}" if len(annees) > 1 else ""
        titre = titre_portee(suivi, offres, reponses, bool(derniere["masque"].iloc[0]), quand)
        une = derniere.assign(
            n=[MASQUE if m else v for v, m in zip(derniere["n"], derniere["masque"], strict=True)]
        )
        une = une[une["n"].notna()].reset_index(drop=True)
        figure = barres(
            une,
            "valeur",
            "n",
            famille=FAMILLE,
            total=offres,
            total_mots=f"{entier(offres)} {accord(offres, 'a', 'ont')} reçu l\u2019offre" if offres else "",
            textes="mots",
            accent=[SUIVI],
            tri=False,
            taille=taille,
        )
    else:
        suivis = rows[rows["valeur"] == SUIVI].set_index("annee")
        bouts = (connues[0], connues[-1])
        avant, apres = ((reel(suivis["n"][a]), reel(suivis["sur"][a])) for a in bouts)
        if parts:
            titre = titre_portee_annees(avant, apres, bouts, en_cours(bouts[1]))
        else:
            titre = titre_effectifs_annees(avant[0], apres[0], bouts, en_cours(bouts[1]))
        figure = _portee_annees(rows, connues, taille, parts=parts)
    sous = _sous_titre_portee(offres, parts, len(connues))
    if set(rows.loc[rows["n"].notna() | rows["masque"], "valeur"]) == {SUIVI, REPONDU}:
        sous += " On peut suivre un module sans avoir répondu au formulaire."
    raison = next(iter(derniere["raison"].tolist()), "")
    notes = [raison, _croisement(con, filters, view, connues[-1], suivi)]
    # Of the registrations, which may leave out further establishments: it would be another number.
    if not raison or derniere["masque"].any():
        notes.append(reserve(con, filters, view))
    return visuel(
        con,
        filters,
        f"{FAMILLE}.portee",
        titre=titre,
        sous_titre=sous,
        donnees=_table_portee(rows),
        formats={
            "Année": "texte",
            "Mesure": "texte",
            "Enseignants": PERSONNES,
            "Ont reçu l'offre": PERSONNES,
            "Part": "pourcent",
            "État": "texte",
        },
        figure=figure,
        alternative=f"{titre}. {dire(rows)}.",
        jeux=_jeux_dits(jeux, rows, [by_year[a]["formation.offres"] for a in connues]),
        avertissements=notes,
        etat=etat,
        view=view,
    )


def _sous_titre_portee(offres: float | None, parts: bool, annees: int) -> str:
    sous = "Nombre d'enseignants"
    if offres:
        sous += f" et part {accord(offres, 'du seul qui a', f'des {entier(offres)} qui ont')} reçu l'offre"
    if annees == 1:
        return f"{sous}."
    return f"{'Part des enseignants qui ont reçu l’offre' if parts else sous}, chaque année."


def _table_portee(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Année": rows["annee"],
            "Mesure": rows["valeur"],
            "Enseignants": [MASQUE if m else v for v, m in zip(rows["n"], rows["masque"], strict=True)],
            "Ont reçu l'offre": rows["sur"],
            "Part": [taux(reel(n), reel(s)) for n, s in zip(rows["n"], rows["sur"], strict=True)],
            "État": rows["etat"],
        }
    )


def _portee_annees(rows: pd.DataFrame, annees: list[str], taille: float, *, parts: bool) -> dict[str, Any]:
    """Shares; without `parts`, where no year has one, the counts themselves, for bars of nothing would stand beside their words."""
    mesures = [SUIVI, REPONDU]
    if not parts:
        connues = set(rows.loc[rows["n"].notna() | rows["masque"], "valeur"])
        mesures = [m for m in mesures if m in connues]
    large = pd.DataFrame({"valeur": mesures})
    for a in annees:
        une = rows[rows["annee"] == a].set_index("valeur").reindex(mesures)
        large[a] = [
            MASQUE if m is True else taux(reel(n), reel(s)) if parts else reel(n)
            for n, s, m in zip(une["n"], une["sur"], une["masque"], strict=True)
        ]
        large[f"{a} mots"] = [
            mots if not reel(s) else f"{part} · {entier(n)} sur {entier(s)}"
            for mots, part, n, s in zip(une["mots"], une["part"], une["n"], une["sur"], strict=True)
        ]
    return groupees(
        large,
        "valeur",
        annees,
        famille=FAMILLE,
        textes={a: f"{a} mots" for a in annees},
        total=100 if parts else None,
        taille=taille,
    )


def _croisement(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, annee: str, participants: float | None
) -> str:
    """How many participants had replied to the offer: why the two measures are no steps; "" where these are not the
    `participants` of the figure, of whom a reader may see fewer beside the year before.
    """
    frame = questions.replied_before(con, filters.for_year(annee), view)
    if frame.empty or bool(frame["sans_reponse_masque"].iloc[0]):
        return ""
    oui, non = int(frame["avaient_repondu"].iloc[0]), int(frame["sans_reponse"].iloc[0])
    if not oui:  # replies that name nobody cannot be joined to participants
        return ""
    if participants is not None and oui + non != participants:
        return ""
    few = f" ({PETIT})" if view == "coordination" and (est_petit(oui) or est_petit(non)) else ""
    return f"{annee} : {_avaient_repondu(oui, non)}{few}."


def _avaient_repondu(oui: int, non: int) -> str:
    if not non:
        return f"{accord(oui, 'le participant avait', 'tous les participants avaient')} répondu à l'offre"
    return f"parmi les participants, {entier(oui)} {accord(oui, 'avait', 'avaient')} répondu à l'offre, {entier(non)} non"


VISUALS = (
    portee,
    *formations_participation.VISUALS,
    *formations_groupes.VISUALS,
    *formations_couverture.VISUALS,
    *formations_moyens.VISUALS,
    *formations_absence.VISUALS,
    *formations_delai.VISUALS,
)
"""Every figure of the part, for slides and documents."""
