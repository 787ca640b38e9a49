"""A file of another year than its name says is told: it would go among the figures of the year of its dates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.importing.scene import COORDINATION, Scene, dites
from tests.importing.test_classeurs import workbook
from tne.importing import Options, Resultat, importer_document, reconnaitre
from tne.importing.correcting.grouping import groups
from tne.importing.headers import mappings
from tne.reading import lire

ATELIERS = """
    Référence;Date;Type;Organisateur;UAI
    2025-P01;12/10/2022;Atelier;Orks;0860002K
    2025-P02;13/01/2023;Atelier;Orks;0860002K
"""
COMPTES = "Établissement;UAI;Année scolaire;Niveau;Effectif\nCollège;0860002K;2022-2023;4ème;100"


@pytest.mark.parametrize("nom", ["ateliers-parents-2025-2026.csv", "ateliers 2025_26.csv"])
def test_a_file_of_another_year_is_told(scene: Scene, nom: str) -> None:
    result = scene.un(ATELIERS, nom)
    assert dites(result, "annee_du_nom") == [
        "Le nom du fichier dit 2025-2026, ses dates 2022-2023 : vérifiez que c'est le bon fichier."
    ]
    assert result.etat == "importé", "told, not refused"


@pytest.mark.parametrize(
    "nom",
    ["ateliers-2022-2023.csv", "ateliers-2022-2023-2025-2026.csv", "ateliers-2025-10.csv", "ateliers.csv"],
)
def test_nothing_is_told_of_a_name_that_says_the_year_or_none(scene: Scene, nom: str) -> None:
    assert dites(scene.un(ATELIERS, nom), "annee_du_nom") == []


def test_some_rows_of_another_year_are_told(scene: Scene) -> None:
    """They count among the figures of that year, and the name of the file says another."""
    result = scene.un(ATELIERS + "2025-P03;14/10/2023;Atelier;Orks;0860002K", "ateliers-2022-2023.csv")
    (said,) = dites(result, "annee_du_nom")
    assert said.startswith("Le nom du fichier dit 2022-2023 ; 1 ligne est d'une autre année (2023-2024 : 1)")


def test_rows_that_write_another_year_out_are_of_that_year(scene: Scene) -> None:
    both = COMPTES + "\nCollège;0860002K;2025-2026;4ème;100"
    assert dites(scene.un(both, "effectifs-2025-2026.csv"), "annee_du_nom") == []


def test_a_column_of_years_is_no_date(scene: Scene) -> None:
    (said,) = dites(scene.un(COMPTES, "effectifs-2025-2026.csv"), "annee_du_nom")
    assert "ses lignes 2022-2023" in said


def test_a_year_that_the_user_gives_is_taken_and_what_says_another_is_told(scene: Scene) -> None:
    """One « --annee » for all files of a folder took the pupils of 2025-2026 into 2022-2023 without a word."""
    source = "UAI;Niveau;Effectif\n0860002K;4ème;100"
    result = scene.un(source, "effectifs-2025-2026.csv", annee="2022-2023", jeu="effectif")
    assert result.annees == ("2022-2023",)
    assert dites(result, "annee_du_nom") == [
        "L'année donnée au fichier est 2022-2023, celle de toutes ses lignes ; le nom du fichier dit 2025-2026 : vérifiez que c'est "
        "la bonne."
    ]


def test_schools_of_another_departement_count_and_are_told(scene: Scene) -> None:
    rows = ["0860002K", "0790001X", "0790001X", "0160002R"]
    source = "\n".join(["Date;Nature;UAI", *(f"{12 + i}/09/2023;Formation;{u}" for i, u in enumerate(rows))])
    (said,) = scene.un(source).problemes
    assert said.code == "hors_du_territoire"
    assert said.message.startswith(
        "3 lignes sont d'un établissement hors du territoire (Deux-Sèvres (079) : 2, Charente (016) : 1) et comptent"
    )
    assert groups([said])[0].a_verifier
    assert len(scene.table("intervention", "uai")) == 4


def test_a_sheet_of_another_year_than_the_one_given_is_told(scene: Scene) -> None:
    """Its pupils would count in the year that was given for the whole workbook."""
    head: list[object] = ["UAI", "Niveau", "Effectif"]
    source = workbook(
        ("2022-2023", [head, ["0860002K", "4ème", 40]]), ("2023-2024", [head, ["0860799B", "4ème", 44]])
    )
    (said,) = scene.un(source, "effectifs.xlsx", annee="2023-2024").problemes
    assert (said.feuille, said.code) == ("2022-2023", "annee_de_la_feuille")
    assert groups([said])[0].a_verifier


@pytest.mark.parametrize("written", ["2023", "23/24", "Rentrée 2023"])
def test_a_year_given_on_the_page_of_columns_is_read_as_in_a_cell(scene: Scene, written: str) -> None:
    """« 2023 » was told to disagree with a sheet and with a file called 2023-2024, which it is."""
    head: list[object] = ["UAI", "Niveau", "Effectif"]
    source = workbook(("2023-2024", [head, ["0860002K", "4ème", 40]]))
    document = lire(source, "effectifs-2023-2024.xlsx")
    (found,) = reconnaitre(document, Options())
    mapping = replace(mappings.of(found), constantes={"annee": written})
    bound = (mappings.bind(found.tableau, mapping),)
    (result,) = importer_document(scene.base, COORDINATION, document, bound, Options())
    assert (result.annees, result.problemes) == (("2023-2024",), ())


LARGES = """UAI;Collège;6ème;5ème;4ème;3ème
    0860002K;A;100;110;120;130"""


@pytest.mark.parametrize(
    "title",
    [
        "Rentrée 2023",
        "Effectifs à la rentrée scolaire 2023",
        "Année scolaire 2023-2024",
        "Effectifs 2023 / 2024",
    ],
)
def test_the_year_over_a_table_is_that_of_its_rows(scene: Scene, title: str) -> None:
    result = scene.un(f"{title};;;;;\n{LARGES}")
    assert (result.jeu, result.annees) == ("effectif", ("2023-2024",))


@pytest.mark.parametrize("title", ["Années 2022-2023 et 2023-2024", "De 2019-2024", "Effectifs"])
def test_a_known_table_that_only_lacks_its_year_asks_for_it(scene: Scene, title: str) -> None:
    """It asked for the « Nom » of a list of schools."""
    result = scene.un(f"{title};;;;;\n{LARGES}")
    assert result.problemes[0].message == (
        "« Effectifs d'élèves, une colonne par niveau » : le fichier ne dit pas de quelle année scolaire il est : choisissez-la sur la "
        "page d'import (à la ligne de commande, --annee 2023-2024)."
    )
    assert scene.un(f"{title};;;;;\n{LARGES}", annee="2022-2023").annees == ("2022-2023",)


MATERIEL = "Référence;UAI;Type;État;{date}\nE1;0860002K;Socle numérique;Déployé;{jour}"


@pytest.mark.parametrize(
    ("title", "name", "column", "year"),
    [
        ("Équipements, année scolaire 2024-2025", "liste.csv", "Commentaire", "2024-2025"),
        ("Équipements", "equipements-2024-2025.csv", "Commentaire", "2024-2025"),
        # The name of an archive and that of its table say the same.
        ("Équipements", "envoi 2024-2025.zip › equipements-2024-2025.csv", "Commentaire", "2024-2025"),
        # What a row says is its own.
        ("Équipements, année scolaire 2024-2025", "liste.csv", "Date", "2023-2024"),
        # The day of an export is not that of what it lists.
        ("Extraction du 12/06/2024", "liste.csv", "Commentaire", None),
    ],
)
def test_rows_of_no_year_are_of_that_which_a_title_or_the_name_writes(
    scene: Scene, title: str, name: str, column: str, year: str | None
) -> None:
    """They went in, and no figure counted them."""
    rows = MATERIEL.format(date=column, jour="01/10/2023" if column == "Date" else "")
    result = scene.un(f"{title};;;;\n;;;;\n{rows}", name)
    assert (result.jeu, result.comptes.ajoutees) == ("equipement", 1)
    assert result.annees == ((year,) if year else ())
    assert ("sans_annee" in [p.code for p in result.problemes]) == (year is None)


AGE = frozenset({"annee_du_nom", "annee_du_titre", "annee_de_la_feuille", "annee_donnee", "annee_des_dates"})
SANS_DATE = "Référence;UAI;Type;État;Commentaire\nE1;0860002K;Socle numérique;Déployé;"


def disagreements(result: Resultat) -> list[tuple[str, str]]:
    """Code and sentence of what says another year; a person should look at each."""
    said = [p for p in result.problemes if p.code in AGE]
    assert all(g.a_verifier for g in groups(said))
    return [(p.code, p.message) for p in said]


@pytest.mark.parametrize(
    ("title", "name", "annee", "code", "message"),
    [
        (
            *("Équipements 2023-2024", "equipements-2022-2023.csv", None, "annee_du_titre"),
            "Le nom du fichier dit 2022-2023 et le titre au-dessus du tableau dit 2023-2024 : toutes les lignes comptent en 2022-2023. "
            "Si c'est l'autre, donnez-la dans « Année scolaire du fichier » (--annee 2023-2024).",
        ),
        (
            *("Équipements 2023-2024", "equipements-2023-2024.csv", "2024-2025", "annee_du_titre"),
            "L'année donnée au fichier est 2024-2025, celle de toutes ses lignes ; le nom du fichier dit 2023-2024 et le titre au-dessus "
            "du tableau dit 2023-2024 : vérifiez que c'est la bonne.",
        ),
        ("Équipements 2023-2024", "equipements-2022-2023.csv", "2023-2024", "", "settled by who gives it"),
        ("Équipements 2023-2024", "equipements-2023-2024.csv", None, "", "they agree"),
        ("Équipements", "equipements-2023-2024.csv", None, "", "nothing says another"),
    ],
)
def test_a_name_and_a_title_of_two_years_are_both_told(
    scene: Scene, title: str, name: str, annee: str | None, code: str, message: str
) -> None:
    """The name won without a word."""
    result = scene.un(f"{title};;;;\n;;;;\n{SANS_DATE}", name, annee=annee)
    assert result.annees == (annee or f"{name[12:21]}",)
    assert disagreements(result) == ([(code, message)] if code else [])


def test_a_name_of_two_years_is_that_of_none(scene: Scene) -> None:
    """« 2022-2023 à 2023-2024 » gave all rows the first."""
    result = scene.un(SANS_DATE, "equipements 2022-2023 et 2023-2024.csv")
    assert (result.annees, [p.code for p in result.problemes]) == ((), ["sans_annee"])


def test_a_title_of_another_year_than_the_dates_is_told(scene: Scene) -> None:
    titled = "Ateliers des parents, année scolaire 2024-2025;;;;\n;;;;\n" + ATELIERS.strip()
    assert disagreements(scene.un(titled, "ateliers.csv")) == [
        (
            "annee_du_titre",
            "Le titre au-dessus du tableau dit 2024-2025, ses dates 2022-2023 : vérifiez que c'est le bon tableau.",
        )
    ]
    both = [code for code, _ in disagreements(scene.un(titled, "ateliers-2024-2025.csv"))]
    assert both == ["annee_du_nom"], "said once"
    assert disagreements(scene.un(titled.replace("2024-2025", "2022-2023"), "ateliers.csv")) == []


def test_a_sheet_of_another_year_than_its_dates_is_told(scene: Scene) -> None:
    head: list[object] = ["Référence", "Date", "Type", "Organisateur", "UAI"]
    rows: list[list[object]] = [["P1", "12/10/2022", "Atelier", "Orks", "0860002K"]]
    more: list[list[object]] = [
        ["P2", "12/10/2023", "Atelier", "Orks", "0860002K"],
        ["P3", "12/10/2021", "Atelier", "Orks", "0860002K"],
    ]
    source = workbook(("2022-2023", [head, *rows]), ("2023-2024", [head, *more]))
    assert disagreements(scene.un(source, "ateliers.xlsx")) == [
        (
            "annee_de_la_feuille",
            "Le nom de la feuille dit 2023-2024 ; 1 ligne est d'une autre année (2021-2022 : 1) et y compte : vérifiez sa date.",
        )
    ]


def test_a_year_given_to_rows_that_have_their_own_is_told(scene: Scene) -> None:
    """« --annee » was of no effect on a log whose rows are dated, and nothing said so."""
    result = scene.un(ATELIERS, "ateliers.csv", annee="2024-2025")
    assert disagreements(result) == [
        (
            "annee_donnee",
            "L'année donnée au fichier est 2024-2025, ses dates 2022-2023 : elle ne change rien à ces lignes, vérifiez que c'est le bon "
            "fichier.",
        )
    ]
    assert disagreements(scene.un(ATELIERS, "ateliers.csv", annee="2022-2023")) == []


def test_a_year_given_in_place_of_a_column_is_told(scene: Scene) -> None:
    result = scene.un(COMPTES, "effectifs.csv", annee="2024-2025")
    assert disagreements(result) == [
        (
            "annee_donnee",
            "L'année donnée au fichier est 2024-2025, celle de toutes ses lignes : la colonne « Année scolaire » n'est pas lue. Pour la "
            "suivre, ne donnez pas d'année.",
        )
    ]
    assert disagreements(scene.un(COMPTES, "effectifs.csv", annee="2022-2023")) == []
    begun = COMPTES.replace("2022-2023", "2022")
    assert disagreements(scene.un(begun, "effectifs.csv", annee="2022-2023")) == []


def test_a_year_given_to_views_says_nothing_of_when_videos_were_published(scene: Scene) -> None:
    rows = "Contenu;Titre de la vidéo;Heure de publication de la vidéo;Vues\na1;Pix;28 sept. 2022;12"
    results = scene.importer(f"Vidéos, 2024-2025;;;\n;;;\n{rows}", "vues.csv", annee="2024-2025")
    assert [r.jeu for r in results] == ["ressource", "consultation"]
    assert [disagreements(r) for r in results] == [[], []]
    alone = "Plateforme;Identifiant;Titre;Date de publication\nPodEduc;b1;Pix;28/09/2022"
    assert disagreements(scene.un(alone, "ressources.csv", annee="2024-2025")) == []


def test_dates_of_another_year_than_the_one_of_all_rows_are_told(scene: Scene) -> None:
    rows = "\n".join(
        f"{n};0860002K;Socle numérique;Déployé;{day}"
        for n, day in enumerate(["01/10/2021", "01/10/2023", ""])
    )
    result = scene.un(f"Référence;UAI;Type;État;Date\n{rows}", "equipements.csv", annee="2023-2024")
    assert disagreements(result) == [
        (
            "annee_des_dates",
            "Toutes les lignes comptent en 2023-2024 ; la date de 1 ligne dit une autre année (2021-2022 : 1) : vérifiez que c'est la bonne.",
        )
    ]


def test_no_day_is_proposed_where_the_title_and_the_name_disagree(scene: Scene) -> None:
    rows = "Date;Nature;UAI\n12/03;Formation;0860002K"
    asked = {
        title: scene.un(f"{title};;\n;;\n{rows}", "journal-2022-2023.csv").problemes[0].suggestion
        for title in ("Journal", "Journal 2023-2024", "Journal 2022-2023")
    }
    assert asked == {"Journal": "12/03/2023", "Journal 2023-2024": None, "Journal 2022-2023": "12/03/2023"}
