"""What the page Saisir holds of a data set while it is filled: its records as they were, and as they would be.

Both ways to fill it, a form and a grid, write here: one may go from one to the other, to another data set or another page
and come back, and what was typed is there.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from tne.datasets.plan import SESSION_COMPLEMENT
from tne.importing.saisie import columns_of, current_rows, reportee
from tne.queries.a_declarer import a_declarer
from tne.spec import Dataset
from tne.typographie import typographier
from tne.ui.contexte import Contexte

T = TypeVar("T")


@dataclass(frozen=True)
class Proposee:
    """A record that is missing: how it is called, and what is known of it by label."""

    mots: str
    dits: Mapping[str, str]


@dataclass
class Cahier:
    """Records as texts: columns are labels, the index is the key of the base, a name of our own for new ones.

    `jeton` marks one filling: sent twice, it is written once. `depart` is what the grid was opened on, the `tour`-th time.
    `version` is that of the data then. `manquants` are records that the base expects, by a name of our own. `reporte`: another
    session changed the records meanwhile; `partis` is how many of those that were corrected have left; `deja`, until it is told,
    that it wrote itself what was typed here. `champs` is what was proposed to each field of the form.
    """

    avant: pd.DataFrame
    apres: pd.DataFrame
    depart: pd.DataFrame
    version: int
    jeton: str = field(default_factory=lambda: uuid.uuid4().hex)
    tour: int = 0
    nouveaux: int = 0
    manquants: Mapping[str, Proposee] = field(default_factory=dict)
    reporte: bool = False
    partis: int = 0
    deja: bool = False
    champs: dict[str, Any] = field(default_factory=dict)
    _tires: dict[str, tuple[pd.DataFrame, int, Any]] = field(default_factory=dict)

    @property
    def prochaine(self) -> str:
        """The key that the next new record will have."""
        return f"nouvelle fiche {self.nouveaux + 1}"

    def _tire(self, nom: str, tirer: Callable[[], T]) -> T:
        """What is drawn from `apres` and the base, made once: the page is drawn anew at each key that is pressed."""
        held = self._tires.get(nom)
        if held is None or held[0] is not self.apres or held[1] != self.version:
            held = self._tires[nom] = self.apres, self.version, tirer()
        found: T = held[2]
        return found

    def noms(self, d: Dataset, nommer: Callable[[Dataset, pd.DataFrame], dict[str, str]]) -> dict[str, str]:
        """Key → the words of each record of `apres`."""
        return self._tire("noms", lambda: nommer(d, self.apres))

    def proposees(self, d: Dataset) -> dict[str, Proposee]:
        """The missing records that are not in yet."""
        return self._tire("proposees", lambda: self._manquantes(d))

    def _manquantes(self, d: Dataset) -> dict[str, Proposee]:
        cles = [c.label for c in columns_of(d) if c.name in d.key]
        la = set(self.apres[cles].itertuples(index=False, name=None)) if self.manquants else set()
        return {k: p for k, p in self.manquants.items() if tuple(p.dits[c] for c in cles) not in la}

    def dits(self, d: Dataset) -> pd.DataFrame:
        """`apres` without the new records of which only the key is said, where records are proposed: such a one declares nothing."""
        if not self.manquants or self.apres is self.avant:
            return self.apres
        reste = [c.label for c in columns_of(d) if c.name not in d.key]
        vides = (self.apres[reste].fillna("") == "").all(axis=1)
        return self.apres[~vides | self.apres.index.isin(self.avant.index)]

    def poser(self, cle: str | None, dits: Mapping[str, str]) -> str:
        """Write a record by its labels, a new one where `cle` is None; its key."""
        if cle is None:
            cle = self.prochaine
            self.nouveaux += 1
            une = pd.DataFrame([dits], index=[cle], columns=self.apres.columns, dtype="str")
            self.apres = pd.concat([self.apres, une])
        else:
            self.apres = self.apres.copy()
            self.apres.loc[cle, list(dits)] = list(dits.values())
        return cle

    def retirer(self, cle: str) -> None:
        """Take a record out."""
        self.apres = self.apres.drop(index=cle)

    def ouvrir_grille(self) -> None:
        """The grid shows what is there now; what it kept of an earlier opening is gone."""
        self.tour += 1
        self.depart = self.apres

    def reporter(self, rows: pd.DataFrame, version: int) -> bool:
        """Take what was typed over to the records that the base holds now; False where they are those of before."""
        self.version = version
        if rows.equals(self.avant):
            return False
        self.apres, gone = reportee(self.avant, self.apres, rows)
        self.avant = rows
        self.reporte = True
        self.partis += gone
        self.deja = self.apres.equals(rows)
        self.ouvrir_grille()
        return True


def tenu(ctx: Contexte, d: Dataset) -> Cahier:
    """That of the data set; opened on what the base holds where there is none, or where it holds something else since and
    nothing was typed.
    """
    held: Cahier | None = st.session_state.get(_cle(d))
    version = ctx.base.version()
    if held is not None and (held.version == version or not held.apres.equals(held.avant)):
        return held
    rows, missing = current_rows(ctx.base, ctx.droit, d.name), _manquants(ctx, d)
    if held is not None and rows.equals(held.avant) and missing == held.manquants:
        # What stands in its fields, not sent yet, stays there.
        held.version = version
        return held
    st.session_state[_cle(d)] = held = Cahier(rows, rows, rows, version, manquants=missing)
    return held


def a_jour(ctx: Contexte, d: Dataset) -> None:
    """Once what was sent is in: draw the page anew where other records came in meanwhile. Against those of before, a new
    record would have the reference of one that another session wrote, and take its place.
    """
    held, version = tenu(ctx, d), ctx.base.version()
    if held.version != version and held.reporter(current_rows(ctx.base, ctx.droit, d.name), version):
        st.rerun()


def _manquants(ctx: Contexte, d: Dataset) -> dict[str, Proposee]:
    """Sessions without their complement: their codes, and their operator where the plan tells it."""
    if d.name != SESSION_COMPLEMENT.name:
        return {}
    con = ctx.base.cursor()
    try:
        rows = a_declarer(con).to_dict("records")
    finally:
        con.close()
    found: dict[str, Proposee] = {}
    for rang, row in enumerate(rows, 1):
        jour = "" if pd.isna(row["debut"]) else f" du {row['debut']:%d/%m/%Y}"
        mots = typographier(f"À déclarer : {row['module']}, session {row['session_code']}{jour}")
        dits = {c.label: str(row.get(c.name) or "") for c in columns_of(d)}
        found[f"à déclarer {rang}"] = Proposee(mots, dits)
    return found


def fermer(d: Dataset) -> None:
    """Open it again on what the base holds now."""
    st.session_state.pop(_cle(d), None)


def _cle(d: Dataset) -> str:
    return f"saisie-cahier-{d.name}"
