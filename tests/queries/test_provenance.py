"""A figure traced to its rows: what is shown is what was counted, for every indicator, with the file, sheet and line."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene
from tne.access import Droit
from tne.datasets import dataset
from tne.db import Base
from tne.erreurs import AccesRefuse
from tne.filters import Filters
from tne.indicators import BY_CODE, INDICATORS, Indicator, compute
from tne.provenance import LIGNES_MAXIMUM, Origine, compter, origines, traces
from tne.queries.perimeter import perimetre
from tne.queries.presence import PRESENCE
from tne.queries.provenance import TRACES
from tne.queries.tableaux import PETIT
from tne.queries.totals import COLONNES, totals

TOUT = Filters()
YEARS = ("2022-2023", "2023-2024", "2024-2025")
CHOICES = (
    Filters(annees=YEARS),
    Filters(annees=YEARS, types=("Collège",)),
    Filters(annees=YEARS, communes=("Poitiers",)),
    Filters(annees=YEARS, secteurs=("Privé",), types=("École",)),
)


@pytest.mark.parametrize("i", INDICATORS, ids=lambda i: i.code)
def test_every_part_of_an_indicator_is_counted_and_has_its_rows(i: Indicator) -> None:
    """Of a column that nothing counts an indicator would say 0, and of a data set that is not followed it would know nothing."""
    assert not i.colonnes - COLONNES, "count these columns in tne/queries/totals.py (`PARTIES`)"
    assert not i.tous_jeux - PRESENCE.keys(), "say in tne/queries/presence.py of which years these are known"
    parts = {i.numerateur, *filter(None, [i.denominateur])}
    assert not parts - TRACES.keys(), "say in tne/queries/provenance.py (`TRACES`) which rows make these"
    assert list(traces(i))


@pytest.mark.parametrize("filters", CHOICES, ids=lambda f: f.en_mots().split(" · ", 1)[1])
def test_the_rows_make_the_number(demo: Base, filters: Filters) -> None:
    con = demo.cursor()
    exact = totals(con, filters, YEARS)
    for annee in YEARS:
        row = exact[annee] | {"presences_traitees": exact[annee]["presences"] + exact[annee]["absences"]}
        params = {**perimetre(con, filters).params, "annee": annee}
        for column, trace in TRACES.items():
            rows, made = compter(con, trace, params)
            assert made == pytest.approx(float(row[column] or 0)), (annee, column)
            assert rows or not made


def test_file_sheet_and_line_of_a_row_and_the_imports_that_complete_it(scene: Scene) -> None:
    scene.importer(
        "Référence;Date;Nature;UAI\n2023-1;12/10/2023;Formation;0860002K\n2023-2;13/10/2023;Formation;0860799B"
    )
    scene.importer(
        "Référence;Date;Nature;UAI;Heures\n2023-2;13/10/2023;Formation;0860799B;3", nom="suite.csv"
    )
    (made, below) = origines(
        scene.base.cursor(), COORDINATION, Filters(), "2023-2024", "accompagnement.formations", "coordination"
    )
    assert (made.role, made.total, made.valeur, made.mots) == ("le chiffre", 2, 2.0, "interventions")
    assert below.role == "son dénominateur"
    assert made.fichiers[["Import", "Lignes"]].to_numpy().tolist() == [[1, 1], [2, 1]]
    assert made.fichiers["Fichier"].tolist()[1] == "suite.csv"
    assert made.lignes[["Import", "Complété par", "Ligne", "Référence", "Heures"]].to_numpy().tolist() == [
        [1, "", 2, "2023-1", ""],
        [2, "1", 2, "2023-2", "3"],
    ]
    scene.annuler(1)
    (made, _) = origines(
        scene.base.cursor(), COORDINATION, Filters(), "2023-2024", "accompagnement.formations", "coordination"
    )
    assert made.lignes["Référence"].tolist() == ["2023-2"]
    assert "Complété par" not in made.lignes, "what was undone completes nothing"


def test_the_imports_that_complete_a_row_are_in_the_order_of_their_numbers(scene: Scene) -> None:
    """Read as texts, 10 came before 2."""
    for hour in range(1, 12):
        scene.importer(
            f"Référence;Date;Nature;UAI;Heures\n2023-1;12/10/2023;Formation;0860002K;{hour}", f"{hour}.csv"
        )
    (made, *_) = origines(
        scene.base.cursor(), COORDINATION, Filters(), "2023-2024", "accompagnement.formations", "coordination"
    )
    assert made.lignes["Complété par"].tolist() == ["1, 2, 3, 4, 5, 6, 7, 8, 9, 10"]


@pytest.mark.parametrize(
    ("code", "added"),
    [("parentalite.familles", "Familles"), ("numerixplore.classes", "Classes"), ("parentalite.vues", "Vues")],
)
def test_what_is_added_up_stands_beside_the_line(demo: Base, code: str, added: str) -> None:
    made = origines(demo.cursor(), COORDINATION, Filters(), "2023-2024", code, "coordination")[0]
    columns = list(made.lignes.columns)
    assert columns[columns.index("Ligne") + 1] == added
    assert len(set(columns)) == len(columns)
    assert sum(float(n) for n in made.lignes[added]) == made.valeur


def test_the_sheet_of_a_workbook_and_the_line_that_one_sees_there(scene: Scene) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Lisez-moi"
    book.active.append(["Rien ici."])
    for name, day, school in (("Automne", "12/10/2023", "0860002K"), ("Printemps", "04/03/2024", "0860799B")):
        sheet = book.create_sheet(name)
        for row in (["Journal des médiateurs"], [], ["Référence", "Date", "Nature", "UAI"]):
            sheet.append(row)
        sheet.append([name, day, "Formation", school])
    made = io.BytesIO()
    book.save(made)
    scene.importer(made.getvalue(), nom="journal.xlsx")
    (number, _) = origines(
        scene.base.cursor(), COORDINATION, Filters(), "2023-2024", "accompagnement.formations", "coordination"
    )
    assert number.fichiers[["Fichier", "Feuille", "Lignes"]].to_numpy().tolist() == [
        ["journal.xlsx", "Automne", 1],
        ["journal.xlsx", "Printemps", 1],
    ]
    assert number.lignes[["Feuille", "Ligne", "Référence"]].to_numpy().tolist() == [
        ["Automne", 4, "AUTOMNE"],
        ["Printemps", 4, "PRINTEMPS"],
    ]


def test_the_published_figure_has_its_line_too_but_not_under_a_choice_of_schools(demo: Base) -> None:
    def roles(filters: Filters) -> list[str]:
        found = origines(
            demo.cursor(), COORDINATION, filters, "2023-2024", "formation.participants", "coordination"
        )
        return [o.role for o in found]

    assert roles(Filters()) == ["le chiffre", "son dénominateur", "le chiffre publié", "l'objectif"]
    assert roles(Filters(secteurs=("Privé",))) == ["le chiffre", "son dénominateur"]


def test_rows_hold_no_person(demo: Base) -> None:
    made, below, *_ = origines(
        demo.cursor(), COORDINATION, Filters(), "2023-2024", "formation.participants", "coordination"
    )
    (value,) = [
        v for v in compute(demo, Filters(), "2023-2024") if v.indicateur.code == "formation.participants"
    ]
    assert (made.total, made.valeur) == (872, value.valeur)
    assert not {"Nom", "Prénom", "E-mail", "NUMEN", "personne", "Personne"} & set(made.lignes.columns)
    assert not any(isinstance(x, bytes) for x in made.lignes.to_numpy().ravel())
    assert len(below.lignes) == LIGNES_MAXIMUM < below.total
    _, rest, *_ = origines(
        demo.cursor(),
        COORDINATION,
        TOUT,
        "2023-2024",
        "formation.participants",
        "coordination",
        LIGNES_MAXIMUM,
    )
    assert len(rest.lignes) == rest.total - LIGNES_MAXIMUM


def test_neither_a_reader_nor_a_presentation_sees_rows(demo: Base) -> None:
    code = next(iter(BY_CODE))
    with pytest.raises(AccesRefuse):
        origines(demo.cursor(), Droit(False, "", "lecture"), Filters(), "2023-2024", code, "coordination")
    with pytest.raises(AccesRefuse):
        origines(demo.cursor(), COORDINATION, Filters(), "2023-2024", code, "lecture")


def test_what_counts_persons_is_declared_as_its_column_and_its_indicator_are() -> None:
    for trace in TRACES.values():
        for summed in re.findall(r"sum\(t\.(\w+)\)", trace.compte):
            assert trace.personnes == dataset(trace.jeu).column(summed).personnes, trace
    for i in INDICATORS:
        if i.personnes and not i.moyenne:
            assert TRACES[i.numerateur].personnes, (
                f"{i.code}: say so of its rows in tne/queries/provenance.py"
            )


def test_no_number_of_persons_is_shown_to_readers_as_it_is() -> None:
    """Forgotten where it is declared, `personnes` would show readers how many of a small school were there."""
    for column, trace in TRACES.items():
        row_by_row = trace.compte == "count(*)" or "t.personne" in trace.compte
        if dataset(trace.jeu).nominatif and row_by_row:
            assert trace.personnes, f"{column}: `personnes=True` in tne/queries/provenance.py"
    for i in INDICATORS:
        if any(column in TRACES and TRACES[column].personnes for column in i.colonnes):
            assert i.personnes, (
                f"{i.code}: `personnes=True` in tne/indicator_list.py, a rule in tne/lecture.py"
            )


def test_few_persons_are_remarked_by_part_and_by_row(demo: Base) -> None:
    def found(code: str, uai: str | None = None) -> dict[str, Origine]:
        filters = Filters(etablissements=(uai,) if uai else ())
        parts = origines(demo.cursor(), COORDINATION, filters, "2023-2024", code, "coordination")
        return {o.role: o for o in parts}

    three = found("formation.participants", "0869047S")["le chiffre"]
    assert (three.valeur, three.petit) == (3, True)
    # The number is one of collèges, its rows are those of three persons.
    collège = found("formation.colleges_representes", "0869047S")
    assert (collège["le chiffre"].valeur, collège["le chiffre"].petit) == (1, True)
    assert not collège["son dénominateur"].petit
    assert not any(o.petit for o in found("formation.participants").values())
    rows = found("parentalite.familles")["le chiffre"].lignes
    counts = rows[
        [c.label for c in dataset("atelier_parentalite").columns if c.personnes and c.label in rows]
    ]
    small = counts.map(lambda n: 1 <= int(n or 0) <= 4).any(axis=1)
    assert [bool(words) for words in rows["Remarque"]] == small.tolist()
    assert set(rows["Remarque"]) == {"", PETIT}
    assert "Remarque" not in found("numerixplore.eleves")["le chiffre"].lignes


def test_a_module_whose_session_comes_after_its_plan_has_its_row(scene: Scene) -> None:
    """« 1 module » of a school came from no row: a module of the plan of 2023-2024, given in September 2024."""
    codes = ";".join(CODES)
    scene.importer(f"{';'.join(SESSION)};Module : libellé;Début;Fin\n{codes};Un module;12/09/2024;12/09/2024")
    scene.un(f"{';'.join(SESSION)};État;UAI;E-mail\n{codes};Inscrit;0860002K;a.b@exemple.invalid")
    school = Filters(etablissements=("0860002K",))
    con = scene.base.cursor()
    made = {
        annee: (
            totals(con, school, (annee,))[annee]["modules"],
            compter(con, TRACES["modules"], {**perimetre(con, school).params, "annee": annee}),
        )
        for annee in ("2023-2024", "2024-2025")
    }
    con.close()
    assert made == {"2023-2024": (0, (0, 0)), "2024-2025": (1, (1, 1))}


def _known(scene: Scene, jeu: str, rows: str) -> None:
    text = f"Indicateur;Année scolaire;Département;Valeur;Source;Décimales\n{rows}"
    assert scene.importer(text, f"{jeu}.csv", jeu=jeu)[0].import_id


def _parts(scene: Scene, code: str, filters: Filters = TOUT) -> dict[str, tuple[float, str]]:
    found = origines(scene.base.cursor(), COORDINATION, filters, "2023-2024", code, "coordination")
    return {o.role: (o.valeur, o.ecrit) for o in found}


def test_a_figure_that_the_rows_do_not_make_has_none(scene: Scene) -> None:
    """« 2 lignes font 2 établissements distincts » stood under « 40 », declared, where no directory says what each school is."""
    scene.importer(
        "Référence;Date;Nature;UAI\n2023-1;12/10/2023;Formation;0860002K\n2023-2;13/10/2023;Formation;0860799B"
    )
    scene.importer("Référence;Date;UAI;Classes\n2023-1;12/10/2023;0860016A;1", jeu="numerixplore")
    assert _parts(scene, "accompagnement.etablissements") == {}
    assert _parts(scene, "numerixplore.colleges") == {}
    _known(scene, "chiffre_declare", "accompagnement.etablissements;2023-2024;086;40;essai;0")
    assert _parts(scene, "accompagnement.etablissements") == {"le chiffre déclaré": (40, "40")}
    # Nor is what was published out of a count of this base.
    _known(scene, "indicateur_publie", "accompagnement.part_ecoles;2023-2024;086;72;essai;0")
    assert _parts(scene, "accompagnement.part_ecoles") == {"le chiffre publié": (72, "72\u202f%")}
    scene.importer("UAI;Nom;Type;Secteur\n0860002K;Un;École;Public\n0860799B;Deux;École;Public")
    assert _parts(scene, "accompagnement.etablissements")["le chiffre"][0] == 2


def test_what_is_published_is_written_as_it_was_and_added_up_over_the_departements(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,079")
    rows = """accompagnement.total;2023-2024;086;139;essai;0
        accompagnement.total;2023-2024;079;11,5;essai;1
        formation.taux_absence_moyen;2023-2024;086;33,5;essai;1
        accompagnement.part_ecoles;2023-2024;086;72;essai;0
        accompagnement.part_ecoles;2023-2024;079;70;essai;0"""
    _known(scene, "indicateur_publie", rows)
    assert _parts(scene, "accompagnement.total") == {"le chiffre publié": (150.5, "150,5")}
    assert _parts(scene, "formation.taux_absence_moyen") == {"le chiffre publié": (33.5, "33,5\u202f%")}
    assert _parts(scene, "accompagnement.part_ecoles") == {}, "of which there are more is not known"


def test_what_is_published_of_a_figure_that_no_choice_moves_has_its_row_under_each(scene: Scene) -> None:
    rows = "parentalite.vues;2023-2024;086;4667;essai;0\naccompagnement.total;2023-2024;086;139;essai;0"
    _known(scene, "indicateur_publie", rows)
    chosen = Filters(secteurs=("Privé",))
    assert _parts(scene, "parentalite.vues", chosen) == {"le chiffre publié": (4667, "4\u202f667")}
    assert _parts(scene, "accompagnement.total", chosen) == {}


def test_the_source_beside_a_published_figure_is_that_of_its_publication(scene: Scene) -> None:
    for jeu, source in (("indicateur_publie", "Le bilan"), ("chiffre_declare", "Des feuilles")):
        _known(scene, jeu, f"accompagnement.total;2023-2024;086;139;{source};0")

    def said() -> tuple[str, str]:
        values = compute(scene.base, TOUT, "2023-2024")
        return next((v.origine, v.source) for v in values if v.indicateur.code == "accompagnement.total")

    assert said() == ("déclaré", "Des feuilles")
    scene.importer("Référence;Date;Nature;UAI\n2023-1;12/10/2023;Formation;0860002K")
    assert said() == ("calculé", "Le bilan")
