"""The blocks of the journal: filters, list, one import down to its rows, undo and redo with their effect first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_list_like

from tne.datasets import DATASETS
from tne.demo import demo_en_place
from tne.documents.csv_fr import csv_francais
from tne.effects import Figures, measure
from tne.importing import annuler, retablir
from tne.importing.history import ETATS, MOST_ROWS, Choix, events, journal_rows, replaced_told, rows_of
from tne.importing.rehearsal import Repetition, rehearse_switch
from tne.typographie import cle_tri, compte, entier, typographier
from tne.ui import appui, boutons, demonstration, foyer, lien_demande
from tne.ui.attente import attente
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.grilles import LIGNES, coupe, montrees
from tne.ui.importation import apercu as preview
from tne.ui.lignes import montrer_lignes
from tne.ui.liste_lue import Liste, du_cadre
from tne.ui.parts import empty_state
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.planche import Piece, planche
from tne.ui.texte import insecable

_COUNTS = {
    "lues": "Lues",
    "ajoutees": "Ajoutées",
    "modifiees": "Modifiées",
    "inchangees": "Inchangées",
    "doublons": "Doublons",
    "ecartees": "Écartées",
    "refusees": "Refusées",
}
# The rest is in the file to download.
_A_LIRE = ["Fichier", "Contenu", "N°", "Le", "Par", "État", "Lues", "Lignes"]
_DETAIL = "journal-detail"
_CLICS = "journal-clics"
_CHANGE = "_journal_change"
IMPORT = "import"
"""What of the address names the import to look at."""


def choose(ctx: Contexte) -> Choix:
    """The filters of the journal; none while there is nothing to look for."""
    frame = journal_rows(ctx.base, ctx.droit)
    if frame.empty:
        return Choix()
    with st.grid(3, min_column_width=150, gap="small"):
        known = [j for j in DATASETS if j in set(frame["jeu"])]
        jeux = st.multiselect(
            "Jeu de données",
            known,
            format_func=lambda j: typographier(DATASETS[j].title),
            placeholder="Tous",
            key="journal-jeux",
        )
        etats = st.multiselect("État", ETATS, placeholder="Tous", key="journal-etats")
        qui = st.multiselect(
            "Par",
            sorted(frame["qui"].dropna().unique(), key=cle_tri),
            placeholder="Tout le monde",
            key="journal-qui",
        )
        # Those of imports that are undone too, of which the base holds nothing.
        years = sorted(frame["annees"].explode().dropna().unique(), reverse=True)
        annees = st.multiselect("Année des données", years, placeholder="Toutes", key="journal-annees")
        depuis = st.date_input("Importé depuis le", value=None, format="DD/MM/YYYY", key="journal-depuis")
        texte = st.text_input("Nom de fichier", key="journal-texte", placeholder="Une partie du nom")
    return Choix(tuple(jeux), tuple(annees), tuple(etats), tuple(qui), texte, depuis if depuis else None)


def listing(ctx: Contexte, choix: Choix) -> pd.DataFrame:
    """The imports that were chosen, as a table with their counts, and its CSV."""
    frame = journal_rows(ctx.base, ctx.droit, choix)
    number = frame["id"].nunique()
    st.space("small")
    if frame.empty and choix == Choix():
        why = (
            "Chaque fichier importé et chaque saisie y laissera une ligne, qui s\u2019annule et se rétablit."
        )
        empty_state(
            "Rien n\u2019est encore entré dans la base.", why, "pages/importer.py", "Importer un fichier"
        )
        return frame
    if frame.empty:
        st.markdown(":gray[Aucun import ne répond à ce choix.]")
        return frame
    shown = _table(frame)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{compte(number, 'import')}**", width="stretch")
        boutons.csv(
            "Télécharger le journal (CSV)",
            lambda: csv_francais(shown, _formats(shown)),
            "journal-des-imports.csv",
            "journal-csv",
        )
    _lire(shown)
    return frame


def _classes(row: dict[Any, Any]) -> str:
    """Where the rows that were read went: every class that has some, so that they add up."""
    numbers = ((row[_COUNTS[field]], one, many) for field, one, many in preview.CLASSES if field != "lues")
    return insecable(", ".join(compte(int(n), one, many) for n, one, many in numbers if not pd.isna(n) and n))


def etat_entier(etat: str) -> str:
    """« en vigueur, démo » over two lines at most."""
    return etat.replace("en vigueur", "en\u00a0vigueur")


def _lire(shown: pd.DataFrame) -> None:
    """The imports as a list whose rows are named by their file: a grid showed their numbers, and on a phone nothing else."""
    premiers = shown.head(montrees(len(shown)))
    lignes = [_classes(r) for r in premiers.to_dict("records")]
    premiers = premiers.assign(État=premiers["État"].map(etat_entier), Lignes=lignes)[_A_LIRE]
    lue = Liste(
        "Imports",
        "Imports",
        *du_cadre(premiers, _formats(premiers)),
        liee=_A_LIRE.index("Fichier"),
        numero=_A_LIRE.index("N°"),
        pages=[f"journal?{IMPORT}={n}" for n in premiers["N°"]],
        ici=True,
    )
    planche(
        "journal-imports",
        [Piece("imports", corps=lue, apres=coupe(len(shown), "dans le journal à télécharger"))],
    )


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "N°": frame["id"].astype("Int64"),
            "État": frame["etat"] + frame["demo"].map({True: ", démo", False: ""}),
            "Le": [f"{d:%d/%m/%Y %H:%M}" for d in frame["cree"]],
            "Par": frame["qui"].fillna(""),
            "Fichier": frame["fichier"],
            "Contenu": [typographier(t) for t in frame["titre"]],
            # None, NaN or NA where an import is of no year, as the others of the column have it.
            "Années": [", ".join(y) if is_list_like(y) else "" for y in frame["annees"]],
        }
    )
    for column, title in _COUNTS.items():
        table[title] = frame[column].astype("Int64")
    return table


def _formats(table: pd.DataFrame) -> dict[str, str]:
    return {c: "entier" for c in ("N°", *_COUNTS.values()) if c in table}


def one(ctx: Contexte, frame: pd.DataFrame) -> None:
    """One import: what it brought, row by row, and what undoing or redoing it would do."""
    if frame.empty:
        return
    st.space("medium")
    firsts = frame.drop_duplicates("id").set_index("id")
    # Without the state: the browser answers with the words of a choice, and under other words it would be another's.
    names = {
        int(n): f"n° {n} · {fichier}" for n, fichier in zip(firsts.index, firsts["fichier"], strict=True)
    }
    # Together: a click on a row of the list scrolls as far as the whole of it.
    with st.container(key=_DETAIL):
        st.subheader("Un import en détail", anchor=False)
        clic = _asked(list(names))
        number = st.selectbox(
            "Import",
            list(names),
            format_func=names.__getitem__,
            key="journal-import",
            width=560,
        )
    if clic:
        foyer.arrivee(_DETAIL, clic)
    if number is None:
        return
    jeux = [str(j) for j in frame[frame["id"] == number]["jeu"] if j in DATASETS]
    # The button that undoes gives way to what would redo: the focus stays in this block, which says the new state first.
    with st.container(key="journal-etat"):
        _state(ctx, number, firsts.loc[number])
        _rows(ctx, number, jeux)
        _switch(ctx, number, firsts.loc[number])


def _asked(numbers: Sequence[int]) -> int:
    """A click on a row of the list chooses it below; the address is as before, so that the next click is one. Which click of
    this visit it is, 0 for none.
    """
    asked = st.query_params.get(IMPORT, "")
    if not asked:
        return 0
    del st.query_params[IMPORT]
    if asked not in map(str, numbers):
        lien_demande.avertir(
            typographier("Ce lien demandait un import que le journal n'a pas : en voici un autre.")
        )
        return 0
    st.session_state["journal-import"] = int(asked)
    clics = int(st.session_state.get(_CLICS, 0)) + 1
    st.session_state[_CLICS] = clics
    return clics


def _state(ctx: Contexte, number: int, row: Any) -> None:
    if row["etat"] == "remplacé":
        st.caption(typographier(replaced_told(ctx.base, ctx.droit, number)))
    else:
        st.caption(f"{row['etat']}.".capitalize())


def _rows(ctx: Contexte, number: int, jeux: list[str]) -> None:
    if not st.checkbox("Voir ses lignes", key=f"journal-voir-{number}"):
        return
    for jeu in jeux:
        total, frame = rows_of(ctx.base, ctx.droit, number, jeu)
        st.markdown(f"**{typographier(DATASETS[jeu].title)}** · {insecable(compte(total, 'ligne'))}")
        if not total:  # of an export that feeds two data sets, every row of one was refused
            continue
        if total > MOST_ROWS:
            pages = (total - 1) // MOST_ROWS + 1
            page = st.number_input(
                f"Page (sur {pages})", 1, pages, key=f"journal-page-{number}-{jeu}", width=160
            )
            _, frame = rows_of(ctx.base, ctx.droit, number, jeu, (int(page) - 1) * MOST_ROWS)
        frame["Ligne"] = frame["Ligne"].astype("Int64")
        montrer_lignes(f"journal-lignes-{number}-{jeu}", frame, f"Lignes de l\u2019import n° {number}")


def _switch(ctx: Contexte, number: int, row: Any) -> None:
    undone = bool(row["annule"])
    verb, it = ("rétablir", "le rétablir") if undone else ("annuler", "l\u2019annuler")
    if not st.checkbox(typographier(f"Voir ce que {it} changerait"), key=f"journal-effet-{number}"):
        return
    with st.spinner(attente("Calcul de l\u2019effet…")):
        seen = _effect(ctx, number, undone)
    preview.whole(seen, f"journal-{number}", undoing=not undone)
    if st.session_state.pop(_CHANGE, None) == number:
        st.warning(appui.CHANGE, icon=":material/sync_problem:")
    st.button(
        f"{verb.capitalize()} l\u2019import n° {number}",
        key=f"journal-{verb}-{number}",
        on_click=_do,
        args=(ctx, number, undone, seen),
        type="primary",
        icon=":material/redo:" if undone else ":material/undo:",
    )


def _effect(ctx: Contexte, number: int, undone: bool) -> Repetition[Figures]:
    return rehearse_switch(ctx.base, ctx.droit, number, not undone, measure)


def _do(ctx: Contexte, number: int, undone: bool, vu: Repetition[Figures]) -> None:
    """Unless another session has changed meanwhile which rows that touches."""
    with expected_errors():
        if ctx.base.version() != ctx.version and _effect(ctx, number, undone).differences != vu.differences:
            st.session_state[_CHANGE] = number
            return
        (retablir if undone else annuler)(ctx.base, ctx.droit, number)
        st.session_state[f"journal-effet-{number}"] = False
        st.toast(f"Import n° {number} {'rétabli' if undone else 'annulé'}.", icon=":material/check:")


def demo(ctx: Contexte) -> None:
    """Remove the demonstration, when it is in force."""
    if not demo_en_place(ctx.base):
        return
    st.space("medium")
    st.subheader("Démonstration", anchor=False)
    st.markdown(
        typographier(
            "Des enregistrements fictifs sont en place. Les retirer annule leurs imports ; chacun peut être rétabli d'ici."
        )
    )
    st.button(
        "Retirer la démonstration",
        key="journal-demo",
        on_click=demonstration.remove,
        args=(ctx,),
        icon=":material/science_off:",
    )


def actions(ctx: Contexte) -> None:
    """Every action, those that are no import included: purge, export of exact data, undo. Nothing while there is none."""
    frame = events(ctx.base, ctx.droit)
    if frame.empty:
        return
    with st.expander("Toutes les actions"):
        table = pd.DataFrame(
            {
                "Le": [f"{d:%d/%m/%Y %H:%M}" for d in frame["instant"]],
                "Action": frame["action"],
                "Import": frame["import_id"].astype("Int64"),
                "Par": frame["qui"].fillna(""),
                "Détail": [en_mots(d) if isinstance(d, str) else "" for d in frame["detail"]],
            }
        )
        cadre_en_table(table.head(LIGNES), {"Import": "entier"}, "Actions")
        if len(table) > LIGNES:
            st.caption(f"Les {entier(LIGNES)} dernières sur {entier(len(table))}.")
            boutons.csv(
                "Télécharger toutes les actions (CSV)",
                lambda: csv_francais(table, {"Import": "entier"}),
                "actions.csv",
                "journal-actions-csv",
            )


def en_mots(detail: str) -> str:
    """What an action says of itself, its data sets by their titles: it is kept with their names."""
    mots = re.split(r"([^\w.-]+)", detail)  # names of files are whole
    return typographier("".join(DATASETS[mot].title if mot in DATASETS else mot for mot in mots))
