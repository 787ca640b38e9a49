"""Which rows are about persons of a school year, and the years whose links were erased (tne.purge)."""

from __future__ import annotations

from datetime import date

import duckdb

from tne.datasets import DATASETS
from tne.erreurs import ImportRefuse

_PAR_SESSION = "dispositif_code = t.dispositif_code AND module_code = t.module_code AND groupe_id = t.groupe_id AND session_code = t.session_code"


def nominatifs() -> tuple[str, ...]:
    """The data sets whose rows carry the hash of a person."""
    return tuple(name for name, d in DATASETS.items() if d.nominatif)


def of_year(jeu: str) -> str:
    """SQL over a row `t` of a data set (log or current): the row is of school year $annee.

    A registration is of its session's year: the session in force, else what any import said of it, else its code.
    """
    if jeu != "inscription":
        return "t.annee = $annee"
    coded = DATASETS["inscription"].annee.replace("dispositif_code", "t.dispositif_code")
    dated = DATASETS["session"].annee
    return (
        f"CASE WHEN EXISTS (SELECT 1 FROM session WHERE {_PAR_SESSION}) "
        f"THEN EXISTS (SELECT 1 FROM session WHERE {_PAR_SESSION} AND annee = $annee) "
        f"ELSE coalesce({coded} = $annee, false) "
        f"OR EXISTS (SELECT 1 FROM log_session WHERE {_PAR_SESSION} AND {dated} = $annee) END"
    )


def refuse_purged(con: duckdb.DuckDBPyConnection, jeu: str, table: str) -> None:
    """Refuse staged rows about persons of a purged year: each would be counted a second time under its hash.

    `table` is the staged table of the data set (columns of the data set, `_etat`). ImportRefuse names the years.
    """
    if jeu not in nominatifs():
        return
    rows = con.execute("SELECT cle, valeur FROM meta WHERE cle LIKE 'purge:%' ORDER BY cle").fetchall()
    for key, day in rows:
        annee = key.removeprefix("purge:")
        found = con.execute(
            f"SELECT count(*) FROM {table} t WHERE t._etat = 'ok' AND {of_year(jeu)}", {"annee": annee}
        ).fetchall()[0][0]
        if found:
            raise ImportRefuse(
                f"Ce fichier porte {found} lignes sur des personnes de {annee}, dont les liens ont été effacés le "
                f"{date.fromisoformat(day):%d/%m/%Y} : chacune serait comptée une seconde fois. Les chiffres de cette année sont "
                "gardés tels quels ; retirez ses lignes du fichier pour importer le reste."
            )
