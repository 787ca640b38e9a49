"""The slides without a screen: what they say, their order, their texts never cut, figures made larger as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tne.access import Droit
from tne.bilan import bilan
from tne.db import Base
from tne.filters import Filters
from tne.importing import Options, importer
from tne.sections import denominator_words
from tne.slides import diapositives as declared
from tne.slides.diapositives import BY_CODE, DIAPOSITIVES, dire_carte, laissees, slides
from tne.slides.diapositives_textes import ouverture, titre_enseignements
from tne.slides.slide import (
    Colonne,
    Slide,
)
from tne.visuals import formations_delai, significatif
from tne.visuals.visual import Visual

ANNEE = "2023-2024"
BILAN = Filters(annees=(ANNEE,))
COORDINATION = Droit(True, "test")
CODES = [d.code for d in DIAPOSITIVES]


def test_the_parts_of_the_meeting_come_in_their_order() -> None:
    assert CODES == [
        "titre",
        "participation",
        "couverture",
        "delai",
        "accompagnements",
        "territoire",
        "parentalite",
        "equipements",
        "numerixplore",
        "enseignements",
        "questions",
    ]


def test_each_slide_of_a_figure_has_the_finding_of_its_visual_as_title(base: Base) -> None:
    shown = slides(base.cursor(), BILAN)
    drawn = [s for s in shown if s.visual is not None]
    assert [s.code for s in drawn] == [d.code for d in DIAPOSITIVES if d.indicateurs]
    for s in drawn:
        assert isinstance(s.visual, Visual)
        assert s.titre == s.visual.titre
        assert s.visual.figure is not None
        assert s.pied.startswith("Source")
        assert "démonstration" not in s.pied
        assert (Path(__file__).parents[1] / s.page).exists()


def test_the_opening_says_the_published_numbers(base: Base) -> None:
    opening = slides(base.cursor(), BILAN)[0]
    assert opening.titre == f"Le bilan {ANNEE}"
    said = {r.famille: r.valeur for r in opening.reperes}
    assert said["formations"] == "545"
    assert said["accompagnements"] == "139"
    assert list(said) == ["formations", "accompagnements", "parentalite", "equipements", "numerixplore"]


def test_the_opening_of_several_years_counts_equipment_once(base: Base) -> None:
    """What schools have in the end: added up over the years, each school would be counted in each."""
    two = Filters(annees=("2022-2023", ANNEE))
    said = [
        (r.valeur, r.precision)
        for f in (two, BILAN)
        for r in ouverture(base.cursor(), f, "lecture")[0].reperes
        if r.famille == "equipements"
    ]
    assert said == [("77", "sur 287")] * 2


def test_published_numbers_alone_say_out_of_how_many_too(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    said = {r.famille: (r.valeur, r.precision) for r in slides(opened.cursor(), BILAN)[0].reperes}
    (participants, _) = bilan(opened, BILAN, ANNEE, "lecture").parts[0].values[0]
    opened.close()
    assert said["formations"] == ("545", "sur 1\u202f128 sollicités")
    assert denominator_words(participants) == "sur 1\u202f128 sollicités · 48,3\u202f%"


def test_uptake_is_told_out_of_the_1128(base: Base) -> None:
    uptake = next(s for s in slides(base.cursor(), BILAN) if s.code == "participation")
    assert uptake.visual is not None
    words = [a["text"] for a in uptake.visual.figure["layout"]["annotations"]] if uptake.visual.figure else []
    assert any("1\u202f128" in w for w in words)
    assert any("545" in w for w in words)


def test_slides_are_made_for_readers(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def spy(_con: object, _filters: Filters, view: str) -> tuple[Slide, ...]:
        seen.append(view)
        return ()

    one = declared.Diapositive("participation", "x", spy)
    monkeypatch.setitem(declared.BY_CODE, "participation", one)  # type: ignore[arg-type]
    slides(base.cursor(), BILAN)
    assert seen == ["lecture"]


def test_without_data_each_slide_says_what_would_bring_it(vide: Base) -> None:
    shown = slides(vide.cursor(), BILAN)
    assert [s.code for s in shown] == CODES
    for s in shown[1:9]:
        assert s.forme == "phrases"
        assert s.colonnes[0].phrases[0]
    chosen = slides(vide.cursor(), replace(BILAN, etablissements=("0860002K",)))
    findings = next(s for s in chosen if s.code == "enseignements")
    assert findings.colonnes[0].phrases == (f"Aucun constat n\u2019est écrit pour {ANNEE}.",)
    assert findings.reserve == "", "« Ces constats parlent de tout le territoire »: there is none"


def test_filters_that_leave_no_school_say_that_on_every_slide(base: Base) -> None:
    """The meeting read « 0 enseignant », « masqué » and « on ne sait pas encore où sont ces établissements »; who presents it, « 2 rencontres
    sans établissement n'y sont pas comptées », and a source of nothing; then the findings of the territory, as if of that choice.
    """
    nobody = replace(BILAN, secteurs=("Privé",), communes=("Adriers",))
    shown = slides(base.cursor(), nobody)
    assert [s.code for s in shown] == CODES
    assert not any(s.reperes or s.visual or s.reserve for s in shown)
    why = "Aucun établissement ne répond à ces filtres, qui ne vont pas ensemble\u202f: secteur privé · commune Adriers."
    assert {s.colonnes for s in shown[:-1]} == {(Colonne("", (why,)),)}
    assert not any(s.notes or s.pied or s.indicateurs for s in shown[1:-1])
    some = slides(base.cursor(), BILAN)
    assert [s.famille for s in shown[:9]] == [s.famille for s in some[:9]]
    assert shown[1].titre == "Participation aux formations\u202f: rien à montrer pour ce choix"


def test_the_numbers_of_the_title_agree_with_their_words(base: Base) -> None:
    """« 0 familles touchées » and « 1 interventions des médiateurs » opened the meeting of a school."""
    (title,) = ouverture(base.cursor(), replace(BILAN, etablissements=("0869334D",)), "lecture")
    said = [f"{r.valeur} {r.libelle}" for r in title.reperes]
    assert said == ["3 interventions des médiateurs", "0 famille touchée", "1 école dotée du socle numérique"]


def test_a_year_without_data_is_a_normal_state(base: Base) -> None:
    shown = slides(base.cursor(), Filters(annees=("1999-2000",)))
    assert shown[0].reperes == ()
    assert all(s.titre for s in shown)


def test_a_year_that_begins_shows_what_it_has(base: Base) -> None:
    rows = "Référence;Date;Nature;UAI\n2026-001;15/09/2026;Formation;0869015G\n".encode()
    assert importer(base, COORDINATION, rows, "a.csv", Options(avec_demo=True))[0].import_id
    con = base.cursor()
    begun = Filters(annees=("2026-2027",))
    codes = [s.code for s in slides(con, begun)]
    assert "accompagnements" in codes
    assert not {"participation", "delai", "parentalite", "numerixplore"} & set(codes)
    assert "equipements" in codes  # what was deployed in earlier years is still there
    assert (codes[0], codes[-1]) == ("titre", "questions")
    # A choice of schools moves no slide: the presenter's place stays.
    assert [s.code for s in slides(con, replace(begun, etablissements=("0860002K",)))] == codes
    assert laissees(con, Filters(annees=("2023-2024",))) == {}
    both = Filters(annees=("2023-2024", "2026-2027"))
    assert laissees(con, both) == {"enseignements": "aucun constat écrit"}


def test_the_opening_says_of_published_figures_too_of_when_they_are(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    (title,) = ouverture(opened.cursor(), BILAN, "lecture")
    opened.close()
    assert title.pied.startswith("Données importées jusqu\u2019au ")


def test_of_published_figures_alone_no_slide_asks_the_meeting_to_import(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    schools = "UAI;Nom;Type;Secteur;Commune\n0860002K;Un;Collège;Public;Poitiers"
    assert importer(opened, COORDINATION, schools.encode(), "annuaire.csv")[0].import_id
    shown = slides(opened.cursor(), BILAN)
    opened.close()
    assert [s.code for s in shown if s.visual is not None] == ["participation", "accompagnements"]
    assert "territoire" not in [s.code for s in shown], "its map is drawn from rows, of which there is none"
    assert "Importez" not in " ".join(p for s in shown for c in s.colonnes for p in c.phrases)


def test_a_slide_that_would_say_nothing_is_left_out_with_the_reason(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« Aucun constat n'est écrit » and « Trop peu de sessions pour dire… » were slides of the meeting."""
    con = base.cursor()
    monkeypatch.setattr(formations_delai, "lien", lambda x, y: significatif.lien(x, y, 10_000))
    con.execute("DELETE FROM constat")
    assert laissees(con, BILAN) == {
        "delai": "trop peu de données pour conclure",
        "enseignements": "aucun constat écrit",
    }
    codes = [s.code for s in slides(con, BILAN)]
    assert not {"delai", "enseignements"} & set(codes)
    assert [s.code for s in slides(con, replace(BILAN, etablissements=("0860002K",)))] == codes


def test_absences_of_sessions_without_their_days_leave_out_the_slide_of_delays(base: Base) -> None:
    """Before the plan is imported, « Absence et délai : rien à montrer » was shown to the meeting, with what to import."""
    con = base.cursor()
    con.execute("DELETE FROM session")
    assert laissees(con, BILAN) == {"delai": "sans données"}
    assert "delai" not in [s.code for s in slides(con, BILAN)]


def test_without_a_directory_no_slide_asks_the_meeting_to_import_one(base: Base) -> None:
    """« On ne sait pas encore lesquels restent à rejoindre : importez l'annuaire » was a slide of the meeting."""
    con = base.cursor()
    con.execute("DELETE FROM etablissement")
    out = laissees(con, BILAN)
    assert {"couverture", "territoire", "equipements", "numerixplore"} <= set(out)
    assert out["numerixplore"] == "sans annuaire"
    shown = slides(con, BILAN)
    assert "accompagnements" in [s.code for s in shown]
    assert "Importez" not in " ".join(p for s in shown for c in s.colonnes for p in c.phrases)


def test_under_a_school_the_figure_that_cannot_honour_it_says_so_on_itself(base: Base) -> None:
    con = base.cursor()
    uai = con.execute(
        "SELECT uai FROM etablissement WHERE type = 'Collège' AND departement = '086' ORDER BY uai"
    ).fetchall()[0][0]
    shown = {
        s.code: s for s in slides(con, Filters(annees=(ANNEE,), etablissements=(uai,), noms=("Un collège",)))
    }
    assert "établissement" in shown["participation"].reserve
    plain = {s.code: s for s in slides(con, BILAN)}
    assert not any(s.reserve for s in plain.values())


def test_the_map_says_where_a_third_of_the_interventions_went(base: Base) -> None:
    shown = next(s for s in slides(base.cursor(), BILAN) if s.code == "territoire")
    assert shown.forme == "carte"
    assert shown.visual is not None
    rows = shown.visual.donnees.sort_values("Interventions", ascending=False)
    first = rows.head(3)
    assert dire_carte(shown.visual)[0] == "Les médiateurs sont venus dans 50 communes."
    assert dire_carte(shown.visual)[1].endswith(f" ont {first['Interventions'].sum()} visites sur 139.")
    assert shown.colonnes[0].phrases == dire_carte(shown.visual)


@pytest.mark.parametrize(
    ("visites", "attendu"),
    [
        ([4, 3, 2, 1, 1, 1, 1], ["A, B et C ont 9 visites sur 13."]),
        ([4, 3, 1, 1, 1, 1, 1], ["A et B ont 7 visites sur 12."]),
        ([4, 1, 1, 1, 1, 1, 1], ["A a 4 visites sur 10."]),
        ([2, 1, 1, 1, 1, 1, 1], ["A a 2 visites sur 8."]),
        ([1, 1, 1, 1, 1, 1, 1], []),
        ([4, 1, 1, 1, 1, 1], []),  # the map itself shows six
        ([2, 1, 1, 1, 1, 1, 1, 1, 1, 1], []),
    ],
)
def test_the_map_names_no_commune_beside_others_that_have_as_many(
    base: Base, visites: list[int], attendu: list[str]
) -> None:
    shown = next(s for s in slides(base.cursor(), BILAN) if s.code == "territoire")
    assert shown.visual is not None
    rows = pd.DataFrame({"Commune": list("ABCDEFGHIJ")[: len(visites)], "Interventions": visites})
    assert list(dire_carte(replace(shown.visual, donnees=rows))[1:]) == attendu
    none = rows.assign(Interventions=0)
    assert dire_carte(replace(shown.visual, donnees=none)) == (
        "Les médiateurs ne sont venus dans aucune commune.",
    )


@pytest.mark.parametrize(
    ("positifs", "vigilance", "attendu"),
    [
        (7, 4, "7 points d'appui, 4 à surveiller"),
        (1, 1, "1 point d'appui, 1 à surveiller"),
        (3, 0, "3 points d'appui, aucun point de vigilance"),
        (0, 2, "2 points à surveiller"),
        (0, 0, "Ce que nous retenons de l'année"),
    ],
)
def test_findings_are_counted_by_tone(positifs: int, vigilance: int, attendu: str) -> None:
    assert titre_enseignements(positifs, vigilance) == attendu


def test_codes_of_slides_are_safe_in_an_address_and_a_class() -> None:
    assert all(c.replace("-", "").isalnum() and c.isascii() and c.islower() for c in BY_CODE)
