"""The cards of the import page, one per file, from what was dropped to its receipt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import streamlit as st

from tne.datasets import DATASETS
from tne.effects import Figures, measure
from tne.importing import Workbench
from tne.importing.correcting.corrections import changed_only, corrections_from
from tne.importing.correcting.emptying import left_empty
from tne.importing.correcting.grouping import rewrite
from tne.importing.headers import mappings
from tne.importing.rehearsal import Repetition, rehearse_import
from tne.reading import Document
from tne.typographie import compte, entier, typographier
from tne.ui import appui, foyer, travail
from tne.ui.attente import patient
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation import apercu as preview
from tne.ui.importation import decision as decision
from tne.ui.importation import grille as grille
from tne.ui.importation import inconnus as unknown
from tne.ui.importation import lot as lots
from tne.ui.importation import points as points
from tne.ui.importation import recu as receipts
from tne.ui.importation import vides as without_cells
from tne.ui.importation.depot import Depot, read, stopped
from tne.ui.importation.lecture import Lecture, read_as
from tne.ui.texte import texte_sur


def files(ctx: Contexte, dropped: list[Depot]) -> None:
    """One card per file; a file of corrections goes into the card of the file it corrects."""
    keys = {d.key for d in dropped}
    _let_go(keys)
    lots.avertir(ctx, keys)
    with st.container():  # a place that stays: cards that moved would show twice until a run ends
        documents = [(d, read(d)) for d in dropped]
    marks = {doc.sha256[:12]: d.key for d, doc in documents if isinstance(doc, Document)}
    first = {doc.sha256: d for d, doc in reversed(documents) if isinstance(doc, Document)}
    all_at_once = st.container()
    ready: list[tuple[decision.Pret, Repetition[Figures]]] = []
    for d, document in documents:
        with st.container(border=True, key=f"fichier-{d.key}"):
            st.subheader(texte_sur(d.nom), anchor=False)
            done = receipts.held(ctx, d.key)
            if done is not None:
                receipts.receipt(ctx, d.key, done)
            elif document is None or travail.stopped(d.key):
                stopped(d)
            elif isinstance(document, str):
                st.error(texte_sur(typographier(document)), icon=":material/block:")
            elif (twin := first[document.sha256]).key != d.key:
                said = typographier(
                    f"Même contenu que « {twin.nom} », déposé avec lui : il ne compte qu'une fois."
                )
                st.info(texte_sur(said), icon=":material/content_copy:")
            elif (back := corrections_from(document)) is not None and back[0] in marks:
                _apply(marks[back[0]], d.key, back[1])
            else:
                receipts.gone(d.key)
                with expected_errors():
                    ready += _card(ctx, d.key, document, alone=len(documents) == 1)
    _import_all(ctx, all_at_once, ready)
    if dropped:
        foyer.arrivee(f"fichier-{dropped[0].key}")


# What a session keeps of a file: tables, previews, decisions. They may name people.
_KEPT = (
    "lu",
    "essai",
    "etabli",
    "travail",
    "arrete",
    "cases",
    "tapees",
    "proposees",
    "valeurs",
    "vides",
    "rendues",
    "appliquees",
    "absentes",
    "annule",
    "parti",
)


def _let_go(kept: set[str]) -> None:
    """Forget all of the files that were taken away, and stop the work on them."""
    for name in list(st.session_state):
        kind, _, key = str(name).partition("-")
        if kind == "appliquees":  # by which files, of those that are there still
            st.session_state[name] = {k: v for k, v in st.session_state[name].items() if k in kept}
        if kind not in _KEPT or key in kept:
            continue
        if kind == "travail":
            travail.forget(key)
        else:
            del st.session_state[name]


_DEFAITES = typographier(
    "Corrections non reprises : les valeurs du fichier d'origine sont de retour. Pour les reprendre, retirez ce fichier et "
    "déposez-le de nouveau."
)


def _apply(target: str, key: str, cells: dict[str, str]) -> None:
    """Bring the cells of a corrected file of problems into the file it comes from, once; where other rows of that one are in
    already, its receipt gives way to what is left.
    """
    # By which files, and whether their cells are in it still: taken back, they are not brought in again by themselves.
    taken: dict[str, bool] = st.session_state.setdefault(f"appliquees-{target}", {})
    if key not in taken:
        taken[key] = True
        st.session_state[f"rendues-{target}"] = cells
        receipts.unsay(target)
        st.rerun()
    if taken[key]:
        st.success("Corrections reprises dans le fichier d\u2019origine.", icon=":material/check:")
    else:
        st.markdown(f":gray[{_DEFAITES}]")


def _card(
    ctx: Contexte, key: str, document: Document, alone: bool
) -> list[tuple[decision.Pret, Repetition[Figures]]]:
    """Read, check, preview, decide: everything about one file up to its receipt."""
    details = alone or st.checkbox("Voir et changer les détails", key=f"details-{key}")
    reading = read_as(ctx, key, document, details)
    if reading is None:
        return []
    if (back := st.session_state.pop(f"rendues-{key}", None)) is not None:
        cells = changed_only(reading.recognised, back)
        st.session_state[f"cases-{key}"] = {**grille.corrections(key), **cells}
    if grille.left(key):
        grille.check_typed(key, reading)
    values = points.replacements(key)
    mended = tuple(left_empty(rewrite(r, values), without_cells.emptied(key)) for r in reading.recognised)
    options = replace(reading.options, corrections=grille.corrections(key))
    reading = replace(
        reading, recognised=mended, options=options, retenir=_to_remember(reading, _written(values))
    )
    missing = _missing_rows(key)
    reading = replace(reading, options=decision.way(ctx, key, reading, missing))
    seen = _rehearsed(ctx, key, reading)
    if seen is None:
        return []
    st.session_state[f"absentes-{key}"] = sum(r.absentes for r in seen.resultats)
    if st.session_state[f"absentes-{key}"] != missing:
        appui.reporter(key, f"importer-{key}", "importer-tout")
        st.rerun()
    for result in seen.resultats:
        if len(seen.resultats) > 1 and result.jeu:
            st.markdown(f"**{typographier(DATASETS[result.jeu].title)}**")
        preview.counts(result.comptes)
    if seen.deja:
        preview.told(seen.deja)
    if details:
        points.show(ctx, key, reading, seen.resultats)
        unknown.show(key, reading, seen, points.replace_texts)
    else:
        points.to_check(key, reading, seen.resultats)
        unknown.tell(seen)
    preview.figures(seen, key, sans_demo=reading.options.retirer_demo)
    refused = decision.refusal(reading, seen)
    if refused:  # above its lines, which are hundreds where each is left aside
        st.error(texte_sur(refused), icon=":material/block:")
    if details:
        preview.rows(seen.differences, seen.restes, key, reading.options.remplacer)
    ready = decision.decide(ctx, key, reading, seen)
    return [(ready, seen)] if ready is not None else []


def _written(values: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The values that took the place of others: no later file loses a cell that was left empty in this one."""
    return {told: text for told, text in values.items() if text}


def _missing_rows(key: str) -> int:
    return int(st.session_state.get(f"absentes-{key}", 0))


def _to_remember(
    reading: Lecture, values: dict[tuple[str, str], str]
) -> tuple[tuple[tuple[str, ...], mappings.Correspondance], ...]:
    """The mappings that the person made, with the values of closed lists that were replaced."""
    made = {header for header, _ in reading.retenir}
    kept = []
    for r in (rewrite(r, values) for r in reading.recognised):
        closed = {c.name for li in r.liaisons for c in li.dataset.columns if c.kind.valeurs}
        parts = mappings.of(r).parts
        listed = any(
            h == header for p in parts for n, h in p.colonnes.items() if n in closed for header, _ in values
        )
        if r.tableau.titres_du_fichier in made or listed:
            without = [replace(p, valeurs={n: v for n, v in p.valeurs.items() if n in closed}) for p in parts]
            kept.append((r.tableau.titres_du_fichier, mappings.joined(without)))
    return tuple(kept)


def _rehearsed(ctx: Contexte, key: str, reading: Lecture) -> Repetition[Figures] | None:
    """The preview, made again only when the base, the file's reading or a decision changes. None when stopped."""
    told = [r.correspondance() for r in reading.recognised]
    mark = hashlib.sha256(
        json.dumps([told, repr(reading.options), ctx.version, ctx.base.path], ensure_ascii=False).encode()
    ).hexdigest()
    held = st.session_state.get(f"essai-{key}")
    if held is not None and held[0] == mark:
        seen: Repetition[Figures] = held[1]
        return seen
    if f"etabli-{key}" not in st.session_state:
        st.session_state[f"etabli-{key}"] = Workbench(ctx.base)
    bench: Workbench = st.session_state[f"etabli-{key}"]
    found = travail.run(
        key,
        mark,
        typographier(f"Vérification de « {reading.document.nom} »"),
        lambda tell: rehearse_import(
            ctx.base,
            ctx.droit,
            reading.document,
            reading.recognised,
            reading.options,
            measure,
            patient(tell),
            bench,
        ),
        bench.interrupt,
    )
    if found is not None:
        st.session_state[f"essai-{key}"] = (mark, found)
    return found


def _import_all(ctx: Contexte, place: Any, ready: list[tuple[decision.Pret, Repetition[Figures]]]) -> None:
    """One button for every file that has nothing to correct."""
    if len(ready) < 2:
        return
    with place:
        label = f"Importer les {entier(len(ready))} fichiers prêts"
        lu = " ".join(appui.marque(seen, file.reading.document.sha256) for file, seen in ready)
        same = appui.deja("tout", lu)
        pressed = st.button(label, type="primary", key="importer-tout", icon=":material/done_all:")
        if not appui.vaut(pressed, same):
            return
        bar = st.progress(0.0)
        with lots.suivi(ctx, {file.key: file.nom for file, _ in ready}) as lot:
            for i, (file, seen) in enumerate(ready):
                lot.en_cours = file.key
                bar.progress(i / len(ready), text=texte_sur(f"{file.nom} ({i + 1} sur {len(ready)})"))
                if not decision.run(ctx, file.key, file.reading, seen):
                    st.markdown(f":gray[{compte(i, 'fichier importé', 'fichiers importés')} avant celui-ci.]")
                    return
    st.rerun()
