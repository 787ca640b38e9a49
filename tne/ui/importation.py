"""The blocks of the import page: drop, recognition, counts, problems, commit, receipt, journal."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.erreurs import ErreurTNE
from tne.importing import (
    Options,
    Probleme,
    Reconnaissance,
    Resultat,
    annuler,
    apercu,
    importer_document,
    imports,
    open_document,
    reconnaitre,
    retablir,
)
from tne.reading import Document
from tne.spec import Gravite
from tne.typographie import compte, entier, typographier
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.parts import tableau, texte_sur

_COUNTS = (
    ("lues", "lues"),
    ("ajoutees", "ajoutées"),
    ("modifiees", "modifiées"),
    ("inchangees", "inchangées"),
    ("doublons", "doublons"),
    ("ecartees", "écartées"),
    ("refusees", "refusées"),
)
MOST_SHOWN = 40
_AUTOMATIC = "Reconnu à ses colonnes"


def drop() -> list[Any]:
    """The uploaded files. The widget's own words are English; ours stand beside it."""
    generation = st.session_state.setdefault("depot", 0)
    files = st.file_uploader(
        "Fichiers à importer (CSV, XLSX, XLS, ODS ; 200 Mo au plus par fichier)",
        accept_multiple_files=True,
        key=f"depot-{generation}",
        help="Cliquez sur « Upload » ou glissez un fichier ici.",
    )
    return list(files or ())


@st.cache_data(max_entries=8, show_spinner="Lecture du fichier…")
def _read(content: bytes, name: str) -> Document | str:
    """The file read once, or the sentence of its refusal."""
    try:
        return open_document(content, name)
    except ErreurTNE as refusal:
        return str(refusal)


def one_file(ctx: Contexte, upload: Any) -> None:
    """Everything about one dropped file, up to its receipt."""
    content = upload.getvalue()
    key = hashlib.sha256(content + upload.name.encode()).hexdigest()[:12]
    with st.container(border=True, key=f"fichier-{key}"):
        st.subheader(texte_sur(upload.name), anchor=False)
        receipt = st.session_state.get(f"recu-{key}")
        if receipt is not None:
            _receipt(ctx, key, receipt)
            return
        document = _read(content, upload.name)
        if isinstance(document, str):
            st.error(texte_sur(document), icon=":material/block:")
            return
        _recognised(ctx, key, document)


def _recognised(ctx: Contexte, key: str, document: Document) -> None:
    choice = st.selectbox(
        "Jeu de données",
        [None, *DATASETS],
        format_func=lambda name: _AUTOMATIC if name is None else DATASETS[name].title,
        key=f"jeu-{key}",
    )
    year = st.text_input(
        "Année scolaire du fichier, s'il ne la dit pas", placeholder="2023-2024", key=f"annee-{key}"
    )
    options = Options(
        jeu=choice, annee=year.strip() or None, avec_demo=st.session_state.get(f"avec-demo-{key}", False)
    )
    with expected_errors():
        tables = reconnaitre(document, options)
        for table in tables:
            _say_recognised(table)
        results = apercu(ctx.base, ctx.droit, document, tables, options)
        for result in results:
            _counts(result)
            problems(result)
        _decide(ctx, key, document, tables, options, results)


def _say_recognised(r: Reconnaissance) -> None:
    sheet = f" (feuille « {r.tableau.feuille} »)" if r.tableau.feuille else ""
    st.markdown(
        f"Reconnu comme **{texte_sur(r.titre)}**{texte_sur(sheet)}, {compte(r.tableau.donnees.num_rows, 'ligne')}."
    )
    used = {h for li in r.liaisons for h in li.colonnes.values()}
    st.caption(
        texte_sur(
            typographier(f"Colonnes reconnues : {', '.join(h for h in r.tableau.entete if h in used)}.")
        )
    )
    if r.personnelles:
        st.caption(
            ":material/lock: "
            + texte_sur(
                typographier(f"Colonnes nominatives, jamais conservées : {', '.join(r.personnelles)}.")
            )
        )
    if r.ignorees:
        st.caption(texte_sur(typographier(f"Colonnes laissées de côté : {', '.join(r.ignorees)}.")))


def _counts(result: Resultat) -> None:
    name = DATASETS[result.jeu].title if result.jeu else "Fichier"
    st.markdown(f"**{name}**" + (f" · {', '.join(result.annees)}" if result.annees else ""))
    with st.grid(7, min_column_width=90, gap="small"):
        for field, label in _COUNTS:
            number = getattr(result.comptes, field)
            st.metric(label, entier(number), width="stretch")


def problems(result: Resultat) -> None:
    """All problems of a result, blocking ones first, with their place."""
    for title, gravity in (("à corriger", Gravite.BLOQUANT), ("à savoir", Gravite.AVERTISSEMENT)):
        found = [p for p in result.problemes if p.gravite is gravity]
        if not found:
            continue
        with st.expander(f"{compte(len(found), 'point')} {title}", expanded=gravity is Gravite.BLOQUANT):
            tableau(_problem_frame(found), _PROBLEM_FORMATS, f"Points {title}")


_PROBLEM_FORMATS = {
    "Feuille": "texte",
    "Ligne": "entier",
    "Colonne": "texte",
    "Valeur": "texte",
    "Ce qui ne va pas": "texte",
    "Proposition": "texte",
}


def _problem_frame(found: list[Probleme]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Feuille": [p.feuille or "" for p in found],
            "Ligne": pd.array([p.ligne or None for p in found], dtype="Int64"),
            "Colonne": [p.colonne or "" for p in found],
            "Valeur": [p.valeur or "" for p in found],
            "Ce qui ne va pas": [typographier(p.message) for p in found],
            "Proposition": [p.suggestion or "" for p in found],
        }
    )


def _decide(
    ctx: Contexte,
    key: str,
    document: Document,
    tables: tuple[Reconnaissance, ...],
    options: Options,
    results: list[Resultat],
) -> None:
    refused = sum(r.comptes.refusees for r in results)
    usable = sum(r.comptes.ajoutees + r.comptes.modifiees + r.comptes.inchangees for r in results)
    if not usable:
        st.error(
            "Aucune ligne n'est importable : corrigez le fichier, puis déposez-le de nouveau.",
            icon=":material/block:",
        )
        return
    replace_earlier = st.checkbox(
        "Ce fichier remplace les imports précédents de la même source et des mêmes années",
        key=f"remplacer-{key}",
    )
    if ctx.demo:
        st.checkbox("Importer à côté des données de démonstration", key=f"avec-demo-{key}")
    label = "Importer" if not refused else f"Importer les {entier(usable)} lignes valides"
    if refused:
        st.warning(
            typographier(
                f"{compte(refused, 'ligne')} à corriger : importez les lignes valides, ou corrigez le fichier d'abord."
            ),
            icon=":material/rule:",
        )
    if st.button(label, type="primary", key=f"importer-{key}", icon=":material/check:"):
        from dataclasses import replace

        chosen = replace(options, valides_seulement=bool(refused), remplacer=replace_earlier)
        with st.spinner("Import en cours…"):
            st.session_state[f"recu-{key}"] = importer_document(ctx.base, ctx.droit, document, tables, chosen)
        st.rerun()


def _receipt(ctx: Contexte, key: str, results: list[Resultat]) -> None:
    first = results[0]
    if first.etat == "refusé":
        st.error("Rien n'a été importé.", icon=":material/block:")
    elif first.etat == "déjà importé":
        st.info(texte_sur(first.problemes[0].message), icon=":material/info:")
    else:
        st.success(f"Import n° {first.import_id} : c'est fait.", icon=":material/check_circle:")
    for result in results:
        _counts(result)
        problems(result)
    if first.import_id is not None and first.etat != "déjà importé":
        st.button(
            f"Annuler l'import n° {first.import_id}",
            on_click=_undo,
            args=(ctx, first.import_id, f"recu-{key}"),
            key=f"annuler-{key}",
            icon=":material/undo:",
        )


def _undo(ctx: Contexte, number: int, receipt: str | None = None) -> None:
    with expected_errors():
        annuler(ctx.base, ctx.droit, number)
        if receipt:
            st.session_state.pop(receipt, None)
            st.session_state["depot"] += 1
        st.toast(f"Import n° {number} annulé.", icon=":material/undo:")


def _redo(ctx: Contexte, number: int) -> None:
    with expected_errors():
        retablir(ctx.base, ctx.droit, number)
        st.toast(f"Import n° {number} rétabli.", icon=":material/redo:")


def journal(ctx: Contexte) -> None:
    """All imports, latest first, each with its undo or redo."""
    frame = imports(ctx.base)
    st.space("large")
    st.subheader("Imports", anchor=False)
    if frame.empty:
        st.markdown(":gray[Aucun import pour l'instant.]")
        return
    for shown, (number, rows) in enumerate(frame.groupby("id", sort=False)):
        first = rows.iloc[0]
        if shown == MOST_SHOWN:
            st.caption(
                f"{compte(frame['id'].nunique() - shown, 'import')} de plus, dans « python -m tne imports »."
            )
            break
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            state = (
                "en vigueur"
                if first["en_vigueur"]
                else ("annulé" if first["annule"] else f"remplacé par le n° {first['remplace_par']:.0f}")
            )
            titles = ", ".join(DATASETS[j].title for j in rows["jeu"] if j in DATASETS)
            mark = " · démo" if first["demo"] else ""
            st.markdown(
                f"**n° {number}** · {first['cree']:%d/%m/%Y %H:%M} · {texte_sur(first['fichier'])}  \n"
                f":gray[{titles} · {compte(int(rows['lues'].sum()), 'ligne')} · {state}{mark}]",
                width="stretch",
            )
            if first["annule"]:
                st.button(
                    "Rétablir",
                    key=f"retablir-{number}",
                    on_click=_redo,
                    args=(ctx, int(str(number))),
                    icon=":material/redo:",
                )
            elif first["en_vigueur"]:
                st.button(
                    "Annuler",
                    key=f"defaire-{number}",
                    on_click=_undo,
                    args=(ctx, int(str(number))),
                    icon=":material/undo:",
                )
