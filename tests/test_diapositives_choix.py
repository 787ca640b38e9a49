"""What slides say under a choice of schools, how the findings of a year are laid out, and which address they carry away."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pptx import Presentation

from tests.importing.scene import Scene
from tne.access import Droit
from tne.db import Base
from tne.documents import ecrire, ouvrable
from tne.filters import Filters
from tne.importing import importer
from tne.slides.diapositives import slides
from tne.slides.diapositives_textes import emportees, enseignements
from tne.slides.slide import Slide, etaler, reserve
from tne.visuals import accompagnements_visites, equipements, numerixplore, numerixplore_avis, parentalite

BILAN = Filters(annees=("2023-2024",))
SEUL = replace(BILAN, etablissements=("0860002K",), noms=("Un collège",))


# A choice that leaves nothing


def test_a_file_gathers_what_a_choice_has_no_figure_of(base: Base) -> None:
    """Under écoles alone four of twelve slides were white but for a line."""
    ecoles = replace(BILAN, types=("École",))
    seen = slides(base.cursor(), ecoles)
    deck = Presentation(io.BytesIO(ecrire(base, ecoles, "2023-2024", "pptx")))
    titles = [s.shapes.title.text for s in deck.slides]
    empty = [s for s in seen if s.indicateurs and s.visual is None]
    assert len(empty) == 4
    assert len(titles) == len(seen) - 3
    assert titles.count("Rien à montrer pour ce choix") == 1
    here = deck.slides[titles.index("Rien à montrer pour ce choix")]
    words = "\n".join(s.text_frame.text for s in here.shapes if s.has_text_frame)
    assert "Collèges représentés. Ce chiffre porte sur les collèges" in words
    assert all(p in words for s in empty for c in s.colonnes for p in c.phrases)
    assert [s.titre for s in seen if s not in empty] == [t for t in titles if not t.startswith("Rien")]


def test_a_file_of_filters_that_leave_no_school_says_so_once(base: Base) -> None:
    nobody = replace(BILAN, secteurs=("Privé",), communes=("Adriers",))
    told = emportees(slides(base.cursor(), nobody))
    assert [s.forme for s in told] == ["titre", "questions"]
    words = " ".join(p for s in told for c in s.colonnes for p in c.phrases)
    assert words.count("Aucun établissement ne répond à ces filtres") == 1


def test_without_a_directory_nobody_is_sent_to_look_for_a_school(vide: Base) -> None:
    """« Son nom se cherche dans « Filtres » », said the last slide to the room: the list of schools had none."""

    def end() -> list[bool]:
        shown = slides(vide.cursor(), BILAN)
        return ["mon établissement" in str(s[-1].colonnes) for s in (shown, emportees(shown))]

    coordination = Droit(True, "coordination")
    rows = "Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860799B\n"
    assert importer(vide, coordination, rows.encode(), "a.csv")[0].import_id
    assert end() == [False, False]
    rows = "numero_uai;appellation_officielle\n0860799B;Collège A\n"
    assert importer(vide, coordination, rows.encode(), "b.csv")[0].import_id
    assert end() == [True, True]


@pytest.mark.parametrize("figure", [parentalite.rencontres, equipements.socles])
def test_what_is_imported_is_not_asked_for_again_under_a_choice(base: Base, figure: object) -> None:
    said = figure(base.cursor(), SEUL, "lecture").alternative  # type: ignore[operator]
    assert "mportez" not in said, said
    assert said == "Rien de ce qui est importé ne concerne cet établissement cette année-là."
    several = replace(SEUL, annees=("2022-2023", "2023-2024"), etablissements=("0860002K", "0860799B"))
    said = figure(base.cursor(), several, "lecture").alternative  # type: ignore[operator]
    assert "concerne ce choix d\u2019établissements ces années-là." in said, said


@pytest.mark.parametrize(
    "figure",
    [
        numerixplore_avis.metiers,
        numerixplore_avis.filles,
        numerixplore_avis.interet,
        numerixplore_avis.satisfaction,
    ],
)
def test_a_choice_without_a_day_of_numerixplore_is_not_asked_to_fill_in_a_column(
    base: Base, figure: object
) -> None:
    """« Remplissez la colonne « Métiers présentés » » stood in the bilan of a collège that had no day."""
    said = figure(base.cursor(), replace(SEUL, etablissements=("0869022P",)), "lecture").alternative  # type: ignore[operator]
    assert said == "Rien de ce qui est importé ne concerne cet établissement cette année-là."


def test_a_choice_without_a_college_is_told_for_whom_numerixplore_is(base: Base) -> None:
    said = numerixplore.couverture(base.cursor(), SEUL, "lecture").alternative
    assert said == "Numérixplore s\u2019adresse aux collèges\u202f: il n\u2019y en a aucun dans ce choix."


def test_equipment_of_an_earlier_year_is_there_already(base: Base) -> None:
    said = equipements.socles(base.cursor(), replace(SEUL, annees=("2030-2031",)), "lecture").alternative
    assert "mportez" not in said, said


def test_equipment_of_a_later_year_is_not_there_yet(base: Base) -> None:
    said = equipements.socles(base.cursor(), replace(SEUL, annees=("2015-2016",)), "lecture").alternative
    assert "Importez la liste des équipements" in said, said


def test_what_was_never_imported_is_not_looked_for_in_a_wider_choice(vide: Base) -> None:
    said = parentalite.rencontres(vide.cursor(), SEUL, "lecture").alternative
    assert said.startswith("Importez la liste des ateliers"), said


@pytest.mark.parametrize("view", ["lecture", "coordination"])
def test_a_school_without_a_meeting_hides_no_family(base: Base, view: str) -> None:
    con = base.cursor()
    met = {
        u
        for (u,) in con.execute(
            "SELECT DISTINCT uai FROM atelier_parentalite WHERE uai IS NOT NULL"
        ).fetchall()
    }
    schools = [
        u
        for (u,) in con.execute(
            "SELECT uai FROM etablissement WHERE type = 'Collège' ORDER BY uai"
        ).fetchall()
    ]
    without = next(u for u in schools if u not in met)
    shown = slides(con, replace(BILAN, etablissements=(without,), noms=("X",)), view)  # type: ignore[arg-type]
    families = next(r.valeur for r in shown[0].reperes if r.famille == "parentalite")
    meetings = next(s.titre for s in shown if s.code == "parentalite")
    assert (families, meetings.split(" ")[0]) == ("0", "Aucune"), f"{without} : {families}, {meetings}"
    # Where there was a meeting, its families are not shown by school.
    with_one = replace(BILAN, etablissements=(min(met),), noms=("Y",))
    if view == "lecture":
        shown = slides(con, with_one, "lecture")
        assert next(r.valeur for r in shown[0].reperes if r.famille == "parentalite") == "masqué"


# The findings of the year


def test_findings_that_one_slide_does_not_hold_have_a_slide_for_each_tone(base: Base) -> None:
    found = [s for s in slides(base.cursor(), BILAN) if s.code.startswith("enseignements")]
    assert [(s.code, s.titre) for s in found] == [
        ("enseignements", "7 points d\u2019appui"),
        ("enseignements-2", "4 points à surveiller"),
    ]
    assert [[len(c.phrases) for c in s.colonnes] for s in found] == [[4, 3], [4]]
    assert not any(c.titre for s in found for c in s.colonnes)


def test_findings_without_a_tone_are_on_the_slide_where_none_has_one(scene: Scene) -> None:
    """The help of the column says so."""
    rows = [
        f"2023-2024;086;{part};1;;Offre;Le constat de {part}." for part in ("Enseignements", "Formations")
    ]
    heads = "Année scolaire;Département;Partie;Ordre;Tonalité;Thème;Texte"

    def told() -> list[tuple[str, tuple[str, ...]]]:
        made = enseignements(scene.base.cursor(), BILAN, "lecture")
        return [(s.titre, c.phrases) for s in made for c in s.colonnes]

    scene.importer("\n".join([heads, *rows]))
    both = ("Le constat de Formations.", "Le constat de Enseignements.")
    assert told() == [("Ce que nous retenons de l\u2019année", both)]
    scene.importer(f"{heads}\n2023-2024;086;Formations;2;Vigilance;Offre;À surveiller.", "suite.csv")
    assert told() == [("1 point à surveiller", ("À surveiller.",))]


def test_findings_say_that_a_choice_of_schools_does_not_change_them(base: Base) -> None:
    """« 7 points d'appui » stood over the foot of one school, as if they were of it."""
    said = "Ces constats parlent de tout le territoire, quel que soit le choix d\u2019établissements."
    chosen = slides(base.cursor(), SEUL)
    assert {s.reserve for s in chosen if s.code.startswith("enseignements")} == {said}
    assert not any(s.reserve for s in slides(base.cursor(), BILAN) if s.code.startswith("enseignements"))
    deck = Presentation(io.BytesIO(ecrire(base, SEUL, "2023-2024", "pptx")))
    texts = [[s.text_frame.text for s in slide.shapes if s.has_text_frame] for slide in deck.slides]
    assert sum(said in of_one for of_one in texts) == 2


def test_what_is_said_of_the_whole_territory_too_is_not_told_on_the_slide_of_a_choice(base: Base) -> None:
    """It stands in the notes: its numbers are others, its words are not."""
    v = parentalite.rencontres(base.cursor(), BILAN, "lecture")
    tous = replace(v, avertissements=("1\u202f128 familles sans établissement connu.",))
    choix = replace(v, avertissements=("40 familles sans établissement connu.", "2 établissements masqués."))
    assert reserve(choix, tous) == "2 établissements masqués."


@pytest.mark.parametrize("nombre", [1, 5, 9, 40])
def test_sentences_that_belong_together_are_kept_in_order(nombre: int) -> None:
    phrases = [f"Phrase {n} " + "mot " * (n % 17) + "fin." for n in range(nombre)]
    made = etaler(Slide("x", "Titre", "phrases"), phrases)
    assert [p for s in made for c in s.colonnes for p in c.phrases] == phrases
    assert len({s.code for s in made}) == len(made)
    if len(made) == 1 and len(made[0].colonnes) == 2:
        left, right = (len(c.phrases) for c in made[0].colonnes)
        assert abs(left - right) <= 2


# The address


def _said(base: Base, seen: str) -> str:
    deck = Presentation(io.BytesIO(ecrire(base, BILAN, "2023-2024", "pptx", seen)))
    return next(
        shape.text_frame.text
        for shape in deck.slides[0].shapes
        if shape.has_text_frame and shape.text_frame.text.startswith("Fait le")
    )


@pytest.mark.parametrize(
    ("seen", "carried"),
    [
        ("", ""),
        ("http://localhost:8501/", ""),
        ("http://127.0.0.1:8501", ""),
        ("http://[::1]:8501/", ""),
        ("http://[::1", ""),
        ("http://0.0.0.0/", ""),
        ("https://tne.exemple.fr", "https://tne.exemple.fr/"),
        ("http://localhost.exemple.fr:8501/", "http://localhost.exemple.fr:8501/"),
        ("http://10.0.12.7:8501/", "http://10.0.12.7:8501/"),
    ],
)
def test_an_address_of_this_computer_alone_opens_for_nobody_else(seen: str, carried: str) -> None:
    assert ouvrable(seen) == carried


def test_the_first_slide_carries_an_address_that_others_open_or_none(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TNE_ADRESSE", raising=False)
    alone = _said(base, "http://localhost:8501/")
    assert not any(sign in alone for sign in ("http", "·", "?")), alone
    monkeypatch.setenv("TNE_ADRESSE", "https://tne.exemple.fr")
    assert _said(base, "http://localhost:8501/").endswith(" · https://tne.exemple.fr/?annee=2023-2024")
    assert _said(base, "http://poste-12:8501/").endswith(" · http://poste-12:8501/?annee=2023-2024")


def test_the_address_of_a_choice_names_schools_as_the_list_of_choices_does() -> None:
    chosen = replace(SEUL, noms=("Collège démo Les Buis (Poitiers) 0860002K",))
    assert parse_qs(chosen.en_adresse()) == {
        "annee": ["2023-2024"],
        "etablissement": ["Collège démo Les Buis (Poitiers) 0860002K"],
    }


def test_the_opening_says_nothing_of_what_is_not_for_these_schools(base: Base) -> None:
    con = base.cursor()
    ecole = con.execute("SELECT min(uai) FROM etablissement WHERE type = 'École'").fetchall()[0][0]
    parts = [r.famille for r in slides(con, replace(BILAN, etablissements=(ecole,)))[0].reperes]
    assert "numerixplore" not in parts  # its days are for collèges
    assert "accompagnements" in parts


def test_no_words_of_the_screen_go_away_with_a_document() -> None:
    """« Élargissez le filtre » was printed, where there is none; « importez-le » asked the room."""
    here = Path(__file__).parents[1] / "tne" / "visuals"
    said = "\n".join(p.read_text(encoding="utf-8") for p in sorted(here.rglob("*.py")))
    assert not [w for w in ("largissez", "mportez-le") if w in said]


def test_a_kind_of_school_that_a_choice_does_not_hold_has_no_key(base: Base) -> None:
    drawn = accompagnements_visites.couverture(base.cursor(), replace(BILAN, types=("École",)), "lecture")
    assert drawn.figure is not None
    assert "collèges" not in str(drawn.figure)
    assert drawn.clic == ""  # one kind alone: nothing to narrow to
    both = accompagnements_visites.couverture(base.cursor(), BILAN, "lecture")
    assert "collèges" in str(both.figure)
    assert both.clic == "type"
