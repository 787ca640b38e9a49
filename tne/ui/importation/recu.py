"""What came of a file: its receipt, the pages that change, undo."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tne.datasets import DATASETS
from tne.importing import Resultat, annuler
from tne.importing.history import replaced_told
from tne.importing.journal import named, replaced, undone
from tne.queries import choices, gardees_avance
from tne.typographie import accord, compte, entier, typographier
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation.apercu import counts
from tne.ui.parts import NOMS_FAMILLES
from tne.ui.texte import insecable, texte_sur

_ALLER = "_recu_aller"
_EN_PREPARATION = "Les chiffres se préparent, la prochaine page peut se faire un peu attendre."
REMPLACER = "Remplacer les imports précédents"


def held(ctx: Contexte, key: str) -> Sequence[Resultat] | None:
    """The receipt of a file or of an entry as long as its import stands: it may have been undone elsewhere, or have gone with a
    backup that was brought back.
    """
    results: Sequence[Resultat] | None = st.session_state.get(f"recu-{key}")
    number = results[0].import_id if results else None
    if number is None or (state := undone(ctx.base, number)) is False:
        return results
    unsay(key)
    st.session_state[f"annule-{key}"] = True
    if state is None:
        st.session_state[f"parti-{key}"] = typographier(
            f"L'import n° {entier(number)} de ce fichier n'est plus dans la base : une sauvegarde d'avant lui y a été restaurée."
        )
    return None


def gone(key: str) -> None:
    """Say of a file whose receipt went with its import why it is to be imported again."""
    if said := st.session_state.get(f"parti-{key}"):
        st.info(texte_sur(said), icon=":material/settings_backup_restore:")


def receipt(ctx: Contexte, key: str, results: Sequence[Resultat]) -> None:
    """What was done: number, counts, the pages that change, undo."""
    first = results[0]
    _headline(first, _since(ctx, first))
    for result in results:
        if len(results) > 1 and result.jeu:
            st.markdown(f"**{typographier(DATASETS[result.jeu].title)}**")
        counts(result.comptes)
    if first.import_id is not None and first.etat != "déjà importé":
        _rows_of_before(ctx, results, first.import_id)
        if refused := sum(r.comptes.refusees for r in results):
            _left_aside(key, refused)
        onward(ctx, key, results, first.import_id)
        if gardees_avance.en_cours(ctx.base):
            st.markdown(f":gray[{typographier(_EN_PREPARATION)}]")


def _rows_of_before(ctx: Contexte, results: Sequence[Resultat], number: int) -> None:
    """What became of the rows of earlier files that this one lacks: none of the counts of its own rows tells. Of files dropped
    together nobody was asked: the first was not in the base yet.
    """
    missing = sum(r.absentes for r in results)
    if not missing:
        return
    con = ctx.base.cursor()
    try:
        by = replaced(con, number)
    finally:
        con.close()
    if by:
        rows = compte(
            missing, "ligne absente de ce fichier est partie", "lignes absentes de ce fichier sont parties"
        )
        said = typographier(
            f"{rows} avec {named(by)}, qu'il remplace : annulez l'import n° {entier(number)} pour y revenir."
        )
    else:
        rows = f"{compte(missing, 'ligne')} de fichiers précédents, {accord(missing, 'absente')} de celui-ci"
        kept, them = accord(missing, "est gardée", "sont gardées"), accord(missing, "la", "les")
        said = typographier(
            f"{rows}, {kept} : pour {them} retirer, annulez l'import n° {entier(number)}, puis choisissez « {REMPLACER} »."
        )
    st.markdown(texte_sur(said))


def _left_aside(key: str, refused: int) -> None:
    """The way back to the rows that were not taken: the receipt stands in the place of their corrections."""
    rows = accord(
        refused, "la ligne restée de côté", f"les {compte(refused, 'ligne restée', 'lignes restées')} de côté"
    )
    st.button(
        insecable(f"Corriger {rows}"),
        on_click=_take_up_again,
        args=(key,),
        key=f"reste-{key}",
        icon=":material/edit:",
    )


def unsay(key: str) -> None:
    """Take the receipt of a file off the page: its card is there again."""
    for told in ("recu", "essai"):  # the preview was that of before the import
        st.session_state.pop(f"{told}-{key}", None)


def _take_up_again(key: str) -> None:
    unsay(key)
    st.session_state[f"details-{key}"] = True


def onward(ctx: Contexte, key: str, results: Sequence[Resultat], number: int) -> None:
    """The pages that show an import in force, and the way back."""
    receipt_key = f"recu-{key}" if f"recu-{key}" in st.session_state else None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        families = dict.fromkeys(DATASETS[r.jeu].famille for r in results if r.jeu)
        years = sorted({a for r in results for a in r.annees} & _connues(ctx))
        elsewhere = years[-1] if years and not set(years) & set(ctx.filters.annees) else ""
        _see(key, "pages/bilan.py", "Voir le bilan", ":material/summarize:", elsewhere)
        for family, title in ((f, NOMS_FAMILLES.get(f)) for f in families):
            if title:
                _see(key, f"pages/{family}.py", f"Voir {title}", ":material/arrow_forward:", elsewhere)
        st.button(
            typographier(f"Annuler l'import n° {number}"),
            on_click=undo,
            args=(ctx, number, receipt_key),
            key=f"annuler-{key}",
            icon=":material/undo:",
        )


def _connues(ctx: Contexte) -> set[str]:
    """The years that the filters offer: a national file may come before anything else is known of its own."""
    con = ctx.base.cursor()
    try:
        return set(choices.years(con)["annee"])
    finally:
        con.close()


def _see(key: str, page: str, words: str, icon: str, annee: str) -> None:
    """The way to a page; with the year of what was imported where another one is chosen: it would show no change. `key`: of the receipt,
    for two files may lead to one page.
    """
    if st.session_state.get(_ALLER) == page:
        del st.session_state[_ALLER]
        st.switch_page(page, query_params={})
    if annee:
        discret(f"{words} {annee}", f"voir-{key}-{page}-{annee}", _choose, page, annee, icone=icon)
    else:
        st.page_link(page, label=words, icon=icon, query_params={})


def _choose(page: str, annee: str) -> None:
    """Before the page runs: the box of years is drawn before the button, which has its year then and is one no more."""
    st.session_state["annee"] = [annee]
    st.session_state[_ALLER] = page


def _since(ctx: Contexte, first: Resultat) -> str:
    """Which later import has taken the place of this one: of files dropped together, or imported from another window."""
    return replaced_told(ctx.base, ctx.droit, first.import_id) if first.import_id is not None else ""


def _headline(first: Resultat, replaced: str) -> None:
    if first.etat == "refusé":
        why = first.problemes[0].message if first.problemes else ""
        st.error(texte_sur(typographier(f"Rien n'a été importé. {why}")), icon=":material/block:")
    elif first.etat == "déjà importé":
        st.info(texte_sur(typographier(first.problemes[0].message)), icon=":material/info:")
    elif replaced:
        st.info(
            typographier(
                f"Import n° {entier(first.import_id)} : c'est fait, mais il ne compte plus. {replaced}"
            ),
            icon=":material/info:",
        )
    elif first.etat == "rétabli":
        st.success(
            typographier(f"Import n° {entier(first.import_id)} rétabli : c'est fait."), icon=":material/redo:"
        )
    else:
        st.success(
            typographier(f"Import n° {entier(first.import_id)} : c'est fait."), icon=":material/check_circle:"
        )


def undo(ctx: Contexte, number: int, receipt_key: str | None = None) -> None:
    """Undo an import from a button; its receipt goes with it, and its file where no other was dropped with it."""
    with expected_errors():
        annuler(ctx.base, ctx.droit, number)
        if receipt_key:
            st.session_state.pop(receipt_key, None)
            key = receipt_key.removeprefix("recu-")
            if {str(k) for k in st.session_state if str(k).startswith("lu-")} - {f"lu-{key}"}:
                # The others may have been corrected, and are not all imported.
                st.session_state[f"annule-{key}"] = True
            else:
                st.session_state["depot"] = st.session_state.get("depot", 0) + 1
        st.toast(f"Import n° {number} annulé.", icon=":material/undo:")
