"""Numbers of rows that begin at 1 again: the rows of one month took the place of those of another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import Scene, codes, comptes
from tests.importing.test_classeurs import ENTETE, mois, workbook
from tests.importing_ecran.conftest import ouvrir
from tne.importing.correcting.grouping import groups

__all__ = ["ouvrir"]

NUMEROTE: list[object] = ["N°", *ENTETE]


def numerote(number: int, *jours: int) -> list[list[object]]:
    """The log of a month whose rows are numbered from 1."""
    return [NUMEROTE, *([str(n), *row] for n, row in enumerate(mois(number, *jours)[1:], start=1))]


def texte(rows: list[list[object]]) -> str:
    return "\n".join(";".join(map(str, row)) for row in rows)


def test_numbers_that_begin_again_on_each_sheet_are_refused_where_they_stand(scene: Scene) -> None:
    result = scene.un(workbook(("Sept", numerote(9, 12, 13)), ("Oct", numerote(10, 3))), "a.xlsx")
    assert comptes(result) == {"lues": 3, "ajoutees": 1, "refusees": 2}
    assert result.import_id is None
    assert [(p.feuille, p.ligne, p.colonne, p.valeur, p.code) for p in result.problemes] == [
        ("Sept", 2, "N°", "1", "reference_reprise"),
        ("Oct", 2, "N°", "1", "reference_reprise"),
    ]
    assert "la ligne 2 de « Oct »" in result.problemes[0].message
    assert "la ligne 2 de « Sept »" in result.problemes[1].message


def test_the_same_day_under_one_reference_is_still_the_same_record(scene: Scene) -> None:
    rows = [*numerote(9, 12), ["1", "12/09/2023", "Suivi de projet", "0860002K", "4"]]
    result = scene.un(texte(rows))
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "doublons": 1}
    assert codes(result) == ["doublon_different"]


def test_a_file_whose_numbers_begin_again_says_whose_place_it_takes(scene: Scene) -> None:
    scene.un(texte(numerote(9, 12, 13, 14)))
    refused = scene.un(texte(numerote(10, 3, 4, 5)), "b.csv")
    assert (refused.etat, codes(refused)) == ("refusé", ["reference_remplacee"])
    assert "3 lignes" in refused.problemes[0].message
    assert refused.problemes[0].message.endswith(
        "Rien n'a été écrit. Si ce sont bien des corrections de ces enregistrements : --memes-references."
    )
    assert [jour.month for (jour,) in scene.table("intervention", "date")] == [9, 9, 9]
    told = scene.un(texte(numerote(10, 3, 4, 5)), "b.csv", memes_references=True)
    assert (comptes(told), codes(told)) == ({"lues": 3, "modifiees": 3}, ["reference_remplacee"])
    # One date that is corrected among others is no new numbering.
    corrected = scene.un(texte(numerote(10, 3, 4, 6)), "c.csv")
    assert (comptes(corrected), codes(corrected)) == ({"lues": 3, "modifiees": 1, "inchangees": 2}, [])


def ailleurs(number: int, *uais: str) -> str:
    """The log of a month whose rows are numbered from 1, one school a day."""
    rows = [f"{n};{10 + n}/{number}/2023;Formation;{uai}" for n, uai in enumerate(uais, start=1)]
    return "\n".join(["N°;Date;Nature;UAI", *rows])


def counted(scene: Scene) -> int:
    """The interventions that figures count."""
    ((count,),) = scene.sql("SELECT count(DISTINCT intervention_id) FROM v_intervention")
    return int(count)


def test_numbers_that_begin_again_for_other_schools_are_refused(scene: Scene) -> None:
    """Rows of one reference count as one intervention: of these four days figures would have two."""
    both = ailleurs(9, "0860002K", "0860799B") + "\n" + ailleurs(10, "0860016A", "0861457S").split("\n", 1)[1]
    result = scene.un(both)
    assert comptes(result) == {"lues": 4, "refusees": 4}
    assert [(p.ligne, p.valeur, p.code) for p in result.problemes] == [
        (line, str(n), "reference_reprise") for line, n in ((2, 1), (3, 2), (4, 1), (5, 2))
    ]
    assert "désigne aussi la ligne 4, d'un autre jour" in result.problemes[0].message


def test_of_three_rows_the_one_of_another_day_is_named(scene: Scene) -> None:
    result = scene.un(
        """
        N°;Date;Nature;UAI
        1;12/09/2023;Formation;0860002K
        1;12/09/2023;Formation;0860799B
        1;13/09/2023;Formation;0860016A
        """
    )
    told = [p.message.split(",")[0] for p in result.problemes]
    assert told == [f"« 1 » désigne aussi la ligne {line}" for line in (4, 4, 2)]


def test_schools_of_one_day_and_other_years_share_a_reference(scene: Scene) -> None:
    source = """
        N°;Date;Nature;UAI
        1;12/09/2023;Formation;0860002K
        1;12/09/2023;Formation;0860799B
        1;13/09/2024;Formation;0860016A
        """
    result = scene.un(source)
    assert (comptes(result), codes(result)) == ({"lues": 3, "ajoutees": 3}, [])
    assert codes(scene.un(source + "2;14/09/2024;Formation;0860016A", "b.csv")) == []


def test_a_file_whose_numbers_begin_again_for_other_schools_is_asked_about(scene: Scene) -> None:
    scene.un(ailleurs(9, "0860002K", "0860799B"))
    october = ailleurs(10, "0860016A", "0861457S")
    refused = scene.un(october, "b.csv")
    assert (refused.etat, codes(refused)[0]) == ("refusé", "reference_remplacee")
    assert "ou ne comptent avec eux que pour un" in refused.problemes[0].message
    assert counted(scene) == 2
    without = scene.un(october.replace("N°", "Rang"), "b.csv")
    assert (without.etat, counted(scene)) == ("importé", 4)


def test_a_row_of_another_day_among_others_is_told(scene: Scene) -> None:
    """Of a month with more rows than the one before, those of its numbers would be lost to the figures without a word."""
    scene.un(ailleurs(9, "0860002K"))
    result = scene.un(ailleurs(10, "0860016A", "0861457S", "0860014Y"), "b.csv")
    assert (result.etat, codes(result)[0]) == ("importé", "reference_partagee")
    assert result.problemes[0].message.startswith(
        "1 ligne a la référence d'une ligne déjà importée, d'un autre jour"
    )
    (group,) = (g for g in groups(result.problemes) if g.titre == "Références de lignes d'un autre jour")
    assert group.a_verifier


def test_a_day_corrected_for_all_its_schools_is_told_of_no_other(scene: Scene) -> None:
    """The records that the file brings again are no others: the school that is new beside them is of their day."""
    log = "N°;Date;Nature;UAI\n" + "\n".join(f"{n};03/10/2023;Formation;0860002K" for n in range(2, 6))
    day = "\n1;{0};Formation;0860002K\n1;{0};Formation;0860799B"
    scene.un(log + day.format("12/09/2023"))
    again = scene.un(log + day.format("13/09/2023") + "\n1;13/09/2023;Formation;0860016A", "b.csv")
    assert comptes(again) == {"lues": 7, "ajoutees": 1, "modifiees": 2, "inchangees": 4}
    assert codes(again) == []
    assert counted(scene) == 5


@pytest.mark.parametrize(
    ("entete", "avant", "apres"),
    [
        ("N°;Date;Nature;UAI", "1;12/09/2023;Formation;0860002K", "1;12/10/2023;Formation;0860002K"),
        ("N°;Date;UAI;Élèves de 4ème", "1;12/09/2023;0860002K;40", "1;13/09/2023;0860799B;40"),
        ("N°;Date;Type;Organisateur", "1;12/09/2023;Atelier;Orks", "1;12/10/2023;Atelier;Orks"),
        ("N°;UAI;Type;Année scolaire", "1;0860002K;Socle;2023-2024", "1;0860799B;Socle;2023-2024"),
    ],
    ids=["intervention", "numerixplore", "atelier_parentalite", "equipement"],
)
def test_a_record_that_takes_the_place_of_another_is_told(
    scene: Scene, entete: str, avant: str, apres: str
) -> None:
    """Of a month with more rows than the one before, few take the place of its own: they would have gone without a word."""
    scene.un(f"{entete}\n{avant}")
    more = "\n".join(f"{n}{apres[1:]}" for n in range(2, 6))
    result = scene.un(f"{entete}\n{apres}\n{more}", "b.csv")
    assert comptes(result) == {"lues": 5, "ajoutees": 4, "modifiees": 1}
    assert codes(result) == ["reference_partagee"]
    assert "elle prend sa place" in result.problemes[0].message


def test_a_day_of_the_month_that_is_corrected_is_not(scene: Scene) -> None:
    """Nor the day of the last known state of an equipment, which moves on."""
    log = "N°;Date;Nature;UAI\n{}2;03/10/2023;Formation;0860002K\n3;04/10/2023;Formation;0860002K"
    scene.un(log.format("1;12/09/2023;Formation;0860002K\n"))
    assert codes(scene.un(log.format("1;13/09/2023;Formation;0860002K\n"), "b.csv")) == []
    stock = "N°;UAI;Type;État;Date\n1;0860002K;Socle;Livré;{}\n2;0860002K;Socle;Livré;12/10/2023\n3;0860799B;Socle;Livré;12/10/2023"
    scene.un(stock.format("12/10/2023"), "c.csv")
    assert codes(scene.un(stock.format("12/05/2024"), "d.csv")) == []


def test_a_file_that_replaces_the_import_before_takes_no_place_in_silence(scene: Scene) -> None:
    scene.un(texte(numerote(9, 12, 13, 14)))
    done = scene.un(texte(numerote(10, 3, 4, 5)), "b.csv", remplacer=True)
    assert (done.etat, codes(done)) == ("importé", [])
    assert [jour.month for (jour,) in scene.table("intervention", "date")] == [10, 10, 10]


def test_nor_beside_records_of_other_schools_that_go_with_that_import(scene: Scene) -> None:
    scene.un(ailleurs(9, "0860002K", "0860799B"))
    done = scene.un(ailleurs(10, "0860016A", "0861457S"), "b.csv", remplacer=True)
    assert (done.etat, codes(done), counted(scene)) == ("importé", ["lignes_absentes"], 2)


def test_numbers_that_begin_again_each_year_for_other_schools_are_other_records(scene: Scene) -> None:
    scene.un(ailleurs(9, "0860002K", "0860799B"))
    next_year = ailleurs(10, "0860016A", "0861457S").replace("/2023", "/2024")
    done = scene.un(next_year, "b.csv")
    assert (done.etat, codes(done)) == ("importé", [])
    years = "SELECT annee, count(DISTINCT intervention_id) FROM v_intervention GROUP BY ALL ORDER BY ALL"
    assert scene.sql(years) == [("2023-2024", 2), ("2024-2025", 2)]


def test_by_command_numbers_that_begin_again_need_an_option(
    tmp_path: Path, base_sans_import: Path, commande: Callable[..., Any]
) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path, rows in zip(paths, (numerote(9, 12, 13), numerote(10, 3, 4)), strict=True):
        path.write_text(texte(rows))
    done = commande("importer", *paths, "--json", base=base_sans_import)
    told = json.loads(done.stdout)
    assert (done.returncode, [r["import_id"] is not None for r in told]) == (1, [True, False])
    again = commande("importer", paths[1], "--memes-references", base=base_sans_import)
    assert (again.returncode, " : importé n° " in again.stdout) == (0, True)


def test_files_dropped_together_do_not_take_each_other_s_place_in_one_press(
    ouvrir: Callable[..., AppTest],
) -> None:
    app = ouvrir("importer")
    files = [("sept.csv", numerote(9, 12, 13)), ("oct.csv", numerote(10, 3, 4))]
    app.file_uploader[0].set_value([(name, texte(rows).encode(), "text/csv") for name, rows in files]).run()
    next(b for b in app.button if b.key == "importer-tout").click().run()
    assert not app.exception
    assert len(app.success) == 1, "the second is asked about"
    assert not [b for b in app.button if b.key == "importer-tout"]


def test_on_the_page_who_has_read_whose_place_rows_take_may_import_them(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    base = Scene(base_sans_import)
    base.un(texte(numerote(9, 12, 13)))
    base.base.close()
    app = ouvrir("importer")
    files = [("oct.csv", numerote(10, 3, 4)), ("autre.csv", mois(11, 6))]
    app.file_uploader[0].set_value([(name, texte(rows).encode(), "text/csv") for name, rows in files]).run()
    said = " ".join(m.value for m in app.markdown)
    assert "elles prennent leur place" in said, "without its details too"
    assert not [b for b in app.button if b.key == "importer-tout"], "only one is ready for the press of all"
    next(b for b in app.button if (b.key or "").startswith("importer-")).click().run()
    assert "c\u2019est fait" in " ".join(s.value for s in app.success)


def test_rows_made_ready_beforehand_are_no_records(scene: Scene) -> None:
    """A number and the zero of a formula, pulled down to the end of the sheet."""
    rows = [*numerote(9, 12), *([str(n), "", "", "", "0"] for n in range(2, 40)), ["40", "", "", "", "0:00"]]
    assert comptes(scene.un(texte(rows))) == {"lues": 40, "ajoutees": 1, "ecartees": 39}
