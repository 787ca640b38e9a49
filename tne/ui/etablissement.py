"""The blocks of the page of one school: the box that chooses it, its figures, what is missing, its fiche."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from urllib.parse import quote, urlencode

import streamlit as st

from tne.comparaison import arret
from tne.queries.etablissement import Dossier, dossier
from tne.queries.masking import MASQUE, PETIT
from tne.typographie import TIRET_ABSENT, accord, entier, typographier
from tne.ui import feuille, filtres, parts, theme
from tne.ui.cache import ask
from tne.ui.contexte import Contexte
from tne.ui.feuille import Tuile
from tne.ui.planche import Piece, planche
from tne.ui.recherche import Liste, options, pour_la_page, seule
from tne.ui.tete import LARGEUR_REPONSE, dite
from tne.ui.texte import phrase_html, texte_sur
from tne.visuals import etablissement as figures
from tne.visuals import etablissement_mots as mots

_BOITE = "etablissement-choisi"
_FICHES = "_fiches"
FAMILLES = {
    "Accompagnements": "accompagnements",
    "Parentalité": "parentalite",
    "Numérixplore": "numerixplore",
}


def _liste(ctx: Contexte) -> Liste:
    return filtres.schools(ctx.base, ctx.version)


def adresses(ctx: Contexte, uais: Iterable[object]) -> list[str]:
    """The addresses of the pages of these schools, for links in grids: they open beside, with the same years and the same
    view. Empty for what is no school of the directory.
    """
    kept = [("annee", a) for a in ctx.filters.annees]
    # A link followed before an audience must not leave the presentation.
    kept += [("presentation", "true")] if ctx.view == "lecture" else []
    start = "etablissement?" + urlencode([*kept, ("etablissement", "")], quote_via=quote)
    labels = _liste(ctx).etiquettes
    found = (labels.get(str(uai)) for uai in uais)
    return [start + quote(label, safe="") if label else "" for label in found]


def _retenir(liste: Liste) -> None:
    """The box of the page and the filter of the sidebar are one choice."""
    chosen = st.session_state[_BOITE]
    st.session_state["etablissement"] = [chosen] if chosen else []
    pour_la_page(liste)


def _boite(liste: Liste, chosen: tuple[str, ...]) -> None:
    st.selectbox(
        "Nom de l\u2019établissement",
        options(liste, _BOITE, "un établissement", chosen, LARGEUR_REPONSE),
        index=None,
        format_func=lambda uai: liste.etiquettes.get(uai, uai),
        key=_BOITE,
        placeholder="Cherchez par nom, commune ou UAI",
        on_change=partial(_retenir, liste),
        width=LARGEUR_REPONSE,
    )


def choisir(ctx: Contexte) -> Dossier | None:
    """Draw the box that takes a school's name and return the school; None with an empty state when there is none."""
    liste = _liste(ctx)
    labels = liste.etiquettes
    if not labels:
        parts.empty_state(
            "Aucun établissement n\u2019est importé.",
            typographier(
                "L'annuaire de l'éducation donne les noms, les communes et les types : sans lui, il n'y a rien à chercher."
            ),
            "pages/importer.py",
        )
        return None
    chosen = ctx.filters.etablissements
    st.session_state[_BOITE] = chosen[0] if len(chosen) == 1 and chosen[0] in labels else None
    seule(liste, partial(_boite, liste, chosen))
    found = ask(ctx, dossier)
    if found is None:
        several = len(chosen) > 1
        st.markdown(
            typographier(
                f":gray[{'Plusieurs établissements sont choisis : gardez-en un' if several else 'Choisissez un établissement'} pour lire sa fiche.]"
            )
        )
    return found


def tete(ctx: Contexte, d: Dossier) -> None:
    """Who the school is, the answer for the year, its tiles."""
    theme.nommer(str(d.identite["nom"] or d.uai), filtres.titre())
    st.caption(texte_sur(mots.identite(d)))
    st.html(dite(mots.phrase(d, ctx.annee)))
    parts.tiles(_tuiles(ctx, d))


def _tuiles(ctx: Contexte, d: Dossier) -> list[Tuile]:
    annee = ctx.annee
    out = []
    n = d.effectif("participants", annee, "Formations")
    if d.type != "École" or n:
        few = f" · {PETIT}" if d.petit("participants", (annee,)) else ""
        name = _nom(n, "enseignant formé", "enseignants formés")
        trained = Tuile(name, _mot(n), f"au moins un module suivi{few}", etat=_etat(n))
        out.append(("formations", trained))
    for part in mots.parties(d):
        count, mean = d.nombre(part, annee), d.moyenne(part, annee)
        beside = (
            f"{mots.moyenne_en_mots(mean)} en moyenne par {mots.nom_du_type(d)}" if mean is not None else ""
        )
        counted = Tuile(_nom(count, *mots.NOMS[part]), _mot(count), beside, etat=_etat(count))
        out.append((FAMILLES[part], counted))
    # As on every page the first tile has the hue of its part; here each is of another one.
    return [replace(t, accent=famille if n == 0 else "") for n, (famille, t) in enumerate(out)]


def _nom(valeur: int | str | None, singulier: str, pluriel: str) -> str:
    return accord(valeur, singulier, pluriel) if isinstance(valeur, int) else pluriel


def _mot(valeur: int | str | None) -> str:
    return TIRET_ABSENT if valeur is None else valeur if isinstance(valeur, str) else entier(valeur)


def _etat(valeur: int | str | None) -> str:
    return "absent" if valeur is None else MASQUE if valeur == MASQUE else "calculé"


def corps(ctx: Contexte, d: Dossier) -> None:
    """The years, the peers, what is missing, the lists."""
    parts.visual(ask(ctx, figures.annees), "etablissement-annees")
    comparaison = parts.piece(ask(ctx, figures.comparaison), "etablissement-comparaison")
    planche("rangee-etablissement", [comparaison], [_manques(ctx, d)])
    parts.visual(ask(ctx, figures.evenements), "etablissement-evenements")
    parts.visual(ask(ctx, figures.equipements), "etablissement-equipements")


def _manques(ctx: Contexte, d: Dossier) -> Piece:
    found = mots.manques(d, ctx.annee)
    titre, pourquoi = mots.titre_manques(d, ctx.annee)
    tete = feuille.tete(titre, pourquoi or typographier(f"{arret(ctx.annee).capitalize()}."))
    lignes = "".join(f"<li>{phrase_html(line)}</li>" for line in found)
    # The dots stand in the column: on a telephone they were cut by the edge of the screen.
    liste = f'<ul style="padding-left: 1.25rem">{lignes}</ul>'
    return Piece("etablissement-manques", tete + liste if found else tete)


@st.cache_data(max_entries=32, show_spinner=False)
def _fiche(path: str, version: int, uai: str, annee: str, _ctx: Contexte) -> bytes:
    from tne.documents.fiche import fiche

    return fiche(_ctx.base, uai, annee)


def bouton_fiche(ctx: Contexte, d: Dossier) -> None:
    """The fiche of this school."""
    st.space("small")
    st.download_button(
        f"Fiche {ctx.annee} (PDF)",
        data=partial(_fiche, ctx.base.path, ctx.version, d.uai, ctx.annee, ctx),
        file_name=f"fiche-{d.uai}-{ctx.annee}.pdf",
        mime="application/pdf",
        icon=":material/description:",
        on_click="ignore",
        help="Une page. Les petits effectifs de personnes y sont masqués\u202f: elle peut être diffusée.",
    )


def toutes_les_fiches(ctx: Contexte) -> None:
    """The fiches of all schools in one archive, made with a progress bar, then kept for this visitor."""
    if not ctx.annee or not _liste(ctx).etiquettes:
        return
    st.space("medium")
    with st.container(key="etablissement-fiches", gap="small"):
        # Of the page, not of the school: without one there is no other heading over it.
        st.html(feuille.titre("fiches", "Les fiches de tous les établissements"))
        st.caption(
            "Une page par établissement, dans une archive. Les petits effectifs de personnes y sont masqués\u202f: "
            "elles peuvent être diffusées."
        )
        key = (ctx.base.path, ctx.version, ctx.annee)
        if st.button(f"Préparer les fiches {ctx.annee}", icon=":material/folder_zip:"):
            _preparer(ctx, key)
        made = st.session_state.get(_FICHES)
        if made and made[0] == key:
            st.download_button(
                f"Télécharger les fiches {ctx.annee} (ZIP)",
                data=made[1],
                file_name=f"fiches-tne-{ctx.annee}.zip",
                mime="application/zip",
                icon=":material/download:",
                on_click="ignore",
            )


def _preparer(ctx: Contexte, key: tuple[str, int, str]) -> None:
    from tne.documents.fiche import fiches

    bar = st.progress(0.0, "Les fiches se préparent…")

    def progress(share: float, name: str) -> None:
        bar.progress(share, texte_sur(f"Fiche de {name}"))

    st.session_state[_FICHES] = (key, fiches(ctx.base, ctx.annee, progress))
    bar.empty()
