"""The page of the journal, run by Streamlit itself: its filters, its rows, its actions, a year that is purged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION, Scene
from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tests.lu import ecrits, listes, lu
from tne.db import Base
from tne.importing import Options, annuler, importer
from tne.importing.history import Choix, journal_rows
from tne.typographie import typographier
from tne.ui import journal


def test_the_journal_filters_and_lists_rows(ouvrir: Callable[..., AppTest], base_sans_import: Path) -> None:
    remplir(base_sans_import)
    remplir(base_sans_import, LIGNES.replace("001", "002"), "suite.csv")
    app = ouvrir("journal")
    assert "**2 imports**" in mots(app)
    (lue,) = listes(app)
    # Each row is named by its file, on a phone too.
    assert next(iter(lue.colonnes)) == "Fichier"
    assert lue["Fichier"] == ["suite.csv", "mois.csv"]
    assert (lue["N°"], lue["État"]) == (["2", "1"], ["en vigueur"] * 2)
    assert not app.dataframe
    assert not [s.value for s in app.subheader if "Effacer" in s.value], "no person, and no link to erase"
    # One click on a row chooses it below.
    assert lue.envoi["ici"]
    assert lue.envoi["pages"] == ["journal?import=2", "journal?import=1"]
    assert app.selectbox(key="journal-import").value == 2
    app.query_params["import"] = "1"
    app.run()
    assert app.selectbox(key="journal-import").value == 1
    assert not app.warning
    assert "import" not in app.query_params
    for unknown in ("99", "9" * 5000, "²"):
        app.query_params["import"] = unknown
        app.run()
        assert not app.exception
        assert app.selectbox(key="journal-import").value == 1
        assert "un import que le journal n\u2019a pas" in app.warning[0].value
    app.text_input(key="journal-texte").set_value("suite").run()
    assert "**1 import**" in mots(app)
    app.checkbox(key="journal-voir-2").check().run()
    assert "Interventions des médiateurs** · 1\u00a0ligne" in mots(app)
    app.checkbox(key="journal-effet-2").check().run()
    assert not app.exception
    before = app.selectbox(key="journal-import").options
    assert "En vigueur." in [c.value for c in app.caption]
    app.button(key="journal-annuler-2").click().run()
    assert not app.exception
    assert "Annulé." in [c.value for c in app.caption]
    assert not app.checkbox(key="journal-effet-2").value, (
        "its effect is done: the contrary is not calculated unasked"
    )
    # The browser answers with the words of a choice: under other words, the next click would be of another import.
    assert app.selectbox(key="journal-import").options == before


def test_an_undone_import_is_found_by_its_year(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """The years to choose were those that the base still holds."""
    remplir(base_sans_import)
    base = Base(str(base_sans_import))
    annuler(base, COORDINATION, 1)
    base.close()
    app = ouvrir("journal")
    years = app.multiselect(key="journal-annees")
    assert years.options == ["2023-2024"]
    years.select("2023-2024").run()
    assert "**1 import**" in mots(app)


def test_what_an_undo_takes_away_is_of_an_import_and_not_of_a_file_to_be_checked(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    app = ouvrir("journal")
    app.checkbox(key="journal-effet-1").check().run()
    (warned,) = app.warning
    assert "vérifiez que c\u2019est le bon import" in warned.value


def test_what_an_undo_brings_back_is_on_no_line_of_the_file_that_goes(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    first, *rows = LIGNES.splitlines()
    remplir(
        base_sans_import,
        "\n".join([first, "", "", *(r.replace("Formation", "Projet") for r in rows)]),
        "suite.csv",
    )
    app = ouvrir("journal")
    app.checkbox(key="journal-effet-2").check().run()
    assert "1 ligne modifiée" in lu(app.selectbox(key="lignes-journal-2").options[0])
    undone = " ".join(ecrits(app))
    # On a narrow column the arrow stood alone on a line.
    assert "→\u00a0Formation" in undone
    assert "Ligne" not in undone
    app.button(key="journal-annuler-2").click().run()
    app.checkbox(key="journal-effet-2").check().run()
    assert "Ligne 4" in " ".join(ecrits(app)), "what comes again stands in that file"


def test_the_rows_of_an_import_add_up_in_the_journal(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    more = LIGNES + "2023-002;13/06/2024;Formation;0860002K;1\n2023-003;13/06/2024;Formation;0860002K;2\n"
    remplir(base_sans_import, more + more.splitlines()[-1] + "\n", "suite.csv")
    (lue,) = listes(ouvrir("journal"))
    assert lue["Lues"] == ["4", "1"]
    # A number and its word are on one line.
    assert lue["Lignes"] == ["2 ajoutées, 1 inchangée, 1 doublon", "1 ajoutée"]
    assert lue.envoi["lignes"][0][-1] == "2\u00a0ajoutées, 1\u00a0inchangée, 1\u00a0doublon"


def test_the_rows_of_a_large_import_are_read_page_by_page(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    rows = (f"R{n};12/06/2024;Formation;0860002K\n" for n in range(1003))
    remplir(base_sans_import, "Référence;Date;Nature;UAI\n" + "".join(rows))
    app = ouvrir("journal")
    app.checkbox(key="journal-voir-1").check().run()
    assert len(listes(app)[-1]["Ligne"]) == 1000
    app.number_input(key="journal-page-1-intervention").set_value(2).run()
    assert listes(app)[-1]["Ligne"] == ["Ligne 1002", "Ligne 1003", "Ligne 1004"]


def test_an_action_names_its_data_sets_as_the_page_does() -> None:
    assert journal.en_mots("module, session") == "Modules de formation, Sessions de formation"
    kept = "intervention ; 2 corrections avant import"
    assert journal.en_mots(kept) == "Interventions des médiateurs\u202f; 2 corrections avant import"
    assert journal.en_mots("module.2024-session.duckdb") == "module.2024-session.duckdb"
    assert journal.en_mots("2023-2024 : 12 personnes") == "2023-2024\u202f: 12 personnes"


def test_of_very_many_actions_the_last_are_listed_and_a_file_has_them_all(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """A file under « Données » was said to have them: the journal has none."""
    remplir(base_sans_import)
    base = Base(str(base_sans_import))
    with base.writing() as con:
        con.execute(
            "INSERT INTO evenement SELECT e.* REPLACE (e.rang + n AS rang) FROM evenement e, range(1, 1003) r(n)"
        )
    base.close()
    app = ouvrir("journal")
    assert any(c.value.startswith("Les 1\u202f000 dernières sur 1\u202f00") for c in app.caption)
    assert "journal-actions-csv" in [b.key for b in app.get("download_button")]
    assert "sous «" not in " ".join(ecrits(app))


def test_a_closed_year_is_purged_from_the_journal_once_agreed(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import, "Année scolaire;UAI;E-mail\n2023-2024;0860002K;a@x.fr\n", "offre.csv")
    app = ouvrir("journal")
    app.selectbox(key="purge-annee").set_value("2023-2024").run()
    assert app.button(key="purge-faire").disabled
    app.checkbox(key="purge-accord-2023-2024-1").check().run()
    app.button(key="purge-faire").click().run()
    assert not app.exception
    assert "2023-2024 : 1 personne sans lien désormais." in mots(app).replace("\u202f", " ")
    assert "sauvegardes" in mots(app)
    assert not [s for s in app.selectbox if s.key == "purge-annee"], "nobody is left to forget"


@pytest.mark.parametrize("sans", ["l'un", "aucun n'en a"])
def test_the_journal_lists_imports_of_no_year(
    ouvrir: Callable[..., AppTest], base_sans_import: Path, sans: str
) -> None:
    remplir(base_sans_import)
    remplir(base_sans_import, LIGNES.replace("1", "2"), "autre.csv")
    base = Base(str(base_sans_import))
    with base.writing() as con:
        con.execute(
            "UPDATE import_jeu SET annees = NULL"
            + (" WHERE import_id = (SELECT min(id) FROM import)" if sans == "l'un" else "")
        )
    base.close()
    app = ouvrir("journal")
    assert not app.exception
    (shown,) = listes(app)
    assert shown["Fichier"] == ["autre.csv", "mois.csv"]


def test_taking_out_the_only_import_of_the_demonstration_agrees(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    opened = Base(str(base_sans_import))
    importer(opened, COORDINATION, LIGNES.encode(), "mois.csv", Options(demo=True))
    opened.close()
    app = ouvrir("journal")
    app.button(key="journal-demo").click().run()
    assert [t.value for t in app.toast] == [
        "1 import de démonstration retiré\u202f: le journal peut le rétablir."
    ]
    assert "journal-demo" not in {b.key for b in app.button}


def test_a_data_set_of_which_an_import_kept_no_row_is_told_and_lists_nothing(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """The rows of such an import ended in an error."""
    videos = (
        "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues,Spectateurs uniques\n"
        "demo1,Consulter le cahier de textes,5 sept. 2022,236,,264\n"
    )
    base = Base(str(base_sans_import))
    options = Options(annee="2023-2024", valides_seulement=True)
    kept = importer(base, COORDINATION, videos.encode(), "vues.csv", options=options)
    base.close()
    assert {r.jeu: r.comptes.ajoutees for r in kept} == {"ressource": 1, "consultation": 0}
    app = ouvrir("journal")
    app.checkbox(key=f"journal-voir-{kept[0].import_id}").check().run()
    assert not app.exception, app.exception[0].message
    said = mots(app).replace("\u00a0", " ")
    assert "Consultations des ressources** · 0 ligne" in said
    assert "Ressources pour les parents** · 1 ligne" in said


def test_a_replaced_import_names_all_that_must_be_undone_for_it_to_come_back(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« Annulez celui-ci pour y revenir » brought back the second of three, not the first."""
    base = Base(str(base_sans_import))
    for day in (12, 13, 14):
        text = LIGNES.replace("12/06", f"{day}/06").encode()
        importer(base, COORDINATION, text, f"{day}.csv", options=Options(remplacer=day > 12))
    base.close()
    app = ouvrir("journal")

    def state(number: int) -> str:
        app.selectbox(key="journal-import").set_value(number).run()
        return next(lu(c.value) for c in app.caption if c.value.startswith(("L", "En vigueur", "Annulé")))

    assert state(1) == lu(
        typographier("Les imports n° 3 et n° 2, plus récents, le remplacent : annulez-les pour y revenir.")
    )
    by_the_last = lu(
        typographier("L'import n° 3, plus récent, le remplace : annulez celui-ci pour y revenir.")
    )
    assert state(2) == by_the_last
    for number in (2, 3):
        base = Base(str(base_sans_import))
        annuler(base, COORDINATION, number)
        base.close()
        app.run()
        assert state(1) == (by_the_last if number == 2 else "En vigueur.")


def test_a_file_is_found_by_its_name_whatever_its_accents_and_case(scene: Scene) -> None:
    apart = unicodedata.normalize("NFD", "Présences été.csv")
    assert scene.importer(LIGNES, apart)[0].import_id == 1
    scene.importer(LIGNES.replace("001", "002"), "mois.csv")
    for text, found in (
        ("été", [1]),
        ("PRESENCES E", [1]),
        (" mois.", [2]),
        (".csv", [2, 1]),
        ("absent", []),
    ):
        assert journal_rows(scene.base, COORDINATION, Choix(texte=text))["id"].tolist() == found, text
    assert journal_rows(scene.base, COORDINATION, Choix(texte=" ", etats=("annulé",))).empty
    assert journal_rows(scene.base, COORDINATION, Choix(texte="mois", etats=("annulé",))).empty
