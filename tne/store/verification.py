"""The proof that a base is whole: what its log, its journal and its current tables say of one another."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from tne.datasets import DATASETS
from tne.db import Base, log_table, value_columns
from tne.persons.nettoyage import codes_nommant, correspondances, nommes
from tne.queries.gardees import BASE, BASE_DETAILS
from tne.queries.gardees_preuve import ecarts
from tne.spec import Dataset
from tne.sql import sql_text
from tne.store.current import current_select
from tne.typographie import accord, compte

# Each must count nothing. {n} is what was counted.
_JOURNAL = (
    ("SELECT count(*) - count(DISTINCT id) FROM import", "Numéros d'import en double dans le journal : {n}."),
    (
        "SELECT count(*) FROM import_jeu j WHERE NOT EXISTS (SELECT 1 FROM import i WHERE i.id = j.import_id)",
        "Le journal porte des lignes d'un import inconnu : {n}.",
    ),
    (
        "SELECT count(*) FROM import i WHERE NOT EXISTS (SELECT 1 FROM import_jeu j WHERE j.import_id = i.id)",
        "Des imports du journal ne disent pas quels jeux de données ils portent : {n}.",
    ),
    (
        "SELECT count(*) FROM (SELECT import_id, jeu FROM import_jeu GROUP BY ALL HAVING count(*) > 1)",
        "Le journal compte {n} fois deux lignes pour le même import et le même jeu.",
    ),
    (
        "SELECT count(*) FROM import_jeu "
        "WHERE lues <> ajoutees + modifiees + inchangees + doublons + ecartees + refusees",
        "Des imports ont des comptes qui ne s'additionnent pas : {n}.",
    ),
    (
        "SELECT count(*) FROM import_remplace r WHERE remplace_id >= import_id "
        "OR (SELECT count(*) FROM import i WHERE i.id IN (r.import_id, r.remplace_id)) < 2",
        "Des remplacements nomment un import absent du journal, ou plus récent que celui qui le remplace : {n}.",
    ),
    (
        "SELECT count(*) FROM import i WHERE NOT EXISTS "
        "(SELECT 1 FROM evenement e WHERE e.import_id = i.id AND e.action = 'import')",
        "Des imports n'ont pas leur ligne dans la liste des actions : {n}.",
    ),
    (
        "SELECT count(*) FROM evenement e WHERE import_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM import i WHERE i.id = e.import_id)",
        "La liste des actions nomme {n} fois un import absent du journal.",
    ),
    (
        "SELECT count(*) FROM (SELECT identite FROM import GROUP BY identite HAVING count(*) > 1)",
        "Des fichiers sont entrés deux fois sous deux numéros : {n}.",
    ),
    (
        "SELECT count(*) FROM (SELECT cle FROM meta GROUP BY cle HAVING count(*) > 1)",
        "Des réglages de la base sont en double : {n}.",
    ),
    ("SELECT abs(count(*) - 1) FROM verrou", "Le verrou de la base n'est pas seul."),
)

_IN_FORCE = """
SELECT id, annule, en_vigueur, list(r.import_id) FILTER (r.import_id IS NOT NULL)
FROM import LEFT JOIN import_remplace r ON r.remplace_id = id GROUP BY ALL ORDER BY id DESC
"""


def verifier(base: Base) -> list[str]:
    """What differs between the base and what its log says; an empty list when it is whole. Sentences in French.

    Rebuilds each current table from the log and compares it whole; checks keys, references, counts and the journal.
    One transaction: others may write meanwhile. What is kept beside the base (`tne.queries.gardees`) is compared in another.
    """
    con = base.cursor()
    try:
        con.execute("BEGIN")
        found = list(_differences(con))
        con.execute("ROLLBACK")
        if kept := ecarts(con):
            found.append(
                f"Ce qui est gardé à côté de la base pour répondre plus vite n'est pas ce que donnent ses lignes ({', '.join(kept)})\u202f: "
                f"fermez le tableau de bord et supprimez « {base.backend.nom}.{BASE} » et « {base.backend.nom}.{BASE_DETAILS} », qui "
                "seront refaits."
            )
        return found
    finally:
        con.close()


def _differences(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    in_journal = {jeu for (jeu,) in con.execute("SELECT DISTINCT jeu FROM import_jeu").fetchall()}
    for d in DATASETS.values():
        # Each question costs a shared base several of its catalogue, and most data sets are empty at first.
        if d.name in in_journal or _count(
            con, f'SELECT (SELECT count(*) FROM {log_table(d)}) + (SELECT count(*) FROM "{d.name}")'
        ):
            yield from _dataset(con, d)
    for sql, sentence in _JOURNAL:
        if n := _count(con, sql):
            yield sentence.format(n=n)
    yield from _in_force(con)
    if n := sum(map(len, correspondances(con))):
        yield (
            f"Journal : {compte(n, 'correspondance de colonnes', 'correspondances de colonnes')} d'une version précédente "
            f"{accord(n, 'porte', 'portent')} une adresse, un numéro de téléphone, un NUMEN ou un nom de personne ; "
            "« python -m tne nettoyer » les retire."
        )


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


def _in_force(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """An import is in force unless undone, or replaced by one that is (which always has a higher number)."""
    in_force: dict[int, bool] = {}
    wrong = []
    for number, undone, said, replacing in con.execute(_IN_FORCE).fetchall():
        in_force[number] = not undone and not any(in_force.get(n) for n in replacing or ())
        if in_force[number] != said:
            wrong.append(str(number))
    if wrong:
        yield f"L'état « en vigueur » de ces imports ne suit pas des annulations et remplacements : n° {', '.join(wrong)}."


def _dataset(con: duckdb.DuckDBPyConnection, d: Dataset) -> Iterator[str]:
    names = [name for name, _ in value_columns(d)]
    if d.annee and "annee" not in names:
        names.append("annee")
    listed = ", ".join(["_cle", "_import", "_feuille", "_ligne", *(f'"{n}"' for n in names)])
    rebuilt = f"(SELECT {listed} FROM ({current_select(d)}))"
    kept = f'(SELECT {listed} FROM "{d.name}")'
    extra = _count(con, f"SELECT count(*) FROM ({kept} EXCEPT {rebuilt})")
    missing = _count(con, f"SELECT count(*) FROM ({rebuilt} EXCEPT {kept})")
    if extra or missing:
        yield f"{d.title} : {compte(extra, 'ligne')} de trop et {compte(missing, 'ligne manquante', 'lignes manquantes')} par rapport aux imports en vigueur."
    if doubled := _count(con, f'SELECT count(*) - count(DISTINCT _cle) FROM "{d.name}"'):
        yield f"{d.title} : {compte(doubled, 'clé')} en double, ou vides."
    log = log_table(d)
    if doubled := _count(
        con, f"SELECT count(*) FROM (SELECT 1 FROM {log} GROUP BY _import, _rang HAVING count(*) > 1)"
    ):
        yield f"{d.title} : {compte(doubled, 'rang')} d'import en double."
    if keyless := _count(
        con, f"SELECT count(*) FROM {log} WHERE _cle IS NULL OR _import IS NULL OR _rang IS NULL"
    ):
        yield f"{d.title} : {compte(keyless, 'ligne')} d'import sans clé, sans import ou sans rang."
    if unknown := _count(
        con,
        f"SELECT count(DISTINCT _import) FROM {log} "
        f"WHERE _import NOT IN (SELECT import_id FROM import_jeu WHERE jeu = {sql_text(d.name)})",
    ):
        yield f"{d.title} : des lignes viennent d'imports absents du journal, ou qui n'y portent pas ce jeu : {unknown}."
    for column, _, n in nommes(con, d):
        yield (
            f"{d.title} : dans la colonne « {column.label} », {compte(n, 'texte enregistré', 'textes enregistrés')} par une version précédente "
            f"{accord(n, 'porte', 'portent')} une adresse, un numéro de téléphone, un NUMEN ou un nom de personne ; "
            "« python -m tne nettoyer » les retire."
        )
    for column, _, n in codes_nommant(con, d):
        yield (
            f"{d.title} : dans la colonne « {column.label} », {compte(n, 'ligne')} d'une version précédente "
            f"{accord(n, 'porte', 'portent')} en guise de code une adresse, un numéro de téléphone ou un NUMEN ; "
            "« python -m tne nettoyer » met à la place un code tiré au hasard, le même partout."
        )
    if wrong := _miscounted(con, d):
        yield (
            f"{d.title} : le nombre de lignes gardées n'est pas celui que dit le journal, import n° "
            f"{', '.join(map(str, wrong))}."
        )


def _miscounted(con: duckdb.DuckDBPyConnection, d: Dataset) -> list[int]:
    """The imports whose accepted records are not those in the log. A record may be several rows: ranks of 16."""
    rows = con.execute(
        "SELECT j.import_id FROM import_jeu j LEFT JOIN "
        f"(SELECT _import, count(DISTINCT _rang // 16) AS n FROM {log_table(d)} GROUP BY _import) l "
        "ON l._import = j.import_id WHERE j.jeu = $jeu "
        "AND j.ajoutees + j.modifiees + j.inchangees + j.doublons <> coalesce(l.n, 0) ORDER BY 1",
        {"jeu": d.name},
    ).fetchall()
    return [int(n) for (n,) in rows]
