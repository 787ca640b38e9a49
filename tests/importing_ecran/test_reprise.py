"""Findings, targets and slides taken over from one year to the next: once, without touching what is there, undone at once."""

from __future__ import annotations

import pytest

from tests.importing.scene import COORDINATION, Scene
from tne.access import Droit
from tne.erreurs import AccesRefuse, ImportRefuse
from tne.importing import importer_document
from tne.importing.model import Options, Resultat
from tne.importing.reprise import REPRISES, annee_suivante, annees_a_reprendre, en_document, preparer

DE, VERS = "2023-2024", "2024-2025"
CONSTATS = f"""Année scolaire;Département;Partie;Ordre;Tonalité;Thème;Texte
{DE};086;Formations;1;Positif;Offre;Le premier.
{DE};086;Formations;2;Vigilance;Absence;Le deuxième.
{DE};094;Formations;1;Positif;Ailleurs;Pas à nous.
{VERS};086;Formations;2;Positif;Absence;Déjà écrit pour la suite."""
OBJECTIFS = f"""Indicateur;Année scolaire;Département;Objectif;Source
formation.participants;{DE};086;600,5;comité
formation.offres;{DE};086;1200;comité"""
DIAPOS = f"""Année scolaire;Département;Diapositive;Ordre;Visible;Titre;Texte
{DE};086;delai;1;non;;
{DE};086;texte-1;2;oui;Notre titre;Une phrase."""


def prepare(scene: Scene) -> None:
    for text, jeu in ((CONSTATS, "constat"), (OBJECTIFS, "objectif"), (DIAPOS, "diapositive")):
        scene.importer(text, jeu=jeu)


def reprendre(scene: Scene, jeton: str = "j") -> list[Resultat]:
    document, recognised = en_document(preparer(scene.base, COORDINATION, DE, VERS), jeton)
    results = importer_document(scene.base, COORDINATION, document, recognised, Options())
    scene.verifier()
    return results


def copier(scene: Scene, de: str, jeton: str) -> Resultat:
    """The findings of another year, taken over to `VERS`."""
    document, recognised = en_document(preparer(scene.base, COORDINATION, de, VERS, ("constat",)), jeton)
    (result,) = importer_document(scene.base, COORDINATION, document, recognised, Options())
    scene.verifier()
    return result


def test_everything_of_the_year_comes_over_in_one_import_and_goes_with_one_undo(scene: Scene) -> None:
    prepare(scene)
    results = reprendre(scene)
    assert {r.jeu: r.comptes.ajoutees for r in results} == {"constat": 2, "objectif": 2, "diapositive": 2}
    assert len({r.import_id for r in results}) == 1
    assert scene.table("objectif", "indicateur", "annee", "valeur", "source")[-1] == (
        "formation.participants",
        VERS,
        600.5,
        f"Repris de {DE}",
    )
    assert scene.table("diapositive", "annee", "code", "ordre", "visible", "titre")[2:] == [
        (VERS, "delai", 1, False, None),
        (VERS, "texte-1", 2, True, "Notre titre"),
    ]
    scene.annuler(results[0].import_id)
    assert {a for (a,) in scene.table("objectif", "annee")} == {DE}


def texts(scene: Scene) -> list[tuple[object, ...]]:
    """(order, text) of the findings of the next year."""
    return sorted((o, t) for a, o, t in scene.table("constat", "annee", "ordre", "texte") if a == VERS)


def test_what_is_written_for_the_next_year_stays_and_hides_nothing(scene: Scene) -> None:
    prepare(scene)
    found = preparer(scene.base, COORDINATION, DE, VERS)
    assert (found.nombre, found.en_place) == (6, {})
    reprendre(scene)
    # The second place was taken by a text of its own: the copy comes after.
    assert texts(scene) == [(1, "Le premier."), (2, "Déjà écrit pour la suite."), (3, "Le deuxième.")]
    again = preparer(scene.base, COORDINATION, DE, VERS)
    assert (again.nombre, sum(again.en_place.values())) == (0, 6)


def test_twice_is_once_even_when_the_copy_was_reworded(scene: Scene) -> None:
    prepare(scene)
    reprendre(scene)
    scene.importer(
        f"Année scolaire;Département;Partie;Ordre;Texte\n{VERS};086;Formations;1;Autrement dit.",
        jeu="constat",
    )
    scene.importer(
        f"Année scolaire;Département;Diapositive;Ordre;Visible;Titre;Texte\n{VERS};086;texte-1;2;oui;Autre titre;Dit.",
        jeu="diapositive",
    )
    again = preparer(scene.base, COORDINATION, DE, VERS)
    assert (again.nombre, sum(again.en_place.values())) == (0, 6)
    with pytest.raises(ImportRefuse, match="rien à enregistrer"):
        en_document(again, "autre")


def test_a_text_of_its_own_that_was_written_after_a_copy_hides_none(scene: Scene) -> None:
    prepare(scene)
    reprendre(scene)
    scene.importer(
        f"Année scolaire;Département;Partie;Ordre;Texte\n{DE};086;Formations;4;Le quatrième.\n{VERS};086;Formations;4;À elle.",
        jeu="constat",
    )
    reprendre(scene, "k")
    assert texts(scene)[2:] == [(3, "Le deuxième."), (4, "À elle."), (5, "Le quatrième.")]


def test_a_slide_of_its_own_keeps_its_number_and_the_copy_takes_another(scene: Scene) -> None:
    prepare(scene)
    scene.importer(
        f"Année scolaire;Département;Diapositive;Ordre;Visible;Titre;Texte\n{VERS};086;texte-1;1;oui;Pour cette année;Elle.\n"
        f"{VERS};086;delai;2;oui;;",
        jeu="diapositive",
    )
    reprendre(scene)
    slides = {
        c: (o, t) for a, c, o, t in scene.table("diapositive", "annee", "code", "ordre", "titre") if a == VERS
    }
    # The order that was arranged for that year stays.
    assert slides == {
        "texte-1": (1, "Pour cette année"),
        "delai": (2, None),
        "texte-2": (2, "Notre titre"),
    }
    assert preparer(scene.base, COORDINATION, DE, VERS).nombre == 0


def test_two_copies_undone_and_redone_in_any_order_leave_what_the_other_gives(scene: Scene) -> None:
    prepare(scene)
    avant = "2022-2023"
    scene.importer(
        f"Année scolaire;Département;Partie;Ordre;Texte\n{avant};086;Formations;1;Le tout premier.\n"
        f"{avant};086;Formations;2;Le deuxième.",
        jeu="constat",
    )
    own = (2, "Déjà écrit pour la suite.")
    (first, *_) = reprendre(scene)
    second = copier(scene, avant, "k")
    both = [(1, "Le premier."), own, (3, "Le deuxième."), (4, "Le tout premier.")]
    assert texts(scene) == both
    scene.annuler(first.import_id)
    assert texts(scene) == [own, (4, "Le tout premier.")]
    # Undone, it is offered again; « Le deuxième. » of either year comes once.
    assert preparer(scene.base, COORDINATION, DE, VERS, ("constat",)).nombre == 2
    scene.annuler(second.import_id)
    assert texts(scene) == [own]
    scene.retablir(first.import_id)
    scene.retablir(second.import_id)
    assert texts(scene) == both
    scene.annuler(second.import_id)
    assert texts(scene) == both[:3]
    assert preparer(scene.base, COORDINATION, DE, VERS).nombre == 0


def test_a_copy_that_was_undone_hides_nothing(scene: Scene) -> None:
    prepare(scene)
    (first, *_) = reprendre(scene)
    scene.annuler(first.import_id)
    scene.importer(
        f"Année scolaire;Département;Partie;Ordre;Texte\n{VERS};086;Formations;1;À elle.", jeu="constat"
    )
    reprendre(scene, "k")
    own = [(1, "À elle."), (2, "Déjà écrit pour la suite.")]
    assert texts(scene) == [*own, (3, "Le premier."), (4, "Le deuxième.")]


@pytest.mark.parametrize("ailleurs", ["086;Parentalité", "079;Formations"])
def test_the_same_words_of_another_part_or_departement_hide_none(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, ailleurs: str
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,079")
    prepare(scene)
    scene.importer(
        f"Année scolaire;Département;Partie;Ordre;Texte\n{VERS};{ailleurs};1;Le premier.", jeu="constat"
    )
    found = preparer(scene.base, COORDINATION, DE, VERS, ("constat",))
    assert (found.nombre, found.en_place) == (2, {})


def test_what_another_territory_prepared_is_not_taken_over(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,094")
    prepare(scene)
    scene.importer(
        "Année scolaire;Département;Partie;Ordre;Texte\n2019-2020;094;Formations;1;À eux.", jeu="constat"
    )
    assert preparer(scene.base, COORDINATION, DE, VERS, ("constat",)).nombre == 3
    monkeypatch.setenv("TNE_TERRITOIRE", "086")
    assert preparer(scene.base, COORDINATION, DE, VERS, ("constat",)).nombre == 2
    assert annees_a_reprendre(scene.base, COORDINATION) == [DE, VERS]


def test_one_kind_alone_and_years_that_hold_something(scene: Scene) -> None:
    prepare(scene)
    assert annees_a_reprendre(scene.base, COORDINATION) == [DE, VERS]
    only = preparer(scene.base, COORDINATION, DE, VERS, ("objectif",))
    assert [s.jeu for s in only.saisies] == ["objectif"]
    assert annee_suivante("2099-2100") == "2100-2101"
    with pytest.raises(ImportRefuse, match="deux années différentes"):
        en_document(preparer(scene.base, COORDINATION, DE, DE), "j")


def test_a_reader_takes_nothing_over(scene: Scene) -> None:
    with pytest.raises(AccesRefuse):
        preparer(scene.base, Droit(False, "", "lecture"), DE, VERS, REPRISES)
