"""The journal read back: one line per import, its rows, and the other actions. For coordinators: it names users."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tne.access import Droit
from tne.datasets import DATASETS, dataset
from tne.db import Base, log_table
from tne.folding import cherche
from tne.importing import journal
from tne.importing.changes import shown_columns
from tne.importing.journal import imports
from tne.importing.wording import as_text

ETATS = ("en vigueur", "annulé", "remplacé")
MOST_ROWS = 1000


@dataclass(frozen=True)
class Choix:
    """What the reader of the journal looks for; empty means all."""

    jeux: tuple[str, ...] = ()
    annees: tuple[str, ...] = ()
    etats: tuple[str, ...] = ()
    qui: tuple[str, ...] = ()
    texte: str = ""
    depuis: date | None = None
    demo: bool = True


def state(en_vigueur: bool, annule: bool) -> str:
    """The state of an import in a word."""
    if en_vigueur:
        return "en vigueur"
    return "annulé" if annule else "remplacé"


def journal_rows(base: Base, droit: Droit, choix: Choix = Choix()) -> pd.DataFrame:
    """One row per import and data set, latest first: the columns of `imports`, and `etat` and `titre`."""
    droit.require("consulter le journal des imports")
    frame = imports(base)
    frame["etat"] = list(map(state, frame["en_vigueur"], frame["annule"]))
    frame["titre"] = [DATASETS[j].title if j in DATASETS else str(j) for j in frame["jeu"]]
    kept = pd.Series(True, index=frame.index)
    for column, wanted in (("jeu", choix.jeux), ("etat", choix.etats), ("qui", choix.qui)):
        if wanted:
            kept &= frame[column].isin(wanted)
    if choix.annees:
        kept &= frame["annees"].map(lambda years: _meets(years, choix.annees)).astype(bool)
    if choix.depuis is not None:
        kept &= frame["cree"].dt.date >= choix.depuis
    if choix.texte.strip():
        # A name from a Mac has its accents apart: typed as they are read, they would not be found.
        wanted_text = cherche(choix.texte.strip())
        kept &= frame["fichier"].map(lambda name: wanted_text in cherche(str(name))).astype(bool)
    if not choix.demo:
        kept &= ~frame["demo"].astype(bool)
    return frame[kept]


def replaced_told(base: Base, droit: Droit, import_id: int) -> str:
    """Which imports hold one out of force, and the way back to it: one sentence, empty where none does."""
    droit.require("consulter le journal des imports")
    con = base.cursor()
    try:
        said = journal.replaced_told(con, import_id)
    finally:
        con.close()
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _meets(years: object, wanted: Sequence[str]) -> bool:
    return years is not None and not isinstance(years, float) and bool(set(years) & set(wanted))  # type: ignore[call-overload]


def rows_of(base: Base, droit: Droit, import_id: int, jeu: str, debut: int = 0) -> tuple[int, pd.DataFrame]:
    """The rows that an import brought to a data set, as texts: total, then up to `MOST_ROWS` from `debut`.

    Columns: Feuille, Ligne, the columns of the data set by label, Action (« retire », « vide : … », or empty). The
    hash of a person is never among them.
    """
    droit.require("consulter les lignes d'un import")
    d = dataset(jeu)
    columns = shown_columns(d)
    listed = ", ".join(f'"{c.name}"' for c in columns)
    con = base.cursor()
    try:
        total = con.execute(
            f"SELECT count(*) FROM {log_table(d)} WHERE _import = $id", {"id": import_id}
        ).fetchall()[0][0]
        rows = con.execute(
            f"SELECT _feuille, _ligne, {listed}, _vides, _retire FROM {log_table(d)} WHERE _import = $id "
            "ORDER BY _rang LIMIT $n OFFSET $o",
            {"id": import_id, "n": MOST_ROWS, "o": debut},
        ).fetchall()
    finally:
        con.close()
    labels = {c.name: c.label for c in columns}
    found = [
        {
            "Feuille": sheet or "",
            "Ligne": line,
            **{c.label: as_text(v) for c, v in zip(columns, values, strict=True)},
            "Action": _action(removed, erased, labels),
        }
        for sheet, line, *values, erased, removed in rows
    ]
    frame = pd.DataFrame(found)
    if found:
        empty = [c for c in frame.columns if c != "Ligne" and not frame[c].astype(bool).any()]
        frame = frame.drop(columns=empty)
    return int(total), frame


def _action(removed: bool | None, erased: list[str] | None, labels: dict[str, str]) -> str:
    if removed:
        return "retire"
    return "vide : " + ", ".join(labels.get(n, n) for n in erased) if erased else ""


def events(base: Base, droit: Droit) -> pd.DataFrame:
    """Every action of the journal, latest first. Columns: instant, action, import_id, qui, detail."""
    droit.require("consulter le journal des imports")
    return (
        base.cursor()
        .execute("SELECT instant, action, import_id, qui, detail FROM evenement ORDER BY rang DESC")
        .df()
    )
