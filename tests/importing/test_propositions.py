"""A number written with words has the number proposed, a range both its ends, a wrong code one of the directory: nothing is taken without a
press."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, COORDINATION, REGISTRATIONS, Scene, csv_bytes, text_bytes
from tne.choices import choix
from tne.cli.telling import problem_lines
from tne.importing import Options, Probleme, importer_document, open_document, reconnaitre
from tne.importing.correcting.closed_lists import nearest
from tne.importing.correcting.grouping import refused_values, rewrite
from tne.spec import Column, Privacy

HEAD = "Référence;Date;Nature;UAI;Nb enseignants"


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("5 profs", "5"),
        ("env. 8", "8"),
        ("Environ 8 élèves", "8"),
        ("~10", "10"),
        ("≈ 10", "10"),
        ("12 environ", "12"),
        ("12 profs env.", "12"),
        ("une dizaine", "10"),
        ("Une vingtaine d'élèves", "20"),
        ("env. une centaine", "100"),
        ("env.\u00a08", "8"),
        ("1 k", "1000"),
        ("1,2 k", "1200"),
        ("3 mille", "3000"),
        ("5 ou six", None),
        ("2 classes", None),
        ("1 groupe", None),
        ("2 h", None),
        ("environ", None),
    ],
)
def test_a_number_among_words(scene: Scene, written: str, proposed: str | None) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert (problem.code, problem.suggestion, problem.choix) == ("effectif_invalide", proposed, ())


@pytest.mark.parametrize(
    ("written", "mark", "number"),
    [
        ("12*", "*", "12"),
        ("12 **", "**", "12"),
        ("12 (1)", "(1)", "12"),
        ("1 128¹", "¹", "1 128"),
        ("12 [2]", "[2]", "12"),
    ],
)
def test_a_number_that_sends_to_a_note(scene: Scene, written: str, mark: str, number: str) -> None:
    """What the note says may change it: the number is proposed, and the mark named."""
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert problem.suggestion == number
    assert f"le nombre {number} renvoie à une note (« {mark} »)" in problem.message


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("01-mai", "1,5"),
        ("02-févr", "2,2"),
        ("3-déc.", "3,12"),
        ("2026-05-01", "1,5"),
        ("2026-05-01 00:00:00", "1,5"),
        ("mai-50", None),
        ("01-brum", None),
        ("1998-05-01", None),
    ],
)
def test_a_number_that_a_spreadsheet_made_a_day_is_proposed(
    scene: Scene, written: str, proposed: str | None
) -> None:
    """« 1.5 » of an export in English, opened and saved by a French spreadsheet."""
    head = "Référence;Date;Nature;UAI;Heures"
    (problem,) = scene.un(f"{head}\n2025-1;12/06/2024;Formation;0860002K;{written}").problemes
    assert (problem.code, problem.suggestion) == ("duree_heures_invalide", proposed)


@pytest.mark.parametrize("written", ["12,5*", "12 (20)", "12 (dont 3)", "*", "1*2"])
def test_what_is_no_number_with_a_note(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert problem.suggestion is None
    assert "note" not in problem.message


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("8-10", ("8", "10")),
        ("8 à 10", ("8", "10")),
        ("8 – 10 profs", ("8", "10")),
        ("env. 8-10", ("8", "10")),
        ("de 8 à 10", ("8", "10")),
        ("entre 8 et 10", ("8", "10")),
        ("5 ou 6", ("5", "6")),
        ("1 000 à 1 200", ("1000", "1200")),
        ("8 et 10", ()),
        ("10-8", ()),
        ("2 ou 3 classes", ()),
        ("12 3", ("12", "3", "123")),
        ("1 2 3", ()),
        ("2025-2026", ()),
        ("8-10-12", ()),
    ],
)
def test_a_range_leaves_the_choice_of_its_ends(scene: Scene, written: str, ends: tuple[str, ...]) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert (problem.code, problem.suggestion, problem.choix) == ("effectif_invalide", None, ends)
    (value,) = refused_values(scene.base.cursor(), [problem])
    assert (value.proposition, value.choix) == ("", ends), "of no press that takes all proposals"


@pytest.mark.parametrize(
    ("written", "said", "proposed", "choix"),
    [
        (
            "0860002K / 0860799B",
            "« 0860002K / 0860799B » : deux UAI sont dans cette cellule. Faites une ligne par établissement, ou gardez-en un "
            "seul des deux.",
            None,
            ("0860002K", "0860799B"),
        ),
        (
            "0860002K, 0860799B, 0860003X",
            "« 0860002K, 0860799B, 0860003X » : trois UAI sont dans cette cellule. Faites une ligne par établissement, ou "
            "gardez-en un seul.",
            None,
            ("0860002K", "0860799B"),
        ),
        (
            "0860002K (0860002K)",
            "« 0860002K (0860002K) » n'est pas un UAI : sept chiffres et la lettre qui leur correspond, par exemple 0860002K.",
            "0860002K",
            (),
        ),
    ],
)
def test_several_codes_of_schools_in_one_cell(
    scene: Scene, written: str, said: str, proposed: str | None, choix: tuple[str, ...]
) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;{written};8").problemes
    assert (problem.message, problem.suggestion, problem.choix) == (said, proposed, choix)


def test_a_value_written_with_a_no_break_space_is_rewritten_as_it_was_told(scene: Scene) -> None:
    document = open_document(text_bytes(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;env.\u00a08"), "a.csv")
    recognised = reconnaitre(document)
    (refused,) = importer_document(scene.base, COORDINATION, document, recognised, Options())
    values = refused_values(scene.base.cursor(), refused.problemes)
    mended = [rewrite(r, {(v.entete, v.texte): v.proposition for v in values}) for r in recognised]
    importer_document(scene.base, COORDINATION, document, tuple(mended), Options())
    assert scene.table("intervention", "enseignants") == [(8,)]


def test_the_command_writes_both_ends() -> None:
    problem = Probleme(
        None, 2, "Nb", "8-10", "effectif_invalide", "« 8-10 » n'est pas un nombre.", choix=("8", "10")
    )
    (line,) = problem_lines([problem])
    assert line.endswith("Propositions : 8 ou 10.")


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("Oui.", "oui"),
        ("☑ Oui", "oui"),
        ("Oui, depuis 2022", "oui"),
        ("OK", "oui"),
        ("Non (fermé)", "non"),
        ("oui et non", None),
        ("pas oui", None),
        ("peut-être", None),
    ],
)
def test_a_yes_or_a_no_among_words(scene: Scene, written: str, proposed: str | None) -> None:
    (problem,) = scene.un(f"UAI;Nom;Établissement pilote\n0860002K;A;{written}").problemes
    assert (problem.code, problem.suggestion) == ("booleen_invalide", proposed)


@pytest.mark.parametrize(("written", "proposed"), [("3 ens.", "3"), ("20 él.", "20")])
def test_a_number_with_a_short_word(scene: Scene, written: str, proposed: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert problem.suggestion == proposed


def test_a_cell_of_several_lines_is_told_on_one(scene: Scene) -> None:
    (problem,) = scene.un(f'{HEAD}\n2025-1;12/09/2023;Formation;"0860002K\n0860799B";4\n'.encode()).problemes
    assert problem.message.startswith("« 0860002K 0860799B » : deux UAI")


@pytest.mark.parametrize(
    ("state", "presence", "proposed"),
    [
        ("Accepté", "P", "Retenu"),
        ("insrit", "P", "Inscrit"),
        ("Réalisé", "P", None),
        ("non-inscrit", "P", None),
        ("Inscrit", "E", "Absent excusé"),
        ("Inscrit", "imprésent", None),
    ],
)
def test_no_word_has_its_contrary_proposed(
    scene: Scene, state: str, presence: str, proposed: str | None
) -> None:
    header = [*REGISTRATIONS[:-3], "NUMEN", "Présence"]
    (problem,) = scene.un(csv_bytes(header, [[*CODES, state, "0860002K", "a@b.fr", "", presence]])).problemes
    assert problem.suggestion == proposed


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("Acc. perso.", "Accompagnement personnalisé"),
        ("Accomp. perso", "Accompagnement personnalisé"),
        ("Acc. classe", "Accompagnement personnalisé"),
        ("acc. tech.", "Intervention technique"),
        ("Inter. tech.", "Intervention technique"),
        ("Suivi de proj.", "Suivi de projet"),
        ("Acc. pédago.", None),
        ("Pas d'inter. tech.", None),
        ("I. tech.", None),
    ],
)
def test_a_value_whose_words_are_written_short(scene: Scene, written: str, proposed: str | None) -> None:
    """As those write who keep a log by hand."""
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;{written};0860002K;5").problemes
    assert (problem.colonne, problem.suggestion) == ("Nature", proposed)


def test_short_words_of_two_values_are_of_neither() -> None:
    both: dict[str, tuple[str, ...]] = {"Accompagnement scolaire": (), "Accompagnement scolarisé": ()}
    column = Column("aide", "Aide", choix("aide", "Aide", both), Privacy.PUBLIC)
    told = {short: nearest(column, short) for short in ("acc. sco.", "acc. scolair.", "en acc. scolaris.")}
    assert told == {
        "acc. sco.": None,
        "acc. scolair.": "Accompagnement scolaire",
        "en acc. scolaris.": "Accompagnement scolarisé",
    }


def test_a_small_word_before_one_written_short() -> None:
    column = Column(
        "forme", "Forme", choix("forme", "Forme", {"Présentiel": (), "Distanciel": ()}), Privacy.PUBLIC
    )
    assert [nearest(column, short) for short in ("en prés.", "à dist.", "de loin")] == [
        "Présentiel",
        "Distanciel",
        None,
    ]


def test_who_took_the_name_off_has_withdrawn(scene: Scene) -> None:
    row = [*CODES, "Désinscrite", "0860002K", "a@b.fr", "", "", ""]
    assert scene.un(csv_bytes(REGISTRATIONS, [row])).etat == "importé"
    assert scene.table("inscription", "etat") == [("Désisté",)]


@pytest.mark.parametrize(
    ("written", "proposed", "ends"),
    [
        ("1h30 à 3h", None, ("1h30", "3h00")),
        ("2h-4h", None, ("2h00", "4h00")),
        ("9h-12h", "3h00", ()),
        ("8h à 10h30", "2h30", ()),
        ("2 x 1h30", "3h00", ()),
        ("3 fois 2 h", "6h00", ()),
        ("1h + 1h30", "2h30", ()),
        ("2 x 45 min", "1h30", ()),
        ("environ 2h", "2h00", ()),
        ("3 h.", "3h00", ()),
        ("2 x une heure", None, ()),
        ("3h-1h", None, ()),
    ],
)
def test_a_duration_in_a_few_words(
    scene: Scene, written: str, proposed: str | None, ends: tuple[str, ...]
) -> None:
    """« 1h30 à 3h » is one or the other: the hour and a half between both was proposed."""
    (problem,) = scene.un(f"Date;Nature;UAI;Durée\n12/06/2026;Formation;0860002K;{written}").problemes
    assert (problem.code, problem.suggestion, problem.choix) == ("duree_heures_invalide", proposed, ends)


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("086-0002-K", "0860002K"),
        ("086.0002K", "0860002K"),
        ("860002X", "0860002K"),
        ("860002", "0860002K"),
        ("12.03.2024", None),
        ("86000", None),
    ],
)
def test_a_code_cut_by_strokes_or_without_its_zero(scene: Scene, written: str, proposed: str | None) -> None:
    (problem,) = scene.un(f"Date;Nature;UAI\n12/06/2026;Formation;{written}").problemes
    assert problem.suggestion == proposed


def test_a_code_that_is_missing_is_asked_for_as_such(scene: Scene) -> None:
    """It is not blamed on a spreadsheet that shortened it."""
    found = scene.un(csv_bytes(REGISTRATIONS, [["", *CODES[1:], "Inscrit", "0860002K", "a@ac.fr"]])).problemes
    assert found[0].message == "La colonne « Code du dispositif » doit être remplie par un code."


@pytest.mark.parametrize(
    ("text", "proposed"),
    [("0860799X", "0860799B"), ("9999999Z", None), ("0869999A", None), ("086-9999-B", "0869999B"), ("0869999", "0869999B")],
)  # fmt: skip
def test_another_letter_is_proposed_of_a_code_that_the_directory_knows(
    scene: Scene, text: str, proposed: str | None
) -> None:
    """« 9999999P » was, one press away: a code of no school, out of one of which a digit was wrong."""
    source = f"""
        Référence;Date;Nature;UAI
        2023-001;12/09/2023;Formation;{text}
    """
    (problem,) = [p for p in scene.un(source).problemes if p.ligne]
    assert problem.suggestion is not None  # nothing is known yet
    scene.un("UAI;Nom\n0860799B;Collège Jean Macé", jeu="etablissement")
    (problem,) = [p for p in scene.un(source).problemes if p.ligne]
    assert (problem.valeur, problem.suggestion) == (text, proposed)
