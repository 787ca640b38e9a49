"""A table in an archive is the same file as the table out of it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.__main__ import main

ECOLES = b"UAI;Nom;Commune\n0860002K;A;Poitiers\n0860799B;B;Chauvigny\n"


def archive(nom: str, contenu: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(nom, contenu)
    return out.getvalue()


def test_a_table_counts_once_in_and_out_of_its_archive(scene: Scene) -> None:
    (done,) = scene.importer(archive("envoi/ecoles.csv", ECOLES), "envoi.zip")
    assert (done.etat, done.fichier, done.comptes.ajoutees) == ("importé", "envoi.zip › ecoles.csv", 2)
    (again,) = scene.importer(ECOLES, "ecoles.csv")
    assert (again.etat, again.import_id) == ("déjà importé", done.import_id)
    (packed_anew,) = scene.importer(archive("autre.csv", ECOLES), "autre.zip")
    assert packed_anew.etat == "déjà importé"


def test_outlines_of_communes_are_read_out_of_their_archive(scene: Scene) -> None:
    ring = [[[0.3, 46.5], [0.4, 46.5], [0.4, 46.6], [0.3, 46.5]]]
    feature = {
        "type": "Feature",
        "properties": {"code": "86194", "nom": "Poitiers"},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }
    outlines = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (done,) = scene.importer(archive("communes-2024.geojson", outlines), "communes.zip")
    assert (done.jeu, done.comptes.ajoutees) == ("contour", 1)


def test_by_command_an_archive_of_one_table_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "envoi.zip"
    path.write_bytes(archive("ecoles.csv", ECOLES))
    assert main(["lire", str(path), "--vers", str(tmp_path / "s")]) == 0
    assert (tmp_path / "s" / "envoi.zip.csv").read_bytes() == ECOLES.replace(b";", b",")
    assert main(["importer", str(path), "--base", str(tmp_path / "tne.duckdb")]) == 0
    assert "2 ajoutées" in capsys.readouterr().out
