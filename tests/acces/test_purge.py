"""A purged year keeps its distinct counts and nothing that ties its persons to anything."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, LECTEUR, OFFRES, deposer
from tne.db import Base
from tne.erreurs import AccesRefuse, BaseIndisponible, ImportRefuse, UsageIncorrect
from tne.filters import Filters
from tne.importing import annuler, retablir
from tne.indicators import compute
from tne.persons.annees_purgees import refuse_purged
from tne.persons.purge import annees_nominatives, personnes_nominatives, purger, purger_en_service
from tne.privacy import read_secret
from tne.store.backup import sauvegarde_automatique, sauvegardes
from tne.store.verification import verifier

Rouvrir = Callable[[str], Base]
A, B, C = "2022-2023", "2023-2024", "2024-2025"

DISTINCT = """
SELECT annee, count(DISTINCT personne) FROM v_inscription GROUP BY annee
UNION ALL SELECT 'o' || annee, count(DISTINCT personne) FROM offre GROUP BY annee
UNION ALL SELECT 'r' || annee, count(DISTINCT repondant) FILTER (sollicite) FROM v_reponse GROUP BY annee ORDER BY ALL
"""


def rows(base: Base, sql: str) -> list[tuple]:
    con = base.cursor()
    try:
        return con.execute(sql).fetchall()
    finally:
        con.close()


def hashes(base: Base, annee: str) -> set[UUID]:
    """The persons of a year in current tables."""
    sql = " UNION ".join(
        f"SELECT personne FROM {table} WHERE annee = '{annee}'"
        for table in ("v_inscription_cle", "offre", "reponse")
    )
    return {h for (h,) in rows(base, sql)}


def every_hash(base: Base) -> set[UUID]:
    """All that any table holds, logs included."""
    tables = [f"{p}{t}" for t in ("inscription", "offre", "reponse") for p in ("", "log_")]
    return {h for (h,) in rows(base, " UNION ".join(f"SELECT personne FROM {t}" for t in tables))}


def figures(base: Base) -> list[object]:
    return [(v.valeur, v.numerateur, v.denominateur) for a in (A, B, C) for v in compute(base, Filters(), a)]


def test_distinct_counts_are_the_same_before_and_after(base: Base, rouvrir: Rouvrir) -> None:
    counts, before = rows(base, DISTINCT), figures(base)
    assert (B, 2) in counts
    assert ("o" + B, 3) in counts
    done = purger(base, COORDINATION, B)
    assert done.personnes == 3
    after = rouvrir(base.path)
    assert rows(after, DISTINCT) == counts
    assert figures(after) == before
    assert verifier(after) == []


def test_no_link_is_left_with_other_years_nor_with_the_secret(base: Base, rouvrir: Rouvrir) -> None:
    known = every_hash(base)
    others = hashes(base, A) | hashes(base, C)
    assert hashes(base, B) & others, "the same person stood in several years"
    keys = {k for (k,) in rows(base, f"SELECT _cle FROM offre WHERE annee = '{B}'")}
    purger(base, COORDINATION, B)
    after = rouvrir(base.path)
    new = hashes(after, B)
    assert not new & known, "no number of the year stood in the base before"
    assert {len(h.bytes) for h in new} == {16}
    assert hashes(after, A) | hashes(after, C) == others, "the other years are left alone"
    # Logs too, and keys, which are digests of the hash.
    assert every_hash(after) == new | others
    assert not keys & {k for (k,) in rows(after, "SELECT _cle FROM log_offre UNION SELECT _cle FROM offre")}


def test_a_registration_is_of_the_year_of_its_session(base: Base, rouvrir: Rouvrir) -> None:
    late = rows(base, "SELECT personne FROM inscription WHERE session_code = '2'")
    purger(base, COORDINATION, B)
    assert rows(rouvrir(base.path), "SELECT personne FROM inscription WHERE session_code = '2'") == late


def test_undone_imports_are_purged_too(base: Base, rouvrir: Rouvrir) -> None:
    number = rows(base, "SELECT import_id FROM import_jeu WHERE jeu = 'offre'")[0][0]
    annuler(base, COORDINATION, number)
    old = {h for (h,) in rows(base, f"SELECT personne FROM log_offre WHERE annee = '{B}'")}
    purger(base, COORDINATION, B)
    after = rouvrir(base.path)
    assert not old & every_hash(after) - (hashes(after, A) | hashes(after, C))
    retablir(after, COORDINATION, number)
    assert (f"o{B}", 3) in rows(after, DISTINCT)
    assert verifier(after) == []


def test_the_years_that_can_be_purged_are_those_with_persons(base: Base) -> None:
    assert annees_nominatives(base, COORDINATION) == (C, B, A)
    assert [personnes_nominatives(base, COORDINATION, a) for a in (C, B, A, "2019-2020")] == [1, 3, 2, 0]
    purger_en_service(base, COORDINATION, B)
    assert annees_nominatives(base, COORDINATION) == (C, A)


def test_a_year_whose_imports_were_all_undone_can_be_purged(base: Base) -> None:
    for (number,) in rows(base, "SELECT id FROM import WHERE en_vigueur ORDER BY id"):
        annuler(base, COORDINATION, number)
    assert not rows(base, "SELECT 1 FROM inscription UNION SELECT 1 FROM offre UNION SELECT 1 FROM session")
    # That of the second session is told by its undone plan alone.
    assert annees_nominatives(base, COORDINATION) == (C, B, A)
    assert [personnes_nominatives(base, COORDINATION, a) for a in (C, B)] == [1, 3]


def test_a_reply_of_nobody_is_no_person_of_its_year(base: Base, rouvrir: Rouvrir) -> None:
    nobody = "Année scolaire;Formulaire;Numéro de la réponse;Date de la réponse\n"
    deposer(base, f"{nobody}2021-2022;f;9;2021-06-12\n2023-2024;f;9;2023-06-12\n", "reponse")
    kept = "SELECT annee, _cle FROM reponse WHERE numero = '9' ORDER BY annee"
    keys = rows(base, kept)
    assert annees_nominatives(base, COORDINATION) == (C, B, A)
    assert purger(base, COORDINATION, B).personnes == 3
    assert rows(rouvrir(base.path), kept) == keys, "it is found again under the key it had"


def test_the_other_secret_of_the_base_still_works_for_other_years(base: Base, rouvrir: Rouvrir) -> None:
    purger(base, COORDINATION, B)
    after = rouvrir(base.path)
    assert read_secret(after.path, after.meta("empreinte"))
    assert deposer(after, OFFRES.replace("2023-2024", "2024-2025"), "offre").etat == "importé"


def test_the_journal_says_who_purged_and_nothing_of_whom(base: Base, rouvrir: Rouvrir) -> None:
    purger(base, COORDINATION, B)
    assert rows(rouvrir(base.path), "SELECT qui, detail FROM evenement WHERE action = 'purge'") == [
        ("coordination", "2023-2024 : 3 personnes")
    ]


def test_backups_that_still_hold_the_year_are_named(base: Base, rouvrir: Rouvrir) -> None:
    made = sauvegarde_automatique(base, COORDINATION, "avant")
    folder = made.parent
    (folder / "abimee.duckdb").write_bytes(b"not a base")
    duckdb.connect(folder / "inconnue.duckdb").close()  # nobody can say what a base without our tables holds
    shutil.copy(made, folder / "copie.db")
    done = purger(base, COORDINATION, B)
    before = sauvegardes(base)[0]
    assert before.motif == "avant-purge"
    assert set(done.sauvegardes) == {
        "abimee.duckdb",
        "inconnue.duckdb",
        "copie.db",
        made.name,
        before.path.name,
    }
    after = rouvrir(base.path)
    clean = sauvegarde_automatique(after, COORDINATION, "apres")
    again = purger(after, COORDINATION, B)
    assert clean.name not in again.sauvegardes
    assert made.name in again.sauvegardes


def test_a_backup_of_before_that_comes_back_has_no_purge(
    base: Base, rouvrir: Rouvrir, tmp_path: Path
) -> None:
    copy = sauvegarde_automatique(base, COORDINATION, "avant")
    purger(base, COORDINATION, B)
    shutil.copy(copy, tmp_path / "autre.duckdb")
    assert rouvrir(str(tmp_path / "autre.duckdb")).meta(f"purge:{B}") is None
    assert rouvrir(base.path).meta(f"purge:{B}")


def test_a_year_without_persons_is_a_mistake(base: Base) -> None:
    with pytest.raises(UsageIncorrect, match="2019-2020"):
        purger(base, COORDINATION, "2019-2020")
    assert base.version() > 0, "the base is still open"


def test_a_reader_may_not_purge(base: Base) -> None:
    version = base.version()
    with pytest.raises(AccesRefuse):
        purger(base, LECTEUR, B)
    assert base.version() == version


@pytest.mark.parametrize(
    ("jeu", "table"),
    [
        ("offre", "SELECT '2023-2024' AS annee, 'ok' AS _etat"),
        (
            "inscription",
            "SELECT '23A0130001' AS dispositif_code, 'M1' AS module_code, 'G1' AS groupe_id, '01' AS session_code, 'ok' AS _etat",
        ),
    ],
)
def test_persons_of_a_purged_year_are_not_taken_again(
    base: Base, rouvrir: Rouvrir, jeu: str, table: str
) -> None:
    purger(base, COORDINATION, B)
    con = rouvrir(base.path).cursor()
    con.execute(f"CREATE TEMP TABLE etape AS {table}")
    with pytest.raises(ImportRefuse, match=r"1 ligne sur des personnes de 2023-2024.*seconde fois"):
        refuse_purged(con, jeu, "etape")
    # A row that is set aside never comes in.
    con.execute("UPDATE etape SET _etat = 'ecartee'")
    refuse_purged(con, jeu, "etape")
    con.execute("UPDATE etape SET _etat = 'ok'")
    # The session of the second registration is dated in the year after.
    if jeu == "inscription":
        con.execute("UPDATE etape SET session_code = '02'")
    else:
        con.execute("UPDATE etape SET annee = '2022-2023'")
    refuse_purged(con, jeu, "etape")
    refuse_purged(con, "intervention", "etape")


def test_a_purge_waits_for_nobody_who_imports(base: Base) -> None:
    version = base.version()
    with base.importing(), pytest.raises(BaseIndisponible, match="un import est en cours"):
        purger(base, COORDINATION, B)
    assert base.version() == version
