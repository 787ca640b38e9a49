"""What is to be corrected: problems by kind, one decision for all alike, a grid, a file to correct elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.documents.csv_fr import csv_francais
from tne.importing import Probleme, Resultat
from tne.importing.correcting.corrections import file_of_problems
from tne.importing.correcting.emptying import Refus, may_be_empty
from tne.importing.correcting.grouping import Groupe, Valeur, groups, refused_values
from tne.importing.correcting.problems import MOST_PROBLEMS
from tne.importing.remarks.same_reference import NUMEROTATION
from tne.spec import Column
from tne.typographie import accord, compte, entier, enumeration, typographier
from tne.ui import boutons
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte
from tne.ui.importation import apercu as preview
from tne.ui.importation import correspondance as columns
from tne.ui.importation import grille
from tne.ui.importation import vides as without_cells
from tne.ui.importation.lecture import Lecture
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.texte import insecable, sans_commande, texte_sur

_VALUES, _SHOWN = 12, 100
_LONGEST = 16
_DOUBTS = 5
_KINDS = 5


def replacements(key: str) -> dict[tuple[str, str], str]:
    """The values replaced so far for a file: (header, text) → text."""
    held: dict[tuple[str, str], str] = st.session_state.setdefault(f"valeurs-{key}", {})
    return held


def show(ctx: Contexte, key: str, reading: Lecture, results: Sequence[Resultat]) -> None:
    """Everything there is to say about the rows, blocking problems first."""
    problems = [p for r in results for p in r.problemes]
    blocking = [g for g in groups(problems) if g.bloquant]
    doubts = [g for g in groups(problems) if g.a_verifier]
    remarks = [g for g in groups(problems) if not g.bloquant and not g.a_verifier]
    may = may_be_empty(reading.recognised, results)
    _decided(key)
    if blocking:
        _refused(results)
        _year(blocking)
        without_cells.whole_file(key, results, may)
        for g in blocking:
            _group(key, g, may)
        _numbering(key, reading, problems)
        _cut(problems)
        _values(ctx, key, reading, problems, may)
        grille.show(key, reading, problems)
        _download(key, reading, problems)
    if doubts:
        st.markdown("**À vérifier avant d’importer**")
        for g in doubts:
            _doubt(g)
        if not blocking:
            _numbering(key, reading, problems)
    if remarks:
        # As many as are read below: one of seven rows is told once, « (7 fois) ».
        with st.expander(
            typographier(f"{compte(len(remarks), 'remarque')} : rien à faire, mais bon à savoir")
        ):
            for g in remarks:
                remark(g)


def to_check(key: str, reading: Lecture, results: Sequence[Resultat]) -> None:
    """Why rows are refused, and what someone should look at before an import, where the rest of its details is not shown."""
    problems = [p for r in results for p in r.problemes]
    found = groups(problems)
    blocking = [g for g in found if g.bloquant]
    if blocking:
        _refused(results)
    for g in blocking[:_KINDS]:
        message = sans_commande(g.problemes[0].message)
        first = "" if g.titre == message.rstrip(".") else typographier(f" : {message}")
        st.markdown(insecable(f"- {texte_sur(_titled(g) + first)}"))
    _others(len(blocking) - _KINDS, "autre point", "autres points")
    _cut(problems)
    for g in found:
        if g.a_verifier:
            _doubt(g)
    _numbering(key, reading, problems)


def _refused(results: Sequence[Resultat]) -> None:
    refused = sum(r.comptes.refusees for r in results)
    st.markdown(insecable(f"**À corriger** · {compte(refused, 'ligne')}"))


def _cut(problems: Sequence[Probleme]) -> None:
    """That the points stop somewhere, where they do: how many of a kind there are is counted among those alone."""
    if len(problems) >= MOST_PROBLEMS:
        st.caption(
            typographier(
                f"Seuls les {entier(MOST_PROBLEMS)} premiers points sont montrés et comptés ici ; les comptes de lignes sont exacts."
            )
        )


def _year(blocking: Sequence[Groupe]) -> None:
    """A file that says no year is not mended row by row."""
    if any(
        p.code == "valeur_absente" and p.colonne == "Année scolaire"
        for g in blocking
        for p in g.problemes[:1]
    ):
        words = "Le fichier ne dit pas de quelle année il parle\u202f: choisissez-la plus haut, dans «\u202fAnnée scolaire du fichier\u202f»."
        st.info(typographier(words), icon=":material/calendar_month:")


def _titled(g: Groupe) -> str:
    return typographier(f"{g.titre}\u00a0· {compte(g.nombre, 'fois', 'fois')}")


def _group(key: str, g: Groupe, may: frozenset[Refus]) -> None:
    with st.expander(insecable(texte_sur(_titled(g))), type="compact"):
        cadre_en_table(preview.lignes_nommees(_frame(g.problemes[:_SHOWN])), {}, g.titre)
        if g.nombre > _SHOWN:
            st.caption(f"Les {_SHOWN} premières sur {entier(g.nombre)}.")
        without_cells.column(key, g, may)


def _numbering(key: str, reading: Lecture, problems: Sequence[Probleme]) -> None:
    """One press where numbers of rows, which begin again, were read as references."""
    if not any(p.code in NUMEROTATION for p in problems):
        return
    headers = {h for r in reading.recognised for li in r.liaisons if (h := li.colonnes.get("reference"))}
    named = enumeration([f"«\u202f{h}\u202f»" for h in sorted(headers)])
    st.button(
        texte_sur(typographier(f"Ne pas lire {named} comme référence")),
        key=f"sans-reference-{key}",
        on_click=columns.unread,
        args=(key, reading.recognised, "reference"),
        icon=":material/format_list_numbered:",
        help=typographier(
            "Chaque ligne compte alors par ce qu'elle dit. Une ligne corrigée plus tard ne remplacera pas la sienne : remplacez l'import."
        ),
    )


def _doubt(g: Groupe) -> None:
    """Each remark of one kind with its sheet: what is to be looked at is not folded, and not added up."""
    for p in g.problemes[:_DOUBTS]:
        remark(Groupe(g.titre, g.bloquant, (p,)))
    _others(g.nombre - _DOUBTS, "autre fois", "autres fois")


def _others(more: int, one: str, many: str) -> None:
    """How many of a list are not told, where there are any."""
    if more > 0:
        st.markdown(f"- … {texte_sur(typographier(compte(more, one, many)))}")


def remark(g: Groupe) -> None:
    """What is good to know about rows of one kind, as a line of a list."""
    first = g.problemes[0]
    message = sans_commande(first.message)
    times = compte(g.nombre, "fois", "fois")
    if first.code == "ecartees" and g.nombre == 1:  # how many rows is its value
        words = f"{message.rstrip('.')} ({compte(int(first.valeur or 0), 'ligne')})."
    elif g.nombre == 1:
        words = message
    elif g.titre == message.rstrip("."):  # its sentence is its kind
        words = f"{g.titre} ({times})."
    else:
        words = f"{g.titre}\u202f: {times}. {message}"
    places = [f"feuille «\u202f{first.feuille}\u202f»"] if first.feuille else []
    places += [f"ligne {entier(first.ligne)}"] if first.ligne else []
    place = texte_sur(typographier(f" ({', '.join(places)})")) if places and g.nombre == 1 else ""
    st.markdown(f"- {texte_sur(typographier(words))}{place}")


def _frame(found: Sequence[Probleme]) -> pd.DataFrame:
    frame: dict[str, Any] = {}
    if any(p.feuille for p in found):
        frame["Feuille"] = [p.feuille or "" for p in found]
    frame["Ligne"] = pd.array([p.ligne or None for p in found], dtype="Int64")
    frame["Valeur"] = [p.valeur or "(vide)" for p in found]
    frame["Ce qui ne va pas"] = [typographier(sans_commande(p.message)) for p in found]
    if any(p.suggestion or p.choix for p in found):
        frame["Proposition"] = [p.suggestion or " ou ".join(p.choix) for p in found]
    return pd.DataFrame(frame)


def _decided(key: str) -> None:
    """What was decided for this file, and how to take it back."""
    values = replacements(key)
    counts = (
        (sum(map(bool, values.values())), "valeur remplacée", "valeurs remplacées"),
        (len(grille.corrections(key)), "case corrigée", "cases corrigées"),
        (sum(not v for v in values.values()), "valeur laissée vide", "valeurs laissées vides"),
        (
            len(without_cells.emptied(key)),
            "colonne sans ses cellules refusées",
            "colonnes sans leurs cellules refusées",
        ),
    )
    said = [compte(*told) for told in counts if told[0]]
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f":material/edit: {enumeration(said)} avant l\u2019import.")
        discret("Reprendre les valeurs du fichier", f"defaire-corrections-{key}", _forget, key)


def _forget(key: str) -> None:
    # The files of corrections say that theirs are in it no more.
    st.session_state[f"appliquees-{key}"] = dict.fromkeys(
        st.session_state.get(f"appliquees-{key}", ()), False
    )
    st.session_state[f"cases-{key}"] = {}
    st.session_state[f"valeurs-{key}"] = {}
    st.session_state[f"vides-{key}"] = frozenset()
    grille.forget(key)


def _values(
    ctx: Contexte, key: str, reading: Lecture, problems: Sequence[Probleme], may: frozenset[Refus]
) -> None:
    con = ctx.base.cursor()
    try:
        found = refused_values(con, problems, may)
    finally:
        con.close()
    if not found:
        return
    st.markdown("**Remplacer une valeur partout**")
    suggested = [v for v in found if v.proposition]
    if suggested:
        st.button(
            f"Appliquer {accord(len(suggested), 'la proposition', f'les {entier(len(suggested))} propositions')}",
            key=f"propositions-{key}",
            on_click=replace_texts,
            args=(key, {(v.entete, v.texte): v.proposition for v in suggested}),
            icon=":material/auto_fix_high:",
        )
    columns = dict(_columns(reading))
    with st.grid(3, min_column_width=230, gap="small"):
        for v in found[:_VALUES]:
            with st.container(gap="xsmall"):
                _one_value(key, v, columns.get(v.entete))
    if len(found) > _VALUES:
        st.caption(
            f"Et {compte(len(found) - _VALUES, 'autre valeur', 'autres valeurs')}, à corriger dans la grille ou dans le fichier."
        )


def _columns(reading: Lecture) -> list[tuple[str, Column]]:
    links = [li for r in reading.recognised for li in r.liaisons]
    return [(h, DATASETS[li.dataset.name].column(n)) for li in links for n, h in li.colonnes.items()]


def _one_value(key: str, v: Valeur, column: Column | None) -> None:
    label = insecable(texte_sur(typographier(f"{v.entete} : « {v.texte} » ({compte(v.nombre, 'ligne')})")))
    widget = f"remplacer-{key}-{v.entete}-{v.texte}"
    more: dict[str, Any] = {
        "key": widget,
        "on_change": _replace_from,
        "args": (key, v.entete, v.texte, widget),
        "help": texte_sur(typographier(v.attendu)),
    }
    if column is not None and column.kind.valeurs:
        st.selectbox(label, column.kind.valeurs, index=None, placeholder=v.proposition or "Choisir", **more)
    elif v.choix:
        hint = f"{' ou '.join(v.choix)}, ou une autre valeur"
        st.selectbox(label, v.choix, index=None, placeholder=hint, accept_new_options=True, **more)
    else:
        st.text_input(label, placeholder=v.proposition or "Valeur à mettre", **more)
    if v.facultatif:
        discret(
            texte_sur(typographier(f"Laisser vide « {_short(v.texte)} » ({compte(v.nombre, 'ligne')})")),
            f"vider-{key}-{v.entete}-{v.texte}",
            replace_texts,
            key,
            {(v.entete, v.texte): ""},
            aide=without_cells.LEFT,
        )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _replace_from(key: str, header: str, text: str, widget: str) -> None:
    chosen = st.session_state.get(widget)
    if chosen:
        replace_texts(key, {(header, text): str(chosen)})


def replace_texts(key: str, chosen: dict[tuple[str, str], str]) -> None:
    """Rewrite texts of a file, (header, text) → text, before it is checked again; an empty one leaves the cells empty."""
    st.session_state[f"valeurs-{key}"] = {**replacements(key), **chosen}


def _download(key: str, reading: Lecture, problems: Sequence[Probleme]) -> None:
    def content() -> bytes:
        header, rows = file_of_problems(reading.document, reading.recognised, problems)
        return csv_francais(pd.DataFrame(rows, columns=header), {})

    boutons.csv(
        "Télécharger les lignes à corriger (CSV)",
        content,
        "a-corriger.csv",
        f"points-csv-{key}",
        aide=typographier("Corrigez-le dans votre tableur, puis déposez-le ici à côté du fichier d'origine."),
    )
