"""Files that were on the import page when it was left: whoever went to look a school up finds them again, with what was
decided of them.

Streamlit forgets what was dropped, and what was chosen in a list, once another page is drawn. They last as long as the session,
in memory alone, and no longer than they wait: what is imported whole, refused or stopped is not found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from tne.reading import Document
from tne.typographie import accord, cite, compte, typographier
from tne.ui import travail
from tne.ui.boutons import discret
from tne.ui.texte import texte_sur

if TYPE_CHECKING:
    from tne.ui.importation.depot import Depot

_DEPOSES, _TENUS, _CHOIX = "_deposes", "_tenus", "_choix-tenus"
# Lists and boxes of a card that say how its file is read and what its import does: the keys of some end with that of the file, after
# which others say of what they are.
_D_UN_FICHIER = ("details", "feuille", "jeu", "annee", "remplacer", "retenir", "demo")
_DE_COLONNES = ("colonne", "constante")
_NOMMES = 6
"""Files that each have a button of their own; more are taken away together."""


def reprendre(depot: int) -> None:
    """Find the files again, before anything of the page is drawn, where that was left.

    `depot`: the place where files are dropped, another one once all were let go.
    """
    of, deposes = st.session_state.get(_DEPOSES, (depot, {}))
    attendent = {key for key in deposes if of == depot and _attend(key)}
    # Their cells went in with their file.
    attendent -= {
        by for key in deposes.keys() - attendent for by in st.session_state.get(f"appliquees-{key}", ())
    }
    tenus = {key: d for key, d in deposes.items() if key in attendent}
    st.session_state[_TENUS] = tenus
    for name, value in st.session_state.get(_CHOIX, {}).items():
        if _de(name, tenus):
            st.session_state.setdefault(name, value)


def tenus() -> dict[str, Depot]:
    """Those that were found again, by key, and are not let go."""
    return dict(st.session_state.get(_TENUS, {}))


def lacher(*keys: str) -> None:
    """Hold these no more: taken away, or dropped again."""
    for key in keys:
        st.session_state[_TENUS].pop(key, None)


def retenir(depot: int, deposes: Mapping[str, Depot]) -> None:
    """Remember all that is on the page, and what is chosen there: nothing says when it is left."""
    st.session_state[_DEPOSES] = (depot, dict(deposes))
    st.session_state[_CHOIX] = {
        str(name): value for name, value in st.session_state.items() if _de(str(name), deposes)
    }


def montrer() -> None:
    """Say which files stand here without being in the frame above, and give each a way off the page."""
    held = tenus()
    if not held:
        return
    what = cite(next(iter(held.values())).nom) if len(held) == 1 else compte(len(held), "fichier")
    said = f"{what} {accord(len(held), 'est resté', 'sont restés')} sur cette page."
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown(texte_sur(typographier(said)), width="content")
        if 1 < len(held) <= _NOMMES:
            for key, d in held.items():
                discret(texte_sur(f"Retirer {d.nom}"), f"tenu-{key}", lacher, key, icone=":material/close:")
        else:
            discret(
                "Le retirer" if len(held) == 1 else "Les retirer",
                "tenus",
                lacher,
                *held,
                icone=":material/close:",
            )


def _attend(key: str) -> bool:
    """True of a file that was being read, or of which something is still to be imported."""
    results, essai = (st.session_state.get(f"{kind}-{key}") for kind in ("recu", "essai"))
    if results is None and essai is not None and essai[1].acquis:
        results = essai[1].resultats  # the base had it before
    if results is not None:
        return any(r.comptes.refusees for r in results)
    lu = st.session_state.get(f"lu-{key}")
    return not travail.stopped(key) and (lu is None or isinstance(lu, Document))


def _de(name: str, deposes: Mapping[str, Depot]) -> bool:
    """Whether that is the key of a choice about one of these files."""
    kind, _, rest = name.partition("-")
    return (kind in _D_UN_FICHIER and rest in deposes) or (
        kind in _DE_COLONNES and rest.partition("-")[0] in deposes
    )
