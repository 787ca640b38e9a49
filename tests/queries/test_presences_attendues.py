"""Registrations of which no presence is processed: who came is not known, which is neither nobody nor everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene, csv_bytes
from tests.queries.scene_formations import S1, SESSION, A, B
from tne import bilan
from tne.filters import Filters, View
from tne.indicators import compute
from tne.queries import formations as questions
from tne.queries.etablissement import dossier
from tne.queries.recomptes import compter, recompter
from tne.slides.diapositives import SANS_DONNEES, laissees
from tne.typographie import typographier
from tne.visuals import formations, formations_absence, formations_couverture, formations_groupes
from tne.visuals.etablissement_mots import manques
from tne.visuals.formations_cadre import AUCUNE_PRESENCE

AN = Filters(annees=("2023-2024",))
UNE = Filters(annees=AN.annees, etablissements=(A,))
EN_TETE = [*SESSION, "E-mail", "État de l'inscription", "Présence", "UAI"]
VENUS = ("formation.participants", "formation.colleges_representes")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """Two collèges that received the offer, a session of the plan, one registration in each, neither processed."""
    stage = Scene(tmp_path / "tne.duckdb")
    stage.importer(
        csv_bytes(
            ["UAI", "Nom", "Commune", "Type", "Secteur", "Contrat", "État"],
            [
                [A, "Collège A", "Poitiers", "Collège", "Public", "Sans objet", "Ouvert"],
                [B, "Collège B", "Civray", "Collège", "Privé", "Sous contrat", "Ouvert"],
            ],
        ),
        jeu="etablissement",
    )
    stage.importer(csv_bytes([*SESSION, "Début"], [[*S1, "16/10/2023"]]), jeu="session")
    stage.importer(
        csv_bytes(
            ["E-mail", "UAI", "Année scolaire"],
            [[f"{p}@exemple.invalid", u, "2023-2024"] for p, u in (("a", A), ("b", B))],
        ),
        jeu="offre",
    )
    stage.importer(_inscriptions("", ""), jeu="inscription")
    yield stage
    stage.base.close()


def _inscriptions(*presences: str) -> bytes:
    rows = zip("ab", (A, B), presences, strict=True)
    return csv_bytes(EN_TETE, [[*S1, f"{p}@exemple.invalid", "Inscrit", said, u] for p, u, said in rows])


def _dit(scene: Scene, filters: Filters, view: View = "coordination") -> dict[str, tuple[str, float | None]]:
    values = compute(scene.base, filters, "2023-2024", view)
    return {v.indicateur.code: (v.origine, v.valeur) for v in values if v.indicateur.code in VENUS}


@pytest.mark.parametrize("view", ["coordination", "lecture"])
@pytest.mark.parametrize("filters", [AN, UNE])
def test_no_zero_stands_for_presences_that_are_awaited(scene: Scene, filters: Filters, view: View) -> None:
    assert _dit(scene, filters, view) == dict.fromkeys(VENUS, ("absent", None))


def test_one_processed_absence_makes_a_true_zero_of_them(scene: Scene) -> None:
    scene.importer(_inscriptions("Absent", ""), nom="suite.csv", jeu="inscription")
    assert _dit(scene, AN) == dict.fromkeys(VENUS, ("calculé", 0.0))
    with scene.base.cursor() as con:
        assert len(questions.coverage(con, AN, "coordination")) == 2
        school = dossier(con, UNE, "coordination")
        assert school is not None
        assert school.effectif("participants", "2023-2024", "Formations") == 0
        assert any("Aucun enseignant n\u2019a encore participé" in m for m in manques(school, "2023-2024"))


def test_a_declared_number_stands_in_until_they_are(scene: Scene) -> None:
    header = ["Indicateur", "Année scolaire", "Département", "Valeur déclarée", "Source"]
    row = ["formation.participants", "2023-2024", "086", "12", "Feuilles d'émargement"]
    scene.importer(csv_bytes(header, [row]), jeu="chiffre_declare")
    assert _dit(scene, AN)["formation.participants"] == ("déclaré", 12.0)


def test_sentences_and_figures_say_that_they_are_awaited(scene: Scene) -> None:
    with scene.base.cursor() as con:
        part = bilan.bilan(scene.base, AN, "2023-2024", "coordination", con).parts[0]
        assert part.phrase == "**1 session** au plan, mais aucune présence n'est encore connue."
        for figure in (
            formations_couverture.colleges,
            formations_couverture.colleges_sans,
            formations_groupes.par_secteur,
        ):
            shown = figure(con, AN, "coordination")
            assert "sans enseignant formé" not in shown.titre
            assert shown.donnees.empty
            assert shown.alternative == typographier(AUCUNE_PRESENCE)
        rates = formations_absence.taux_absence(con, AN, "coordination")
        assert rates.titre == typographier("Absence : aucune présence n'est encore traitée")
        assert "Aucun enseignant" not in formations.portee(con, AN, "coordination").titre
        school = dossier(con, UNE, "lecture")
        assert school is not None
        assert school.effectif("participants", "2023-2024", "Formations") is None
        said = " ".join(manques(school, "2023-2024"))
        assert "Formations\u202f: aucune présence n\u2019est encore traitée en 2023-2024." in said
        assert "Aucun enseignant" not in said
        assert "Formations," not in said, "they are not missing: registrations are imported"
        # A meeting is not shown a slide that can say nothing.
        assert laissees(con, AN)["couverture"] == SANS_DONNEES


def test_a_preview_counts_them_as_the_base_does(scene: Scene) -> None:
    """`recompter` asks for the years that move alone, and must hold what `compter` would."""
    with scene.base.cursor() as con:
        before = compter(con, AN.annees)
    scene.importer(_inscriptions("Présent", ""), nom="suite.csv", jeu="inscription")
    with scene.base.cursor() as con:
        moved = {"inscription": frozenset(AN.annees)}
        assert recompter(con, AN.annees, before, moved) == compter(con, AN.annees)


def test_a_place_is_offered_next_year_once_the_year_is_over(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.importer(_inscriptions("Présent", ""), nom="suite.csv", jeu="inscription")
    with scene.base.cursor() as con:
        over = formations_couverture.colleges_sans(con, AN, "coordination").titre
        monkeypatch.setattr(formations_couverture, "en_cours", lambda annee: True)
        runs = formations_couverture.colleges_sans(con, AN, "coordination").titre
    assert (over, runs) == ("À qui proposer une place l\u2019an prochain", "À qui proposer une place")


def test_views_since_a_video_was_published_are_no_zero_of_the_year(tmp_path: Path) -> None:
    stage = Scene(tmp_path / "tne.duckdb")
    header = ["Plateforme", "Identifiant", "Année scolaire", "Période", "Début", "Vues"]

    def vues() -> tuple[str, float | None]:
        values = compute(stage.base, AN, "2023-2024")
        return next((v.origine, v.valeur) for v in values if v.indicateur.code == "parentalite.vues")

    stage.importer(csv_bytes(header, [["YouTube", "a", "2023-2024", "Depuis la création", "", "210"]]))
    assert vues() == ("absent", None)
    stage.importer(csv_bytes(header, [["YouTube", "a", "2023-2024", "Mois", "01/10/2023", "0"]]))
    assert vues() == ("calculé", 0.0)
    stage.base.close()


def test_a_list_that_is_not_imported_makes_no_zero_of_those_who_were_asked(tmp_path: Path) -> None:
    """Out of 0 is not out of an unknown number, which may be published."""
    stage = Scene(tmp_path / "tne.duckdb")
    stage.importer(csv_bytes([*SESSION, "Début"], [[*S1, "16/10/2023"]]), jeu="session")
    stage.importer(_inscriptions("Présent", "Présent"), jeu="inscription")
    values = {v.indicateur.code: v for v in compute(stage.base, AN, "2023-2024")}
    stage.base.close()
    came = values["formation.participants"]
    assert (came.valeur, came.denominateur) == (2, None)
