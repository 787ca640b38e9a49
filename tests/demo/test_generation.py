"""The generator gives the shipped files again, and nothing in them can name anybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from scripts.demo.__main__ import write_demo
from tests.demo.lecture import ANNEES, DEMO, ROOT, lire_csv, textes

LETTRES = "ABCDEFGHJKLMNPRSTUVWXYZ"


def _tables(folder: Path) -> list[str]:
    return sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.suffix in (".csv", ".xlsx")
    )


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder)
    return folder


def test_same_files_again(again: Path) -> None:
    assert _tables(again) == _tables(DEMO), "`python -m scripts.demo` writes data/demo"


@pytest.mark.parametrize("name", _tables(DEMO))
def test_same_content_again(again: Path, name: str) -> None:
    if name.endswith(".csv"):
        assert (again / name).read_bytes() == (DEMO / name).read_bytes()
        return
    new, old = CalamineWorkbook.from_path(str(again / name)), CalamineWorkbook.from_path(str(DEMO / name))
    assert new.sheet_names == old.sheet_names
    for sheet in new.sheet_names:
        assert new.get_sheet_by_name(sheet).to_python() == old.get_sheet_by_name(sheet).to_python()


def test_it_stays_small() -> None:
    assert sum(p.stat().st_size for p in DEMO.rglob("*") if p.is_file()) < 3_000_000


def test_addresses_cannot_exist() -> None:
    for path, text in textes(DEMO):
        for address in re.findall(r"[^\s;,\"]*@[^\s;,\"]*", text):
            assert address.endswith("@exemple.invalid"), (path.name, address)
        for url in re.findall(r"https?://([^/\s;,\"]*)", text):
            assert url == "exemple.invalid", (path.name, url)


def test_people_are_called_demo() -> None:
    for annee in ANNEES:
        rows = lire_csv(DEMO / annee / "inscriptions-presences.csv", encoding="cp1252", titres=1)[:-1]
        assert all(re.fullmatch(r"DÉMO-\d{4}", r["Nom"]) for r in rows)


def test_every_school_is_fictional_and_known() -> None:
    known = set()
    for annee in ANNEES:
        for r in lire_csv(DEMO / annee / "etablissements.csv"):
            known.add(r["Identifiant_de_l_etablissement"])
            assert " démo " in r["Nom_etablissement"]
    found = {u for _, text in textes(DEMO) for u in re.findall(r"\b0\d{6}[A-Z]\b", text)}
    assert found == known
    for uai in known:
        assert uai.startswith("0869")
        assert uai[7] == LETTRES[int(uai[:7]) % 23]


def test_schools_stand_in_real_communes() -> None:
    places = {r["code_insee"]: r for r in lire_csv(ROOT / "data" / "reference" / "communes-086.csv")}
    for r in lire_csv(DEMO / "2023-2024" / "etablissements.csv"):
        place = places[r["Code_commune"]]
        assert r["Nom_commune"] == place["nom"]
        latitude, longitude = (float(x) for x in r["position"].split(", "))
        assert abs(latitude - float(place["latitude"])) < 0.015
        assert abs(longitude - float(place["longitude"])) < 0.015


def test_years_agree_on_what_they_share() -> None:
    """The order of import must not matter: a shared record has the same values everywhere."""
    for name, key in (
        ("etablissements.csv", 0),
        ("etablissements-pilotes.csv", 0),
        ("ressources-parents.csv", 1),
    ):
        seen: dict[str, list[str]] = {}
        for annee in ANNEES:
            for r in lire_csv(DEMO / annee / name):
                values = [v for h, v in r.items() if h != "date_maj_ligne"]
                assert seen.setdefault(values[key], values) == values, name
