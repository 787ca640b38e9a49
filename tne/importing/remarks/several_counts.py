"""Several counts of one resource for one period: its views by day, by country or by source, where one would stand for all."""

from __future__ import annotations

import duckdb

from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import accord, compte

# Of a year the greatest count is read, whatever its first day; of the other periods, one for each first day.
_SEVERAL = """
SELECT count(DISTINCT (plateforme, identifiant)) FROM (
    SELECT plateforme, identifiant FROM {table} WHERE _etat = 'ok' AND NOT _retire
    GROUP BY plateforme, identifiant, annee, periode, CASE WHEN periode <> 'Année' THEN debut END
    HAVING count(DISTINCT vues) > 1
)
"""


def several_counts(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    """One remark where the file counts the views of a resource more than once; they are added up by nobody."""
    if d.name != "consultation":
        return []
    ((several,),) = con.execute(_SEVERAL.format(table=table)).fetchall()
    if not several:
        return []
    message = (
        f"{compte(several, 'ressource')} {accord(several, 'a', 'ont')} ici plusieurs nombres de vues pour la même période, dont un seul "
        "compterait. Si ce sont ceux de jours, de pays ou de sources de trafic, importez le tableau qui les additionne : une ligne par "
        "ressource."
    )
    return [remark(None, 0, str(several), "vues_en_morceaux", message)]
