"""Column by column, where each value comes from: a header, a constant, nowhere. Prefilled, confirmed by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.importing import Reconnaissance
from tne.importing.headers import mappings, suggesting
from tne.importing.headers.mappings import Correspondance
from tne.importing.headers.recognising import names_someone
from tne.reading import Tableau
from tne.spec import Column, Dataset, Privacy, fold
from tne.typographie import accord, compte, entier, typographier
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.proposition import suivre
from tne.ui.texte import texte_sur

_NOWHERE, _CONSTANT = "\0aucune", "\0constante"
_WORDS = {_NOWHERE: "—", _CONSTANT: "La même valeur partout…"}


def of_table(key: str, table: Tableau) -> str:
    """What the choices about one table of a file are known by: its rank is another one where one sheet alone is read."""
    table_in_file = repr((table.feuille, table.ligne_entete, table.titres_du_fichier))
    return f"{key}-{hashlib.sha256(table_in_file.encode()).hexdigest()[:8]}"


def choose(key: str, table: Tableau, start: Correspondance) -> Correspondance:
    """One choice per column of each data set that the table feeds; the mapping they make."""
    parts = start.parts
    chosen: list[Correspondance] = []
    for i, part in enumerate(parts):
        if len(parts) > 1:
            same = [p.jeu for p in parts].count(part.jeu) > 1
            rank = f" · {[p.jeu for p in parts[: i + 1]].count(part.jeu)}" if same else ""
            st.markdown(f"**{typographier(DATASETS[part.jeu].title)}{rank}**")
        chosen.append(_choose_part(f"{key}-{part.jeu}-{i}", table, part))
    return mappings.joined(chosen)


def _choose_part(scope: str, table: Tableau, start: Correspondance) -> Correspondance:
    d = DATASETS[start.jeu]
    near = {column: header for header, column in suggesting.suggestions(table, start).items()}
    shown = {c.name for c in _ordered(d)}
    columns = {name: header for name, header in start.colonnes.items() if name not in shown}
    constants: dict[str, str] = {}
    _take_all(scope, near, shown)
    with st.grid(3, min_column_width=230, gap="small"):
        for column in _ordered(d):
            chosen = _one_column(scope, table, start, column, near.get(column.name))
            if chosen == _CONSTANT:
                value = _constant(scope, column, start.constantes.get(column.name, ""))
                if value:
                    constants[column.name] = value
            elif chosen != _NOWHERE:
                columns[column.name] = chosen
    return replace(start, colonnes=columns, constantes=constants)


def _ordered(d: Dataset) -> list[Column]:
    """Required columns first; a personal column only where it counts persons."""
    shown = [c for c in d.columns if c.privacy is not Privacy.PERSONNEL or c.identite]
    return sorted(shown, key=lambda c: not (c.required or c.identite))


def _one_column(scope: str, table: Tableau, start: Correspondance, column: Column, near: str | None) -> str:
    # No whole file is of one person, and the choice would be kept with her.
    constant = [] if column.privacy is Privacy.PERSONNEL else [_CONSTANT]
    options = [_NOWHERE, *constant, *table.entete]
    default = start.colonnes.get(column.name, _CONSTANT if column.name in start.constantes else _NOWHERE)
    name = typographier(column.label) + (" (obligatoire)" if column.required else "")
    with st.container(gap="xxsmall"):
        chosen = st.selectbox(
            texte_sur(name),
            options,
            format_func=lambda option: _WORDS.get(option, option),
            key=_follow(scope, f"colonne-{scope}-{column.name}", default),
            help=typographier(column.help) or None,
        )
        if near is not None and chosen == _NOWHERE:
            discret(
                texte_sur(typographier(f"Prendre « {near} » ?")),
                f"proposition-{scope}-{column.name}",
                _take,
                f"colonne-{scope}-{column.name}",
                near,
                icone=":material/lightbulb:",
            )
    return str(chosen)


def _take_all(scope: str, near: dict[str, str], shown: set[str]) -> None:
    """One button for all the suggestions that are still open."""
    left = {
        f"colonne-{scope}-{name}": header
        for name, header in near.items()
        if name in shown and st.session_state.get(f"colonne-{scope}-{name}", _NOWHERE) == _NOWHERE
    }
    if len(left) > 1:
        st.button(
            f"Prendre les {entier(len(left))} propositions",
            on_click=st.session_state.update,
            args=(left,),
            key=f"propositions-{scope}",
            icon=":material/lightbulb:",
        )


def unread(key: str, recognised: Sequence[Reconnaissance], column: str) -> None:
    """Choose no header for that column of each table of a file, as a person would one by one. For a button's `on_click`."""
    for r in recognised:
        for n, part in enumerate(mappings.of(r).parts):
            if column in part.colonnes:
                scope = f"{of_table(key, r.tableau)}-{part.jeu}-{n}"
                st.session_state[f"colonne-{scope}-{column}"] = _NOWHERE


def _take(widget: str, header: str) -> None:
    st.session_state[widget] = header


def _constant(scope: str, column: Column, default: str) -> str:
    label = texte_sur(typographier(f"{column.label} : valeur pour tout le fichier"))
    widget = f"constante-{scope}-{column.name}"
    if values := column.kind.valeurs:
        key = _follow(scope, widget, default if default in values else None)
        return st.selectbox(label, values, index=None, key=key, placeholder="Choisir") or ""
    example = str(column.kind.valides[0][0])
    return st.text_input(label, key=_follow(scope, widget, default), placeholder=example).strip()


def _follow(scope: str, widget: str, proposed: str | None) -> str:
    """The key of a choice about a table, which follows what is proposed."""
    return suivre(st.session_state.setdefault(f"proposees-{scope.partition('-')[0]}", {}), widget, proposed)


def left_aside(table: Tableau, c: Correspondance, personnelles: Sequence[str]) -> None:
    """The headers that no column takes, with examples of what they hold and what becomes of them.

    `personnelles`: headers known to name someone, beside those that say so themselves.
    """
    used = {h for part in c.parts for h in part.colonnes.values()}
    personal = {h for h in table.entete if names_someone(h)} | set(personnelles)
    free = [h for h in table.entete if h not in used and fold(h)]
    if not free:
        st.caption("Toutes les colonnes du fichier sont utilisées.")
        return
    words = f"{compte(len(free), 'colonne')} du fichier {accord(len(free), 'reste', 'restent')} de côté\u202f: rien n\u2019en est conservé."
    st.caption(typographier(words))
    shown = [suggesting.examples(table, h, tuple(personal)) for h in free]
    frame = pd.DataFrame(
        {
            "Colonne du fichier": free,
            "Exemples": [
                typographier("(nom, adresse ou texte libre : non montré)") if e is None else e or "(vide)"
                for e in shown
            ],
        }
    )
    cadre_en_table(frame, {}, "Colonnes laissées de côté")


def memory(ctx: Contexte) -> None:
    """The remembered mappings: what each reads, its name, and how to forget it."""
    kept = mappings.remembered(ctx.base)
    if not kept:
        nothing = (
            "Aucune pour l\u2019instant. Quand vous reliez vous-même les colonnes d\u2019un fichier, ce choix est retenu et sert aux "
            "fichiers qui portent les mêmes titres."
        )
        st.markdown(f":gray[{typographier(nothing)}]")
        return
    for one in kept:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input("Nom", one.nom, key=f"nom-{one.empreinte}", width=420)
            st.button(
                "Renommer", key=f"renommer-{one.empreinte}", on_click=_rename, args=(ctx, one.empreinte)
            )
            st.button(
                "Supprimer",
                key=f"oublier-{one.empreinte}",
                on_click=_forget,
                args=(ctx, one.empreinte),
                icon=":material/delete:",
            )
        for part in one.correspondance.parts:
            st.caption(texte_sur(typographier(f"{DATASETS[part.jeu].title} · {in_words(part)}")))


def in_words(c: Correspondance) -> str:
    """One part of a mapping as a line: « Date ← Quand, Nature ← Action… »."""
    d = DATASETS[c.jeu]
    said = [f"{d.column(n).label} ← {h}" for n, h in c.colonnes.items() if fold(h) != fold(d.column(n).label)]
    said += [f"{d.column(n).label} = {v}" for n, v in c.constantes.items()]
    said += [f"{old} → {new}" for values in c.valeurs.values() for old, new in values.items()]
    return ", ".join(said) or "titres habituels"


def _rename(ctx: Contexte, mark: str) -> None:
    with expected_errors():
        mappings.rename(ctx.base, ctx.droit, mark, str(st.session_state[f"nom-{mark}"]))
        st.toast("Correspondance renommée.", icon=":material/check:")


def _forget(ctx: Contexte, mark: str) -> None:
    with expected_errors():
        mappings.forget(ctx.base, ctx.droit, mark)
        st.toast("Correspondance supprimée.", icon=":material/delete:")
