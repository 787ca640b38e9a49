"""The published figures are those of the bilan, and say where they come from."""

from __future__ import annotations

from collections import Counter

from tests.demo.lecture import PUBLIE, lire_csv
from tests.publie import PUBLISHED


def test_figures_are_those_of_the_page() -> None:
    rows = lire_csv(PUBLIE / "chiffres-2023-2024.csv")
    assert {r["Indicateur"]: int(r["Valeur publiée"]) for r in rows} == PUBLISHED
    assert len(rows) == len(PUBLISHED)
    constants = {(r["Année scolaire"], r["Département"], r["Décimales"]) for r in rows}
    assert constants == {("2023-2024", "086", "0")}
    assert {r["Date de publication"] for r in rows} == {"17/09/2024"}


def test_sums_say_that_they_are_sums() -> None:
    rows = lire_csv(PUBLIE / "chiffres-2023-2024.csv")
    sums = {r["Indicateur"] for r in rows if r["Source"].startswith("somme des chiffres publiés")}
    assert sums == {"formation.sessions", "accompagnement.total"}
    assert all("bilan de l'an II" in r["Source"] for r in rows)


def test_findings_are_ordered_and_sourced() -> None:
    rows = lire_csv(PUBLIE / "constats-2023-2024.csv")
    seen: Counter[str] = Counter()
    for r in rows:
        seen[r["Partie"]] += 1
        assert int(r["Ordre"]) == seen[r["Partie"]]
        assert r["Texte"].endswith(".")
        assert "bilan de l'an II" in r["Source"]
        assert r["Tonalité"] in {"Positif", "Vigilance", "À confirmer", ""}
        # The tone is written after the sentence: « … de la vigilance. vigilance ».
        assert not r["Tonalité"] or r["Tonalité"].lower() not in r["Texte"].lower(), r["Texte"]
    assert {r["Tonalité"] for r in rows} >= {"Positif", "Vigilance", "À confirmer"}
