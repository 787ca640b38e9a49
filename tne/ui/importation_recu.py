"""The decision and what came of it: import, receipt, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from tne.datasets import DATASETS, PUBLICS
from tne.effects import Figures
from tne.importing import Options, Resultat, annuler, importer_document, unasked
from tne.importing.committing import nothing_usable
from tne.importing.headers import mappings
from tne.importing.journal import named, of_the_demo, replaced, undone
from tne.importing.rehearsal import Repetition
from tne.importing.remarks.elsewhere import of_elsewhere
from tne.queries import choices, gardees_avance
from tne.typographie import accord, compte, entier, typographier
from tne.ui import appui, importation_lot
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation_apercu import counts
from tne.ui.importation_lecture import Lecture
from tne.ui.parts import NOMS_FAMILLES
from tne.ui.texte import insecable, sans_commande, texte_sur

_ALLER = "_recu_aller"
_EN_PREPARATION = "Les chiffres se préparent, la prochaine page peut se faire un peu attendre."
_DEMO_DITE = "_demonstration-dite"
_REPLACE = "Remplacer les imports précédents"
_KEEP_DEMO, _TAKE_DEMO_OUT = "Les garder à côté", "Retirer la démonstration"


@dataclass(frozen=True)
class Pret:
    """A file that may be imported as it stands."""

    key: str
    reading: Lecture
    nom: str


def _remember_demo(asked: str) -> None:
    st.session_state[_DEMO_DITE] = st.session_state[asked]


def way(ctx: Contexte, key: str, reading: Lecture, missing: int) -> Options:
    """The choices that change what the import does: replace earlier files, take the demonstration out."""
    options = reading.options
    names = {li.dataset.name for r in reading.recognised for li in r.liaisons}
    if ctx.demo and not names <= PUBLICS and not _of_the_demo(ctx, reading):
        asked = f"demo-{key}"
        # Said of one file it is said of the next.
        st.session_state.setdefault(asked, st.session_state.get(_DEMO_DITE, _TAKE_DEMO_OUT))
        chosen = st.radio(
            typographier("Les données de démonstration sont en place :"),
            [_TAKE_DEMO_OUT, _KEEP_DEMO],
            key=asked,
            horizontal=True,
            on_change=_remember_demo,
            args=(asked,),
        )
        options = replace(options, retirer_demo=chosen == _TAKE_DEMO_OUT, avec_demo=chosen == _KEEP_DEMO)
    if missing:
        chosen = st.radio(
            typographier(
                f"{compte(missing, 'ligne')} de fichiers précédents {accord(missing, 'ne figure', 'ne figurent')} "
                "plus dans celui-ci :"
            ),
            ["Les garder", _REPLACE],
            key=f"remplacer-{key}",
            horizontal=True,
        )
        options = replace(options, remplacer=chosen != "Les garder")
    return options


def _of_the_demo(ctx: Contexte, reading: Lecture) -> bool:
    con = ctx.base.cursor()
    try:
        return of_the_demo(con, reading.document.sha256)
    finally:
        con.close()


def refusal(reading: Lecture, seen: Repetition[Figures]) -> str:
    """Why nothing of the file can be imported, and what to do; empty where something can."""
    if seen.refus:
        return typographier(sans_commande(seen.refus))
    if _usable(seen):
        return ""
    if any(r.comptes.refusees for r in seen.resultats):
        return typographier(
            "Aucune ligne n'est importable : corrigez ci-dessus, ou corrigez le fichier et déposez-le de nouveau."
        )
    elsewhere = of_elsewhere(reading.recognised, seen.resultats[0])
    return typographier(elsewhere or nothing_usable(seen.resultats[0]))


def _usable(seen: Repetition[Figures]) -> int:
    return sum(r.comptes.ajoutees + r.comptes.modifiees + r.comptes.inchangees for r in seen.resultats)


def decide(ctx: Contexte, key: str, reading: Lecture, seen: Repetition[Figures]) -> Pret | None:
    """The button that imports; the file when it may go in whole with the others. Nothing where `refusal` told why."""
    reporte = appui.reporte(key)
    if seen.refus or not _usable(seen):
        return None
    refused = sum(r.comptes.refusees for r in seen.resultats)
    usable = _usable(seen)
    if seen.acquis:
        # Said above: nothing is left to write. What one comes for is to see it, to take it back, or to correct the rest.
        if refused:
            stayed = accord(refused, "ligne à corriger est restée", "lignes à corriger sont restées")
            st.markdown(
                insecable(
                    typographier(f":gray[{entier(refused)} {stayed} de côté : corrigez, elles s'ajouteront.]")
                )
            )
        if seen.numero:
            _onward(ctx, key, seen.resultats, seen.numero)
        return None
    if reading.retenir:
        st.checkbox(
            "Retenir cette correspondance pour les fichiers de mêmes colonnes",
            value=True,
            key=f"retenir-{key}",
        )
    same = appui.deja(key, appui.marque(seen, reading.document.sha256))
    label = "Importer" if not refused else f"Importer {compte(usable, 'ligne valide', 'lignes valides')}"
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        pressed = st.button(label, type="primary", key=f"importer-{key}", icon=":material/check:")
        if refused:
            left = (
                f"{compte(refused, 'ligne')} à corriger {'restera' if refused == 1 else 'resteront'} de côté."
            )
            st.markdown(f":gray[{insecable(typographier(left))}]")
    if appui.vaut(pressed, same, reporte) and run(ctx, key, reading, seen):
        st.rerun()
    # What is asked about is no matter of one press for all files; nor is what was just taken back.
    alone = refused or unasked.told(seen.resultats) or st.session_state.get(f"annule-{key}")
    return None if alone else Pret(key, reading, reading.document.nom)


def run(ctx: Contexte, key: str, reading: Lecture, seen: Repetition[Figures]) -> bool:
    """Import one file and keep its receipt. A refusal is a receipt too: nothing is written then. False when the base
    could not be written (full disk): its sentence stands on the page, and a rerun would take it away.
    """
    refused = any(r.comptes.refusees for r in seen.resultats)
    # Who presses has read that persons would be counted twice or records give way, and what to do instead.
    options = unasked.asked(replace(reading.options, valides_seulement=refused), seen.resultats)
    with expected_errors(), st.spinner("Import en cours…"):
        written = importer_document(
            ctx.base,
            ctx.droit,
            reading.document,
            reading.recognised,
            options,
            bench=st.session_state.pop(f"etabli-{key}", None),
        )
        if written[0].etat != "refusé":
            importation_lot.entre(ctx, key)  # first: Streamlit may end the run at any word to it
        # The receipt is kept before anything else is drawn: a second click finds it.
        st.session_state[f"recu-{key}"] = written
        st.session_state.pop(f"parti-{key}", None)
        if written[0].etat == "refusé" and unasked.told(written):
            # Since the check: the file before it in one press. It is checked again, and asked about.
            del st.session_state[f"recu-{key}"]
            return True
        if st.session_state.get(f"retenir-{key}", True):
            for header, chosen in reading.retenir:
                titles = dict.fromkeys(typographier(DATASETS[part.jeu].title) for part in chosen.parts)
                name = f"{', '.join(titles)}, {len(header)} colonnes"
                mappings.remember(ctx.base, ctx.droit, header, name, chosen)
    return f"recu-{key}" in st.session_state


def held(ctx: Contexte, key: str) -> Sequence[Resultat] | None:
    """The receipt of a file or of an entry as long as its import stands: it may have been undone elsewhere, or have gone with a
    backup that was brought back.
    """
    results: Sequence[Resultat] | None = st.session_state.get(f"recu-{key}")
    number = results[0].import_id if results else None
    if number is None or (state := undone(ctx.base, number)) is False:
        return results
    _unsay(key)
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
    _headline(first)
    for result in results:
        if len(results) > 1 and result.jeu:
            st.markdown(f"**{typographier(DATASETS[result.jeu].title)}**")
        counts(result.comptes)
    if first.import_id is not None and first.etat != "déjà importé":
        _rows_of_before(ctx, results, first.import_id)
        if refused := sum(r.comptes.refusees for r in results):
            _left_aside(key, refused)
        _onward(ctx, key, results, first.import_id)
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
            f"{rows}, {kept} : pour {them} retirer, annulez l'import n° {entier(number)}, puis choisissez « {_REPLACE} »."
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


def _unsay(key: str) -> None:
    for told in ("recu", "essai"):  # the preview was that of before the import
        st.session_state.pop(f"{told}-{key}", None)


def _take_up_again(key: str) -> None:
    _unsay(key)
    st.session_state[f"details-{key}"] = True


def _onward(ctx: Contexte, key: str, results: Sequence[Resultat], number: int) -> None:
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


def _headline(first: Resultat) -> None:
    if first.etat == "refusé":
        why = first.problemes[0].message if first.problemes else ""
        st.error(texte_sur(typographier(f"Rien n'a été importé. {why}")), icon=":material/block:")
    elif first.etat == "déjà importé":
        st.info(texte_sur(typographier(first.problemes[0].message)), icon=":material/info:")
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
