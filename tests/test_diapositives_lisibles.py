"""Texts of slides: in as many slides as they take, in letters they have room for, never cut."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pptx import Presentation

from tne.documents.pptx import pptx
from tne.filters import ADRESSE, Filters
from tne.slides.diapositives import Rang, ajoutee
from tne.slides.slide import (
    DEUX_COLONNES,
    ECART,
    GROSSISSEMENTS,
    SOUS_TITRE_MAXIMUM,
    UNE_COLONNE,
    Colonne,
    Slide,
    lecture,
    lignes,
    mots_du_filtre,
    paginer,
    source_courte,
)
from tne.ui.presenter import diapositive

ANNEE = "2023-2024"
BILAN = Filters(annees=(ANNEE,))


def test_a_figure_is_read_by_a_clause_that_one_line_holds_or_by_none() -> None:
    assert lecture("Ateliers par thème. Une famille compte deux fois.") == "Ateliers par thème"
    assert lecture("Ateliers par thème\u202f; 3 autres dans les données.") == "Ateliers par thème"
    assert lecture("x" * SOUS_TITRE_MAXIMUM + ".") == "x" * SOUS_TITRE_MAXIMUM
    assert lecture("x" * (SOUS_TITRE_MAXIMUM + 1) + ".") == ""


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
    apart = replace(many, annees=("2017-2018", "2021-2022", "2023-2024"), secteurs=())
    assert mots_du_filtre(apart) == "3 années de 2017-2018 à 2023-2024 · 9 établissements"
    assert mots_du_filtre(replace(apart, annees=())) == "toutes les années · 9 établissements"
    long = Filters(annees=tuple(f"{y}-{y + 1}" for y in range(2015, 2025)))
    assert mots_du_filtre(long) == "2015-2016 à 2024-2025 · tous les établissements"


@pytest.mark.parametrize("field", sorted({*ADRESSE.values()} - {"annees"}))
def test_a_choice_too_long_for_the_foot_is_counted(field: str) -> None:
    """Left out, « tous les établissements » would stand under figures of some."""
    chosen = replace(BILAN, **{field: tuple(f"Une valeur au long nom, numéro {n}" for n in range(9))})
    assert re.fullmatch(rf"{ANNEE} · 9 \w+s", mots_du_filtre(chosen))


def test_the_source_leaves_the_demonstration_to_the_foot() -> None:
    assert source_courte("Source : Sofia-FMO, import du 3 juillet 2024, démonstration") == (
        "Source : Sofia-FMO, 3 juillet 2024"
    )
    assert source_courte("Source : aucun import") == "Source : aucun import"


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
    assert f"--tne-grossissement: {GROSSISSEMENTS[0]:g}" in diapositive._corps(said)
    (drawn,) = Presentation(io.BytesIO(pptx([said]))).slides
    runs = [r for s in drawn.shapes for p in s.text_frame.paragraphs for r in p.runs]
    sizes = [r.font.size.pt for r in runs if r.text == "Une phrase." and r.font.size]
    assert sizes == pytest.approx([25 * GROSSISSEMENTS[0] * 0.75] * 2, abs=0.5)
