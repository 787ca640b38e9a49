"""The import page: drop or paste, one card per file, the last imports. The steps of a card stand in `importation_*`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from tne.datasets import DATASETS
from tne.effects import Figures, measure
from tne.erreurs import ErreurTNE
from tne.importing import imports, mappings, open_document, retablir
from tne.importing.corrections import changed_only, corrections_from
from tne.importing.grouping import rewrite
from tne.importing.rehearsal import Repetition, rehearse_import
from tne.reading import Document
from tne.typographie import compte, entier, typographier
from tne.ui import importation_apercu as preview
from tne.ui import importation_points as points
from tne.ui import importation_recu as receipts
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation_lecture import Lecture, read_as
from tne.ui.parts import texte_sur

_RECENT = 5
_PASTED = "Tableau collé"


@dataclass(frozen=True)
class Depot:
    """One dropped file, or one pasted table. `key` is the same for the same bytes under the same name."""

    nom: str
    contenu: Callable[[], bytes]
    key: str


def _depot(nom: str, contenu: Callable[[], bytes], mark: str) -> Depot:
    """`mark` is known before the bytes are: they are digested once, not at each run of the page."""
    memo = st.session_state.setdefault("empreintes", {})
    if mark not in memo:
        memo[mark] = hashlib.sha256(contenu() + nom.encode()).hexdigest()[:12]
    return Depot(nom, contenu, memo[mark])


def drop() -> list[Depot]:
    """The dropped files and the pasted table. The widget's own words are English; ours stand beside it."""
    generation = st.session_state.setdefault("depot", 0)
    folder = st.session_state.get("dossier", False)
    mode: Any = "directory" if folder else True
    files = st.file_uploader(
        "Dossier à importer" if folder else "Fichiers à importer",
        accept_multiple_files=mode,
        key=f"depot-{generation}-{mode}",
        help="Cliquez sur « Upload », ou glissez des fichiers sur ce cadre.",
    )
    st.caption(
        "CSV, XLSX, XLS, ODS, texte ou GeoJSON, jusqu'à 200\u202fMo par fichier\u202f; au-delà, le navigateur refuse : "
        "utilisez « python -m tne importer FICHIER »."
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.checkbox("Tout un dossier", key="dossier")
        pasting = st.checkbox("Coller un tableau", key="coller")
    found = {d.key: d for f in files or () for d in (_depot(f.name, f.getvalue, f.file_id),)}
    if pasting:
        text = st.text_area(
            "Tableau à coller, titres de colonnes compris",
            key=f"colle-{generation}",
            height=160,
            placeholder="Copiez les cellules dans votre tableur ou sur une page, puis collez-les ici.",
        )
        if text.strip():
            data = text.encode()
            pasted = _depot(_PASTED, lambda: data, text)
            found[pasted.key] = pasted
    return list(found.values())


def files(ctx: Contexte, dropped: list[Depot]) -> None:
    """One card per file; a file of corrections goes into the card of the file it corrects."""
    _let_go({d.key for d in dropped})
    documents = [(d, _read(d)) for d in dropped]
    marks = {doc.sha256[:12]: d.key for d, doc in documents if isinstance(doc, Document)}
    all_at_once = st.container()
    ready: list[tuple[receipts.Pret, Repetition[Figures]]] = []
    for d, document in documents:
        with st.container(border=True, key=f"fichier-{d.key}"):
            st.subheader(texte_sur(d.nom), anchor=False)
            done = st.session_state.get(f"recu-{d.key}")
            if done is not None:
                receipts.receipt(ctx, d.key, done)
            elif isinstance(document, str):
                st.error(texte_sur(typographier(document)), icon=":material/block:")
            elif (back := corrections_from(document)) is not None and back[0] in marks:
                _apply(marks[back[0]], d.key, back[1])
            else:
                with expected_errors():
                    ready += _card(ctx, d.key, document, alone=len(documents) == 1)
    _import_all(ctx, all_at_once, ready)


def _let_go(kept: set[str]) -> None:
    """Forget the tables and previews of files that were taken away: they may name people."""
    for name in list(st.session_state):
        kind, _, key = str(name).partition("-")
        if (
            kind in ("lu", "essai", "cases", "valeurs", "rendues", "appliquees", "absentes")
            and key not in kept
        ):
            del st.session_state[name]


def _read(d: Depot) -> Document | str:
    """The file read once per session, or the sentence of its refusal."""
    held = st.session_state.get(f"lu-{d.key}")
    if held is None:
        bar = st.progress(0.0, text=texte_sur(f"Lecture de « {d.nom} »…"))
        try:
            held = open_document(d.contenu(), d.nom, _reading_progress(bar))
        except ErreurTNE as refusal:
            held = str(refusal)
        bar.empty()
        st.session_state[f"lu-{d.key}"] = held
    return held


def _reading_progress(bar: Any) -> Callable[[float], None]:
    def tell(share: float) -> None:
        bar.progress(min(share, 1.0))

    return tell


def _checking_progress(bar: Any) -> Callable[[float, str], None]:
    def tell(share: float, what: str) -> None:
        bar.progress(share, text=f"{what.capitalize()}…")

    return tell


def _apply(target: str, key: str, cells: dict[str, str]) -> None:
    """Bring the cells of a corrected file of problems into the file it comes from, once."""
    if not st.session_state.get(f"appliquees-{key}"):
        st.session_state[f"appliquees-{key}"] = True
        st.session_state[f"rendues-{target}"] = cells
        st.rerun()
    st.success("Corrections reprises dans le fichier d'origine.", icon=":material/check:")


def _card(
    ctx: Contexte, key: str, document: Document, alone: bool
) -> list[tuple[receipts.Pret, Repetition[Figures]]]:
    """Read, check, preview, decide: everything about one file up to its receipt."""
    details = alone or st.checkbox("Voir et changer les détails", key=f"details-{key}")
    reading = read_as(ctx, key, document, details)
    if reading is None:
        return []
    if (back := st.session_state.pop(f"rendues-{key}", None)) is not None:
        cells = changed_only(reading.recognised, back)
        st.session_state[f"cases-{key}"] = {**points.corrections(key), **cells}
    values = points.replacements(key)
    mended = tuple(rewrite(r, values) for r in reading.recognised)
    options = replace(reading.options, corrections=points.corrections(key))
    reading = replace(reading, recognised=mended, options=options, retenir=_to_remember(reading, values))
    missing = _missing_rows(key)
    reading = replace(reading, options=receipts.way(ctx, key, reading, missing))
    seen = _rehearsed(ctx, key, reading)
    st.session_state[f"absentes-{key}"] = sum(r.absentes for r in seen.resultats)
    if st.session_state[f"absentes-{key}"] != missing:
        st.rerun()
    for result in seen.resultats:
        if len(seen.resultats) > 1 and result.jeu:
            st.markdown(f"**{DATASETS[result.jeu].title}**")
        preview.counts(result.comptes)
    if seen.deja:
        preview.told(seen.deja)
    if details:
        points.show(ctx, key, reading, seen.resultats)
    preview.figures(seen, key)
    if details:
        preview.rows(seen.differences, seen.restes, key, reading.options.remplacer)
    ready = receipts.decide(ctx, key, reading, seen)
    return [(ready, seen)] if ready is not None else []


def _missing_rows(key: str) -> int:
    return int(st.session_state.get(f"absentes-{key}", 0))


def _to_remember(reading: Lecture, values: dict[tuple[str, str], str]) -> Any:
    """The mapping that the person made, with the values of closed lists that were replaced."""
    if len(reading.recognised) != 1 or len(reading.recognised[0].liaisons) != 1:
        return reading.retenir
    r = rewrite(reading.recognised[0], values)
    closed = {c.name for c in r.liaisons[0].dataset.columns if c.kind.valeurs}
    c = mappings.of(r)
    kept = replace(c, valeurs={n: v for n, v in c.valeurs.items() if n in closed})
    listed = any(h == header for n, h in c.colonnes.items() if n in closed for header, _ in values)
    return (r.tableau.entete, kept) if reading.retenir is not None or listed else None


def _rehearsed(ctx: Contexte, key: str, reading: Lecture) -> Repetition[Figures]:
    """The preview, made again only when the base, the file's reading or a decision changes."""
    told = [r.correspondance() for r in reading.recognised]
    mark = hashlib.sha256(
        json.dumps([told, repr(reading.options), ctx.version, ctx.base.path], ensure_ascii=False).encode()
    ).hexdigest()
    held = st.session_state.get(f"essai-{key}")
    if held is not None and held[0] == mark:
        seen: Repetition[Figures] = held[1]
        return seen
    bar = st.progress(0.4, text="Vérification…")
    seen = rehearse_import(
        ctx.base,
        ctx.droit,
        reading.document,
        reading.recognised,
        reading.options,
        measure,
        _checking_progress(bar),
    )
    bar.empty()
    st.session_state[f"essai-{key}"] = (mark, seen)
    return seen


def _import_all(ctx: Contexte, place: Any, ready: list[tuple[receipts.Pret, Repetition[Figures]]]) -> None:
    """One button for every file that has nothing to correct."""
    if len(ready) < 2:
        return
    with place:
        label = f"Importer les {entier(len(ready))} fichiers prêts"
        if not st.button(label, type="primary", key="importer-tout", icon=":material/done_all:"):
            return
        bar = st.progress(0.0)
        for i, (file, seen) in enumerate(ready):
            bar.progress(i / len(ready), text=texte_sur(f"{file.nom} ({i + 1} sur {len(ready)})"))
            receipts.run(ctx, file.key, file.reading, seen)
    st.rerun()


def recent(ctx: Contexte) -> None:
    """The last imports, each with its undo or redo; all of them are in the journal."""
    frame = imports(ctx.base)
    st.space("large")
    st.subheader("Derniers imports", anchor=False)
    if frame.empty:
        st.markdown(":gray[Aucun import pour l'instant.]")
        return
    for shown, (number, found) in enumerate(frame.groupby("id", sort=False)):
        if shown == _RECENT:
            break
        _one_import(ctx, int(str(number)), found)
    st.page_link("pages/journal.py", label="Tout le journal", icon=":material/history:", query_params={})


def _one_import(ctx: Contexte, number: int, found: Any) -> None:
    first = found.iloc[0]
    state = "en vigueur" if first["en_vigueur"] else "annulé" if first["annule"] else "remplacé"
    titles = ", ".join(DATASETS[j].title for j in found["jeu"] if j in DATASETS)
    mark = " · démo" if first["demo"] else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(
            f"**n° {number}** · {first['cree']:%d/%m/%Y %H:%M} · {texte_sur(first['fichier'])}  \n"
            f":gray[{titles} · {compte(int(found['lues'].sum()), 'ligne')} · {state}{mark}]",
            width="stretch",
        )
        if first["annule"]:
            st.button(
                "Rétablir",
                key=f"retablir-{number}",
                on_click=_redo,
                args=(ctx, number),
                icon=":material/redo:",
            )
        elif first["en_vigueur"]:
            st.button(
                "Annuler",
                key=f"defaire-{number}",
                on_click=receipts.undo,
                args=(ctx, number),
                icon=":material/undo:",
            )


def _redo(ctx: Contexte, number: int) -> None:
    with expected_errors():
        retablir(ctx.base, ctx.droit, number)
        st.toast(f"Import n° {number} rétabli.", icon=":material/redo:")
