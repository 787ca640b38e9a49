"""Files that were to be imported in one press, and a page that was loaded anew, or left, meanwhile: it begins again without them.

Those that were in are in; of the others nothing is on the page any more. The server remembers which, until they are in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tne.reading.nature import named_some
from tne.typographie import accord, compte, typographier
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte
from tne.ui.texte import texte_sur


@dataclass(eq=False)
class Lot:
    """One press: whose, in which session, on which base; `reste` are the files that are not in yet, key → name, of
    which `en_cours` is on its way: it goes in, whatever becomes of the page.
    """

    qui: str
    seance: str
    base: str
    nombre: int
    reste: dict[str, str]
    quand: datetime = field(default_factory=datetime.now)
    en_cours: str = ""


_lots: list[Lot] = []


@contextmanager
def suivi(ctx: Contexte, noms: dict[str, str]) -> Iterator[Lot]:
    """While these files (key → name) are imported one after the other: what ends the run halfway leaves the rest remembered."""
    lot = Lot(ctx.droit.qui, _seance(), ctx.base.path, len(noms), dict(noms))
    _lots.append(lot)
    try:
        yield lot
    finally:
        lot.en_cours = ""
    _oublier(lot)


def entre(ctx: Contexte, key: str) -> None:
    """A file is in."""
    for lot in _siens(ctx):
        lot.reste.pop(key, None)
        if not lot.reste:
            _oublier(lot)


def avertir(ctx: Contexte, la: Collection[str]) -> None:
    """Say which files stayed behind when a page of the same person went. `la`: the keys of those that are on this one."""
    for lot in _siens(ctx):
        if lot.seance == _seance():
            _oublier(lot)  # another press ended the run: all of its files are on this page
        elif not _ouverte(lot.seance):
            _dire(lot, [nom for key, nom in list(lot.reste.items()) if key not in {lot.en_cours, *la}])


def _dire(lot: Lot, reste: list[str]) -> None:
    if not reste:
        return
    entres = lot.nombre - len(lot.reste)
    entered = compte(entres, "fichier est entré", "fichiers sont entrés") if entres else "Aucun n’est entré"
    again = accord(len(reste), "celui-ci ne l’est pas, déposez-le", "ceux-ci ne le sont pas, déposez-les")
    said = typographier(
        f"L'import de {compte(lot.nombre, 'fichier')} ({lot.quand:%H:%M}) s'est arrêté en chemin : sa page a été rechargée ou "
        f"fermée, ou sa connexion coupée. {entered} ; {again} de nouveau (ce qui est entré ne compte pas deux fois) : "
        f"{named_some(reste)}."
    )
    st.warning(texte_sur(said), icon=":material/sync_problem:")
    discret("Ne plus le dire", f"lot-{id(lot)}", _oublier, lot)


def _siens(ctx: Contexte) -> list[Lot]:
    return [lot for lot in _lots if (lot.qui, lot.base) == (ctx.droit.qui, ctx.base.path)]


def _oublier(lot: Lot) -> None:
    with suppress(ValueError):  # another page has done it
        _lots.remove(lot)


def _seance() -> str:
    ctx = get_script_run_ctx()
    return ctx.session_id if ctx else ""


def _ouverte(seance: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(seance)
