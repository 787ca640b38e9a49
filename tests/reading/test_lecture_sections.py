"""Names over several rows, and several tables one under the other in the same columns, as spreadsheets are saved."""

from __future__ import annotations

import random

import pytest

from tests.reading.lecture import Lecteur, cellules, codes, entete_ecrite, lignes

_TROIS_RANGS = """Établissement,"Nature
du poste",Personnels,,,,Coûts,,Total,Remarques
,,Titulaires,,"Autres, sans poste",,Salaires,Primes,,
,,Personnes,"Équivalents
temps plein",Personnes,"Équivalents
temps plein",,,Personnes,
Collège A,Public,164,147.5,12,11,"8 832,50",143,176,
Collège B,Public,86,80.1,3,2,"4 100,00",90,89,
Lycée C,Privé,37,32.8,0,0,"1 200,40",12,37,
"""


def test_three_rows_of_names_and_groups(lis: Lecteur) -> None:
    """Each is written over all its columns; a group ends where one above it ends, lines in cells or not."""
    tableau = lis(_TROIS_RANGS).principal
    assert [" ".join(n.split()) for n in tableau.entete] == [
        "Établissement",
        "Nature du poste",
        "Personnels Titulaires Personnes",
        "Personnels Titulaires Équivalents temps plein",
        "Personnels Autres, sans poste Personnes",
        "Personnels Autres, sans poste Équivalents temps plein",
        "Coûts Salaires",
        "Coûts Primes",
        "Total Personnes",
        "Remarques",
    ]
    assert tableau.titres == ()
    assert len(cellules(tableau)) == 3


def test_names_under_a_group_and_a_blank_line(lis: Lecteur) -> None:
    texte = (
        "Frais du premier trimestre;;;;;\n;;;;;\nDate;Lieu;Transport;;;Total\n;;;;;\n;;Train;Voiture;Bus;\n"
        "13/04/2024;Loudun;135,70;;;135,70\n;suite;;;;\n18/04/2024;Niort;;72,00;;72,00\n20/04/2024;Poitiers;;;4,50;4,50\n"
    )
    tableau = lis(texte).principal
    assert entete_ecrite(tableau) == [
        "Date",
        "Lieu",
        "Transport Train",
        "Transport Voiture",
        "Transport Bus",
        "Total",
    ]
    assert len(cellules(tableau)) == 4


def test_a_record_under_blank_names_is_no_header(lis: Lecteur) -> None:
    tableau = lis("Nom;Ville;Avis;;\nA;Loudun;oui;non;12\nB;Niort;non;oui;7\nC;Niort;oui;oui;9\n").principal
    assert len(cellules(tableau)) == 3


_SECTIONS = """Réunions;;;;
Médiateur;Date;Établissement;Objet;
Léa Martin;oct-24;Collège A;Première visite;
;;Collège B;;
Jean Petit;nov-24;Collège C;Bilan;
;;;;
;;;;
Déplacements;;;;
Médiateur;Date;Lieu;Moyen;Frais
Léa Martin;12 au 15 octobre;Poitiers;Train;32,50
;;;;
Cadeaux;;;;
Médiateur;Date;Cadeau;;
Néant;;;;
;;;;
Notes;;;;
Cadeaux;De plus de 30 euros, donnés ou reçus;;;
Réunions;;;;
"""


def test_sections_of_a_spreadsheet_are_tables(lis: Lecteur) -> None:
    """Each with the title over it; a name that stands again in its column says that its line names columns."""
    document = lis(_SECTIONS)
    assert [t.titres[0][1] for t in document.tableaux] == ["Réunions", "Déplacements", "Cadeaux"]
    assert [len(cellules(t)) for t in document.tableaux] == [3, 1, 1]
    assert document.tableaux[1].entete == ("Médiateur", "Date", "Lieu", "Moyen", "Frais")
    assert document.tableaux[2].pied[0] == (16, "Notes")


def test_the_same_names_under_another_title(lis: Lecteur) -> None:
    texte = "Voyages;\n;\nLibellé;Montant\nHôtels;12,5\nTrain;7\nTotal;19,5\n;\nPapeterie;\n;\nLibellé;Montant\nEncre;3\nTotal;3\n"
    first, second = lis(texte).tableaux
    assert [cellules(first)[-1], cellules(second)[-1]] == [["Total", "19,5"], ["Total", "3"]]
    assert second.titres == ((8, "Papeterie"),)


def test_the_title_of_every_printed_page(lis: Lecteur) -> None:
    """The same title, but for its number, over the same names: one table, and these lines are no records."""
    page = "Liste des collèges, page {};;\n\nNom;Ville;Effectif\n" + "Collège;Loudun;{}\n" * 4 + "\n"
    tableau = lis("".join(page.format(*range(k, k + 5)) for k in (1, 7, 13))).principal
    assert len(cellules(tableau)) == 12
    assert codes(tableau) == {"entete_repete"}


@pytest.mark.parametrize("groupe", ["Groupe 2;;", "Collèges privés;;"])
def test_a_line_between_records_begins_no_table(lis: Lecteur, groupe: str) -> None:
    texte = f"Nom;Ville;Note\nA;Loudun;12\nB;Niort;13\n\n{groupe}\nDupont;Niort;absent\nMartin;Loudun;14\nDurand;Loudun;9\n"
    document = lis(texte)
    assert len(document.tableaux) == 1
    assert lignes(document.principal) == [2, 3, 5, 6, 7, 8]


def test_foot_lines_of_a_short_table(lis: Lecteur) -> None:
    """A total and single cells do not hide what a column looks like, with two records over them."""
    texte = (
        "UAI;Nom;Niveau;Nombre\n0860002K;Romain;4EME;1\u202f204\n0860014Y;Brouillet;4EME;98\nTotal;;;1\u00a0302\n;;;\n"
        "Source : DEPP;;;\nNS : non significatif;;;\n"
    )
    tableau = lis(texte).principal
    assert cellules(tableau)[-1] == ["Total", "", "", "1\u00a0302"]
    assert tableau.pied == ((6, "Source : DEPP"), (7, "NS : non significatif"))


def test_a_note_over_two_lines(lis: Lecteur) -> None:
    texte = (
        "Commune,Code,Élèves,Total\nLoudun,A,1,2\nNiort,B,3,4\nPoitiers,C,5,6\n"
        '"Note : un élève qui change de collège compte dans les deux,",,,\n le total n\'est donc pas leur nombre.,,,\n'
    )
    tableau = lis(texte).principal
    assert len(cellules(tableau)) == 3
    assert [n for n, _ in tableau.pied] == [5, 6]


def test_foot_lines_of_two_cells(lis: Lecteur) -> None:
    texte = "UAI;Nom;Commune;Nb\n0860002K;A;Loudun;3\n0860014Y;B;Niort;4\n;;;\nSource :;DEPP;;\nLe :;12/06/2024;;\n"
    (tableau,) = lis(texte).tableaux
    assert tableau.pied == ((5, "Source : DEPP"), (6, "Le : 12/06/2024"))


def test_what_is_filled_in_at_the_head_of_a_report_is_no_table(lis: Lecteur) -> None:
    texte = "Académie de Poitiers\nÉdité le;12/06/2024;à;10h00\n\nUAI;Nom;Commune;Effectif\n0860002K;A;Poitiers;120\n0860014Y;B;Loudun;98\n"
    (tableau,) = lis(texte).tableaux
    assert tableau.titres == ((1, "Académie de Poitiers"), (2, "Édité le 12/06/2024 à 10h00"))
    assert (tableau.ligne_entete, len(cellules(tableau))) == (4, 2)
    assert codes(tableau) == set()


@pytest.mark.parametrize(
    "texte",
    [
        '"UAI,Nom,Effectif"\r\n"0860002K,""Collège A, annexe"",120"\r\n"0860014Y,Collège du Bois,98"\r\n',
        "| UAI | Nom | Effectif |\n|:-|-|--:|\n| 0860002K | Collège A, annexe | 120 |\n| 0860014Y | Collège du Bois | 98 |\n",
        "UAI        Nom                Effectif\n0860002K   Collège A, annexe  120\n0860014Y   Collège du Bois    98\n",
    ],
    ids=["lignes entre guillemets", "tirets simples", "alignés"],
)
def test_wrapped_and_drawn(lis: Lecteur, texte: str) -> None:
    tableau = lis(texte, "collage").principal
    assert tableau.entete == ("UAI", "Nom", "Effectif")
    assert cellules(tableau) == [
        ["0860002K", "Collège A, annexe", "120"],
        ["0860014Y", "Collège du Bois", "98"],
    ]


@pytest.mark.parametrize(
    ("texte", "entete"),
    [
        (
            "Vidéo;2025;;2026;\n;nov.;déc.;janv.;févr.\nUne;1;2;3;4\nDeux;6;7;8;9\n",
            ("Vidéo", "2025 nov.", "2025 déc.", "2026 janv.", "2026 févr."),
        ),
        ("Vidéo;Durée;Vues\n;(s);\nUne;125;12\nDeux;80;5\n", ("Vidéo", "Durée (s)", "Vues")),
        ("Année;2023-2024;\nUAI;Nom;Effectif\n0860002K;A;12\n0860014Y;B;7\n", ("UAI", "Nom", "Effectif")),
    ],
    ids=["une année change ce que disent les mois", "unités", "pas un groupe"],
)
def test_what_stands_over_or_under_single_names(lis: Lecteur, texte: str, entete: tuple[str, ...]) -> None:
    tableau = lis(texte).principal
    assert tableau.entete == entete
    assert len(cellules(tableau)) == 2


@pytest.mark.parametrize(
    "texte",
    [
        "Mot;Texte;UAI\nvisite;vu;0860568A\noui;Paul;0860656A\n;;\nbilan;Poitiers;0860125E\nvu;atelier;\nradio;robots;0860614B\n",
        "Nom;Objet\nLéa Martin;Atelier radio\nPaul Petit;Bilan oui\n;\nZoé Roux;Visite non\nTotal;12\n",
    ],
    ids=["code", "total"],
)
def test_a_record_after_a_blank_line_names_nothing(lis: Lecteur, texte: str) -> None:
    document = lis(texte)
    assert len(document.tableaux) == 1
    assert len(cellules(document.principal)) == texte.count("\n") - 2


def test_random_tables_with_blank_lines_and_labels_stay_one(lis: Lecteur) -> None:
    """Words, sentences, dates, numbers, codes; a line in ten blank, labels of groups, a total: nothing is lost or split."""
    dice = random.Random(7)
    words = ["Léa", "Paul", "Loudun", "Niort", "visite", "bilan", "atelier", "robots", "oui", "non", "vu"]
    kinds = {
        "Mot": lambda: dice.choice(words),
        "Texte": lambda: " ".join(dice.choices(words, k=dice.randint(2, 6))),
        "Jour": lambda: f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/2025",
        "Nombre": lambda: str(dice.randint(0, 500)),
        "UAI": lambda: f"0860{dice.randint(100, 999)}{dice.choice('ABCDEFGH')}",
    }
    for _ in range(200):
        chosen = dice.choices(list(kinds), k=dice.randint(2, 6))
        names = [f"{kind} {letter}" for kind, letter in zip(chosen, "abcdef", strict=False)]
        blank = ";" * (len(names) - 1)
        records: list[list[str]] = []
        lines = [";".join(names)]
        for _ in range(dice.randint(3, 12)):
            row = [kinds[kind]() if j < 2 or dice.random() > 0.15 else "" for j, kind in enumerate(chosen)]
            label = ["Groupe 2" if dice.random() < 0.5 else "Octobre 2025", *[""] * (len(names) - 1)]
            if dice.random() < 0.1:
                lines.append(blank)
            added = [label, row] if records and dice.random() < 0.07 else [row]
            records += added
            lines += map(";".join, added)
        if dice.random() < 0.2:
            records.append(["Total", *[""] * (len(names) - 2), "12"])
            lines.append(";".join(records[-1]))
        document = lis("\n".join(lines) + "\n")
        found = (len(document.tableaux), entete_ecrite(document.principal), cellules(document.principal))
        assert found == (1, names, records), "\n".join(lines)


def test_names_that_every_printed_page_writes_again_begin_no_table(lis: Lecteur) -> None:
    page = "Nom;Ville;Note\n" + "Collège;Loudun;{}\n" * 2
    (tableau,) = lis("\n".join(page.format(n, n + 1) for n in (1, 3, 5))).tableaux
    assert len(cellules(tableau)) == 6


def test_the_title_and_the_number_of_every_printed_page(lis: Lecteur) -> None:
    pages = [
        f"Suivi TNE;;;;page {p}/3\nDate;Lieu;Heures;Thème;Salle\n{10 + p}/09/2023;Loudun;2;A;B\n{20 + p}/09/2023;Civray;3;C;D\n"
        for p in (1, 2, 3)
    ]
    tableau = lis("".join(pages)).principal
    assert [r[0] for r in cellules(tableau)] == [f"{d}/09/2023" for d in (11, 21, 12, 22, 13, 23)]


def test_the_place_the_day_and_the_signature_under_a_table(lis: Lecteur) -> None:
    rows = "Date;Lieu;Heures;Thème\n12/09/2023;Loudun;2;A\n13/09/2023;Civray;3;B\n"
    tableau = lis(f"{rows}\nFait à Poitiers, le;03/07/2024;;\nSignature du médiateur;;;\n").principal
    assert [text for _, text in tableau.pied] == ["Fait à Poitiers, le 03/07/2024", "Signature du médiateur"]
    assert len(cellules(tableau)) == 2


_LOG = "Date;Nature;UAI;Heures;Places\n"
_RECORDS = "12/10/2023;Formation;0860002K;3;12\n13/10/2023;Projet;0860799B;2;8\n"


def test_a_total_that_stands_under_signatures(lis: Lecteur) -> None:
    """The total is a record, set aside as such; the signatures over it are none."""
    for over in (
        "Le coordonnateur;;Le médiateur;;\nSignature;;Signature;;\n",
        "Fait à Poitiers le 12/06/2024\nVisa\n",
    ):
        tableau = lis(f"{_LOG}{_RECORDS}\n{over}\nTotal;;;5;20\n").principal
        assert [r[0] for r in cellules(tableau)] == ["12/10/2023", "13/10/2023", "Total"]
        assert [line for line, _ in tableau.pied] == [5, 6]


def test_words_over_a_total_that_sign_nothing_are_records(lis: Lecteur) -> None:
    tableau = lis(f"{_LOG}{_RECORDS}\nÀ venir;Projet;;;\nTotal;;;5;20\n").principal
    assert len(cellules(tableau)) == 4


@pytest.mark.parametrize("row", ["1;2;3;4;5", "(1);(2);(3);(4);(5)", "A;B;C;D;E"])
def test_a_row_that_numbers_the_columns_is_no_record(lis: Lecteur, row: str) -> None:
    tableau = lis(f"{_LOG}{row}\n{_RECORDS}").principal
    assert tableau.entete == ("Date", "Nature", "UAI", "Heures", "Places")
    assert len(cellules(tableau)) == 2
    assert codes(tableau) == {"numeros_de_colonnes"}


def test_a_row_that_numbers_two_columns_of_words_and_others_of_figures_is_no_record(lis: Lecteur) -> None:
    tableau = lis("Commune;Nature;Heures;Élèves;Profs\n1;2;3;4;5\nLoudun;Formation;3;20;2\n").principal
    assert cellules(tableau) == [["Loudun", "Formation", "3", "20", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        "a;b;c;d\n1;2;3;4\n5;6;7;8\n",
        "a;b;c;d;e\nA;B;C;D;E\nB;C;D;E;A\n",
        "n;Nom;UAI;x\n1;2;3;5\n2;Nom A;0860002K;7\n",
        "n;Nom;UAI\n1;2;3\n2;Nom A;0860002K\n",
        "a;b;c;d;Nom;Lieu\n1;2;3;4;;\n5;6;7;8;Anne;Civray\n",
    ],
)
def test_a_record_of_numbers_from_one_is_a_record(lis: Lecteur, text: str) -> None:
    assert len(cellules(lis(text).principal)) == 2


@pytest.mark.parametrize(
    "second",
    ["Date;Nature;UAI;Élèves;Profs", "UAI;Date;Nature;Profs;Élèves", "UAI;Date;Nature;Heures"],
)
def test_a_file_put_at_the_end_of_another_has_columns_of_its_own(lis: Lecteur, second: str) -> None:
    """Its values stood under the names of the first: pupils counted for teachers."""
    first = (
        "Date;Nature;UAI;Profs;Élèves\n12/03/2024;Formation;0860002K;4;20\n13/03/2024;Projet;0860014Y;5;22"
    )
    rows = {
        "Date": "14/03/2024",
        "Nature": "Projet",
        "UAI": "0860002K",
        "Élèves": "25",
        "Profs": "3",
        "Heures": "2",
    }
    line = ";".join(rows[n] for n in second.split(";"))
    one, other = lis(f"{first}\n{second}\n{line}\n{line}").tableaux
    assert len(cellules(one)) == 2
    assert other.entete == tuple(second.split(";"))
    assert lignes(other) == [5, 6]


def test_three_names_in_another_order_begin_a_table(lis: Lecteur) -> None:
    one, other = lis(
        "Date;Profs;Élèves\n12/03/2024;4;20\n13/03/2024;5;22\nDate;Élèves;Profs\n14/03/2024;25;3"
    ).tableaux
    assert len(cellules(one)) == 2
    assert (other.entete, cellules(other)) == (("Date", "Élèves", "Profs"), [["14/03/2024", "25", "3"]])


def test_a_wider_table_with_a_numbered_name_begins_under_a_narrow_one(lis: Lecteur) -> None:
    one, other = lis("Nom;Date\nA;12/09/2023\nB;13/09/2023\n\nNom;Prénom;Q1\nC;D;3\nE;F;4\nG;H;4\n").tableaux
    assert (one.entete, len(cellules(one))) == (("Nom", "Date"), 2)
    assert (other.entete, len(cellules(other))) == (("Nom", "Prénom", "Q1"), 3)


def test_words_of_the_header_among_values_begin_no_table(lis: Lecteur) -> None:
    rows = ["Nature;Public;Thème;Date", "Public;Nature;libre;12/03/2024", "Thème;Public;Nature;13/03/2024"]
    assert len(lis("\n".join([*rows, rows[1], rows[2]])).tableaux) == 1
