"""The backups of the base: list, download, make one, verify, bring one back after having seen what it changes."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from tne import horloge, settings
from tne.store.backup import (
    Contenu,
    Sauvegarde,
    contenu,
    octets,
    restaurer,
    sauvegarde_automatique,
    sauvegardes,
)
from tne.store.backup_files import MANUELLE, MOTIFS, QUOTIDIENNE
from tne.store.verification import verifier
from tne.typographie import compte, decimal, enumeration, typographier
from tne.ui import appui
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.tete import LARGEUR_REPONSE
from tne.ui.texte import texte_sur

_SAID = "_sauvegardes_dites"
_CHOIX = "sauvegardes-choix"
_MOST = 8  # imports named one by one


def block(ctx: Contexte) -> None:
    """The part « Sauvegardes » of a page for coordinators."""
    st.space("medium")
    st.subheader("Sauvegardes", anchor=False)
    every = sauvegardes(ctx.base)
    st.markdown(typographier(_summary(every, horloge.aujourdhui())), width=LARGEUR_REPONSE)
    _actions(ctx)
    for sentence in st.session_state.pop(_SAID, ()):
        st.info(texte_sur(typographier(sentence)), icon=":material/info:")
    if not every:
        return
    cadre_en_table(_table(every), {}, "Sauvegardes")
    _one(ctx, every)


def _summary(every: tuple[Sauvegarde, ...], today: date) -> str:
    secret = "Le secret qui compte les personnes (fichier .cle) n\u2019y est pas\u202f: gardez-le à part."
    if not settings.sauvegarde_quotidienne():
        return (
            "Le tableau de bord en fait une avant chaque opération qui ne s\u2019annule pas, et aucune chaque jour\u202f: "
            f"TNE_SAUVEGARDE_QUOTIDIENNE vaut «\u202fnon\u202f». {secret}"
        )
    rule = f"Le tableau de bord en fait une par jour, et une avant chaque opération qui ne s\u2019annule pas. {secret}"
    daily = next((s for s in every if s.motif == QUOTIDIENNE), None)
    if daily is None:
        return f"Aucune sauvegarde du jour pour l\u2019instant. {rule}"
    days = (today - daily.instant.date()).days
    if days > 1:
        return (
            f":material/warning: **La dernière sauvegarde du jour date d\u2019il y a {days} jours.** {rule}"
        )
    return rule


def _actions(ctx: Contexte) -> None:
    with st.container(horizontal=True):
        st.button(
            "Sauvegarder maintenant",
            key="sauvegardes-faire",
            icon=":material/save:",
            on_click=_make,
            args=(ctx,),
        )
        verify = st.button("Vérifier la base", key="sauvegardes-verifier", icon=":material/fact_check:")
    if verify:
        with st.spinner("Vérification…"):
            differences = verifier(ctx.base)
        if not differences:
            st.success("La base est conforme à ses imports.", icon=":material/check:")
        for sentence in differences:
            st.error(texte_sur(typographier(sentence)), icon=":material/error:")


def _make(ctx: Contexte) -> None:
    with expected_errors():
        sauvegarde_automatique(ctx.base, ctx.droit, MANUELLE)
        # The one that « Télécharger » gives.
        st.session_state[_CHOIX] = sauvegardes(ctx.base)[0]
        st.toast("Sauvegarde faite.", icon=":material/check:")


def _moment(s: Sauvegarde) -> str:
    return f"{s.instant:%d/%m/%Y %H:%M}"


def _motif(s: Sauvegarde) -> str:
    return MOTIFS.get(s.motif, s.motif)


def _table(every: tuple[Sauvegarde, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "N°": [str(s.numero) for s in every],
            "Le": [_moment(s) for s in every],
            "Faite": [_motif(s) for s in every],
            "Taille": [f"{decimal(s.taille / 1e6)}\u00a0Mo" for s in every],
        }
    )


def _one(ctx: Contexte, every: tuple[Sauvegarde, ...]) -> None:
    chosen = st.selectbox(
        "Sauvegarde",
        every,
        # The browser sends the label back: two backups of one minute must not share it.
        format_func=lambda s: f"n°\u00a0{s.numero} · {_moment(s)} · {_motif(s)}",
        key=_CHOIX,
        width=560,
    )
    if chosen is None:
        return
    st.download_button(
        "Télécharger",
        data=partial(octets, ctx.droit, chosen.path),
        file_name=chosen.path.name,
        mime="application/octet-stream",
        key="sauvegardes-telecharger",
        icon=":material/download:",
        on_click="ignore",
    )
    if not st.checkbox(
        typographier("Voir ce que la restaurer changerait"), key=f"sauvegardes-effet-{chosen.numero}"
    ):
        return
    found = contenu(ctx.base, ctx.droit, chosen.path)
    st.markdown(texte_sur(typographier(_effect(found))))
    st.button(
        "Restaurer cette sauvegarde",
        key="sauvegardes-restaurer",
        icon=":material/settings_backup_restore:",
        type="primary",
        on_click=_restore,
        args=(ctx, chosen, found),
    )


def _effect(found: Contenu) -> str:
    parts = []
    for imports, singular, plural in (
        (found.absents, "disparaît", "disparaissent"),
        (found.seuls, "revient", "reviennent"),
        (
            found.autres,
            "change d\u2019état (annulé, remplacé ou en vigueur)",
            "changent d\u2019état (annulés, remplacés ou en vigueur)",
        ),
    ):
        if imports:
            named = [f"n° {number} ({name})" for number, name in imports[:_MOST]]
            if len(imports) > _MOST:
                named.append(compte(len(imports) - _MOST, "autre"))
            verb = singular if len(imports) == 1 else plural
            parts.append(f"{compte(len(imports), 'import')} {verb}\u202f: {enumeration(named)}.")
    if not parts:
        parts.append("Les imports de cette sauvegarde sont ceux de la base.")
    parts.append("La base d\u2019aujourd\u2019hui est sauvegardée juste avant\u202f: vous pourrez y revenir.")
    return " ".join(parts)


def _restore(ctx: Contexte, chosen: Sauvegarde, vu: Contenu) -> None:
    """Unless it would take away more than was read, as what another session has just imported."""
    with expected_errors():
        if contenu(ctx.base, ctx.droit, chosen.path) != vu:
            st.session_state[_SAID] = [appui.CHANGE]
            return
        done = restaurer(ctx.base, ctx.droit, chosen.path)
        said = [f"La sauvegarde du {_moment(chosen)} est en place."]
        said += [
            f"Elle date d\u2019avant l\u2019effacement des liens de {year}, qui sont revenus\u202f: "
            "effacez-les de nouveau, plus bas sur cette page."
            for year in done.purges_defaites
        ]
        st.session_state[_SAID] = said
        st.session_state[f"sauvegardes-effet-{chosen.numero}"] = False
