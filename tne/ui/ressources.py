"""The list of resources for parents, each title a link that opens, by audience."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from tne.documents.tables import write_cell
from tne.typographie import typographier
from tne.ui import parts
from tne.ui.parts_donnees import LIGNES_TABLEAU, pied
from tne.ui.texte import texte_sur
from tne.visuals.visual import Visual

_DETAILS = ("Thème", "Plateforme", "Durée")
_VUES = {"Vues": "Vues", "Vues depuis la création": "Depuis la création"}
"""Columns of the table and their heads, short enough for a phone."""
RETOUR = "\\\n"
"""The end of a line in Markdown."""
_PERMIS = ":/?#[]!$&'*+,;=%@-._~"
_ADRESSE = re.compile(r"[\[\]()<>\\`|*]")


def lien(titre: str, adresse: str) -> str:
    """Markdown of a link to an address already known to be http or https; both are data, never obeyed.

    Characters that could close the link or begin a mark are percent-encoded.
    """
    if not adresse:
        return texte_sur(titre)
    sure = _ADRESSE.sub(lambda m: f"%{ord(m.group()):02X}", quote(adresse, safe=_PERMIS))
    return f"[{texte_sur(titre)}]({sure})"


def liste(v: Visual, cle: str) -> None:
    """The Visual of the resources: one table per audience with titles that open, or a grid when there are many."""
    with st.container(key=cle, gap="small"):
        parts.entete(v)
        if v.donnees.empty:
            st.markdown(f":gray[{texte_sur(v.alternative)}]")
        elif len(v.donnees) > LIGNES_TABLEAU:
            reglages = {"Adresse": st.column_config.LinkColumn("Adresse", display_text="Ouvrir")}
            st.dataframe(v.donnees, hide_index=True, column_config=reglages, alt=v.alternative)
        else:
            for public, lignes in v.donnees.groupby("Public", sort=False):
                st.markdown(f"**{texte_sur(typographier(str(public)))}**")
                _table(lignes, v, str(public))
        pied(v, cle)


def _table(lignes: pd.DataFrame, v: Visual, public: str) -> None:
    """Three columns, which a phone holds: theme, platform and length stand under the title, in small."""
    liens = [lien(str(t), str(a)) for t, a in zip(lignes["Ressource"], lignes["Adresse"], strict=True)]
    details = [
        ", ".join(x for x in ligne if isinstance(x, str) and x)
        for ligne in lignes[list(_DETAILS)].itertuples(index=False)
    ]
    dits = [
        f"{titre}{RETOUR}:small[:gray[{texte_sur(d)}]]" if d else titre
        for titre, d in zip(liens, details, strict=True)
    ]
    table = pd.DataFrame({"Ressource": dits})
    for c, nom in _VUES.items():
        table[nom] = lignes[c].tolist()
    ecritures: dict[Any, Any] = {nom: _ecriture(v.formats[c]) for c, nom in _VUES.items()}
    st.table(
        table.style.format(ecritures),
        hide_index=True,
        border="horizontal",
        alt=f"{v.titre}, {typographier(public)}",
    )


def _ecriture(format_: str) -> Callable[[object], str]:
    return lambda valeur: texte_sur(write_cell(valeur, format_))
