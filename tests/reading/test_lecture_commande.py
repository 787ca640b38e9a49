"""`python -m tne lire`: a clean CSV per file, what is left out on standard error, exit code 1 for a refusal."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tne.reading import ecrire_propre, lire, lire_commande


def test_clean_csv_and_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "liste.csv"
    source.write_bytes(
        'Liste 2024\r\n\r\nNom;Nom;Note\r\nZoé;"dit ""oui""";1,5;trop\r\nB,C;;2\r\n\r\nSource : rectorat\r\n'.encode(
            "cp1252"
        )
    )
    assert lire_commande([source], tmp_path / "sortie", None) == 0
    written = (tmp_path / "sortie" / "liste.csv.csv").read_bytes()
    assert written.decode() == 'Nom,Nom,Note,_surplus_1\nZoé,"dit ""oui""","1,5",trop\n"B,C",,2,\n'
    said = capsys.readouterr()
    assert said.out == ""
    for part in (
        "ligne 1 : titre laissé de côté : Liste 2024",
        "ligne 7 : pied laissé de côté",
        "ligne 4 : 4 cellules",
    ):
        assert part in said.err


def test_the_other_tables_of_a_file_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "deux.csv"
    source.write_text("a;b\n1;2\n3;4\n5;6\n\n\nUAI;Nom\n0860002K;École\n", encoding="utf-8")
    assert lire_commande([source], tmp_path / "s", None) == 0
    assert "1 autre tableau dans ce fichier : le plus grand est écrit." in capsys.readouterr().err


def test_no_header_is_invented(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("1;12/06/2024\n2;13/06/2024\n", encoding="utf-8")
    lire_commande([source], tmp_path, None)
    assert (tmp_path / "a.csv.csv").read_text(encoding="utf-8") == "1,12/06/2024\n2,13/06/2024\n"


def test_a_refusal_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "bon.csv", tmp_path / "image.csv"
    good.write_text("a;b\n1;2\n", encoding="utf-8")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert lire_commande([bad, tmp_path / "absent.csv", good], tmp_path / "s", None) == 1
    assert sorted(p.name for p in (tmp_path / "s").iterdir()) == ["bon.csv.csv"]
    said = capsys.readouterr().err
    assert "image PNG" in said
    assert "absent.csv" in said


def test_of_two_files_of_one_name_the_first_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, other = tmp_path / "2023" / "liste.csv", tmp_path / "2024" / "Liste.csv", tmp_path / "z.csv"
    for path, text in ((one, "a;b\n1;2\n"), (two, "a;b\n3;4\n"), (other, "a;b\n5;6\n")):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert lire_commande([one, one, two, other], tmp_path / "s", None) == 1
    assert (tmp_path / "s" / "liste.csv.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"
    assert sorted(p.name for p in (tmp_path / "s").iterdir()) == ["liste.csv.csv", "z.csv.csv"]
    assert "s'écrirait sur ce qui est lu de" in capsys.readouterr().err


def test_a_sheet_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "b"])
    workbook.active.append([1, 2])
    workbook.create_sheet("Petite").append(["x", "y"])
    workbook["Petite"].append([3, None])
    workbook.save(tmp_path / "c.xlsx")
    assert lire_commande([tmp_path / "c.xlsx"], tmp_path, "Petite") == 0
    assert (tmp_path / "c.xlsx.csv").read_text(encoding="utf-8") == "x,y\n3,\n"
    assert lire_commande([tmp_path / "c.xlsx"], tmp_path, "Absente") == 1
    assert "« Petite »" in capsys.readouterr().err


def test_read_again_it_is_the_same(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text('Nom;Texte;Note\nA;"un\ndeux; trois";1\nB;" ";2\nC;\'x\';3\n', encoding="utf-8")
    lire_commande([source], tmp_path, None)
    first, again = lire(source, "a").principal, lire(tmp_path / "a.csv.csv", "a").principal
    assert first.donnees.drop_columns(["_ligne"]).equals(again.donnees.drop_columns(["_ligne"]))


@pytest.mark.parametrize("surplus", [False, True])
def test_a_long_file_is_written_while_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, surplus: bool
) -> None:
    """The same bytes as when the table is held in memory."""
    rows = [f'{i};"texte ""{i}"", long; {"x" * (i % 50)}";{i % 28 + 1:02d}/01/2024' for i in range(22_000)]
    rows[15_000] += ";en trop" if surplus else ""
    rows[16_000] = '16000;"texte non fermé;21/01/2024'
    source = tmp_path / "long.csv"
    text = "\r\n".join(["Liste", "", "n;Texte;Date", *rows, "", "Source : rectorat", ""])
    source.write_bytes(text.encode("cp1252"))
    whole = lire(source, "long.csv").principal
    ecrire_propre(whole, tmp_path / "attendu.csv")
    monkeypatch.setattr("tne.reading.output._LONG", 1 << 19)
    monkeypatch.setattr("tne.reading.lire", None)
    assert lire_commande([source], tmp_path / "s", None) == 0
    assert (tmp_path / "s" / "long.csv.csv").read_bytes() == (tmp_path / "attendu.csv").read_bytes()
    assert [p.name for p in (tmp_path / "s").iterdir()] == ["long.csv.csv"]
    said = capsys.readouterr().err
    for part in ("ligne 1 : titre", "ligne 16004 : Guillemet", "pied laissé de côté : Source : rectorat"):
        assert part in said
    assert ("ligne 15004 : 4 cellules pour 3 colonnes" in said) == surplus
