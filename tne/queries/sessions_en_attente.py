"""The sessions behind « À faire », one by one: what each waits for, with the codes by which Sofia-FMO finds it."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries import formations as questions
from tne.queries.annees import chosen_years

_CODES = """
SELECT CAST(session_cle AS VARCHAR) AS session_id, dispositif_code, module_code, groupe_id
FROM v_session WHERE annee IN (SELECT unnest($annees)) ORDER BY session_id
"""

_PRESENCES = ("aucune traitée", "à terminer")
"""What is told of the attendance of a session: wholly unprocessed, or in part."""


def en_attente(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one session of the choice that is past with registrations not processed, or of which no complement is known; the
    oldest first.

    Columns: debut, module, session_code, dispositif_code, module_code, groupe_id, presences (« aucune traitée », « à terminer » or
    ""), declaree. No count of persons.
    """
    plan = questions.sessions(con, filters, view, [])
    waiting = questions.unprocessed(con, filters, view)
    words = dict(zip(waiting["session_id"], np.where(waiting["entiere"], *_PRESENCES), strict=True))
    codes = con.execute(_CODES, {"annees": chosen_years(con, filters)}).df()
    plan = plan.merge(codes, on="session_id", how="left")
    plan = plan.assign(presences=[words.get(s, "") for s in plan["session_id"]])
    kept = plan[(plan["presences"] != "") | ~plan["declaree"].astype(bool)]
    return kept.sort_values(["debut", "module", "session_id"])[
        [
            "debut",
            "module",
            "session_code",
            "dispositif_code",
            "module_code",
            "groupe_id",
            "presences",
            "declaree",
        ]
    ].reset_index(drop=True)
