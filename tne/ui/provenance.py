"""Where a figure comes from: its rows, with file, sheet and line. For coordinators, never while presenting."""

from __future__ import annotations

import duckdb
import streamlit as st

from tne.datasets import DATASETS
from tne.filters import Filters, View
from tne.indicators import BY_CODE, INDICATORS, Value
from tne.provenance import LIGNES_MAXIMUM, Origine, origines
from tne.queries.tableaux import PETIT
from tne.sections import denominator_words
from tne.typographie import accord, compte, decimal, entier, enumeration, typographier
from tne.ui import lien_demande, parts
from tne.ui.cache import ask, kept
from tne.ui.contexte import Contexte, contexte
from tne.ui.liens import Lien, rangee
from tne.ui.lignes import montrer_lignes
from tne.ui.sans_annee import sans_annee
from tne.ui.tete import dite
from tne.ui.texte import insecable, texte_sur
from tne.visuals.sources import values

CLE = "chiffre"
"""Of the box, and of the address, which takes the label: `/origine?chiffre=Réponses à l’offre`."""


def _label(code: str) -> str:
    return typographier(BY_CODE[code].libelle)


def lien(code: str = "") -> None:
    """The way from a figure to its rows, for whoever may see them; without a code, to the choice of one."""
    if found := liens(code):
        st.html(rangee(found))


def liens(code: str = "") -> list[Lien]:
    """The link that `lien` draws, to stand beside others; [] for who may not see rows."""
    ctx = contexte()
    if not ctx.droit.ecrire or ctx.view != "coordination":
        return []
    mots, sujet = "D\u2019où viennent ces chiffres\u202f?", _label(code) if code else ""
    return [Lien("origine", mots, ":material/account_tree:", {CLE: sujet} if code else {}, sujet)]


def chiffre(ctx: Contexte) -> None:
    """Choose a figure of the year; what makes it, down to the line of the file."""
    if not ctx.annee:
        parts.empty_state(
            sans_annee(ctx),
            "Chaque chiffre garde le chemin de ses lignes importées.",
            "pages/importer.py",
        )
        return
    asked = st.query_params.get(CLE, "")
    code = st.selectbox(
        "Chiffre",
        [i.code for i in INDICATORS],
        index=None,
        format_func=_label,
        key=CLE,
        bind="query-params",
        placeholder="Choisissez un chiffre",
        width=560,
    )
    if code is None:
        if asked and asked not in map(_label, BY_CODE):
            lien_demande.avertir("Ce lien demandait un chiffre que le tableau de bord ne connaît pas.")
        st.markdown(":gray[Choisissez un chiffre pour voir les lignes qui le font.]")
        return
    found = _found(ctx, code)
    indicateur = BY_CODE[code]
    st.html(dite(typographier(_rate(ctx, code) or _answer(ctx.annee, found))))
    suite = indicateur.definition[:1].lower() + indicateur.definition[1:]
    st.caption(insecable(texte_sur(typographier(f"{indicateur.libelle} : {suite}"))))
    for origine in found:
        _part(ctx, code, origine)


def _found(ctx: Contexte, code: str, debut: int = 0) -> tuple[Origine, ...]:
    """The rows behind the figure, kept for as long as they are those: to open one part is not to look for all of them again."""
    asked = (ctx.filters.for_year(ctx.annee), ctx.annee, code, ctx.view, debut)
    return kept(ctx, ("origine", ctx.droit, *asked), lambda con: origines(con, ctx.droit, *asked))


def _values(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, Value]:
    """Every figure of the year, as the pages show it."""
    return values(con, filters, filters.annees, view)[filters.annees[-1]]


def _rate(ctx: Contexte, code: str) -> str:
    """A rate with what it divides, in the words of its tile: « 33 % : 429 sur 1 301 présences traitées »; "" for a count, whose
    rows make it, and for a rate that no row gives."""
    if BY_CODE[code].unite != "pourcent":
        return ""
    value = ask(ctx, _values, ctx.filters.for_year(ctx.annee))[code]
    if value.origine != "calculé" or value.valeur is None:
        return ""
    return f"**{value.texte}**\u202f: {denominator_words(value)}."


_REPRIS = {
    "le chiffre déclaré": "il est repris tel qu\u2019il a été déclaré",
    "le chiffre publié": "il est repris du bilan publié",
    "l\u2019objectif": "seul son objectif est connu",
}
"""Where a figure that no row counts comes from, by the part that is known of it."""


def _answer(annee: str, found: tuple[Origine, ...]) -> str:
    made = next((o for o in found if o.role == "le chiffre"), None)
    if made is not None:
        imports = made.fichiers["Import"].nunique()
        files = "d\u2019un seul import" if imports == 1 else f"de {compte(imports, 'import')}"
        rows = compte(made.total, "ligne")
        if _same(made):
            return f"**{rows}** {files}."
        font = accord(made.total, "fait", "font")
        return f"**{rows}** {files} {font} **{_number(made.valeur)} {made.mots}**."
    roles = [typographier(o.role) for o in found]
    if known := next((words for role, words in _REPRIS.items() if role in roles), ""):
        return f"Aucune ligne ne le compte pour {annee}\u202f: {known}."
    return f"**Aucune ligne** ne le donne pour {annee}."


def _number(value: float) -> str:
    return decimal(value, 0 if value.is_integer() else 1)


def _part(ctx: Contexte, code: str, o: Origine) -> None:
    """What the rows make, the files they come from; the rows themselves on demand."""
    title = typographier(DATASETS[o.jeu].title)
    role = typographier(_role(code, o.role))
    remark = f" · {PETIT}" if o.petit else ""
    st.markdown(f"**{role[:1].upper()}{texte_sur(role[1:])}** · {insecable(_made(o))}{remark}")
    st.caption(insecable(texte_sur(typographier(f"{title} : {enumeration(_files(o))}."))))
    key = f"origine-{code}-{o.role}"
    if not st.checkbox(f"Voir {accord(o.total, 'la ligne', 'les lignes')}", key=key):
        return
    _rows(ctx, code, o, key)


def _files(o: Origine) -> list[str]:
    """Each file and sheet with its rows; of more than four, how many are left: a workbook of a sheet a month is one import."""
    files = [
        f"{compte(row['Lignes'], 'ligne')} de «\u202f{row['Fichier']}\u202f»"
        + (f", feuille «\u202f{row['Feuille']}\u202f»" if row["Feuille"] else "")
        + f" (import n° {row['Import']})"
        for row in o.fichiers.to_dict("records")
    ]
    if len(files) <= 4:
        return files
    shown, left = o.fichiers["Import"][:3], o.fichiers["Import"][3:]
    others = "autres imports" if left.is_unique and not left.isin(shown).any() else "autres feuilles"
    return [*files[:3], f"{entier(len(left))} {others}"]


def _role(code: str, role: str) -> str:
    """What the rows are of the figure: those of a rate make its numerator; those of a mean, the rates that it is the mean of."""
    i = BY_CODE[code]
    if role != "le chiffre" or i.unite != "pourcent":
        return role
    return "les taux de la moyenne" if i.moyenne else "son numérateur"


def _made(o: Origine) -> str:
    if o.ecrit:
        return o.ecrit
    rows = compte(o.total, "ligne")
    font = accord(o.total, "fait", "font")
    return typographier(rows if _same(o) else f"{rows} {font} {_number(o.valeur)} {o.mots}")


def _same(o: Origine) -> bool:
    """The number is that of the rows, and its words add nothing."""
    return o.valeur == o.total and o.jeu in ("module", "ressource", "session", "etablissement")


def _rows(ctx: Contexte, code: str, o: Origine, key: str) -> None:
    frame = o.lignes
    if o.total > LIGNES_MAXIMUM:
        pages = (o.total - 1) // LIGNES_MAXIMUM + 1
        page = int(st.number_input(f"Page (sur {pages})", 1, pages, key=f"{key}-page", width=160))
        if page > 1:
            later = _found(ctx, code, (page - 1) * LIGNES_MAXIMUM)
            frame = next(x.lignes for x in later if x.role == o.role)
    frame["Ligne"] = frame["Ligne"].astype("Int64")
    montrer_lignes(f"{key}-lignes", frame, typographier(f"Lignes : {o.role}"))
    st.page_link("pages/journal.py", label="Ouvrir le journal", icon=":material/history:", query_params={})
