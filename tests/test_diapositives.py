"""The slides without a screen: what they say, their order, their texts never cut, figures made larger as a whole."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pptx import Presentation

from tne.access import Droit
from tne.db import Base
from tne.documents.pptx import pptx
from tne.filters import Filters
from tne.importing import Options, importer
from tne.slides import diapositives as declared
from tne.slides.diapositives import BY_CODE, DIAPOSITIVES, Rang, ajoutee, dire_carte, laissees, slides
from tne.slides.diapositives_textes import ouverture, titre_enseignements
from tne.slides.slide import (
    DEUX_COLONNES,
    ECART,
    GROSSISSEMENTS,
    UNE_COLONNE,
    Colonne,
    Slide,
    lignes,
    mots_du_filtre,
    paginer,
    source_courte,
)
from tne.ui import presenter_slides
from tne.visuals import formations_delai, significatif
from tne.visuals.visual import Visual

ANNEE = "2023-2024"
BILAN = Filters(annees=(ANNEE,))
COORDINATION = Droit(True, "test")
CODES = [d.code for d in DIAPOSITIVES]


# What is shown


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
    assert [s.code for s in drawn] == CODES[1:9]
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


def test_published_numbers_alone_say_out_of_how_many_too(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    said = {r.famille: (r.valeur, r.precision) for r in slides(opened.cursor(), BILAN)[0].reperes}
    opened.close()
    assert said["formations"] == ("545", "sur 1\u202f128 sollicités")


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


def test_of_published_figures_alone_no_slide_asks_the_meeting_to_import(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    shown = slides(opened.cursor(), BILAN)
    opened.close()
    assert [s.code for s in shown if s.visual is not None] == ["participation", "accompagnements"]
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
        ([1, 1, 1, 1, 1, 1, 1], []),
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


# Texts


def test_no_text_is_lost_or_cut_when_it_takes_several_slides() -> None:
    phrases = tuple(f"Phrase {n} " + "mot " * (n % 17) + "fin." for n in range(40))
    made = paginer(
        Slide("texte-1", "Titre", "phrases"), [Colonne("Tête", phrases[:25]), Colonne("", phrases[25:])]
    )
    for side, whole in ((0, phrases[:25]), (1, phrases[25:])):
        heads = [c for s in made for c in s.colonnes if (c.titre == "Tête") == (side == 0)]
        assert tuple(p for c in heads for p in c.phrases) == whole
    assert len({s.code for s in made}) == len(made)
    assert made[0].code == "texte-1"
    assert [s.titre for s in made] == [f"Titre ({n}/{len(made)})" for n in range(1, len(made) + 1)]
    for s in made:
        for c in s.colonnes:
            used = sum(lignes(p, DEUX_COLONNES.caracteres) + ECART for p in c.phrases) + (1 if c.titre else 0)
            assert used <= DEUX_COLONNES.lignes + ECART


def test_one_endless_sentence_is_cut_at_words() -> None:
    endless = "mot " * 2000
    made = paginer(Slide("x", "T", "phrases"), [Colonne("", (endless,))])
    pieces = [p for s in made for c in s.colonnes for p in c.phrases]
    assert " ".join(p.rstrip("\u2026") for p in pieces).split() == endless.split()
    assert all(len(p) <= UNE_COLONNE.caracteres * UNE_COLONNE.lignes + 1 for p in pieces)
    glued = paginer(Slide("x", "T", "phrases"), [Colonne("", ("a" * 3000,))])
    assert "".join(p.rstrip("\u2026") for s in glued for c in s.colonnes for p in c.phrases) == "a" * 3000


def test_a_short_text_takes_one_slide_with_its_own_title() -> None:
    (made,) = ajoutee(Rang("texte-1", "R", True, "Rendez-vous", "Le 12 juin ; venez !\n\n  À Poitiers.  "))
    assert made.titre == "Rendez-vous"
    assert made.colonnes[0].phrases == ("Le 12 juin\u202f; venez\u202f!", "À Poitiers.")


def test_a_title_without_end_keeps_two_lines() -> None:
    (made,) = ajoutee(Rang("texte-1", "R", True, "mot " * 90, "Texte."))
    assert len(made.titre) <= 110
    assert made.titre.endswith("\u2026")


def test_the_filter_in_words_never_grows_beyond_two_lines() -> None:
    assert mots_du_filtre(BILAN) == f"{ANNEE} · tous les établissements"
    assert mots_du_filtre(replace(BILAN, secteurs=("Privé",))).endswith("secteur\u00a0privé")
    many = Filters(
        annees=("2021-2022", "2022-2023", "2023-2024"),
        etablissements=tuple(str(n) for n in range(9)),
        noms=tuple(f"Collège numéro {n} (Poitiers)" for n in range(9)),
        secteurs=("Public",),
    )
    assert mots_du_filtre(many) == "2021-2022 à 2023-2024 · 9 établissements · 1 secteur"


def test_the_source_leaves_the_demonstration_to_the_foot() -> None:
    assert source_courte("Source : Sofia-FMO, import du 3 juillet 2024, démonstration") == (
        "Source : Sofia-FMO, 3 juillet 2024"
    )
    assert source_courte("Source : aucun import") == "Source : aucun import"


def test_codes_of_slides_are_safe_in_an_address_and_a_class() -> None:
    assert all(c.replace("-", "").isalnum() and c.isascii() and c.islower() for c in BY_CODE)


def test_sentences_of_two_columns_are_as_large_as_they_leave_room_for() -> None:
    """Seven findings stood in the smallest letters of all, over a slide half empty."""

    def slide(phrases: int, length: int, titre: str = "7 points d'appui", tete: str = "") -> Slide:
        columns = (Colonne(tete, ("x" * length,) * phrases),) * 2
        return Slide("x", titre, "phrases", colonnes=columns)

    assert slide(2, 70).grossissement == GROSSISSEMENTS[0]
    assert slide(5, 75).grossissement == GROSSISSEMENTS[1]
    assert slide(6, 75).grossissement == 1
    # A heading, and a title of two lines, take of the same room.
    assert slide(5, 75, tete="Ce qui porte").grossissement == 1
    assert slide(5, 75, "Un titre " * 12).grossissement == 1
    alone = Slide("x", "Titre", "phrases", colonnes=(Colonne("", ("Une phrase.",)),))
    assert alone.grossissement == 1


def test_screen_and_file_give_sentences_the_letters_they_have_room_for() -> None:
    said = Slide("x", "Titre", "phrases", colonnes=(Colonne("", ("Une phrase.",)),) * 2)
    assert f"--tne-grossissement: {GROSSISSEMENTS[0]:g}" in presenter_slides._corps(said)
    (drawn,) = Presentation(io.BytesIO(pptx([said]))).slides
    runs = [r for s in drawn.shapes for p in s.text_frame.paragraphs for r in p.runs]
    sizes = [r.font.size.pt for r in runs if r.text == "Une phrase." and r.font.size]
    assert sizes == pytest.approx([25 * GROSSISSEMENTS[0] * 0.75] * 2, abs=0.5)
