"""The decision about a file that was checked: what becomes of earlier rows and of the demonstration, and the button that imports."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from tne.datasets import DATASETS, PUBLICS
from tne.effects import Figures
from tne.importing import Options, importer_document, unasked
from tne.importing.committing import nothing_usable
from tne.importing.headers import mappings
from tne.importing.journal import of_the_demo
from tne.importing.rehearsal import Repetition
from tne.importing.remarks.elsewhere import of_elsewhere
from tne.typographie import accord, compte, entier, typographier
from tne.ui import appui
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation import lot as lots
from tne.ui.importation import recu as receipts
from tne.ui.importation.lecture import Lecture
from tne.ui.texte import insecable, sans_commande

_DEMO_DITE = "_demonstration-dite"
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
            ["Les garder", receipts.REMPLACER],
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
            receipts.onward(ctx, key, seen.resultats, seen.numero)
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
            lots.entre(ctx, key)  # first: Streamlit may end the run at any word to it
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
