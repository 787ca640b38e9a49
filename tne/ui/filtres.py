"""The global filters in the sidebar, bound to the address of the page, and the filter they make."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

import streamlit as st

from tne import horloge, territoire
from tne.db import Base
from tne.erreurs import UsageIncorrect
from tne.filters import ADRESSE, Filters
from tne.queries import choices
from tne.queries.school_persons import successeurs
from tne.typographie import cle_tri
from tne.ui import lien_demande
from tne.ui.recherche import Liste, choisir

KEYS = tuple(ADRESSE)
FACETTES = {
    "type": ("Type", "un type"),
    "secteur": ("Secteur", "un secteur"),
    "circonscription": ("Circonscription", "une circonscription"),
    "commune": ("Commune", "une commune"),
    "epci": ("Intercommunalité", "une intercommunalité"),
}
"""The choices behind « Plus de filtres »: key → label, and what is looked for in it."""
_OUVERTES = "tne-facettes"
_UTILES = "tne-facettes-utiles"
_LAISSEES = "_facettes_ouvertes"
_OUVERTURE = "_annee_d_ouverture"


# Not copied at each run: nobody may change what it gives.
@st.cache_resource(max_entries=4, show_spinner=False)
def _choices(
    path: str, version: int, today: date, _base: Base
) -> tuple[list[str], str | None, Liste, dict[str, str], dict[str, Liste]]:
    con = _base.cursor()
    years: list[str] = choices.years(con)["annee"].tolist()
    default = choices.opening_year(con, today)
    frame, towns, successors = choices.schools(con), choices.communes(con), successeurs(con)
    epcis = choices.epcis(con)
    con.close()
    labels = choices.labels(frame)
    facets: dict[str, list[str]] = {
        name: sorted(frame[name].dropna().unique().tolist(), key=cle_tri)
        for name in ("type", "secteur", "circonscription")
    }
    facets["commune"] = towns
    facets["epci"] = epcis
    lists = {name: Liste.de(dict(zip(values, values, strict=True))) for name, values in facets.items()}
    return years, default, Liste.de(labels), successors, lists


def _chosen(key: str) -> list[str]:
    """What is chosen, or stands in the address before the list is drawn: an option that is not offered would be lost."""
    return list(st.session_state.get(key) or st.query_params.get_all(key))


def schools(base: Base, version: int) -> Liste:
    """The establishments that may be chosen, by their labels."""
    return _choices(base.path, version, horloge.aujourdhui(), base)[2]


def _ouverture(years: Collection[str], default: str | None) -> str | None:
    """The year that this session opened on, while the base knows it: what another session imports takes nobody to another year."""
    opened: str | None = st.session_state.get(_OUVERTURE)
    if opened not in years:
        opened = st.session_state[_OUVERTURE] = default
    return opened


def reset(default: str | None) -> None:
    """Put every filter back to its default, that of today. Set, not removed: a removed value comes back from the address."""
    elargir()
    st.session_state[_OUVERTURE] = default
    for key in KEYS:
        if f"chercher-{key}" in st.session_state:
            st.session_state[f"chercher-{key}"] = ""
    st.session_state["annee"] = [default] if default else []


def resserrer(key: str, values: list[str]) -> None:
    """Make these the choice of a filter, and show it among the others."""
    st.session_state[key] = values
    if key in FACETTES:
        st.session_state[_OUVERTES] = True


def elargir() -> None:
    """Take every choice of establishments away; the years stay."""
    for key in KEYS:
        if key != "annee":
            st.session_state[key] = []


def sidebar(base: Base, version: int) -> tuple[Filters, tuple[str, ...]]:
    """Draw the filters and return the choice, with all known years (oldest first)."""
    years, newest, listed, successors, facets = _choices(base.path, version, horloge.aujourdhui(), base)
    default = _ouverture(years, newest)
    labels = listed.etiquettes
    if years:
        _entendre(years, labels, successors, facets)
    chosen_years: list[str] = st.multiselect(
        "Année scolaire",
        years[::-1],
        default=[default] if default else [],
        key="annee",
        placeholder="Toutes les années",
        bind="query-params",
        select_all=False,
    )
    chosen = choisir(
        listed,
        "etablissement",
        "Établissement",
        "un établissement",
        # In the address a school stands under its label, which ends with its UAI.
        lambda: [_uai(c) for c in _chosen("etablissement")],
        help="Cherchez par nom, commune ou UAI.",
    )
    picked = _facettes(facets)
    filters = Filters(
        annees=tuple(sorted(chosen_years or years)),
        etablissements=tuple(chosen),
        types=tuple(picked["type"]),
        secteurs=tuple(picked["secteur"]),
        circonscriptions=tuple(picked["circonscription"]),
        communes=tuple(picked["commune"]),
        epcis=tuple(picked["epci"]),
        noms=tuple(labels.get(u, u) for u in chosen),
    )
    if filters.par_etablissement or set(chosen_years) != ({default} if default else set()):
        st.button(
            "Réinitialiser les filtres", on_click=reset, args=(newest,), icon=":material/filter_alt_off:"
        )
    return filters, tuple(years)


def _uai(valeur: str) -> str:
    return valeur.rsplit(" ", 1)[-1]


def _entendre(
    years: list[str], labels: Mapping[str, str], successors: Mapping[str, str], facets: dict[str, Liste]
) -> None:
    """What the address asks for: a school also by its UAI alone, by the name it had, or by a code that another has replaced; and
    what is not there is told.
    """

    def today(value: str) -> str:
        return successors.get(_uai(value), _uai(value))

    lien_demande.entendre(
        {
            "annee": ("une année scolaire", years.__contains__),
            "etablissement": ("un établissement", lambda v: today(v) in labels),
            **{key: (quoi, facets[key].etiquettes.__contains__) for key, (_, quoi) in FACETTES.items()},
        }
    )
    if "etablissement" not in st.session_state:
        asked = st.query_params.get_all("etablissement")
        known = list(dict.fromkeys(labels[u] for v in asked if (u := today(v)) in labels))
        if known and known != asked:
            # The address itself is put right before its list is drawn: a choice made here would be drawn, and lost with the
            # next loading of the page, for Streamlit takes out of the address what its list does not offer.
            st.query_params["etablissement"] = known
            st.rerun()


def _facettes(lists: dict[str, Liste]) -> dict[str, list[str]]:
    """Draw the lists that are closed at first, and return what is chosen in each.

    Streamlit sends and draws every list anew at each run, 3 ms each, also those of a closed block: they are there when it is open,
    and where one of them has a choice.
    """
    used = any(_chosen(key) for key in FACETTES)
    # Told by its state, never by `expanded`: with another one Streamlit takes it for another block, and draws its lists anew.
    if used and not st.session_state.get(_UTILES):
        st.session_state[_OUVERTES] = True
    st.session_state[_UTILES] = used
    # The browser does not say it again on another page: it would close there.
    st.session_state.setdefault(_OUVERTES, st.session_state.get(_LAISSEES, False))
    block = st.expander("Plus de filtres", key=_OUVERTES, on_change="rerun")
    st.session_state[_LAISSEES] = block.open
    if not (used or block.open):
        # Known before it is drawn: only then does the choice that a click makes come into the address.
        return {key: st.session_state.setdefault(key, []) for key in FACETTES}
    with block:
        return {
            key: choisir(lists[key], key, label, quoi, partial(_chosen, key))
            for key, (label, quoi) in FACETTES.items()
        }


def titre() -> str:
    """« TNE Vienne », the name of the dashboard. A territory whose setting makes no sense is told by the page itself."""
    try:
        return f"TNE {territoire.en_cours().nom}"
    except UsageIncorrect:
        return "TNE"
