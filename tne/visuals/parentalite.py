"""Meetings with parents: themes, families, where. Every figure of the page is in `VISUALS`."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import parentalite as questions
from tne.queries.masking import subtotals
from tne.typographie import accord, cle_tri, compte, decimal, entier, enumeration, periode, typographier
from tne.visuals.bars import barres
from tne.visuals.equite import communes_parentalite, ips_parentalite
from tne.visuals.fabrique import (
    LIMITE,
    annees_de,
    cellules,
    complete,
    dater,
    decroissant,
    en_plus,
    par_annee,
    rien,
    visuel,
)
from tne.visuals.gabarit import cite
from tne.visuals.headline import Chiffre, Headline, headline
from tne.visuals.parentalite_lieux import (
    FAMILLE,
    JEUX,
    MANQUE,
    carte_rencontres,
    liste,
    parents,
    sans_ecole_mots,
)
from tne.visuals.parentalite_ressources import ressources, visionnage, vues_par_ressource
from tne.visuals.parentalite_vues import vues_par_public, vues_par_ressource_et_mois
from tne.visuals.visual import MASQUE, PERSONNES, Visual

ECART_NET = 1.2
"""A theme is said to gather more families when it does so by a fifth at least."""
RENCONTRES_MINIMUM = 5
THEME_MINIMUM = 3
"""Meetings of a theme whose mean is compared: that of one evening is this evening's, not the theme's."""


def reponse(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Headline:
    """The head of the page; where the meetings count parents and no families, these parents."""
    top = headline(con, filters, view, FAMILLE)
    sans_famille = any(
        v.indicateur.code == "parentalite.familles" and v.origine == "absent" for v, _ in top.valeurs
    )
    return replace(top, autres=_parents(con, filters.for_year(top.annee), view)) if sans_famille else top


def _parents(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Chiffre, ...]:
    """The tile of the parents of one year, where any is counted."""
    return tuple(
        Chiffre(
            accord(c.valeur or 2, "parent touché", "parents touchés"),
            c.texte,
            typographier(c.raison),
            typographier(
                "Somme des parents présents aux ateliers et formations (un parent venu deux fois compte deux fois). "
                "Aucune liste ne compte les familles."
            ),
        )
        for c in subtotals(con, "parents", filters, view).values()
        if c.masque or c.valeur
    )


def a_rencontres(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when a meeting falls in this choice: without any, the page does not repeat it figure by figure."""
    return not questions.meetings(con, filters, view).empty


def a_ressources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when a resource is known, be it alone in the base."""
    return not questions.resources(con, filters, view).empty


def titre_themes(themes: list[str], nombres: list[int]) -> str:
    """The most frequent theme of the meetings, or that none stands out. Both lists by decreasing number; meetings whose theme is
    not told count in the total, and are no theme.
    """
    total = sum(nombres)
    dits = [(t, n) for t, n in zip(themes, nombres, strict=True) if t != questions.SANS_THEME]
    if not dits:
        return f"{compte(total, 'rencontre')} avec les parents, sans thème précisé"
    (premier, plus), *suite = dits
    if len(themes) < 2:
        return f"{cite(premier)} : {compte(total, 'rencontre')} avec les parents, sur ce seul thème"
    if not suite:
        return f"{cite(premier)} est le seul thème précisé : {compte(plus, 'rencontre')} sur {entier(total)}"
    if egaux := sum(n == plus for _, n in suite):
        return (
            f"Aucun thème ne domine : {entier(egaux + 1)} à égalité, avec {compte(plus, 'rencontre')} chacun"
        )
    return f"{cite(premier)} est le thème le plus proposé : {compte(plus, 'rencontre')} sur {entier(total)}"


def rencontres(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Meetings by theme: workshops and trainings stacked for one year, years side by side for several. A theme of which a choice
    has none keeps its place: that tells too, and nothing moves.
    """
    frame = questions.meetings(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.themes",
            "Aucune rencontre avec les parents pour ce choix",
            MANQUE,
            JEUX,
            [reserve],
        )
    nombres = frame.groupby(["annee", "theme", "type"]).size().unstack("type", fill_value=0)
    connus = pd.MultiIndex.from_frame(questions.themes(con, filters))
    large = nombres.reindex(index=connus, columns=["Atelier", "Formation"], fill_value=0).reset_index()
    large = large[large["annee"].isin(annees_de(frame))]
    large["total"] = large["Atelier"] + large["Formation"]
    derniere = annees_de(frame)[-1]
    une = decroissant(large[large["annee"] == derniere], "total", "theme")
    vus = une[une["total"] > 0]
    if len(annees_de(frame)) == 1:
        noms = {"Atelier": "ateliers", "Formation": "formations"}
        figure = barres(
            une.rename(columns=noms),
            "theme",
            [*noms.values()],
            famille=FAMILLE,
            limite=LIMITE,
            taille=taille,
        )
    else:
        comptes = complete(large, "theme", "total")
        comptes["mots"] = [entier(n) for n in comptes["total"]]
        figure = par_annee(comptes, "theme", "total", "mots", famille=FAMILLE, taille=taille)
    qui = sorted(map(str, frame["organisateur"].dropna().unique()), key=cle_tri)
    autres = en_plus(large["theme"].nunique(), "thème")
    suite = f" ; {autres}" if autres else ""
    quoi = f"Ateliers et formations par thème, {periode(annees_de(frame))}"
    donnees = large.rename(
        columns={"annee": "Année", "theme": "Thème", "Atelier": "Ateliers", "Formation": "Formations"}
    )
    fait = visuel(
        con,
        filters,
        f"{FAMILLE}.themes",
        titre=dater(titre_themes(vus["theme"].tolist(), [int(n) for n in vus["total"]]), frame),
        sous_titre=f"{quoi}, par {enumeration(qui)}{suite}",
        donnees=donnees[["Année", "Thème", "Ateliers", "Formations"]].reset_index(drop=True),
        formats={"Année": "texte", "Thème": "texte", "Ateliers": "entier", "Formations": "entier"},
        figure=figure,
        jeux=JEUX,
        avertissements=[reserve],
    )
    # A room that sees no table must know that there are other themes; the names of who held the meetings may be long.
    return replace(fait, bref=typographier(f"{quoi}{suite}")) if suite else fait


def titre_familles(moyennes: list[tuple[str, float]], moyenne: float | None, rencontres_: int) -> str:
    """Which theme gathers the most families per meeting, or that none does; `moyennes` of the themes that are compared."""
    if moyenne is None:
        return "Familles par rencontre : masquées pour ce choix"
    if not moyenne:
        return "Aucune famille n'a été comptée à ces rencontres"
    if rencontres_ == 1:
        return (
            f"{compte(moyenne, 'famille')} à la seule rencontre comptée : trop peu pour comparer les thèmes"
        )
    dits = f"{decimal(moyenne)} {accord(moyenne, 'famille', 'familles')} par rencontre"
    if len(moyennes) < 2 or rencontres_ < RENCONTRES_MINIMUM:
        return f"{dits} en moyenne ; trop peu de rencontres pour comparer les thèmes"
    haut, bas = max(p for _, p in moyennes), min(p for _, p in moyennes)
    if haut >= ECART_NET * moyenne:
        noms = [cite(nom, 40) for nom, p in moyennes if p == haut]
        verbe = accord(len(noms), "réunit", "réunissent")
        return f"{enumeration(noms)} {verbe} le plus de familles à chaque rencontre : {decimal(haut)}, contre {decimal(moyenne)} en moyenne"
    if moyenne >= ECART_NET * bas:
        return f"D'un thème à l'autre, de {decimal(bas)} à {decimal(haut)} familles par rencontre ; {decimal(moyenne)} en moyenne"
    return f"D'un thème à l'autre, à peu près autant de familles : {dits} en moyenne"


def familles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, taille: float = 1) -> Visual:
    """Families reached by theme; readers see the whole territory only, themes of few meetings gathered."""
    frame = questions.families(con, filters, view)
    reserve = sans_ecole_mots(con, filters)
    if frame.empty:
        return rien(
            con,
            filters,
            f"{FAMILLE}.familles",
            "Familles par thème : rien à montrer pour ce choix",
            "Les familles présentes n'ont été comptées dans aucune rencontre.",
            JEUX,
            [reserve],
        )
    if set(frame["theme"]) == {questions.AUTRES_THEMES}:
        return rien(
            con,
            filters,
            f"{FAMILLE}.familles",
            "Familles par thème : trop peu de rencontres par thème",
            "En lecture, un thème est montré à partir de trois rencontres dans l'année.",
            JEUX,
            [reserve],
            etat="calculé",
        )
    if bool(frame["familles_masque"].all()):
        return rien(
            con,
            filters,
            f"{FAMILLE}.familles",
            "Familles par thème : masquées pour ce choix",
            "En lecture, les familles sont montrées thème par thème pour tout le territoire seulement.",
            JEUX,
            [reserve],
            etat="calculé",
        )
    frame = frame.assign(Familles=cellules(frame, "familles"))
    frame["par"] = [
        None if n in (None, MASQUE) else n / r
        for n, r in zip(frame["Familles"], frame["rencontres"], strict=True)
    ]
    frame["mots"] = [
        MASQUE if n == MASQUE else f"{decimal(p)} · {entier(n)} en {compte(r, 'rencontre')}"
        for n, r, p in zip(frame["Familles"], frame["rencontres"], frame["par"], strict=True)
    ]
    frame["barre"] = [
        MASQUE if n == MASQUE else p for n, p in zip(frame["Familles"], frame["par"], strict=True)
    ]
    derniere = frame[frame["annee"] == annees_de(frame)[-1]]
    vus = derniere[derniere["par"].notna()]
    masques = int(derniere["familles_masque"].sum())
    moyenne = None if vus.empty else float(vus["familles"].sum()) / int(vus["rencontres"].sum())
    compares = vus[vus["rencontres"] >= THEME_MINIMUM]
    paires = [
        (str(t), float(p))
        for t, p in zip(compares["theme"], compares["par"], strict=True)
        if t not in (questions.SANS_THEME, questions.AUTRES_THEMES)
    ]
    gris = len(annees_de(frame)) == 1 and 0 < len(compares) < len(vus)
    donnees = frame.rename(
        columns={"annee": "Année", "theme": "Thème", "rencontres": "Rencontres", "par": "Par rencontre"}
    )
    return visuel(
        con,
        filters,
        f"{FAMILLE}.familles",
        titre=dater(titre_familles(paires, moyenne, int(vus["rencontres"].sum())), frame),
        sous_titre="Familles par rencontre selon le thème ; une famille venue deux fois compte deux fois"
        + (" ; en gris, moins de trois rencontres" if gris else "")
        + (f" ; {autres}" if (autres := en_plus(frame["theme"].nunique(), "thème")) else ""),
        donnees=donnees[["Année", "Thème", "Rencontres", "Familles", "Par rencontre"]],
        formats={
            "Année": "texte",
            "Thème": "texte",
            "Rencontres": "entier",
            "Familles": PERSONNES,
            "Par rencontre": "decimal",
        },
        figure=par_annee(
            frame,
            "theme",
            "barre",
            "mots",
            famille=FAMILLE,
            accent=compares["theme"].tolist() if gris else None,
            taille=taille,
        ),
        jeux=JEUX,
        avertissements=[
            reserve,
            f"{compte(masques, 'thème masqué', 'thèmes masqués')} : effectif trop petit." if masques else "",
        ],
        view=view,
    )


VISUALS = (
    rencontres,
    familles,
    carte_rencontres,
    vues_par_public,
    vues_par_ressource_et_mois,
    vues_par_ressource,
    visionnage,
    ressources,
    ips_parentalite,
    communes_parentalite,
    liste,
    parents,
)
