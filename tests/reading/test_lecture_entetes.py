"""Where the table begins and ends: titles, header rows, foot lines, several tables in one file."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, cellules, codes, entete_ecrite, lignes


def test_titles_header_total_and_foot(lis: Lecteur) -> None:
    texte = "Effectifs de la Vienne;;\nDate d'extraction : 12/06/2024\n\nNom;Effectif;Taux\nA;12;3,5\nB;13;4,5\nTotal;25;8\n\nSource : DEPP\nGénéré le 12/06/2024\n"
    tableau = lis(texte).principal
    assert tableau.entete == ("Nom", "Effectif", "Taux")
    assert tableau.ligne_entete == 4
    assert tableau.titres == ((1, "Effectifs de la Vienne"), (2, "Date d'extraction : 12/06/2024"))
    assert tableau.pied == ((9, "Source : DEPP"), (10, "Généré le 12/06/2024"))
    assert cellules(tableau)[-1] == ["Total", "25", "8"]
    assert lignes(tableau) == [5, 6, 7]


@pytest.mark.parametrize(
    "marques",
    [
        "NS;NS",
        "nd;n.c.",
        "-;–",
        "NS;",
        "#N/A;#DIV/0!",
        "?;?",
        "non connu;Non renseigné",
        ";",
        "absent;Non noté",
    ],
)
def test_a_first_record_without_values_is_no_second_row_of_names(lis: Lecteur, marques: str) -> None:
    """« IPS NS » was the name of the column, and the school was lost without a word."""
    tableau = lis(f"Collège;IPS;Écart\nA;{marques}\nB;98,4;31,2\nC;101,2;30,1\n").principal
    assert tableau.entete == ("Collège", "IPS", "Écart")
    assert cellules(tableau)[0] == ["A", *marques.split(";")]


def test_a_first_record_whose_codes_are_in_groups_is_no_second_row_of_names(lis: Lecteur) -> None:
    """« UAI 086 0002 K » was the name of the column, and the file was refused for want of an UAI."""
    texte = "UAI;Nom;Commune;État;Remplacé par\n086 0002 K;A;X;;086 0014 Y\n0860799B;B;X;;0860016A\n0860009T;C;X;;0860014Y\n"
    tableau = lis(texte).principal
    assert tableau.entete == ("UAI", "Nom", "Commune", "État", "Remplacé par")
    assert cellules(tableau)[0] == ["086 0002 K", "A", "X", "", "086 0014 Y"]


def test_a_total_alone_is_a_record(lis: Lecteur) -> None:
    """Even after a blank line, in a column of dates, where any other word would be a foot line."""
    tableau = lis("date;nom;n\n12/06/2024;A;1\n13/06/2024;B;2\n\nTotal;;\n").principal
    assert cellules(tableau)[-1] == ["Total", "", ""]
    assert tableau.pied == ()
    assert lis("date;nom;n\n12/06/2024;A;1\n13/06/2024;B;2\n\nFin;;\n").principal.pied == ((5, "Fin"),)


def test_two_lines_of_metadata_over_the_header(lis: Lecteur) -> None:
    texte = "Académie;Poitiers;;;\nAnnée;2023-2024;;;\nUAI;Nom;Type;Secteur;Effectif\n0860002K;Romain;Collège;Public;120\n0860014Y;Brouillet;Collège;Public;98\n"
    tableau = lis(texte).principal
    assert tableau.entete[0] == "UAI"
    assert [n for n, _ in tableau.titres] == [1, 2]


def test_framaforms_three_header_rows(lis: Lecteur) -> None:
    texte = (
        '"Offre TNE"\t""\t""\t""\t""\n"Submission Details"\t""\t""\t"Thèmes"\t""\n'
        '"Serial"\t"SID"\t"Submitted Time"\t"IA"\t"Robots"\n'
        '"1"\t"12"\t"2024-06-12 - 10:00"\t"X"\t""\n"2"\t"13"\t"2024-06-13 - 11:00"\t""\t"X"\n'
    )
    tableau = lis(texte).principal
    assert tableau.entete == ("Serial", "SID", "Submitted Time", "IA", "Robots")
    assert tableau.ligne_entete == 3
    assert len(tableau.titres) == 2
    assert len(cellules(tableau)) == 2


def test_groups_tell_doubled_names_apart(lis: Lecteur) -> None:
    tableau = lis(";2023;;2024;\nNom;Filles;Garçons;Filles;Garçons\nA;1;2;3;4\nB;5;6;7;8\n").principal
    assert tableau.entete == ("Nom", "2023 Filles", "2023 Garçons", "2024 Filles", "2024 Garçons")
    assert tableau.titres == ()


@pytest.mark.parametrize("records", [1, 2])
def test_groups_merged_over_their_columns_are_told_by_one_record(lis: Lecteur, records: int) -> None:
    """The names under them were taken for the first of two records."""
    rows = ["Quand ?;Quand ?;Où ?;Combien ?;Combien ?", "Date;Heures;UAI;Enseignants;Élèves"]
    told = "12/01/2024;2;0860002K;5;3"
    tableau = lis("\n".join([*rows, *[told] * records])).principal
    assert tableau.entete_bas == ("Date", "Heures", "UAI", "Enseignants", "Élèves")
    assert cellules(tableau) == [told.split(";")] * records


def test_two_records_of_words_under_a_doubled_name_are_records(lis: Lecteur) -> None:
    tableau = lis("Classe;Classe;Note\nA;B;C\nD;E;F").principal
    assert cellules(tableau) == [["A", "B", "C"], ["D", "E", "F"]]


def test_header_rows_are_joined(lis: Lecteur) -> None:
    tableau = lis("Nom;Distance;Poids\n;(km);(kg)\nA;12;3\nB;14;5\nC;9;8\n").principal
    assert tableau.entete == ("Nom", "Distance (km)", "Poids (kg)")
    assert tableau.ligne_entete == 2


def test_a_record_without_its_first_cell_is_no_row_of_the_header(lis: Lecteur) -> None:
    """A column without a name, between two that have one, is not the group of the first."""
    tableau = lis(
        "Date;Nature;;Thème\n;Formation;prévue;CDI\n12/09/2023;Formation;faite;\n13/09/2023;Projet;faite;Pix\n"
    ).principal
    assert (tableau.entete, len(cellules(tableau))) == (("Date", "Nature", "colonne_3", "Thème"), 3)


def test_one_word_under_several_names_is_of_the_header(lis: Lecteur) -> None:
    tableau = lis(
        "UAI;Date;Enseignants;Élèves\n;;Nombre;Nombre\n0860002K;12/09/2023;3;12\n0860799B;13/09/2023;4;15\n"
    ).principal
    assert tableau.entete == ("UAI", "Date", "Enseignants Nombre", "Élèves Nombre")
    assert len(cellules(tableau)) == 2


def test_one_word_among_numbers_is_a_record(lis: Lecteur) -> None:
    tableau = lis("nom;note\nDupont;absent\nMartin;12\nDurand;14\n").principal
    assert cellules(tableau)[0] == ["Dupont", "absent"]


def test_years_as_names(lis: Lecteur) -> None:
    tableau = lis("Établissement;2021;2022;2023\nA;12;13;14\nB;15;16;17\n").principal
    assert tableau.entete == ("Établissement", "2021", "2022", "2023")


def test_no_header(lis: Lecteur) -> None:
    tableau = lis("0860002K;12/06/2024;3\n0860014Y;13/06/2024;4\n0860032T;14/06/2024;5\n").principal
    assert tableau.entete == ("colonne_1", "colonne_2", "colonne_3")
    assert tableau.ligne_entete == 0
    assert entete_ecrite(tableau) is None
    assert len(cellules(tableau)) == 3
    assert codes(tableau) == {"sans_entete"}


def test_doubled_and_blank_names(lis: Lecteur) -> None:
    tableau = lis("Nom;Nom;;Date;Nom\nA;B;C;12/06/2024;D\nE;F;G;13/06/2024;H\n").principal
    assert tableau.entete == ("Nom", "Nom (2)", "colonne_3", "Date", "Nom (3)")
    assert tableau.entete_brut == ("Nom", "Nom", "", "Date", "Nom")


def test_a_name_that_already_looks_numbered(lis: Lecteur) -> None:
    tableau = lis("Nom (2);Nom;Nom\n1;2;3\n4;5;6\n").principal
    assert len(set(tableau.entete)) == 3


def test_two_tables_in_one_file(lis: Lecteur) -> None:
    texte = "Liste 1\nNom;Effectif\nA;1\nB;2\n\nListe 2\nUAI;IPS;Secteur\n0860002K;102,5;public\n0860014Y;98,1;privé\n0860032T;97;privé\n"
    document = lis(texte)
    first, second = document.tableaux
    assert (first.entete, cellules(first)) == (("Nom", "Effectif"), [["A", "1"], ["B", "2"]])
    assert second.entete == ("UAI", "IPS", "Secteur")
    assert second.titres == ((6, "Liste 2"),)
    assert document.principal is second


def test_the_header_of_every_printed_page(lis: Lecteur) -> None:
    page = "Nom;Effectif\n" + "".join(f"École {i};{i}\n" for i in range(5))
    tableau = lis(page * 4).principal
    assert len(cellules(tableau)) == 20
    assert [r.ligne for r in tableau.remarques if r.code == "entete_repete"] == [7, 13, 19]


@pytest.mark.parametrize(
    "texte",
    [
        "| Nom | Ville |\n|-----|:-----:|\n| A | Poitiers |\n| B | Loudun |\n",
        "Liste des présents\n\n| Nom | Ville |\n|:--:|:--:|\n| A | Poitiers |\n| B | Loudun |\n",
        " Nom | Ville\n-----+---------\n A   | Poitiers\n B   | Loudun\n(2 rows)\n",
        "+-----+----------+\n| Nom | Ville    |\n+-----+----------+\n| A   | Poitiers |\n| B   | Loudun   |\n+-----+----------+\n",
        "Nom  Ville\nA    Poitiers\nB    Loudun\n",
        "<table><tr><th>Nom</th><th>Ville</th></tr><tr><td>A</td><td>Poitiers</td></tr><tr><td>B<td>Loudun</table>",
        "<html><body><p>Liste</p><table><thead><tr><td>Nom<td>Ville</tr></thead><tr><td>A</td><td>Poitiers</td></tr><tr><td>B</td><td> Loudun </td></tr></table></body></html>",
        "Nom\tVille\r\nA\tPoitiers\r\nB\tLoudun",
    ],
)
def test_pasted_tables(lis: Lecteur, texte: str) -> None:
    tableau = lis(texte, "collage").principal
    assert tableau.entete == ("Nom", "Ville")
    assert [[c.strip() for c in r] for r in cellules(tableau)] == [["A", "Poitiers"], ["B", "Loudun"]]


def test_podeduc_grid(lis: Lecteur) -> None:
    tableau = lis(
        "Titre\tVue du mois\tVue de l'année\tVue totale depuis création\nUne vidéo\t3\t10\t50\n", "collage"
    ).principal
    assert tableau.entete == ("Titre", "Vue du mois", "Vue de l'année", "Vue totale depuis création")
    assert cellules(tableau) == [["Une vidéo", "3", "10", "50"]]


def test_youtube_total_comes_first_and_stays(lis: Lecteur) -> None:
    texte = 'Contenu,Titre de la vidéo,Heure de publication de la vidéo,Durée,Vues\nTotal,,,,"1\u202f234"\nabc,"Vidéo, une",28 sept. 2026,125,12\ndef,Vidéo deux,1 oct. 2026,80,5\n'
    tableau = lis(texte).principal
    assert cellules(tableau)[0] == ["Total", "", "", "", "1\u202f234"]
    assert tableau.ligne_entete == 1


@pytest.mark.parametrize(
    "texte",
    [
        "_ligne;a;_surplus_1\n1;2;3;4\n5;6;7\n8;9;0\n",
        '[{"_ligne": 1, "a": 2, "_surplus_1": "\\ud800\\u0000"}]',
    ],
)
def test_names_that_the_reader_keeps_for_itself(lis: Lecteur, texte: str) -> None:
    tableau = lis(texte).principal
    assert tableau.entete[:3] == ("_ligne (2)", "a", "_surplus_1 (2)")
    assert tableau.donnees.column_names[-1] == "_ligne"


SAISIE = [["Date", "Nature", "UAI"], ["12/09/2023", "Formation", "0860002K"], ["13/09/2023", "Technique", "0860799B"]]  # fmt: skip


def _numerote(rows: list[list[str]]) -> list[list[str]]:
    """The rows as a spreadsheet shows them: letters over the columns, numbers beside the rows."""
    return [["", "A", "B", "C"], *([str(n), *row] for n, row in enumerate(rows, start=1))]


@pytest.mark.parametrize(
    "foot", ["TOTAL;1;;1,5", "TOTAL;1;;1,5\nDocument édité le 30/06/2024;;;", "Total;1;;2\nMoyenne;;;2"]
)
def test_the_only_record_over_a_total_and_a_foot_is_no_line_of_names(lis: Lecteur, foot: str) -> None:
    tableau = lis(
        f"Journal;;;\n\nDate;Nature;UAI;Durée\n12/06/2024;formation;0860799B;1 h 30\n;;;\n{foot}\n"
    ).principal
    assert tableau.entete == ("Date", "Nature", "UAI", "Durée")
    assert cellules(tableau)[0] == ["12/06/2024", "formation", "0860799B", "1 h 30"]


@pytest.mark.parametrize("said", ["Mis à jour le", "Édité le", "Situation au", "Date :"])
@pytest.mark.parametrize("between", ["", ";;;;\n", "Vienne;;;;\n"])
def test_a_title_that_says_when_beside_it_is_no_header(lis: Lecteur, said: str, between: str) -> None:
    """It fills as many cells as a line of names may, which stands under it."""
    lines = f"Suivi;;{said};12/06/2024;\n{between}UAI;6ème;5ème;4ème;3ème\n0860799B;101;102;103;104\n"
    tableau = lis(f"{lines}0861457S;91;92;93;94\n").principal
    assert tableau.entete == ("UAI", "6ème", "5ème", "4ème", "3ème")
    assert cellules(tableau)[0] == ["0860799B", "101", "102", "103", "104"]


@pytest.mark.parametrize(
    "names",
    ["Nom;Prénom;UAI;12/06/2024;", "Nom;;UAI;12/06/2024;13/06/2024", "Nom :;Prénom :;UAI :;Livré le;"],
)
def test_names_that_are_dates_stay_names(lis: Lecteur, names: str) -> None:
    tableau = lis(
        f"{names}\nDUPONT;Anne;0860799B;Présent;Absent\nMARTIN;Jean;0861457S;Absent;Présent\n"
    ).principal
    assert tableau.entete_brut[3] == names.split(";")[3]
    assert len(cellules(tableau)) == 2


@pytest.mark.parametrize("foot", ["Document édité le 30/06/2024", "Liste éditée le 30/06/2024"])
def test_a_foot_right_under_the_records(lis: Lecteur, foot: str) -> None:
    tableau = lis(
        f"Type;Thème;Commune;Familles\nAtelier;ENT;Poitiers;7\nAtelier;;Loudun;8\n{foot};;;\n"
    ).principal
    assert len(cellules(tableau)) == 2
    assert [text for _, text in tableau.pied] == [foot]


@pytest.mark.parametrize(
    "last",
    [
        "\nRéseaux;Loudun;Parents;CDI\nSommeil;;;\n",
        "Lecture à l'écran;Niort;;\n",
        "Lecture;;;\nÉcrans;Niort;;\n",
    ],
    ids=[
        "a theme alone, a blank line higher up",
        "the word of a note",
        "the word of a heading, under no blank line",
    ],
)
def test_a_last_record_of_few_cells_is_no_foot(lis: Lecteur, last: str) -> None:
    texte = f"Thème;Commune;Public;Lieu\nENT;Poitiers;Parents;CDI\nTablettes;Niort;Parents;CDI\n{last}"
    tableau = lis(texte).principal
    assert len(cellules(tableau)) == len(texte.replace("\n\n", "\n").splitlines()) - 1
    assert tableau.pied == ()


def test_a_last_record_with_a_colon_is_no_foot_of_a_narrow_table(lis: Lecteur) -> None:
    tableau = lis("Thème;Familles;Lieu\nENT :;12;CDI\nRéseaux :;14;CDI\nÉcrans :;9;\n").principal
    assert cellules(tableau)[-1] == ["Écrans :", "9", ""]


def test_a_sentence_without_separators_is_a_foot(lis: Lecteur) -> None:
    said = "Tous droits réservés à la direction des services"
    texte = f"Thème;Commune;Public;Lieu\nENT;Poitiers;Parents;CDI\nRéseaux;Loudun;Parents;CDI\n{said}\n"
    assert lis(texte).principal.pied == ((4, said),)


@pytest.mark.parametrize("page", [True, False])
def test_letters_and_numbers_around_the_cells_of_a_sheet(lis: Lecteur, page: bool) -> None:
    rows = _numerote([SAISIE[0], SAISIE[1], ["", "", ""], SAISIE[2]])
    cells = ["".join(f"<td>{c}</td>" for c in row) for row in rows]
    source = (
        "<table>" + "".join(f"<tr>{c}</tr>" for c in cells) + "</table>"
        if page
        else "\n".join(";".join(row) for row in rows)
    )
    tableau = lis(source).principal
    assert (list(tableau.entete), cellules(tableau)) == (SAISIE[0], SAISIE[1:])


@pytest.mark.parametrize(
    "rows",
    [
        [["", "A", "B", "C"], ["1", "12", "3", "4"], ["2", "5", "6", "7"]],
        [["", "A", "B", "C"], ["x", *SAISIE[0]], ["y", *SAISIE[1]]],
        [["", "A", "B", "D"], ["1", *SAISIE[0]], ["2", *SAISIE[1]]],
        [["", "A", "B", "C"], ["2", *SAISIE[0]], ["1", *SAISIE[1]]],
    ],
    ids=["answers", "no numbers", "other letters", "other order"],
)
def test_letters_that_name_columns_stay(lis: Lecteur, rows: list[list[str]]) -> None:
    tableau = lis("\n".join(";".join(row) for row in rows)).principal
    assert tableau.entete[1:] == tuple(rows[0][1:])


def test_a_day_that_is_still_to_be_filled_in_is_a_record(lis: Lecteur) -> None:
    """After a blank line, where a word alone would be a foot line."""
    texte = "Date;Thème;Lieu;Durée\n12/09/2023;A;Loudun;3\n13/09/2023;B;Niort;2\n\n20/09/2023;;;\n"
    tableau = lis(texte).principal
    assert (lignes(tableau), tableau.pied) == ([2, 3, 5], ())


def test_a_line_of_two_cells_over_records_names_no_columns(lis: Lecteur) -> None:
    """Cut as they are, it does, though most of their columns have no name."""
    jours = "".join(f"{j}/09/2023;Formation;0860002K;{j % 3};2\n" for j in range(12, 16))
    tableau = lis("Collège;Romain Rolland\n" + jours).principal
    assert (entete_ecrite(tableau), tableau.titres) == (None, ((1, "Collège Romain Rolland"),))
    tableau = lis("Jour;Nature;;;\n" + jours).principal
    assert (entete_ecrite(tableau), len(cellules(tableau))) == (["Jour", "Nature", "", "", ""], 4)
