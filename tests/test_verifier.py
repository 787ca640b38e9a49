"""`verifier` sees what does not follow from the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.importing.scene import Scene
from tne.__main__ import main
from tne.db import Base
from tne.queries.views import VIEWS
from tne.store.verification import verifier

INTERVENTIONS = """
Référence;Date;Nature;UAI;Heures
2023-001;12/10/2023;Formation;0860002K;3
2023-002;13/10/2023;Technique;0860014Y;1,5
"""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """A base with two interventions."""
    scene = Scene(tmp_path / "tne.duckdb")
    assert scene.un(INTERVENTIONS).import_id == 1
    yield scene.base
    scene.base.close()


_UNE_POUR_UNE = "1 ligne de trop et 1 ligne manquante par"


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("DELETE FROM intervention WHERE reference = '2023-001'", "0 ligne de trop et 1 ligne manquante par"),
        ("DELETE FROM log_intervention WHERE reference = '2023-001'", "1 ligne de trop et 0 ligne manquante"),
        ("UPDATE intervention SET heures = 9 WHERE reference = '2023-001'", _UNE_POUR_UNE),
        ("INSERT INTO intervention SELECT * FROM intervention", "clés en double"),
        ("INSERT INTO import SELECT * FROM import", "en double"),
        ("UPDATE import_jeu SET lues = lues + 1", "ne s'additionnent pas"),
        ("UPDATE log_intervention SET _import = 7 WHERE reference = '2023-002'", "absents du journal, ou"),
        (
            "INSERT INTO import SELECT * REPLACE (2 AS id, 'autre' AS identite) FROM import; "
            "INSERT INTO import_jeu SELECT * REPLACE (2 AS import_id, 'offre' AS jeu, 0 AS lues, 0 AS ajoutees) FROM import_jeu; "
            "INSERT INTO evenement SELECT * REPLACE (2 AS import_id) FROM evenement; "
            "INSERT INTO log_intervention SELECT * REPLACE (2 AS _import, md5(_cle::VARCHAR)::UUID AS _cle) FROM log_intervention; "
            "INSERT INTO intervention SELECT * REPLACE (2 AS _import, md5(_cle::VARCHAR)::UUID AS _cle) FROM intervention",
            "ou qui n'y portent pas ce jeu : 1.",
        ),
        ("UPDATE intervention SET _ligne = 9 WHERE reference = '2023-001'", _UNE_POUR_UNE),
        ("UPDATE intervention SET _import = 9", "2 lignes de trop"),
        ("UPDATE intervention SET _cle = NULL WHERE reference = '2023-001'", "en double, ou vides"),
        ("INSERT INTO log_intervention SELECT * FROM log_intervention", "rangs d'import en double"),
        ("UPDATE log_intervention SET _cle = NULL", "2 lignes d'import sans clé"),
        ("UPDATE log_intervention SET _import = NULL", "2 lignes d'import sans clé, sans import"),
        ("UPDATE log_intervention SET _rang = NULL WHERE reference = '2023-001'", "sans import ou sans rang"),
        ("DELETE FROM log_intervention; DELETE FROM intervention", "que dit le journal, import n° 1"),
        ("UPDATE import SET en_vigueur = false", "« en vigueur » de ces imports"),
        ("UPDATE import SET annule = true", "n° 1"),
        ("DELETE FROM import_jeu", "ne disent pas quels jeux"),
        ("INSERT INTO import_jeu SELECT * FROM import_jeu", "deux lignes pour le même import"),
        ("UPDATE import_jeu SET import_id = 8", "lignes d'un import inconnu"),
        ("INSERT INTO import_remplace VALUES (2, 1)", "remplacements nomment un import absent"),
        (
            "INSERT INTO import SELECT * REPLACE (2 AS id, 'autre' AS identite) FROM import; "
            "INSERT INTO import_remplace VALUES (1, 2)",
            "ou plus récent que celui qui le remplace : 1.",
        ),
        (
            "INSERT INTO import SELECT * REPLACE (2 AS id, 'autre' AS identite) FROM import; "
            "INSERT INTO import_remplace VALUES (2, 1)",
            "« en vigueur » de ces imports ne suit pas des annulations et remplacements : n° 1.",
        ),
        ("UPDATE evenement SET action = 'annulation'", "pas leur ligne dans la liste des actions"),
        ("UPDATE evenement SET import_id = 5", "nomme 1 fois un import absent"),
        ("INSERT INTO import SELECT * REPLACE (2 AS id) FROM import", "entrés deux fois"),
        ("INSERT INTO meta SELECT * FROM meta", "réglages de la base sont en double"),
        ("DELETE FROM verrou", "verrou de la base n'est pas seul"),
    ],
)
def test_verifier_says_what_does_not_follow_from_the_log(base: Base, tampering: str, expected: str) -> None:
    assert verifier(base) == []
    base.cursor().execute(tampering)
    assert expected in " ".join(verifier(base))


def test_the_command_ends_with_1_where_something_differs(base: Base) -> None:
    """Scripts go by it."""
    base.cursor().execute("DELETE FROM intervention WHERE reference = '2023-001'")
    base.close()
    assert main(["verifier", "--base", base.path]) == 1


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("TNE_TERRITOIRE", "999", "« 999 » n'est pas un code de département"),
        ("TNE_TERRITOIRE", "absent.toml", "« absent.toml » (TNE_TERRITOIRE) est introuvable"),
        ("TNE_SEUIL", "cinq", "TNE_SEUIL vaut « cinq »"),
        ("TNE_MASQUES_MINIMUM", "1", "TNE_MASQUES_MINIMUM vaut « 1 »"),
        ("TNE_LIGNES_GARDEES", "peu", "TNE_LIGNES_GARDEES vaut « peu »"),
        ("TNE_LIGNES_SUR_DISQUE", "peu", "TNE_LIGNES_SUR_DISQUE vaut « peu »"),
        ("TNE_SAUVEGARDE_QUOTIDIENNE", "jamais", "TNE_SAUVEGARDE_QUOTIDIENNE vaut « jamais »"),
        ("TNE_ACCES", "server", "TNE_ACCES vaut « server »"),
        ("TNE_SESSION_HEURES", "12h", "TNE_SESSION_HEURES vaut « 12h »"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_before_the_base_is_found_whole(
    base: Base,
    variable: str,
    value: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The one command that an installation asks said that all was well; the first page then stood on the sentence."""
    base.close()
    monkeypatch.setenv(variable, value)
    assert main(["verifier", "--base", base.path]) == 2
    found = capsys.readouterr()
    assert (found.out, said in found.err) == ("", True)


def test_rows_that_a_file_repeats_are_rows_of_its_import(scene: Scene) -> None:
    repeated = f"{INTERVENTIONS.strip()}\n2023-001;12/10/2023;Formation;0860002K;3"
    assert scene.un(repeated).comptes.doublons == 1
    assert verifier(scene.base) == []


@pytest.mark.parametrize(
    "tampering",
    ["DROP VIEW v_session", "CREATE OR REPLACE VIEW v_intervention AS FROM v_intervention LIMIT 1"],
)
def test_a_view_that_is_gone_or_another_is_made_anew_when_the_base_opens(base: Base, tampering: str) -> None:
    """Every page was an error, or its figures wrong, and nothing told of it."""

    def asked(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
        return con.execute(
            "SELECT (SELECT count(*) FROM v_intervention), (SELECT count(*) FROM v_session)"
        ).fetchall()

    base.close()
    con = duckdb.connect(base.path)
    con.execute(tampering.replace("FROM v_intervention LIMIT", f"{VIEWS['v_intervention']} LIMIT"))
    con.close()
    opened = Base(base.path)
    assert asked(opened.cursor()) == [(2, 0)]
    version = opened.version()
    opened.close()
    # Nothing is written by an opening that finds what was made.
    before = Path(base.path).read_bytes()
    opened = Base(base.path)
    assert opened.version() == version
    opened.close()
    assert Path(base.path).read_bytes() == before
