"""The files have the habits of the real tools, without which the import would prove nothing."""

from __future__ import annotations

import pytest

from tests.demo.lecture import ANNEES, DEMO, feuille, lire_csv

PREMIERES = ["Thème : code", "Thème : libellé", "Dispositif : code"]


@pytest.mark.parametrize("annee", ANNEES)
def test_plan_has_49_columns_and_mixed_dates(annee: str) -> None:
    header, *rows = feuille(DEMO / annee / "plan-et-sessions.xlsx", "Liste des dispositifs")
    assert len(header) == 49
    assert header[:3] == PREMIERES
    starts = {type(r[header.index("Début")]).__name__ for r in rows}
    assert starts == {"float", "datetime", "str"}
    assert {str(r[header.index("Durée")]) for r in rows} >= {"3h", "3,0"}
    assert all(r[header.index("Pilote : email")] for r in rows)


@pytest.mark.parametrize("annee", ANNEES)
def test_registrations_are_windows_1252_with_title_and_total(annee: str) -> None:
    raw = (DEMO / annee / "inscriptions-presences.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    text = raw.decode("cp1252")
    lines = text.split("\r\n")
    assert ";" not in lines[0]
    assert lines[1].startswith("Dispositif : code;")
    assert lines[-2].startswith("Total;")
    assert "'" in lines[1]
    assert "’" in lines[1]


@pytest.mark.parametrize("annee", ANNEES)
def test_directory_has_bom_crlf_and_71_columns(annee: str) -> None:
    raw = (DEMO / annee / "etablissements.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert len(raw.decode("utf-8-sig").split("\r\n")[0].split(";")) == 71


def test_limesurvey_quotes_and_leaves_some_unfinished() -> None:
    rows = lire_csv(DEMO / "2023-2024" / "reponses-limesurvey.csv", sep=",", encoding="utf-8")
    assert list(rows[0])[:2] == ["ID de la réponse", "Date de soumission"]
    assert sum(not r["Date de soumission"] for r in rows) == 24
    typed = {r["Code UAI de votre établissement"] for r in rows}
    assert "" in typed
    assert any(u.startswith("869") for u in typed)
    assert any(u.endswith(tuple("abcdefghjklmnprstuvwxyz")) for u in typed)


def test_youtube_begins_with_the_total_of_the_others() -> None:
    for annee in ANNEES:
        first, *rows = lire_csv(DEMO / annee / "consultations-youtube.csv", sep=",", encoding="utf-8")
        assert first["Contenu"] == "Total"
        assert "\u202f" in first["Vues"]
        views = [int(r["Vues"].replace("\u202f", "")) for r in (first, *rows)]
        assert views[0] == sum(views[1:])


def test_ips_headers_and_departments_are_the_official_ones() -> None:
    colleges = lire_csv(DEMO / "2023-2024" / "ips.csv")
    ecoles = lire_csv(DEMO / "2023-2024" / "ips-ecoles.csv")
    assert "Nom de l'établissment" in colleges[0]
    assert {r["Code du département"] for r in colleges} == {"086"}
    assert {r["Code du département"] for r in ecoles} == {"86"}
    assert any(r["IPS"] == "NS" for r in colleges)
    assert any(r["IPS"] == "NS" for r in ecoles)
