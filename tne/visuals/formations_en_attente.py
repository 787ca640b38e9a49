"""The list behind « À faire »: each session that waits, to be found again in Sofia-FMO or in the sheet of complements."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.typographie import compte
from tne.visuals.fabrique import jours, visuel
from tne.visuals.formations_cadre import FAMILLE
from tne.visuals.formations_moyens import JEUX_SESSIONS
from tne.visuals.visual import Visual

_PRESENCES = {"aucune traitée": "aucune présence traitée", "à terminer": "présences à terminer", "": ""}


def sessions_en_attente(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Visual:
    """One row per session whose attendance or complement is missing, with its codes in one cell, which a phone shows on one line;
    empty where none is.
    """
    frame = questions.waiting(con, filters, view)
    presences, declarer = frame["presences"].map(_PRESENCES).astype("str"), ~frame["declaree"].astype(bool)
    table = pd.DataFrame(
        {
            "Date": jours(frame["debut"]),
            "Module": frame["module"],
            "À faire": presences
            + np.where(declarer & (presences != ""), " ; ", "")
            + np.where(declarer, "complément à déclarer", ""),
            "Codes": _codes(frame),
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
        f"{FAMILLE}.sessions_en_attente",
        titre=titre,
        donnees=table,
        formats={c: "date" if c == "Date" else "texte" for c in table.columns},
        alternative=titre,
        jeux=(*JEUX_SESSIONS, "session_complement"),
    )


def _codes(frame: pd.DataFrame) -> pd.Series[str]:
    """Each code with its name, on the same line."""
    dispositif, module, groupe, session = (
        frame[c].astype("str").fillna("–")
        for c in ("dispositif_code", "module_code", "groupe_id", "session_code")
    )
    # The columns as wholes: there may be a row for each of tens of thousands of sessions.
    return dispositif + ", module\u00a0" + module + ", groupe\u00a0" + groupe + ", session\u00a0" + session
