"""From the exports to the published bilan: the figures of 2023-2024, to the digit, out of the demonstration files.

Source of the expected values: `tests/publie.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.publie import PUBLISHED


def _read(commande: Callable[..., Any], base: Path, *arguments: str) -> list[dict[str, Any]]:
    done = commande("indicateurs", "--annee", "2023-2024", "--json", *arguments, base=base)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def _by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows}


def _number_of(commande: Callable[..., Any], base: Path, fichier: str, lues: int | None = None) -> int:
    rows = json.loads(commande("imports", "--json", base=base).stdout)
    return next(r["id"] for r in rows if r["fichier"] == fichier and (lues is None or r["lues"] == lues))


@pytest.fixture
def sans_publie(base_demo: Path, commande: Callable[..., Any]) -> Path:
    """The demonstration with the published figures undone: nothing but records is left to count."""
    number = _number_of(commande, base_demo, "chiffres-2023-2024.csv")
    assert commande("annuler", str(number), base=base_demo).returncode == 0
    return base_demo


def test_every_published_figure_is_computed_from_the_exports(
    sans_publie: Path, commande: Callable[..., Any]
) -> None:
    values = _by_code(_read(commande, sans_publie))
    assert {code: (values[code]["origine"], round(values[code]["valeur"])) for code in PUBLISHED} == {
        code: ("calculé", value) for code, value in PUBLISHED.items()
    }
    assert values["formation.taux_absence_global"]["numerateur"] == 429
    assert values["formation.taux_absence_global"]["denominateur"] == 1301
    assert values["formation.taux_absence_moyen"]["denominateur"] == 45
    assert values["accompagnement.part_ecoles"]["numerateur"] == 100
    assert values["accompagnement.part_colleges"]["numerateur"] == 39
    assert values["formation.participants"]["denominateur"] == 1128


def test_computed_and_published_agree_when_both_are_there(
    base_demo: Path, commande: Callable[..., Any]
) -> None:
    values = _by_code(_read(commande, base_demo))
    assert {code: values[code]["concorde"] for code in PUBLISHED} == dict.fromkeys(PUBLISHED, True)
    assert values["formation.taux_absence_global"]["concorde"] is None


def test_one_absent_row_made_present_moves_the_figures(
    sans_publie: Path, commande: Callable[..., Any], racine: Path, tmp_path: Path
) -> None:
    source = racine / "data" / "demo" / "2023-2024" / "inscriptions-presences.csv"
    text = source.read_bytes().decode("cp1252")
    changed, times = re.subn(r"(?m);Absent(?=\r?$|;)", ";Présent", text, count=1)
    assert times == 1
    file = tmp_path / "a.csv"
    file.write_bytes(changed.encode("cp1252"))
    done = commande("importer", file, "--avec-demo", "--json", base=sans_publie)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)[0]
    assert (result["lues"], result["modifiees"], result["ajoutees"]) == (1449, 1, 0)
    rate = _by_code(_read(commande, sans_publie))["formation.taux_absence_global"]
    assert (rate["numerateur"], rate["denominateur"]) == (428, 1301)
    assert commande("annuler", str(result["import_id"]), base=sans_publie).returncode == 0
    rate = _by_code(_read(commande, sans_publie))["formation.taux_absence_global"]
    assert (rate["numerateur"], rate["denominateur"]) == (429, 1301)


def test_without_the_demonstration_the_published_figures_stay(
    base_demo: Path, commande: Callable[..., Any]
) -> None:
    assert commande("vider-demo", base=base_demo).returncode == 0
    values = _by_code(_read(commande, base_demo))
    assert {code: (values[code]["origine"], values[code]["valeur"]) for code in PUBLISHED} == {
        code: ("publié", float(value)) for code, value in PUBLISHED.items()
    }
    assert values["numerixplore.eleves"]["origine"] == "absent"
    assert values["numerixplore.eleves"]["valeur"] is None


def test_an_establishment_has_no_published_figure(base_publiee: Path, commande: Callable[..., Any]) -> None:
    values = _read(commande, base_publiee, "--etablissement", "0860002K")
    assert {v["origine"] for v in values} == {"absent"}


def test_a_year_without_data_is_absent_never_zero(base_demo: Path, commande: Callable[..., Any]) -> None:
    done = commande("indicateurs", "--annee", "2019-2020", "--json", base=base_demo)
    values = json.loads(done.stdout)
    assert {(v["origine"], v["valeur"]) for v in values if v["code"] != "parentalite.ressources"} == {
        ("absent", None)
    }


def test_a_school_with_nothing_is_a_true_zero(base_demo: Path, commande: Callable[..., Any]) -> None:
    # 0860002K is not in the demonstration: an import of the year is there, so that zero is counted.
    values = _by_code(_read(commande, base_demo, "--etablissement", "0860002K"))
    assert (values["formation.participants"]["origine"], values["formation.participants"]["valeur"]) == (
        "calculé",
        0.0,
    )
    assert values["parentalite.vues"]["filtre_honore"] is False
