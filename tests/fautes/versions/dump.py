"""Write the base of the present version as SQL text, at its release: `python tests/fautes/versions/dump.py 0.1.0`."""

from __future__ import annotations

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tne.access import Droit
from tne.db import Base
from tne.importing import Options, annuler, importer

COORDINATION = Droit(True, "coordination")
CODES = "Dispositif : code;Module : code;Groupe : identifiant;Session"
FILES = {
    "session": f"{CODES};Début\n23A0130001;M1;G1;1;2023-11-06\n22A0130001;M0;G1;1;2023-03-06\n",
    "inscription": f"{CODES};État de l'inscription;Présence;UAI;E-mail\n"
    "23A0130001;M1;G1;1;Inscrit;Présent;0860002K;a@x.fr\n"
    "23A0130001;M1;G1;1;Inscrit;Présent;0860002K;b@x.fr\n"
    "22A0130001;M0;G1;1;Inscrit;Absent;0860002K;a@x.fr\n",
    "offre": "Année scolaire;UAI;E-mail\n2023-2024;0860002K;a@x.fr\n2023-2024;0860002K;d@x.fr\n",
    "intervention": "Référence;Date;Nature;UAI;Heures\n"
    "2023-001;12/10/2023;Formation;0860002K;3\n2023-002;13/10/2023;Technique;0860014Y;1,5\n",
}
LATER = {
    "intervention": "Référence;Date;Nature;UAI;Heures\n2023-001;12/10/2023;Formation;0860002K;4\n",
    "ressource": "Plateforme;Identifiant;Titre\nYT;v1;Les écrans\nYT;v2;L'orthographe\n",
}


def literal(value: object) -> str:
    """A value as SQL text."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, bytes):
        return f"unhex('{value.hex()}')"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, str | date | datetime | UUID):
        return "'" + str(value).replace("'", "''") + "'"
    raise TypeError(type(value))


def fill(base: Base) -> None:
    """A few imports, with persons; the last is undone; and what is published."""
    for jeu, text in [*FILES.items(), *LATER.items()]:
        (done,) = importer(base, COORDINATION, text.encode(), f"{jeu}.csv", Options(jeu=jeu))
        assert done.etat == "importé", done
    number = done.import_id
    assert number is not None
    annuler(base, COORDINATION, number)
    publie = Path(__file__).resolve().parents[3] / "data" / "publie"
    for path in sorted(publie.glob("*.csv")):
        assert all(r.etat != "refusé" for r in importer(base, COORDINATION, path, path.name)), path


def dump(base: Base) -> str:
    """Tables, rows and views of a base."""
    con = base.cursor()
    lines = []
    tables = con.execute(
        "SELECT table_name, sql FROM duckdb_tables() WHERE NOT temporary ORDER BY table_name"
    ).fetchall()
    for name, sql in tables:
        lines.append(sql)
        rows = con.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
        if rows:
            listed = ",\n".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
            lines.append(f'INSERT INTO "{name}" VALUES\n{listed};')
    lines += [
        sql
        for (sql,) in con.execute(
            "SELECT sql FROM duckdb_views() WHERE NOT internal AND NOT temporary ORDER BY view_oid"
        ).fetchall()
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """One file, never written twice."""
    target = Path(__file__).parent / f"{sys.argv[1]}.sql"
    with tempfile.TemporaryDirectory() as folder:
        base = Base(str(Path(folder) / "tne.duckdb"))
        fill(base)
        with target.open("x", encoding="utf-8") as file:
            file.write(dump(base))
        base.close()


if __name__ == "__main__":
    main()
