"""The contours that a territory imports, département by département, are one map; one that lacks a département is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.queries.carte import maillage_en_vigueur


def contours(*communes: tuple[str, str, float]) -> bytes:
    """A GeoJSON of squares: INSEE code, name, longitude of their left side."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "nom": nom},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 46.0], [x + 0.1, 46.0], [x + 0.1, 46.1], [x, 46.1], [x, 46.0]]],
            },
        }
        for code, nom, x in communes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


NIORT = contours(("79191", "Niort", -0.5))
ANGOULEME = contours(("16015", "Angoulême", 0.1))


def test_each_departement_has_its_latest_contours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "079,016")
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    assert scene.un(NIORT, "communes-079-2018.geojson").import_id
    assert maillage_en_vigueur(scene.base.cursor()) is None, "half of the territory would be off the map"
    assert scene.un(ANGOULEME, "communes-016-2024.geojson").import_id
    mesh = maillage_en_vigueur(scene.base.cursor())
    assert mesh is not None
    assert list(mesh.contours) == ["16015", "79191"]
    assert mesh.libelle == "contours 2018 et 2024"
    later = contours(("79191", "Niort", -0.5), ("79049", "Bressuire", -0.4))
    assert scene.un(later, "communes-079-2025.geojson").import_id
    mesh = maillage_en_vigueur(scene.base.cursor())
    assert mesh is not None
    assert sorted(mesh.contours) == ["16015", "79049", "79191"]
    assert mesh.libelle == "contours 2024 et 2025"
    monkeypatch.setenv("TNE_TERRITOIRE", "079")
    mesh = maillage_en_vigueur(scene.base.cursor())
    assert mesh is not None
    assert (sorted(mesh.contours), mesh.libelle) == (["79049", "79191"], "contours 2025")
    scene.base.close()
