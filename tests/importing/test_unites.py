"""The unit that a header says: ninety minutes were read as ninety hours, where brackets were put aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.scene import Scene, codes
from tne.importing import in_parts


@pytest.mark.parametrize("header", ["Durée (min)", "Durée (minutes)", "Durée en minutes", "Durée\n(en mn)"])
def test_minutes_become_hours_and_it_is_said(scene: Scene, header: str) -> None:
    result = scene.un(
        f'Date;Nature;UAI;"{header}"\n12/09/2023;Formation;0860002K;90\n13/09/2023;Formation;0860002K;1h15\n'
        "14/09/2023;Formation;0860002K;22,5\n15/09/2023;Formation;0860002K;\n".encode()
    )
    assert scene.table("intervention", "date", "heures") == scene.sql(
        "SELECT * FROM (VALUES (DATE '2023-09-12', 1.5::DOUBLE), (DATE '2023-09-13', 1.25), (DATE '2023-09-14', 0.375), "
        "(DATE '2023-09-15', NULL)) ORDER BY ALL"
    )
    (told,) = result.problemes
    assert told.code == "unite"
    assert "90 y est lu comme 1,5 heure." in told.message


@pytest.mark.parametrize("header", ["Durée", "Durée (heures)", "Durée (h)", "Heures", "Durée(s)"])
def test_hours_stay_hours(scene: Scene, header: str) -> None:
    result = scene.un(f"Date;Nature;UAI;{header}\n12/09/2023;Formation;0860002K;3\n")
    assert scene.table("intervention", "heures") == [(3.0,)]
    assert codes(result) == []


def test_minutes_of_a_video_become_seconds(scene: Scene) -> None:
    scene.un(
        "Plateforme;Identifiant;Titre;Durée (minutes)\nYouTube;a;Les écrans;4\nYouTube;b;Les devoirs;3:56\n"
    )
    assert scene.table("ressource", "identifiant", "duree") == [("a", 240), ("b", 236)]


@pytest.mark.parametrize(
    ("debut", "fin", "duree", "told"),
    [
        ("03/10/2023 09:00", "03/10/2023 12:00", "180", True),
        ("03/10/2023", "03/10/2023", "180", True),
        ("03/10/2023 09:00", "", "90", True),
        ("03/10/2023 09:00", "05/10/2023 17:00", "36", False),
        ("03/10/2023", "05/10/2023", "72h", False),
        ("03/10/2023 09:00", "03/10/2023 12:00", "6h", False),
    ],
)
def test_minutes_of_a_session_are_to_be_checked(
    scene: Scene, debut: str, fin: str, duree: str, told: bool
) -> None:
    """A session that lasts longer than from its beginning to its end: 180 minutes counted as 180 hours."""
    source = f"""
        Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début;Fin;Durée
        23A0130001;M1;Web;G1;1;{debut};{fin};{duree}
        23A0130001;M1;Web;G1;2;04/10/2023 09:00;04/10/2023 12:00;3h
    """
    (result,) = (r for r in scene.importer(source) if r.jeu == "session")
    assert [(p.code, p.ligne) for p in result.problemes] == [("duree_invraisemblable", 2)] * told


def test_more_than_a_day_is_to_be_checked(scene: Scene) -> None:
    result = scene.un(
        "Date;Nature;UAI;Durée\n12/09/2023;Formation;0860002K;90\n13/09/2023;Formation;0860002K;3\n"
    )
    (told,) = result.problemes
    assert (told.code, told.ligne) == ("duree_invraisemblable", 2)
    assert "Durée (min)" in told.message


def test_a_long_file_is_read_so_too(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_parts, "LONG", 1)
    path = tmp_path / "a.csv"
    path.write_text("Plateforme;Identifiant;Titre;Durée (minutes)\nYouTube;a;Les écrans;4\n")
    scene.un(path)
    assert scene.table("ressource", "duree") == [(240,)]


@pytest.mark.parametrize(
    ("notes", "told"), [(("0,84", "0,9"), ["notes_en_parts"]), (("0,84", "4,2"), []), (("1", "1"), [])]
)
def test_notes_that_a_spreadsheet_writes_as_parts_are_to_be_checked(
    scene: Scene, notes: tuple[str, str], told: list[str]
) -> None:
    rows = [f"{10 + i}/10/2023;0860002K;60;{note}" for i, note in enumerate(notes)]
    assert codes(scene.un("\n".join(["Date;UAI;Élèves de 4ème;Satisfaction", *rows]))) == told


def test_what_a_column_counts_is_proposed_where_it_is_said(scene: Scene) -> None:
    """« 8 familles » are eight families, and nobody knows how many parents."""
    head = "Date;Type;Organisateur;Familles;Parents"
    result = scene.un(f"{head}\n12/06/2024;Atelier;Orks;8 familles;8 familles")
    assert [(p.colonne, p.suggestion) for p in result.problemes] == [("Familles", "8"), ("Parents", None)]
