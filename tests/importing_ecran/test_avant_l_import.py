"""What the page asks and shows of a file before it is imported: its year, its changes, its refused rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio

from tests.importing.scene import COORDINATION
from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tests.lu import dit, lu
from tne.db import Base
from tne.importing import Options, importer
from tne.typographie import typographier
from tne.ui.importation import lecture


def test_a_list_of_changed_rows_that_is_cut_says_so(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« 310 lignes modifiées », of which ten were missing without a word."""
    header, rows = "Référence;Date;Nature;UAI;Heures", range(310)
    log = "\n".join([header, *(f"R{n};12/06/2024;Formation;0860002K;{{0}}" for n in rows)])
    remplir(base_sans_import, log.format(1))
    app = ouvrir("importer")
    app.file_uploader[0].upload("corrige.csv", log.format(2).encode(), "text/csv").run()
    assert "310 lignes modifiées" in next(s for s in app.selectbox if s.label == "Voir les lignes").options
    assert "Les 300 premières sur 310." in [c.value for c in app.caption]


def _journal(*references: int) -> bytes:
    """The log of the médiateurs with an intervention of each of these numbers."""
    rows = (f"R{n};12/06/2024;Formation;0860002K;1\n" for n in references)
    return ("Référence;Date;Nature;UAI;Heures\n" + "".join(rows)).encode()


def test_of_very_many_cells_the_first_are_shown_and_no_file_is_named_that_is_not_there(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« toutes sont dans le fichier CSV, sous « Données » » stood under 300 of them: the page has no such file."""

    header, rows = "Référence;Date;Nature;UAI;Heures;Thème", range(260)
    log = "\n".join([header, *(f"R{n};{{}};{{}};0860002K;{{}};{{}}" for n in rows)])
    remplir(base_sans_import, log.format(*(("12/06/2024", "Formation", 1, "Radio") * len(rows))))
    changed = log.format(*(("13/06/2024", "Suivi de projet", 2, "Robots") * len(rows)))
    app = ouvrir("importer")
    app.file_uploader[0].upload("corrige.csv", changed.encode(), "text/csv").run()
    assert "Les 1\u202f000 premières cellules qui changent." in [c.value for c in app.caption]
    assert "fichier CSV" not in dit(app)


@pytest.mark.parametrize("remplacer", [True, False])
def test_of_a_file_that_stands_nothing_is_asked_that_its_import_cannot_do(
    ouvrir: Callable[..., AppTest], base_sans_import: Path, remplacer: bool
) -> None:
    """The first export of two, dropped again, was asked whether to replace the second: « Importer » then changed nothing."""
    first, second = _journal(1, 2), _journal(2, 3)
    base = Base(str(base_sans_import), read_only=False)
    importer(base, COORDINATION, first, "mars.csv")
    importer(base, COORDINATION, second, "avril.csv", options=Options(remplacer=remplacer))
    base.close()
    app = ouvrir("importer")
    app.file_uploader[0].upload("mars.csv", first, "text/csv").run()
    assert not [r for r in app.radio if "fichiers précédents" in r.label]
    assert "Importer" not in [b.label for b in app.button]
    assert "absente" not in " ".join(str(s.options) for s in app.selectbox)
    replaced = "mais l'import n° 2, plus récent, le remplace : annulez celui-ci pour y revenir."
    told = [str(i.value) for i in app.info]
    assert any(lu(typographier(replaced)) in lu(t) for t in told) == remplacer, told


def test_the_receipt_says_what_a_replacement_took_out(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« 137 lues, 3 ajoutées »: nothing was said of the five rows that went, nor of the import that they were of."""
    first, second = _journal(1, 2, 3), _journal(3, 4)
    base = Base(str(base_sans_import), read_only=False)
    importer(base, COORDINATION, first, "mars.csv")
    base.close()
    app = ouvrir("importer")
    app.file_uploader[0].upload("avril.csv", second, "text/csv").run()
    asked = next(r for r in app.radio if "fichiers précédents" in r.label)
    asked.set_value("Remplacer les imports précédents").run()
    next(b for b in app.button if b.label == "Importer").click().run()
    said = (
        "2 lignes absentes de ce fichier sont parties avec l'import n° 1, qu'il remplace : "
        "annulez l'import n° 2 pour y revenir."
    )
    assert lu(typographier(said)) in lu(" ".join(str(m.value) for m in app.markdown))


def test_of_two_states_dropped_together_the_receipt_says_what_is_kept_of_the_first(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """Both were ready, and one press imported them: of the rows that only the first holds, which count on, nothing was said."""
    first, second = _journal(1, 2, 3), _journal(3, 4)
    app = ouvrir("importer")
    dropped = [("mars.csv", first, "text/csv"), ("avril.csv", second, "text/csv")]
    app.file_uploader[0].set_value(dropped).run()
    next(b for b in app.button if b.label.startswith("Importer les 2")).click().run()
    said = (
        "2 lignes de fichiers précédents, absentes de celui-ci, sont gardées : pour les retirer, "
        "annulez l'import n° 2, puis choisissez « Remplacer les imports précédents »."
    )
    assert lu(typographier(said)) in lu(" ".join(str(m.value) for m in app.markdown))


def test_the_receipt_of_a_file_that_the_next_one_replaced_says_so(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« Import n° 1 : c'est fait », on the screen where the second had just taken its place."""
    dropped = [("mars.csv", _journal(1, 2, 3), "text/csv"), ("avril.csv", _journal(3, 4), "text/csv")]
    app = ouvrir("importer")
    app.file_uploader[0].set_value(dropped[:1]).run()
    next(b for b in app.button if b.label == "Importer").click().run()
    app.file_uploader[0].set_value(dropped).run()
    asked = next(r for r in app.radio if "fichiers précédents" in r.label)
    asked.set_value("Remplacer les imports précédents").run()
    next(b for b in app.button if b.label == "Importer").click().run()
    said = (
        "Import n° 1 : c'est fait, mais il ne compte plus. "
        "L'import n° 2, plus récent, le remplace : annulez celui-ci pour y revenir."
    )
    assert lu(typographier(said)) in [lu(str(i.value)) for i in app.info]
    assert [lu(str(s.value)) for s in app.success] == [lu(typographier("Import n° 2 : c'est fait."))]
    next(b for b in app.button if b.label == typographier("Annuler l'import n° 2")).click().run()
    assert [lu(str(s.value)) for s in app.success] == [lu(typographier("Import n° 1 : c'est fait."))]


def test_a_file_that_tells_no_year_is_given_one(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    app = ouvrir("importer")
    app.file_uploader[0].upload(
        "effectifs.csv", "UAI;Niveau;Élèves\n0860002K;4e;30\n".encode(), "text/csv"
    ).run()
    assert "peut être donnée pour tout le fichier" in " ".join(w.value for w in app.warning)
    assert "Importer" not in [b.label for b in app.button]
    year = next(s for s in app.selectbox if s.label == "Année scolaire du fichier")
    assert year.options == sorted(year.options, reverse=True), "the last one first"
    year.set_value("2023-2024").run()
    next(b for b in app.button if b.label == "Importer").click().run()
    base = Base(str(base_sans_import), read_only=False)
    assert base.cursor().execute("SELECT annee, eleves FROM effectif").fetchall() == [("2023-2024", 30)]
    base.close()


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppTest, str], None]:
    """`typing(app, "2023")`: the year of the file as written by hand. The bench knows listed choices alone."""

    def write(app: AppTest, year: str) -> None:
        monkeypatch.setattr(lecture, "_years", lambda _: [year])
        app.run()
        next(s for s in app.selectbox if s.label == "Année scolaire du fichier").set_value(year).run()

    return write


@pytest.mark.parametrize(
    ("typed", "read"), [("2023", "2023-2024"), ("23/24", "2023-2024"), (" Rentrée 2023", "2023-2024")]
)
def test_a_year_that_is_typed_is_read_as_in_a_cell(
    ouvrir: Callable[..., AppTest], typing: Callable[[AppTest, str], None], typed: str, read: str
) -> None:
    app = ouvrir("importer")
    app.file_uploader[0].upload("mois.csv", LIGNES.encode(), "text/csv").run()
    typing(app, typed)
    said = mots(app)
    assert typographier(f"« {typed.strip()} » est lu comme l'année scolaire {read}.") in said
    assert typographier("L'année donnée au fichier est") not in said


@pytest.mark.parametrize("typed", ["l'an dernier", "2023-2025"])
def test_what_is_typed_and_is_no_school_year_counts_for_none(
    ouvrir: Callable[..., AppTest], typing: Callable[[AppTest, str], None], typed: str
) -> None:
    app = ouvrir("importer")
    app.file_uploader[0].upload(
        "effectifs.csv", "UAI;Niveau;Élèves\n0860002K;4e;30\n".encode(), "text/csv"
    ).run()
    typing(app, typed)
    assert not app.exception
    wrong = typographier(f"« {typed} » n'est pas une année scolaire : écrivez par exemple 2023-2024.")
    assert wrong in [w.value for w in app.warning]
    assert "Importer" not in [b.label for b in app.button]


def test_the_grid_of_refused_rows_opens_when_it_is_asked_for(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("importer")
    rows = LIGNES + "2023-002;31/02/2024;Formation;0860002K;3\n"
    app.file_uploader[0].upload("mois.csv", rows.encode(), "text/csv").run()
    assert not app.dataframe
    next(c for c in app.checkbox if c.label == "Corriger dans une grille").check().run()
    (grid,) = app.dataframe
    assert grid.value[["Ligne", "Date"]].to_numpy().tolist() == [[3, "31/02/2024"]]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("journal %22final%22.csv", 'journal "final".csv'),
        ("100 % des %22pilotes%22.csv", '100 % des "pilotes".csv'),
        ("journal%20%22final%22.csv", "journal%20%22final%22.csv"),
        ("journal%20final.csv", "journal%20final.csv"),
    ],
)
def test_a_file_is_called_as_in_its_folder(ouvrir: Callable[..., AppTest], sent: str, shown: str) -> None:
    """A browser sends a quotation mark as %22, which the page and the journal showed."""
    app = ouvrir("importer")
    app.file_uploader[0].upload(sent, LIGNES.encode(), "text/csv").run()
    assert [lu(s.value) for s in app.subheader][:1] == [shown]


def test_what_takes_the_demonstration_out_is_compared_with_the_base_without_it(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« Aucun indicateur ne change » stood under « Retirer la démonstration », which changes them all."""
    log = "Référence;Date;Nature;UAI\nR1;12/06/2024;Formation;0860002K"
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, log.encode(), "demo.csv", Options(demo=True))
    base.close()
    app = ouvrir("importer")
    app.file_uploader[0].upload("vrai.csv", log.replace("R1", "R2").encode(), "text/csv").run()
    beside = "par rapport à la base sans la démonstration"
    assert beside in mots(app)
    way = next(r for r in app.radio if "démonstration" in r.label)
    way.set_value(way.options[1]).run()
    assert "Effet sur les chiffres" in mots(app)
    assert beside not in mots(app)


def test_what_is_said_of_the_demonstration_is_said_for_the_next_file_too(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """« Retirer la démonstration » came back with each file, after « Les garder à côté »."""
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, LIGNES.encode(), "demo.csv", Options(demo=True))
    base.close()
    app = ouvrir("importer")

    def way() -> Radio:
        return next(r for r in app.radio if "démonstration" in r.label)

    files = [(f"{n}.csv", LIGNES.replace("001", f"00{n}").encode(), "text/csv") for n in (2, 3)]
    app.file_uploader[0].set_value(files[:1]).run()
    assert way().value == "Retirer la démonstration"
    way().set_value("Les garder à côté").run()
    app.file_uploader[0].set_value(files).run()
    assert [r.value for r in app.radio if "démonstration" in r.label] == ["Les garder à côté"] * 2
    way().set_value("Retirer la démonstration").run()
    assert [r.value for r in app.radio if "démonstration" in r.label] == [
        "Retirer la démonstration",
        "Les garder à côté",
    ]
