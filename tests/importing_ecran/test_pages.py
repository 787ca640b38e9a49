"""The pages run by Streamlit itself: every state of the base, files dropped, presentation, hostile names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing.scene import COORDINATION
from tests.lu import ecrits, listes
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import AccesRefuse
from tne.importing import Options, annuler, importer
from tne.store.backup import Contenu
from tne.typographie import cle_tri
from tne.ui import coordination, exports_exacts, sauvegardes
from tne.ui.modeles import a_lire

LIGNES = "Référence;Date;Nature;UAI;Heures\n2023-001;12/06/2024;Formation;0860002K;3\n"


def remplir(chemin: Path, texte: str = LIGNES, nom: str = "mois.csv") -> None:
    base = Base(str(chemin))
    importer(base, COORDINATION, texte.encode(), nom)
    base.close()


def mots(app: AppTest) -> str:
    return " ".join(
        str(e.value)
        for kind in (app.markdown, app.caption, app.error, app.warning, app.info, app.success, app.subheader)
        for e in kind
    )


@pytest.mark.parametrize("page", ["importer", "journal", "saisir"])
@pytest.mark.parametrize("rempli", [False, True])
def test_a_page_runs_on_an_empty_and_a_filled_base(
    ouvrir: Callable[..., AppTest], base_sans_import: Path, page: str, rempli: bool
) -> None:
    if rempli:
        remplir(base_sans_import)
    app = ouvrir(page)
    assert not app.exception
    assert not app.error


def test_over_an_empty_base_no_year_is_named(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("diapositives")
    assert "La base est vide." in [s.value for s in app.subheader]
    assert ecrits(app)[0].startswith("Diapositives\n")


@pytest.mark.parametrize("page", ["importer", "journal", "saisir"])
def test_a_page_stops_before_a_reader_sees_anything(ouvrir: Callable[..., AppTest], page: str) -> None:
    app = ouvrir(page, droit=False)
    assert app.exception  # app.py turns it into its sentence: see the browser tests
    assert not [b for b in app.button if b.key and b.key.startswith(("importer", "journal", "saisie"))]
    assert not app.file_uploader
    assert not app.selectbox


def test_a_presentation_is_told_how_to_get_in() -> None:
    ctx = SimpleNamespace(droit=Droit(True, "essai"), view="lecture")
    with pytest.raises(AccesRefuse, match="décochez « Présentation »"):
        coordination.require(ctx, "saisir des données")  # type: ignore[arg-type]
    coordination.require(SimpleNamespace(droit=ctx.droit, view="coordination"), "saisir")  # type: ignore[arg-type]


def test_a_file_dropped_twice_is_read_checked_previewed_and_imported_once(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    app = ouvrir("importer")
    same = [(name, LIGNES.encode(), "text/csv") for name in ("mois.csv", "mois (1).csv")]
    app.file_uploader[0].set_value(same).run()
    assert not app.exception
    # Dropped twice: told at once, and one decision.
    assert "Même contenu que" in " ".join(i.value for i in app.info)
    assert "Reconnu comme **Interventions des médiateurs**" in mots(app)
    assert not app.radio, "nothing to choose of earlier files, where no row of them is missing"
    (button,) = [b for b in app.button if b.label == "Importer"]
    button.click().run()
    assert "c\u2019est fait" in mots(app)
    app.run()
    assert mots(app).count("c\u2019est fait") == 1
    assert len(Base(str(base_sans_import), read_only=False).cursor().execute("FROM import").fetchall()) == 1


def test_two_files_of_another_year_are_imported_together_and_each_leads_to_it(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """Both receipts had one button of the same name: the page failed once the files were in."""
    remplir(base_sans_import)
    app = ouvrir("importer")
    rows = ["Référence;Date;Nature;UAI\n" + f"2021-00{n};16/09/2021;Formation;0860002K\n" for n in (1, 2)]
    app.file_uploader[0].set_value(
        [(f"{n}.csv", text.encode(), "text/csv") for n, text in enumerate(rows)]
    ).run()
    app.button("importer-tout").click().run()
    assert not app.exception
    assert mots(app).count("c\u2019est fait") == 2
    assert [b.label for b in app.button].count("Voir le bilan 2021-2022") == 2


def test_a_file_in_force_is_not_offered_again_but_its_pages_and_its_undo_are(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    app = ouvrir("importer")
    app.file_uploader[0].upload("mois.csv", LIGNES.encode(), "text/csv").run()
    assert "il n\u2019y a rien de nouveau à écrire" in mots(app)
    labels = [b.label for b in app.button]
    assert "Importer" not in labels
    assert "Voir Accompagnements" in [link.proto.label for link in app.get("page_link")]
    (undo,) = [b for b in app.button if b.label.startswith("Annuler l\u2019import")]
    undo.click().run()
    assert not app.exception
    # Undone, importing it is something again.
    app = ouvrir("importer")
    app.file_uploader[0].upload("mois.csv", LIGNES.encode(), "text/csv").run()
    assert "sera rétabli" in mots(app)
    (button,) = [b for b in app.button if b.label == "Importer"]
    button.click().run()
    assert "rétabli\u202f: c\u2019est fait" in mots(app)


def test_rows_left_aside_are_not_forgotten_under_nothing_new(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    rows = LIGNES + "2023-002;31/02/2024;Formation;0860002K;3\n"
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, rows.encode(), "mois.csv", Options(valides_seulement=True))
    base.close()
    app = ouvrir("importer")
    app.file_uploader[0].upload("mois.csv", rows.encode(), "text/csv").run()
    assert "1\u00a0ligne à corriger est restée de côté" in mots(app)
    assert not [b for b in app.button if b.label.startswith("Importer")]


def test_rows_left_aside_are_taken_up_again_from_the_receipt(ouvrir: Callable[..., AppTest]) -> None:
    """The receipt stood in the place of their corrections, also when the file was dropped once more."""
    app = ouvrir("importer")
    rows = LIGNES + "2023-002;31/02/2024;Formation;0860002K;3\n"
    app.file_uploader[0].upload("mois.csv", rows.encode(), "text/csv").run()
    next(b for b in app.button if b.label.startswith("Importer")).click().run()
    assert "c\u2019est fait" in mots(app)
    (again,) = [b for b in app.button if b.label == "Corriger la ligne restée de côté"]
    again.click().run()
    assert "1\u00a0ligne à corriger est restée de côté" in mots(app)
    (day,) = [b for b in app.text_input if "31/02/2024" in b.label]
    assert day.label.endswith("(1\u00a0ligne)"), "its word alone was a second line"
    day.set_value("28/02/2024").run()
    next(b for b in app.button if b.label.startswith("Importer")).click().run()
    assert not app.exception
    assert "c\u2019est fait" in mots(app)
    assert not [b for b in app.button if "restée de côté" in b.label]


def _of_the_demonstration(path: Path) -> Base:
    """Its import said to be of the demonstration; the base, open."""
    remplir(path)
    base = Base(str(path))
    with base.writing() as con:
        con.execute("UPDATE import SET demo = true")
    return base


def test_the_last_imports_leave_no_dot_at_the_end_of_a_line(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """On a phone their lines ended with the dot that should part them from the next."""
    _of_the_demonstration(base_sans_import).close()
    (told,) = [m.value for m in ouvrir("importer").markdown if m.value.startswith("**n° 1**")]
    assert told.startswith("**n° 1**, mois.csv")
    assert told.endswith("Interventions des médiateurs, 1\u00a0ligne, en\u00a0vigueur, démo]")
    assert "·" not in told


def test_the_demonstration_taken_out_is_not_offered_again_beside_real_imports(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    base = _of_the_demonstration(base_sans_import)
    annuler(base, COORDINATION, 1)
    base.close()
    app = ouvrir("importer")
    assert not [b for b in app.button if str(b.key).startswith("retablir-")]
    assert "Aucun import pour l\u2019instant" in mots(app)
    (lue,) = listes(ouvrir("journal"))
    assert lue["État"] == ["annulé, démo"]


def test_names_and_headers_of_a_file_are_shown_not_obeyed(ouvrir: Callable[..., AppTest]) -> None:
    nasty = "Référence;Date;Nature;UAI;<img src=x onerror=alert(1)>;:red[rouge];=1+1\n2023-001;12/06/2024;Fromage;0860002K;a;b;c\n"
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("**gras** <b>x</b>.csv", nasty.encode(), "text/csv")]).run()
    assert not app.exception
    assert "\\*\\*gras\\*\\*" in app.subheader[0].value
    said = mots(app)
    assert "<img" not in said.replace("\\<img", "")
    assert ":red[" not in said.replace("\\:red\\[", "")


def test_a_file_that_nobody_knows_is_told_with_what_to_do(
    ouvrir: Callable[..., AppTest],
) -> None:
    app = ouvrir("importer")
    app.file_uploader[0].upload("meteo.csv", "Ville;Météo\nPoitiers;soleil\n".encode()).run()
    (said,) = [w.value for w in app.warning]
    assert "Aucun jeu de données ne correspond" in said
    assert said.endswith("choisissez plus bas son jeu de données.")


def test_a_file_that_brings_nothing_says_so_above_its_lines(ouvrir: Callable[..., AppTest]) -> None:
    """Below three hundred lines « Hors du territoire », on a second screen, stood what to do."""
    app = ouvrir("importer")
    ailleurs = "UAI;Nom;Commune\n" + "".join(
        f"{uai};École;Créteil\n" for uai in ("0940001R", "0940002S", "0940003T")
    )
    app.file_uploader[0].upload("ecoles.csv", ailleurs.encode()).run()
    told = [
        getattr(e, "label", "") or getattr(e, "value", "")
        for e in app.main
        if e.type in ("error", "selectbox")
    ]
    (refused,) = [i for i, t in enumerate(told) if "autre territoire" in str(t)]
    assert refused < told.index("Voir les lignes")


def test_the_last_backup_made_is_the_one_that_is_taken_and_one_of_another_computer_comes_back(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    app = ouvrir("journal")
    for made in (1, 2):
        app.button(key="sauvegardes-faire").click().run()
        assert app.selectbox(key="sauvegardes-choix").value.numero == made
    # Brought without its checksum, as the page gave it.
    taken = app.selectbox(key="sauvegardes-choix").value.path
    shutil.copy(taken, taken.with_name(taken.name.replace("-000002-", "-000009-")))
    remplir(base_sans_import, LIGNES.replace("001", "002"), "suite.csv")
    app = ouvrir("journal")
    assert app.selectbox(key="sauvegardes-choix").value.numero == 9
    app.checkbox(key="sauvegardes-effet-9").check().run()
    assert "disparaît" in mots(app)
    app.button(key="sauvegardes-restaurer").click().run()
    assert not app.exception
    assert "est en place" in mots(app)
    assert "**1 import**" in mots(app)


def test_exact_rows_are_offered_to_a_coordinator_who_agrees(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    app = ouvrir("donnees")
    assert not [s for s in app.selectbox if s.key == "exact-jeu"], "nothing is counted before it is opened"
    app.session_state[exports_exacts.CLE] = True
    app.run()
    # No number: the browser answers with the words of a choice, and other years would make them another's.
    assert app.selectbox(key="exact-jeu").options == ["Interventions des médiateurs"]
    assert "**1 ligne de 2023-2024.**" in mots(app).replace("\u00a0", " "), "of several years, of the last"
    app.radio(key="exact-annees").set_value(exports_exacts._ALL).run()
    assert "**1 ligne.**" in mots(app).replace("\u00a0", " ")
    assert app.get("download_button")[-1].proto.disabled
    app.checkbox(key="exact-accord").check().run()
    assert not app.get("download_button")[-1].proto.disabled
    reader = ouvrir("donnees", droit=False)
    assert not [s for s in reader.selectbox if s.key == "exact-jeu"]


def test_every_template_is_offered_with_its_source(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("importer")
    assert not [s for s in app.selectbox if s.key == "modele-jeu"], "nothing is drawn before it is opened"
    app.session_state["importer-modeles-repli"] = True
    app.run()
    offered = app.selectbox(key="modele-jeu").options
    assert offered == sorted(offered, key=cle_tri)
    for jeu in ("inscription", "ips", "intervention"):
        app.selectbox(key="modele-jeu").set_value(jeu).run()
        assert "À qui demander, où cliquer, quand" in mots(app)
        assert DATASETS[jeu].demander[:15] in mots(app).replace("\u2019", "'")
    read = a_lire(DATASETS["intervention"])
    # Without its header « Oui » says nothing; the example is told by what is expected.
    assert set(read["À remplir"]) == {"obligatoire", "facultatif"}
    assert read.set_index("Colonne").at["Date", "À remplir"] == "obligatoire"
    assert "Exemple" not in read


@pytest.mark.parametrize("nom", ["plan-et-sessions.xlsx", "offre-envoi.csv", "inscriptions-presences.csv"])
def test_a_recognised_export_asks_for_nothing(ouvrir: Callable[..., AppTest], nom: str) -> None:
    """The choices on screen, left alone, read the file as it was recognised."""
    content = (RACINE / "data" / "demo" / "2023-2024" / nom).read_bytes()
    app = ouvrir("importer")
    app.file_uploader[0].set_value([(nom, content, "text/csv")]).run()
    assert not app.exception
    assert not [c for c in app.checkbox if c.label.startswith("Retenir")]
    assert [b for b in app.button if b.label.startswith("Importer")]


def test_a_backup_that_lacks_one_import_more_than_are_named_says_one_other() -> None:
    """« … et 1 autres »"""
    missing = tuple((n, f"mois-{n}.csv") for n in range(1, 10))
    told = sauvegardes._effect(Contenu(missing, (), ()))
    assert "n° 8 (mois-8.csv) et 1 autre." in told.replace("\u202f", " ")
