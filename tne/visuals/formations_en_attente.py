"""The list behind « À faire »: each session that waits, to be found again in Sofia-FMO or in the sheet of complements."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.sessions_en_attente import en_attente
from tne.typographie import compte
from tne.visuals.formations_cadre import visuel
from tne.visuals.formations_moyens import JEUX_SESSIONS
from tne.visuals.visual import Visual

_PRESENCES = {"aucune traitée": "aucune présence traitée", "à terminer": "présences à terminer", "": ""}


def sessions_en_attente(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """One row per session whose attendance or complement is missing, with its codes in one cell, which a phone shows on one line;
    empty where none is.
    """
    frame = en_attente(con, filters, view)
    table = pd.DataFrame(
        {
            "Date": frame["debut"],
            "Module": frame["module"],
            "À faire": [
                " ; ".join(filter(None, (_PRESENCES[p], "" if d else "complément à déclarer")))
                for p, d in zip(frame["presences"], frame["declaree"].astype(bool), strict=True)
            ],
            "Codes": [
                _codes(*("–" if pd.isna(c) else str(c) for c in codes))
                for codes in frame[["dispositif_code", "module_code", "groupe_id", "session_code"]].to_numpy()
            ],
        }
    )
    titre = (
        f"{compte(len(table), 'session attend', 'sessions attendent')} des présences ou un complément"
        if len(table)
        else "Aucune session n'attend"
    )
    return visuel(
        con,
        filters,
        "sessions_en_attente",
        titre,
        "",
        table,
        {c: "date" if c == "Date" else "texte" for c in table.columns},
        None,
        titre,
        (*JEUX_SESSIONS, "session_complement"),
    )


def _codes(dispositif: str, module: str, groupe: str, session: str) -> str:
    """Each code with its name, on the same line."""
    return f"{dispositif}, module\u00a0{module}, groupe\u00a0{groupe}, session\u00a0{session}"
