"""Text files, one oddity at a time: dialects, quotes, records of uneven length, line ends."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, cellules, codes, lignes
from tne.reading.layout import ragged
from tne.reading.model import Enregistrement


@pytest.mark.parametrize(
    "separateur", [";", ",", "\t", "|", ":", "~", "^", "::", "||", "\t\t", "|~|", ", ", " | "]
)
def test_delimiters(lis: Lecteur, separateur: str) -> None:
    rows = [["Nom", "Ville", "Effectif"], ["Bréa", "Loudun", "12"], ["Macé", "Poitiers", "7"]]
    document = lis("\n".join(separateur.join(r) for r in rows))
    assert document.principal.entete == ("Nom", "Ville", "Effectif")
    assert cellules(document.principal) == rows[1:]


def test_decimal_commas_are_not_delimiters(lis: Lecteur) -> None:
    tableau = lis("Nom;IPS;Taux\nA;102,5;3,1\nB;98,7;4,2\nC;88,1;5,0\n").principal
    assert cellules(tableau) == [["A", "102,5", "3,1"], ["B", "98,7", "4,2"], ["C", "88,1", "5,0"]]


def test_declared_delimiter(lis: Lecteur) -> None:
    tableau = lis("sep=;\nNom;Note\nA,B;1,5\nC,D;2,5\n").principal
    assert tableau.entete == ("Nom", "Note")
    assert cellules(tableau) == [["A,B", "1,5"], ["C,D", "2,5"]]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ('n,t\n1,"dit ""oui"""\n2,x\n', 'dit "oui"'),
        ('n,t\n1,"dit \\"oui\\" hier"\n2,x\n', 'dit "oui" hier'),
        ('n,t\n1,dit "oui"\n2,x\n', 'dit "oui"'),
        ("n,t\n1,'a, b'\n2,'c, d'\n3,'e'\n", "a, b"),
        ("n,t\n1,'l''été, ici'\n2,'c'\n3,'e'\n", "l'été, ici"),
        ('n,t\n1,"C:\\dossier"\n2,x\n', "C:\\dossier"),
        ('n,t\n1,"8\\\'9"" de long"\n2,x\n', "8\\'9\" de long"),
    ],
)
def test_quotes_and_escapes(lis: Lecteur, texte: str, attendu: str) -> None:
    assert cellules(lis(texte).principal)[0] == ["1", attendu]


def test_unbalanced_quote_is_wrong_only_where_it_stands(lis: Lecteur) -> None:
    texte = 'nom;note;date\n"A";1;12/06/2024\n"B;2;13/06/2024\n"C";3;14/06/2024\n' + '"D";4;15/06/2024\n' * 50
    tableau = lis(texte).principal
    assert tableau.donnees.num_rows == 53
    assert cellules(tableau)[1] == ['"B', "2", "13/06/2024"]
    assert cellules(tableau)[2] == ["C", "3", "14/06/2024"]
    assert [r.ligne for r in tableau.remarques] == [3]


def test_unbalanced_quote_at_the_end_of_a_line(lis: Lecteur) -> None:
    tableau = lis('a,b,c\n1,2,"x\n3,4,y\n5,6,z\n7,8,"w"\n').principal
    assert cellules(tableau) == [["1", "2", '"x'], ["3", "4", "y"], ["5", "6", "z"], ["7", "8", "w"]]


def test_line_ends_inside_quotes_and_line_numbers(lis: Lecteur) -> None:
    tableau = lis('id,texte,n\r\n1,"un\r\ndeux\r\n\r\nquatre",5\r\n2,x,6\r\n').principal
    assert cellules(tableau) == [["1", "un\r\ndeux\r\n\r\nquatre", "5"], ["2", "x", "6"]]
    assert lignes(tableau) == [2, 6]


def test_line_end_inside_a_cell_without_quotes(lis: Lecteur) -> None:
    texte = "date;texte;n\n01/01/2024;rien;1\n02/01/2024;coupé\nen deux;2\n03/01/2024;x;3\n04/01/2024;y;4\n"
    tableau = lis(texte).principal
    assert cellules(tableau)[1] == ["02/01/2024", "coupé\nen deux", "2"]
    assert codes(tableau) == {"ligne_coupee"}


@pytest.mark.parametrize("texte", ["a,b\r1,2\r3,4", "a,b\r1,2\n3,4\r\n", "a,b\r\r\n1,2\r\r\n3,4\r\r\n"])
def test_line_ends(lis: Lecteur, texte: str) -> None:
    assert cellules(lis(texte).principal) == [["1", "2"], ["3", "4"]]


def test_ragged_records(lis: Lecteur) -> None:
    tableau = lis("a;b;c\n1;2;3;quatre;cinq\n5;6\n7;8;9\n").principal
    assert tableau.entete == ("a", "b", "c", "_surplus_1", "_surplus_2")
    assert cellules(tableau) == [
        ["1", "2", "3", "quatre", "cinq"],
        ["5", "6", "", "", ""],
        ["7", "8", "9", "", ""],
    ]
    assert [(r.ligne, r.code) for r in tableau.remarques] == [(2, "cellules_en_trop"), (3, "ligne_courte")]


def test_what_is_said_of_uneven_lines_agrees_with_their_numbers() -> None:
    body = [Enregistrement(n, ["x"] * width) for n, width in enumerate((1, 2, 3, 3, 5))]
    assert [r.message for r in ragged(body, 3, 3)] == [
        "1 cellule pour 3 colonnes : les dernières sont vides.",
        "2 cellules pour 3 colonnes : la dernière est vide.",
        "5 cellules pour 3 colonnes : le surplus est gardé à part.",
    ]
    many = [Enregistrement(n, ["x"]) for n in range(201)]
    assert ragged(many, 2, 2)[-1].message == "1 autre ligne irrégulière."


def test_a_short_record_is_never_cut_to_fill_its_columns(lis: Lecteur) -> None:
    rows = "".join(f"0860{100 + i}K;Collège {i};{120 + i};{10 + i}\n" for i in range(12))
    tableau = lis("UAI;Nom;Effectif;Taux\n" + rows + "0860999K;Dernier;125\n").principal
    assert cellules(tableau)[-1] == ["0860999K", "Dernier", "125", ""]


def test_trailing_delimiters_make_no_column(lis: Lecteur) -> None:
    tableau = lis("a;b;\n1;2;\n3;4;\n").principal
    assert tableau.entete == ("a", "b")
    assert cellules(tableau) == [["1", "2"], ["3", "4"]]


def test_blank_records_are_no_records(lis: Lecteur) -> None:
    tableau = lis("a;b\n1;2\n\n;\n  ; \n3;4\n;;;;\n\n").principal
    assert cellules(tableau) == [["1", "2"], ["3", "4"]]
    assert lignes(tableau) == [2, 6]
    assert codes(tableau) == set()


def test_cells_are_kept_as_written(lis: Lecteur) -> None:
    tableau = lis("code;nom;part\n01053; Jean  Macé ;3,50 %\n00012;=1+1;1\u202f234\n").principal
    assert cellules(tableau) == [["01053", " Jean  Macé ", "3,50 %"], ["00012", "=1+1", "1\u202f234"]]


@pytest.mark.parametrize(
    ("texte", "entete", "rows"),
    [
        ("Nom\nA\nB, fils\nC\n", ("Nom",), [["A"], ["B, fils"], ["C"]]),
        ("Nom;Ville\n", ("Nom", "Ville"), []),
        ("Nom;Ville", ("Nom", "Ville"), []),
        ("Nom;Note\nA;1", ("Nom", "Note"), [["A", "1"]]),
        ("x\n1\n2\n", ("x",), [["1"], ["2"]]),
    ],
)
def test_small_files(lis: Lecteur, texte: str, entete: tuple[str, ...], rows: list[list[str]]) -> None:
    tableau = lis(texte).principal
    assert (tableau.entete, cellules(tableau)) == (entete, rows)


def test_lines_wrapped_as_a_whole(lis: Lecteur) -> None:
    tableau = lis('"a;b;c"\n"1;dit ""oui"";3"\n"4;5;6"\n').principal
    assert cellules(tableau) == [["1", 'dit "oui"', "3"], ["4", "5", "6"]]


@pytest.mark.parametrize("entete", ["Titre,Public,Vues", 'Titre,"Public","Vues"', '"Titre,""Public"",Vues"'])
def test_some_lines_wrapped_as_a_whole(lis: Lecteur, entete: str) -> None:
    """A file with commas that a French spreadsheet opened and saved: it wraps the lines that have quotes, and no other."""
    lines = [
        entete,
        "Écrans,Parents,12",
        '"Sommeil,Parents,""1,5"""',
        '"Le cyber,""Parents, élèves"",30"',
        '"Dire non,""Le """"oui"""", enfin"",4"',
        "Vivre,Parents,7",
    ]
    document = lis("\n".join(lines))
    assert document.principal.entete == ("Titre", "Public", "Vues")
    assert cellules(document.principal) == [
        ["Écrans", "Parents", "12"],
        ["Sommeil", "Parents", "1,5"],
        ["Le cyber", "Parents, élèves", "30"],
        ["Dire non", 'Le "oui", enfin', "4"],
        ["Vivre", "Parents", "7"],
    ]


def test_a_cell_of_a_line_that_lacks_the_second_stays_whole(lis: Lecteur) -> None:
    texte = 'Remarque;Note\n"Bien, très";1\n"Vu; revu"\nRien;2\n"a, b";3\n'
    assert [r[0] for r in cellules(lis(texte).principal)] == ["Bien, très", "Vu; revu", "Rien", "a, b"]


def test_lines_wrapped_around_quoted_cells(lis: Lecteur) -> None:
    """A form's export opened as one column and saved again."""
    tableau = lis('"""a"",""b"",""c"""\n"""1"",""x, y"",""3"""\n"""4"","""",""6"""\n').principal
    assert tableau.entete == ("a", "b", "c")
    assert cellules(tableau) == [["1", "x, y", "3"], ["4", "", "6"]]


def test_another_delimiter_on_one_line(lis: Lecteur) -> None:
    rows = "".join(f"{i},nom {i},{i + 10}/01/2024\n" for i in range(1, 9))
    tableau = lis("n,nom,date\n" + rows + "9;nom 9;19/01/2024\n").principal
    assert cellules(tableau)[-1] == ["9", "nom 9", "19/01/2024"]
    assert [r.ligne for r in tableau.remarques] == [10]


def test_nothing_is_read_twice_as_slow_as_it_is_long(lis: Lecteur) -> None:
    """A quote alone in every cell of thousands of lines ends with remarks, not with a hang."""
    texte = "a,b,c\n" + '"x,"y,"z\n' * 3000
    tableau = lis(texte).principal
    assert tableau.donnees.num_rows == 3000


_SUR_DEUX_LIGNES = '0860002K,12/06/2024,"un\ndeux, trois",oui\n'
_SUR_UNE = "0860016A,13/06/2024,quatre,non\n"


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        ('0860002K12/06/2024,"un\ndeux, trois",oui\n', ["0860002K", "12/06/2024", "un\ndeux, trois", "oui"]),
        ('0860002K,12/06/2024"un\ndeux, trois",oui\n', ["0860002K", "12/06/2024", "un\ndeux, trois", "oui"]),
        (
            '"0860002K,12/06/2024,"un\ndeux, trois",oui\n',
            ['"0860002K', "12/06/2024", "un\ndeux, trois", "oui"],
        ),
        (
            '0860002K,,12/06/2024,"un\ndeux, trois",oui\n',
            ["0860002K", "12/06/2024", "un\ndeux, trois", "oui"],
        ),
        ('0860002K;12/06/2024;"un\ndeux, trois";oui\n', ["0860002K", "12/06/2024", "un\ndeux, trois", "oui"]),
    ],
)
def test_record_over_lines_is_mended_as_one(lis: Lecteur, ecrit: str, attendu: list[str]) -> None:
    texte = "UAI,Date,Texte,Suite\n" + (_SUR_DEUX_LIGNES + _SUR_UNE) * 4
    tableau = lis(texte + ecrit + texte.partition("\n")[2]).principal
    assert tableau.donnees.num_rows == 17
    assert cellules(tableau)[8] == attendu
    assert lignes(tableau)[8] == 14
    assert [r.ligne for r in tableau.remarques] == [14]


def test_backslash_is_text_where_quotes_stand_bare(lis: Lecteur) -> None:
    texte = "n,t,d\n" + "".join(f'{i},"écran de {i}" plat, noir",12/06/2024\n' for i in range(6))
    tableau = lis(texte + '7,"1\\\'9" ou 1\\"9, dit-il",13/06/2024\n').principal
    assert cellules(tableau)[0] == ["0", 'écran de 0" plat, noir', "12/06/2024"]
    assert cellules(tableau)[6] == ["7", '1\\\'9" ou 1\\"9, dit-il', "13/06/2024"]


def test_two_names_run_into_one_are_cut_where_the_capital_is(lis: Lecteur) -> None:
    tableau = lis("DateHeure;UAI\n" + "12/06/2024;08:30;0860002K\n13/06/2024;09:30;0860016A\n" * 3).principal
    assert tableau.entete == ("Date", "Heure", "UAI")
    assert [r.ligne for r in tableau.remarques] == [1]


def test_delimited_lines_are_no_stack_of_cells(lis: Lecteur) -> None:
    """A stray line end beside codes and numbers looks like cells that come round, but for the commas of its header."""
    row = '0000000K,01/01/2000,"0,0",,,0'
    text = "\n".join(
        ["Code,Date,Valeur,Texte A,Texte B,Texte C", row, row, '0000000K,01/01/2000,"0,0",,,', "0", row, row]
    )
    assert len(lis(text).principal.entete) == 6


def test_one_line_between_apostrophes(lis: Lecteur) -> None:
    row = 'A,12/06/2024,"un, deux",3\n'
    tableau = lis(
        "n,d,t,v\n" + row * 5 + "'B','13/06/2024','l''un, deux','4'\nC,13/06/2024,'tis,5\n" + row
    ).principal
    assert cellules(tableau)[5:7] == [
        ["B", "13/06/2024", "l'un, deux", "4"],
        ["C", "13/06/2024", "'tis", "5"],
    ]
    assert [r.ligne for r in tableau.remarques] == [7]


def test_a_lost_delimiter_leaves_numbers_and_words_whole(lis: Lecteur) -> None:
    """Of two cuts that fit, the one inside no number, then the usual form of the column; never a blank before it."""
    names = ["Jour,Tarif,Nom,Code"]
    rows = [f"{i:02d}/03/2024,€{10 + i}.{10 + i},L'atelier du {i % 7 + 1},AB-{100 + i}" for i in range(1, 20)]
    rows[3] = "04/03/2024,€14.40,5 postes,AB-104"
    rows[7] = "08/03/2024,€72Écran et clavier,AB-108"
    rows[12] = "13/03/2024,€23.23Tableau blanc,AB-113"
    found = cellules(lis("\n".join([*names, *rows])).principal)
    assert found[7] == ["08/03/2024", "€72", "Écran et clavier", "AB-108"]
    assert found[12] == ["13/03/2024", "€23.23", "Tableau blanc", "AB-113"]


def test_a_quote_between_two_cells_that_ran_together_is_inches(lis: Lecteur) -> None:
    rows = [f'{i},"Écran, {20 + i}""","Sur pied, {"x" * i}",{i}/03/2024' for i in range(1, 9)]
    rows[4] = rows[4].replace('""","', '""""')
    found = cellules(lis("\n".join(["n,quoi,note,jour", *rows])).principal)
    assert found[4] == ["5", 'Écran, 25"', "Sur pied, xxxxx", "5/03/2024"]


@pytest.mark.parametrize(
    ("perdu", "lu"),
    [
        ("DATEHEURE,Places,CodeAtelier,Prix,Nom", ["DATE", "HEURE", "Places", "CodeAtelier", "Prix", "Nom"]),
        ("Date,Heure,PlacesCodeAtelier,Prix,Nom", ["Date", "Heure", "Places", "CodeAtelier", "Prix", "Nom"]),
        ("Date,Heure,Places,CodePrix,Nom", ["Date", "Heure", "Places", "Code", "Prix", "Nom"]),
    ],
)
def test_names_that_ran_together_are_told_by_what_they_say(lis: Lecteur, perdu: str, lu: list[str]) -> None:
    rows = [f"{i:02d}/03/2024,1{i}:30,{i * 7},AB-{100 + i},€{i},Texte {i}" for i in range(1, 8)]
    tableau = lis("\n".join([perdu, *rows])).principal
    assert tableau.entete_brut == tuple(lu)
    assert "separateur" in codes(tableau)


def test_names_that_ran_together_in_two_possible_ways_are_told(lis: Lecteur) -> None:
    """« Code, AtelierPrix » or « CodeAtelier, Prix »: left as it is, with the line to look at."""
    rows = [f"{i:02d}/03/2024,1{i}:30,{i * 7},AB-{100 + i},€{i},Texte {i}" for i in range(1, 8)]
    tableau = lis("\n".join(["Date,Heure,Places,CodeAtelierPrix,Nom", *rows])).principal
    assert [r.ligne for r in tableau.remarques if r.code == "entete_court"] == [1]


def test_quotes_written_twice_between_apostrophes(lis: Lecteur) -> None:
    """The quotes around the cells became apostrophes, those inside stayed as they were; one alone, and all stay."""
    rows = [f"{i};'Écran, {20 + i}\"\" ; l''atelier';'{i}/03/2024'" for i in range(1, 9)]
    found = cellules(lis("\n".join(["n;'quoi';'jour'", *rows])).principal)
    assert found[0] == ["1", "Écran, 21\" ; l'atelier", "1/03/2024"]
    rows[4] = rows[4].replace('""', '"')
    found = cellules(lis("\n".join(["n;'quoi';'jour'", *rows])).principal)
    assert found[0] == ["1", 'Écran, 21"" ; l\'atelier', "1/03/2024"]


@pytest.mark.parametrize("row", ["{0};Poitiers;'", "';{0};Poitiers", "{0};';Poitiers"])
def test_a_cell_that_is_one_apostrophe_opens_and_closes_nothing(lis: Lecteur, row: str) -> None:
    """Two records whose last cell is an apostrophe were one, of a cell over two lines."""
    rows = [row.format(name) for name in ("Ada", "Bruno")]
    found = cellules(lis("\n".join(["a;b;c", *rows, "Chloé;Loudun;x"])).principal)
    assert found == [*(r.split(";") for r in rows), ["Chloé", "Loudun", "x"]]


def test_rows_of_a_template_still_to_fill_in_tell_nothing(lis: Lecteur) -> None:
    """As many delimiters more or less: the names alone say how many columns there are."""
    tableau = lis("Date,UAI,Durée\n,,,\n,,,\n,,,\n").principal
    assert tableau.entete == ("Date", "UAI", "Durée")
    assert cellules(tableau) == []


def test_one_column_where_the_first_line_shows_several_is_told(lis: Lecteur) -> None:
    texte = "nom,âge,jour, note\nun deux,3, 2023-01-01, 2\nun deux,3, 2023-01-03, bla, 7\nun,3, bla, bla, 7\nun,3, bla\nun,4\n"
    assert "une_colonne" in codes(lis(texte).principal)
    assert codes(lis("Avis\nBien, clair\nTrop long, dommage\n").principal) == set()


def test_the_lines_of_an_answered_mail(lis: Lecteur) -> None:
    tableau = lis("> Nom;Ville;Note\n> Bréa;Loudun;> 12\n>\n> Macé;Poitiers;7\n").principal
    assert tableau.entete == ("Nom", "Ville", "Note")
    assert cellules(tableau) == [["Bréa", "Loudun", "> 12"], ["Macé", "Poitiers", "7"]]
    assert cellules(lis("> Nom;Ville\n> Bréa;Loudun\n").principal) == [["Bréa", "Loudun"]]
