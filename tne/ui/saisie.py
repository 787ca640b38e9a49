"""By hand: the records of a data set in a form or in a grid, what the changes would do, and one button to keep them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.effects import measure
from tne.importing import Options, Probleme, Reconnaissance, importer_document, unasked
from tne.importing.correcting.grouping import groups
from tne.importing.rehearsal import rehearse_import
from tne.importing.saisie import SAISIES, Saisie, as_table, columns_of, differences
from tne.indicators import BY_CODE, INDICATORS
from tne.reading import Document
from tne.spec import VIDER, Column, Dataset
from tne.typographie import accord, compte, enchainer, typographier
from tne.ui import appui
from tne.ui import saisie_cahier as cahier
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation import apercu as preview
from tne.ui.importation import decision as decision
from tne.ui.importation import recu as receipts
from tne.ui.importation.lecture import Lecture
from tne.ui.importation.points import remark
from tne.ui.saisie_cahier import Cahier
from tne.ui.saisie_fiche import VERIFIEE, fiche
from tne.ui.texte import texte_sur

# Pixels of a line: a short grid ends with a few lines to fill, not with an empty screen.
_LINE = 35
# The longest name of an indicator: Streamlit measures its code, which is shorter.
_NAMED = 310
JEU = "jeu"
"""What of the address names the data set to fill."""
_INDICATEUR = "indicateur"
_ONE, _MANY = "Une fiche à la fois", "Plusieurs, dans une grille"


def choose() -> Dataset:
    """The data set to fill."""
    asked = st.query_params.get(JEU)
    if asked in SAISIES and "saisie-jeu" not in st.session_state:
        st.session_state["saisie-jeu"] = asked
    chosen = st.selectbox(
        typographier("Que voulez-vous saisir ?"),
        SAISIES,
        format_func=lambda n: typographier(DATASETS[n].title),
        key="saisie-jeu",
        width=460,
    )
    d = DATASETS[chosen or SAISIES[0]]
    st.caption(texte_sur(typographier(d.help)))
    return d


def fill(ctx: Contexte, d: Dataset) -> Saisie:
    """The records, one at a time or all in a grid; what was changed in them."""
    held = cahier.tenu(ctx, d)
    way = st.radio(
        "Façon de saisir",
        (_ONE, _MANY),
        horizontal=True,
        key="saisie-forme",
        label_visibility="collapsed",
        persist_state="session",
    )
    _missing(d, held)
    if way == _MANY:
        _grid(d, held)
    else:
        fiche(ctx, d, held)
    cahier.a_jour(ctx, d)
    return differences(d.name, held.avant, held.dits(d))


def _missing(d: Dataset, held: Cahier) -> None:
    """How many records the base expects, and all of them into the grid at once."""
    number = len(held.proposees(d))
    if not held.manquants:
        return
    said = typographier(
        f"{compte(number, 'session', 'sessions')} sans complément : les codes sont déjà écrits, et l'opérateur proposé quand le "
        "lieu ou le module nomme un Atelier Canopé."
        if number
        else "Plus aucune session sans complément."
    )
    unsaid = "Une session dont vous ne dites ni l’opérateur ni les heures n’est pas enregistrée."
    st.caption(f"{said} {unsaid}")
    if number:
        st.button(
            "Les mettre toutes dans la grille",
            key=f"saisie-manquants-{d.name}",
            icon=":material/playlist_add:",
            on_click=_take_all,
            args=(d, held),
        )


def _take_all(d: Dataset, held: Cahier) -> None:
    """Before the page runs: the missing records are new ones of the grid, which is what is shown."""
    for missing in held.proposees(d).values():
        held.poser(None, missing.dits)
    st.session_state["saisie-forme"] = _MANY
    held.ouvrir_grille()


def _grid(d: Dataset, held: Cahier) -> None:
    by_code = " (un indicateur, par son code)" if _INDICATEUR in {c.name for c in columns_of(d)} else ""
    st.caption(
        typographier(
            f"{'Toutes les années sont là ; la' if d.annee else 'La'} loupe, au-dessus de la grille, cherche un mot{by_code}. "
            "Une ligne s'ajoute en bas de la grille. Pour retirer un enregistrement, cochez sa ligne puis la corbeille. "
            "Une étoile marque ce qui est obligatoire."
        )
    )
    # Streamlit forgets what a grid held as soon as it is not drawn.
    if f"saisie-grille-{d.name}-{held.jeton}-{held.tour}" not in st.session_state:
        held.ouvrir_grille()
    rows = held.depart
    # A range as index, or the grid would ask for the keys of new lines.
    edited = st.data_editor(
        rows.reset_index(drop=True),
        num_rows="dynamic",
        hide_index=True,
        key=f"saisie-grille-{d.name}-{held.jeton}-{held.tour}",
        column_config={c.label: _cell(c) for c in columns_of(d)},
        height=min(420, _LINE * (len(rows) + 4)),
        placeholder="",
        alt=typographier(f"Grille : {d.title}"),
    )
    edited.index = pd.Index(
        [rows.index[i] if i < len(rows) else f"nouvelle {held.tour}-{i}" for i in edited.index],
        dtype="object",
    )
    held.apres = edited


def _cell(column: Column) -> Any:
    label = typographier(column.label) + (" *" if column.required else "")
    help_text = typographier(column.help) or None
    if column.kind.type_sql == "BOOLEAN":
        return st.column_config.SelectboxColumn(label, options=["Oui", "Non"], help=help_text)
    if column.kind.valeurs:
        return st.column_config.SelectboxColumn(label, options=list(column.kind.valeurs), help=help_text)
    if column.name == _INDICATEUR:
        # Its name is shown, as in the form; its code is stored, copied and pasted.
        return st.column_config.SelectboxColumn(
            label,
            options=[i.code for i in INDICATORS],
            format_func=lambda code: typographier(BY_CODE[str(code)].libelle),
            width=_NAMED,
            help=help_text,
        )
    return st.column_config.TextColumn(label, help=help_text)


def settle(ctx: Contexte, d: Dataset, saisie: Saisie) -> None:
    """What the changes would do, then the button that writes them: the focus that it had goes to its receipt."""
    with st.container(key="saisie-suite"):
        _settle(ctx, d, saisie)


def _settle(ctx: Contexte, d: Dataset, saisie: Saisie) -> None:
    done = receipts.held(ctx, f"saisie-{d.name}")
    told = st.session_state.pop(VERIFIEE, "")
    held = cahier.tenu(ctx, d)
    if not saisie.lignes:
        if held.deja:
            held.deja = False
            told = _DEJA
        if told:
            preview.told(f"{told} Rien à enregistrer.")
        elif done is not None:
            if lines := st.session_state.get(_dites(d)):
                st.markdown(f"**Enregistré** · {lines}")
            receipts.receipt(ctx, f"saisie-{d.name}", done)
        return
    # That of the entry before: left, it would seem to be what comes of this one.
    st.session_state.pop(f"recu-saisie-{d.name}", None)
    lines = _lines(saisie)
    st.markdown(f"**À enregistrer** · {lines}")
    if held.reporte:
        st.warning(texte_sur(_reporte(held.partis)), icon=":material/sync_problem:")
    with expected_errors():
        document, recognised = as_table(saisie, held.jeton)
        if confirm(
            ctx,
            f"saisie-{d.name}",
            document,
            recognised,
            Options(jeu=d.name, version=held.version),
            abandon=partial(cahier.fermer, d),
        ):
            st.session_state[_dites(d)] = lines
            cahier.fermer(d)
            st.rerun()


def _dites(d: Dataset) -> str:
    """Where the words for the lines of the last entry are held: its counts are those of an import, to which a record that is
    taken out is one more that is modified.
    """
    return f"saisie-dites-{d.name}"


def _lines(saisie: Saisie) -> str:
    """« 1 ligne corrigée, 2 lignes retirées »."""
    said = [
        compte(len(saisie.ajoutees), "ligne nouvelle", "lignes nouvelles") if saisie.ajoutees else "",
        compte(len(saisie.corrigees), "ligne corrigée", "lignes corrigées") if saisie.corrigees else "",
        compte(len(saisie.retirees), "ligne retirée", "lignes retirées") if saisie.retirees else "",
    ]
    return ", ".join(s for s in said if s)


_DEJA = typographier("La base a changé pendant votre saisie : elle dit déjà ce que vous vouliez y écrire.")


def _reporte(partis: int) -> str:
    """What to say once another session changed the records; `partis`: how many of those that were corrected it took away."""
    said = typographier(
        "La base a changé pendant votre saisie. Ce que vous avez saisi est gardé : relisez ce que cela changerait, puis "
        "enregistrez."
    )
    if not partis:
        return said
    left = typographier(accord(partis, "n'y est plus", "n'y sont plus"))
    back = typographier(
        accord(partis, "il y reviendrait tel que vous l'avez", "ils y reviendraient tels que vous les avez")
    )
    return f"{said} {compte(partis, 'enregistrement')} que vous corrigiez {left}\u202f: {back} sous les yeux."


def _wrong(p: Probleme) -> str:
    """What is wrong, and where: « Ligne 1 de votre saisie : Heures, « beaucoup » n'est pas une durée »."""
    column = f"{p.colonne}, " if p.colonne and f"« {p.colonne} »" not in p.message else ""
    place = f"Ligne {p.ligne} de votre saisie\u202f: " if p.ligne else ""
    said = enchainer(p.message) if place or column else p.message
    return typographier(f"{place}{column}{said}")


def _vide_ici(p: Probleme) -> bool:
    """A cell that was emptied here: the mark that says so is the program's, and the rows below show what it held."""
    return p.code == "valeur_effacee" and p.valeur == VIDER


def confirm(
    ctx: Contexte,
    key: str,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    verb: str = "Enregistrer",
    abandon: Callable[[], None] | None = None,
) -> bool:
    """What the entry would do, the button that writes it, then the rows. True once it was written: its receipt is kept under
    `recu-KEY`, for `receipts.receipt`. `options.version` is that of the data which the entry was made on."""
    options = decision.way(ctx, key, Lecture(document, recognised, options), 0)
    seen = rehearse_import(ctx.base, ctx.droit, document, recognised, options, measure)
    for g in groups([p for r in seen.resultats for p in r.problemes if not _vide_ici(p)]):
        for p in g.problemes if g.bloquant else ():
            st.error(texte_sur(_wrong(p)), icon=":material/error:")
        if not g.bloquant:
            remark(g)
    preview.figures(seen, key, "voulu")
    pressed, same = False, appui.deja(key, appui.marque(seen, document.sha256))
    if seen.refus:
        st.error(texte_sur(typographier(seen.refus)), icon=":material/block:")
    with st.container(horizontal=True):
        if not seen.refus:
            blocked = any(r.comptes.refusees for r in seen.resultats)
            pressed = st.button(
                verb, type="primary", disabled=blocked, key=f"enregistrer-{key}", icon=":material/check:"
            )
        if abandon is not None:
            discret("Abandonner ces changements", f"abandonner-{key}", abandon)
    pressed = appui.vaut(pressed, same)
    # Below the buttons: a long list is a dozen stops of the keyboard.
    preview.rows(seen.differences, seen.restes, key)
    if not pressed:
        return False
    # What is told stands above the button.
    asked = unasked.asked(options, seen.resultats)
    written = importer_document(ctx.base, ctx.droit, document, recognised, asked)
    if written[0].etat == "refusé":  # what was typed stays
        receipts.receipt(ctx, key, written)
        return False
    st.session_state[f"recu-{key}"] = written
    return True
