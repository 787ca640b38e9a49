"""The list of slides kept in the base: their order, those that are hidden or added, and who may save it."""

from __future__ import annotations

import pytest

from tne.access import Droit
from tne.datasets.diapositives import CONNUES
from tne.db import Base
from tne.erreurs import AccesRefuse
from tne.filters import Filters
from tne.importing import importer
from tne.slides.diapositives import DIAPOSITIVES, Rang, liste, slides
from tne.slides.diapositives_liste import ajouter, deplacer, en_csv, enregistrer, modifier, montrer, retirer

ANNEE = "2023-2024"
BILAN = Filters(annees=(ANNEE,))
COORDINATION = Droit(True, "test")
CODES = [d.code for d in DIAPOSITIVES]


def _codes(base: Base, annee: str = ANNEE) -> list[str]:
    return [r.code for r in liste(base.cursor(), annee)]


def test_without_a_list_the_declared_order_holds(base: Base) -> None:
    assert _codes(base) == CODES


def test_moving_stops_at_both_ends() -> None:
    rangs = tuple(Rang(c, c) for c in "abc")
    assert [r.code for r in deplacer(rangs, "c", -1)] == ["a", "c", "b"]
    assert [r.code for r in deplacer(rangs, "a", -1)] == ["a", "b", "c"]
    assert [r.code for r in deplacer(rangs, "c", 5)] == ["a", "b", "c"]


def test_the_list_comes_back_as_it_was_saved(base: Base) -> None:
    before = liste(base.cursor(), ANNEE)
    nasty = 'Guillemets "x" ; point-virgule\n=1+1\n<b>gras</b> $x$'
    after = ajouter(montrer(deplacer(before, "territoire", -4), "numerixplore", False), "Été & co", nasty)
    enregistrer(base, COORDINATION, ANNEE, before, after)
    assert liste(base.cursor(), ANNEE) == after
    shown = [s.code for s in slides(base.cursor(), BILAN)]
    assert "numerixplore" not in shown
    assert shown.index("territoire") == 1
    assert shown[-2:] == ["texte-1", "questions"]
    assert _codes(base, "2022-2023") == CODES


def test_saving_an_earlier_order_again_is_an_import_of_its_own(base: Base) -> None:
    first = liste(base.cursor(), ANNEE)
    second = deplacer(first, "questions", -3)
    for before, after in ((first, second), (second, first), (first, second)):
        enregistrer(base, COORDINATION, ANNEE, before, after)
        assert liste(base.cursor(), ANNEE) == after


def test_an_added_slide_can_be_emptied_and_removed(base: Base) -> None:
    first = liste(base.cursor(), ANNEE)
    second = ajouter(first, "Titre", "Texte")
    enregistrer(base, COORDINATION, ANNEE, first, second)
    emptied = tuple(Rang(r.code, r.nom, r.visible, r.titre, "") if r.ajoutee else r for r in second)
    enregistrer(base, COORDINATION, ANNEE, second, emptied)
    assert liste(base.cursor(), ANNEE) == emptied
    enregistrer(base, COORDINATION, ANNEE, emptied, retirer(emptied, "texte-1"))
    assert liste(base.cursor(), ANNEE) == first
    assert retirer(first, "titre") == first


def test_an_added_slide_can_be_rewritten_in_its_place(base: Base) -> None:
    first = liste(base.cursor(), ANNEE)
    second = deplacer(ajouter(ajouter(first, "Un", "Texte"), "Deux", ""), "texte-1", -3)
    enregistrer(base, COORDINATION, ANNEE, first, second)
    third = modifier(second, "texte-1", "Un, revu", "Une phrase.\nUne autre.")
    enregistrer(base, COORDINATION, ANNEE, second, third)
    assert liste(base.cursor(), ANNEE) == third
    assert [r.code for r in third] == [r.code for r in second]
    shown = next(s for s in slides(base.cursor(), BILAN) if s.code == "texte-1")
    assert (shown.titre, shown.colonnes[0].phrases) == ("Un, revu", ("Une phrase.", "Une autre."))
    assert modifier(first, "titre", "Autre", "chose") == first


def test_readers_cannot_save(base: Base) -> None:
    before = liste(base.cursor(), ANNEE)
    with pytest.raises(AccesRefuse):
        enregistrer(base, Droit(False, "", "lecture"), ANNEE, before, before)
    assert base.cursor().execute("SELECT count(*) FROM diapositive").fetchall() == [(0,)]


def test_a_slide_declared_later_takes_its_declared_place(base: Base) -> None:
    before = liste(base.cursor(), ANNEE)
    reversed_list = tuple(reversed(before))
    enregistrer(base, COORDINATION, ANNEE, before, reversed_list)
    base.cursor().execute("DELETE FROM diapositive WHERE code = 'delai'")
    codes = _codes(base)
    assert codes[codes.index("couverture") + 1] == "delai"
    assert sorted(codes) == sorted(CODES)


def test_a_line_of_a_slide_that_no_longer_exists_is_left_out(base: Base) -> None:
    before = liste(base.cursor(), ANNEE)
    enregistrer(base, COORDINATION, ANNEE, before, (*before, Rang("disparue", "", True, "x", "")))
    base.cursor().execute("UPDATE diapositive SET titre = NULL WHERE code = 'disparue'")
    assert _codes(base) == CODES


def test_the_data_set_knows_the_declared_slides() -> None:
    assert list(CONNUES) == CODES, "name the new one in tne/datasets/diapositives.py (`CONNUES`)"


def test_a_line_of_no_slide_is_told_and_those_of_slides_are_not(base: Base) -> None:
    rows = [
        "particpation;1;oui;;;",
        "texte-1;2;oui;;;",
        "bilan;3;oui;Un titre;;",
        "delai;4;non;;;",
        "disparue;;;;;oui",
    ]
    head = "Année scolaire;Diapositive;Ordre;Visible;Titre;Texte;Retirer"
    source = "\n".join([head, *(f"{ANNEE};{row}" for row in rows)]).encode()
    (result,) = importer(base, COORDINATION, source, "a.csv")
    told = [p for p in result.problemes if p.code == "diapositive_inconnue"]
    assert [(p.ligne, p.valeur) for p in told] == [(2, "particpation")]
    assert "participation, couverture" in told[0].message
    assert result.import_id


def test_the_list_of_another_territory_is_not_ours(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    before = liste(base.cursor(), ANNEE)
    enregistrer(base, COORDINATION, ANNEE, before, tuple(reversed(before)))
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    assert _codes(base) == CODES


def test_a_slide_of_which_nothing_is_said_is_shown(base: Base) -> None:
    before = liste(base.cursor(), ANNEE)
    enregistrer(base, COORDINATION, ANNEE, before, before)
    base.cursor().execute("UPDATE diapositive SET visible = NULL")
    assert liste(base.cursor(), ANNEE) == before


def test_the_sheet_is_french() -> None:
    text = en_csv(ANNEE, (Rang("titre", "Ouverture", False),)).decode("utf-8-sig").splitlines()
    assert text[0].startswith("Année scolaire;Département;Diapositive;Ordre;Visible;Titre;Texte;Retirer")
    assert text[1].startswith(f"{ANNEE};086;titre;1;non;;;")
