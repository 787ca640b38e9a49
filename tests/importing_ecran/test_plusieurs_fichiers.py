"""Several files on the page: what is done with one leaves the others as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION
from tests.importing_ecran.test_pages import mots, remplir
from tne.db import Base
from tne.importing import Options, importer
from tne.importing import annuler as retirer_l_import
from tne.importing.correcting.problems import MOST_PROBLEMS

TETE = "Référence;Date;Nature;UAI\n"


def test_to_undo_the_import_of_one_file_does_not_take_away_the_others(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """All were gone with it, unsaid, with what had been corrected in those that were not imported yet."""
    app = ouvrir("importer")
    files = {f"{n}.csv": f"{TETE}2023-00{n};12/06/2024;{nature};0860002K\n" for n, nature in NATURES.items()}
    app.file_uploader[0].set_value([(n, text.encode(), "text/csv") for n, text in files.items()]).run()
    app.button("importer-tout").click().run()
    assert mots(app).count("c\u2019est fait") == 2
    annuler(app)
    assert [s.value for s in app.subheader if s.value in files] == list(files)
    assert mots(app).count("c\u2019est fait") == 1
    # It is imported again by its own button alone.
    assert "importer-tout" not in [b.key for b in app.button]
    next(b for b in app.button if b.label == "Importer").click().run()
    assert mots(app).count("c\u2019est fait") == 2


NATURES = {1: "Formation", 2: "Formation", 3: "Formaton"}
"""The nature of the row of each file; the last one is to be corrected."""


def test_to_undo_the_import_of_the_only_file_takes_it_away(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("importer")
    text = f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"
    app.file_uploader[0].set_value([("seul.csv", text.encode(), "text/csv")]).run()
    next(b for b in app.button if b.label == "Importer").click().run()
    annuler(app)
    assert "seul.csv" not in [s.value for s in app.subheader]


def annuler(app: AppTest) -> None:
    """Press the first « Annuler l'import » of the receipts."""
    next(b for b in app.button if b.label.startswith("Annuler l\u2019import")).click().run()
    assert not app.exception


def test_nothing_of_a_pasted_table_is_kept_once_it_is_taken_away(ouvrir: Callable[..., AppTest]) -> None:
    """All of its words were, the names of persons too, until the page was closed."""
    app = ouvrir("importer")
    app.checkbox("coller").check().run()
    (place,) = app.text_area
    place.set_value(f"{TETE}2023-001;12/06/2024;Formation;0860002K\nDupond;;;").run()
    assert "Tableau collé" in [s.value for s in app.subheader]
    app.text_area[0].set_value("").run()
    assert "Tableau collé" not in [s.value for s in app.subheader]
    assert "Dupond" not in repr(app.session_state)


AUTRES = {
    "c1.csv": "2023-001;12/06/2024;Formation;0860002K\n2023-002;13/06/2024;Formation;0860002K\n",
    "c2.csv": "2023-001;20/01/2024;Projet;0860799B\n2023-002;21/01/2024;Projet;0860799B\n",
    "c3.csv": "2023-009;14/06/2024;Formation;0860002K\n",
}
"""Of two of them the same references stand for other records."""


def test_records_do_not_give_way_in_one_press_for_all_files(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """Of the second nothing was to be asked when the press came: the first had been in the base for a moment only."""
    app = ouvrir("importer")
    app.file_uploader[0].set_value([(n, (TETE + t).encode(), "text/csv") for n, t in AUTRES.items()]).run()
    app.button("importer-tout").click().run()
    assert not app.exception
    assert mots(app).count("c\u2019est fait") == 2
    assert "Rien n\u2019a été importé" not in mots(app), "it is asked about, not refused"
    # A page that runs alone has the context of its first run.
    then = app.session_state["_contexte"]
    app.session_state["_contexte"] = replace(then, version=then.base.version())
    app.run()
    assert "prennent leur place" in mots(app)
    next(b for b in app.button if b.label == "Importer").click().run()
    assert mots(app).count("c\u2019est fait") == 3


def test_a_file_whose_records_would_take_the_place_of_others_is_imported_by_its_own_button(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import, TETE + AUTRES["c1.csv"])
    app = ouvrir("importer")
    app.file_uploader[0].set_value(
        [(n, (TETE + AUTRES[n]).encode(), "text/csv") for n in ("c2.csv", "c3.csv")]
    ).run()
    assert len([b for b in app.button if b.label == "Importer"]) == 2
    assert "importer-tout" not in [b.key for b in app.button]


def test_what_was_undone_in_the_journal_is_no_matter_of_one_press(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("importer")
    app.file_uploader[0].set_value(
        [(n, (TETE + AUTRES[n]).encode(), "text/csv") for n in ("c1.csv", "c3.csv")]
    ).run()
    app.button("importer-tout").click().run()
    for number in (1, 2):
        retirer_l_import(app.session_state["_contexte"].base, COORDINATION, number)
    app.run()
    assert len([b for b in app.button if b.label == "Importer"]) == 2
    assert "importer-tout" not in [b.key for b in app.button]


def test_an_import_that_another_took_the_place_of_is_not_undone_beside_it(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """It counts no more: what its « Annuler » does is seen in the journal alone, not on this page."""
    remplir(base_sans_import, TETE + AUTRES["c1.csv"])
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, (TETE + AUTRES["c3.csv"]).encode(), "c3.csv", Options(remplacer=True))
    base.close()
    app = ouvrir("importer")
    assert "remplacé" in mots(app)
    assert [b.key for b in app.button if str(b.key).startswith("defaire-")] == ["defaire-2"]


def test_of_several_files_each_says_why_rows_are_refused(ouvrir: Callable[..., AppTest]) -> None:
    """Their number alone stood there: one opened the details of each file to know what its own was about."""
    sound = f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"
    wrong = f"{TETE}2023-002;31/02/2024;Bidule;0860002K\n2023-003;13/06/2024;Bidule;0860002K\n"
    told = raisons(ouvrir("importer"), {"juste.csv": sound, "faux.csv": wrong})
    assert [words.partition(" : ")[0] for words in told] == [
        "- Valeur non reconnue dans « Nature » · 2 fois",
        "- Valeur non reconnue dans « Date » · 1 fois",
    ]
    assert "« Bidule » n’est pas l’une des valeurs" in told[0]
    assert "« 31/02/2024 » n’est pas une date" in told[1]


def test_of_many_kinds_of_refusals_some_are_told_and_the_others_counted(
    ouvrir: Callable[..., AppTest],
) -> None:
    columns = ("Date", "Nature", "UAI", "Heures", "Enseignants", "Élèves", "État du projet")
    wrong = ";".join(("Référence", *columns)) + "\n2023-001" + ";faux" * len(columns) + "\n"
    told = raisons(ouvrir("importer"), {"faux.csv": wrong, "aussi.csv": wrong.replace("2023-", "2024-")})
    assert len(told) == 12
    assert told[5] == told[11] == "- … 2 autres points"


@pytest.mark.parametrize("files", [1, 2])
def test_refusals_that_are_not_all_told_say_that_they_are_not_all_counted(
    ouvrir: Callable[..., AppTest], files: int
) -> None:
    """« Nature · 5 000 fois » stood for 5,001 of them, over « les comptes sont exacts »."""
    wrong = TETE + "".join(f"2023-{n:05d};12/06/2024;Bidule;0860002K\n" for n in range(MOST_PROBLEMS + 1))
    app = ouvrir("importer")
    raisons(app, {f"{n}.csv": wrong.replace("2023-", f"{n}-") for n in range(files)})
    assert [c.value.startswith("Seuls les 5") for c in app.caption].count(True) == files


def test_of_several_files_each_says_how_many_schools_the_base_does_not_know(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """It stood in the details alone: all was imported in one press, and counted among the unknown schools."""
    remplir(base_sans_import, "UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers\n")
    known = f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"
    unknown = f"{TETE}2023-002;12/06/2024;Formation;0861457S\n2023-003;13/06/2024;Formation;0861457S\n"
    told = raisons(ouvrir("importer"), {"connu.csv": known, "inconnu.csv": unknown})
    assert told == ["- 1 établissement inconnu de la base · 2 lignes qui entrent quand même"]


def raisons(app: AppTest, files: dict[str, str]) -> list[str]:
    """What the page says of the rows of these files, a line each, with ordinary spaces."""
    app.file_uploader[0].set_value([(n, text.encode(), "text/csv") for n, text in files.items()]).run()
    assert not app.exception
    lines = [m.value.replace("\u00a0", " ").replace("\u202f", " ") for m in app.markdown]
    return [words for words in lines if words.startswith("- ")]
