"""Sessions of the plan that the hand-kept sheet of complements says nothing of, with what the plan lets one propose."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne.folding import sql_tri

CANOPE = "Canopé"
"""The operator of the sessions held at an Atelier Canopé, where no complement has named it yet."""

_SANS_COMPLEMENT = f"""
    WITH nomme AS (SELECT operateur FROM v_session WHERE canope GROUP BY operateur ORDER BY count(*) DESC, operateur LIMIT 1)
    SELECT dispositif_code, module_code, groupe_id, session_code, module, CAST(debut AS DATE) AS debut,
           CASE WHEN strip_accents(lower(concat_ws(' ', lieu, module))) LIKE '%atelier canope%'
                THEN coalesce((SELECT operateur FROM nomme), $canope) ELSE '' END AS operateur
    FROM v_session WHERE NOT declaree
    ORDER BY v_session.debut DESC NULLS LAST, {sql_tri("module")}, groupe_id, session_code"""


def a_declarer(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row per session without a complement, the latest first: its four codes, `module` in words, `debut` (a date or NaT) and
    `operateur`, proposed from the place or the words of the module, "" where they say nothing.
    """
    return con.execute(_SANS_COMPLEMENT, {"canope": CANOPE}).df()
