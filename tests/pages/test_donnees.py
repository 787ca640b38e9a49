"""The page on the data: what is there, what is missing and from whom to ask it, computed beside published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import dit
from tne import demandes, horloge
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.filters import Filters
from tne.importing import Options, importer
from tne.indicators import BY_CODE, Value
from tne.visuals import donnees, donnees_mois

COORDINATION = Droit(True, "coordination")
YEAR = Filters(annees=("2023-2024",))
ATTENDUES = len(demandes.ATTENDUS)
INTERVENTIONS = (
    "Référence;Date;Nature;UAI\r\n1;12/10/2023;Formation;0860002K\r\n2;13/10/2023;Formation;0860002K\r\n"
    "3;04/03/2024;Technique;0860014Y\r\n"
).encode()
PUBLISHED = "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\r\naccompagnement.total;2023-2024;086;{};0;essai\r\n"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """Three interventions of 2023-2024, nothing else."""
    opened = Base(str(tmp_path / "b.duckdb"))
    assert importer(opened, COORDINATION, INTERVENTIONS, "a.csv")[0].import_id == 1
    yield opened
    opened.close()


def test_the_answer_has_three_forms(
    base: Base,
    demo_modele: Path,
    copier_base: Callable[[Path, Path], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    con = base.cursor()
    assert donnees.reponse(con, YEAR, "lecture").startswith(f"**1 source sur {ATTENDUES}** est là")
    nothing = donnees.reponse(con, Filters(annees=("2019-2020",)), "lecture")
    assert nothing.startswith(f"**Aucune** des {ATTENDUES} sources attendues n\u2019est encore importée")
    full = Base(str(copier_base(demo_modele, tmp_path / "demo")))
    assert "rien ne manque" in donnees.reponse(full.cursor(), YEAR, "lecture"), "give it rows in scripts/demo"
    monkeypatch.setattr(demandes.completude, "annuaire", lambda con: date(2023, 8, 31))
    said = donnees.reponse(full.cursor(), YEAR, "lecture")
    assert said.endswith("2023-2024\u202f; l\u2019annuaire date d\u2019avant la rentrée.")
    full.close()


def test_what_is_missing_says_from_whom_to_ask_it(base: Base) -> None:
    lacking = demandes.manquants(base.cursor(), YEAR, "lecture")
    titles = {d.titre for d in lacking}
    assert DATASETS["intervention"].title not in titles
    assert DATASETS["inscription"].title in titles
    assert len(lacking) == ATTENDUES - 1
    assert all(d.demander for d in lacking)


def test_the_directory_of_schools_is_asked_for_until_it_is_imported_again(base: Base) -> None:
    con = base.cursor()
    directory = DATASETS["etablissement"].title
    assert demandes.a_demander(con, YEAR, "lecture")[0].titre == directory
    importer(base, COORDINATION, "UAI;Nom;Type\r\n0860002K;Essai;Collège\r\n".encode(), "e.csv")
    assert demandes.a_demander(base.cursor(), YEAR, "lecture")[0].titre != directory
    today = horloge.aujourdhui()
    later = Filters(annees=(f"{today.year + 1}-{today.year + 2}",))
    assert demandes.a_demander(base.cursor(), later, "lecture")[0].titre == directory


def test_a_year_the_base_does_not_know_may_be_asked_for() -> None:
    known = ["2022-2023", "2024-2025"]
    since = ["2025-2026", "2024-2025", "2023-2024", "2022-2023"]
    assert demandes.annees(known, date(2026, 11, 25)) == ["2026-2027", *since]
    assert demandes.annees(known, date(2027, 6, 1)) == ["2027-2028", "2026-2027", *since]
    assert demandes.annees(known, date(2024, 5, 31)) == since[1:]
    assert demandes.annees([], date(2026, 11, 25)) == ["2026-2027"]


def test_the_mail_names_each_place_once() -> None:
    asked = [demandes.Demande(t, w) for t, w in (("A", "ici."), ("B", "là ; en juin."), ("C", "ici."))]
    assert demandes.courriel("2026-2027", "Vienne", asked).splitlines() == [
        "Bonjour, pour le bilan 2026-2027 du TNE Vienne, il nous manque\u202f:",
        "",
        "- A et C\u202f: ici.",
        "- B\u202f: là\u202f; en juin.",
        "",
        "Merci d\u2019avance.",
    ]


def test_months_are_counted_by_hand(base: Base) -> None:
    v = donnees_mois.mois_par_mois(base.cursor(), YEAR, "lecture")
    row = v.donnees.iloc[0].to_dict()
    assert (row["Source"], row["oct."], row["mars"], row["nov."]) == (DATASETS["intervention"].title, 2, 1, 0)
    assert "8 cases vides" in v.titre.replace("\u202f", " ")


def test_years_one_under_the_other_have_the_same_shades(base: Base) -> None:
    """Thirty rows a month were as dark in one year as three hundred in the next."""
    for year, rows in (("2023", 13), ("2024", 300)):
        lines = [f"{year}-{n};{12}/11/{year};Formation;0860002K" for n in range(rows)]
        importer(base, COORDINATION, "\r\n".join(["Référence;Date;Nature;UAI", *lines]).encode(), "n.csv")
    both = Filters(annees=("2023-2024", "2024-2025"))
    last, first = donnees_mois.mois_de_chaque_annee(base.cursor(), both, "lecture")
    assert (last.filtre[:9], first.filtre[:9]) == ("2024-2025", "2023-2024")
    keys, alone = (
        [a["text"] for a in v.figure["layout"]["annotations"] if "à" in a["text"] or "et plus" in a["text"]]  # type: ignore[index]
        for v in (first, donnees_mois.mois_par_mois(base.cursor(), YEAR, "lecture"))
    )
    assert keys == [
        a["text"]
        for a in last.figure["layout"]["annotations"]
        if "à" in a["text"] or "et plus" in a["text"]  # type: ignore[index]
    ]
    assert keys != alone


def test_months_to_come_are_no_holes(base: Base) -> None:
    today = horloge.aujourdhui()
    start = today.year if today.month >= 9 else today.year - 1
    running = f"{start}-{start + 1}"
    day = f"{today:%d/%m/%Y}"
    importer(
        base, COORDINATION, f"Référence;Date;Nature;UAI\r\n9;{day};Formation;0860002K\r\n".encode(), "n.csv"
    )
    v = donnees_mois.mois_par_mois(base.cursor(), Filters(annees=(running,)), "lecture")
    row = v.donnees.drop(columns="Source").iloc[0]
    past = (today.month - 9) % 12
    assert list(row.iloc[:past]) == [0] * past
    assert row.iloc[past] == 1
    assert row.iloc[past + 1 :].isna().all()
    empty = sum(m not in (7, 8) for m in ((9 + i - 1) % 12 + 1 for i in range(past)))
    assert v.titre.startswith(f"{empty} case" if empty else "La seule source datée")


@pytest.mark.parametrize(
    ("present", "said"),
    [
        (1, "La seule source datée qui soit là a des lignes chaque mois"),
        (2, "Les 2 sources datées qui sont là ont des lignes chaque mois"),
        (len(donnees_mois._DATEES), "Toutes les sources datées ont des lignes chaque mois"),
    ],
)
def test_no_empty_month_is_said_of_the_sources_that_are_there(base: Base, present: int, said: str) -> None:
    rows = [
        {"jeu": jeu, "annee": "2023-2024", "mois": pd.Timestamp(2023 + (m < 9), m, 1), "lignes": 1}
        for jeu in donnees_mois._DATEES[:present]
        for m in range(1, 13)
    ]
    assert donnees_mois._mois(base.cursor(), YEAR, pd.DataFrame(rows), "coordination").titre.startswith(said)


def test_sources_that_lack_in_several_years_are_told_out_of_those_expected(base: Base) -> None:
    two = Filters(annees=("2022-2023", "2023-2024"))
    all_of_two = f"{2 * ATTENDUES - 1} sources manquent sur {2 * ATTENDUES}, {ATTENDUES} par année"
    assert donnees.sources(base.cursor(), two, "lecture").titre == all_of_two
    assert donnees.sources(base.cursor(), YEAR, "lecture").titre == f"{ATTENDUES - 1} sources manquent"


def test_a_name_keeps_its_capital_among_what_lacks(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = tuple(demandes._demande(j) for j in ("numerixplore", "ips"))
    monkeypatch.setattr(donnees, "manquants", lambda *_: lacking)
    said = donnees.reponse(base.cursor(), YEAR, "lecture")
    assert said.endswith("il manque\u202f: Numérixplore et indice de position sociale.")


def test_sources_of_several_years_begin_with_the_last_as_the_months_above_them_do(base: Base) -> None:
    two = Filters(annees=("2022-2023", "2023-2024"))
    years = donnees.sources(base.cursor(), two, "lecture").donnees["Année"].tolist()
    assert years == sorted(years, reverse=True)
    assert len(set(years)) == 2


def test_sources_say_how_many_rows_and_up_to_when(base: Base) -> None:
    v = donnees.sources(base.cursor(), YEAR, "lecture")
    row = v.donnees[v.donnees["Source"] == DATASETS["intervention"].title].iloc[0]
    until = row["Jusqu\u2019au"]
    assert (row["Lignes"], f"{until:%d/%m/%Y}") == (3, "04/03/2024")
    assert v.titre == f"{ATTENDUES - 1} sources manquent"
    assert "Par" not in v.donnees  # who works with the tool is no reader's business
    seen = donnees.sources(base.cursor(), YEAR, "coordination").donnees.set_index("Source")
    assert seen.loc[DATASETS["intervention"].title, "Par"] == COORDINATION.qui


@pytest.mark.parametrize(("published", "expected"), [(3, "concorde"), (5, "1 chiffre calculé diffère")])
def test_computed_stands_beside_published(base: Base, published: int, expected: str) -> None:
    importer(base, COORDINATION, PUBLISHED.format(published).encode(), "p.csv")
    v = donnees.rapprochement(base.cursor(), YEAR, "coordination")
    assert expected in v.titre
    row = v.donnees[v.donnees["Chiffre"].str.startswith("Interventions des")].iloc[0]
    assert (row["Retenu"], row["Publié"]) == ("3", str(published))
    assert row["Sources"] == DATASETS["intervention"].title
    assert row["Définition"].startswith("Interventions distinctes")
    expected = (
        "conforme au publié"
        if published == 3
        else "écart de \u22122 sur le publié ; à expliquer : 3 lignes dans « Interventions des médiateurs » jusqu\u2019au 04/03/2024"
    )
    assert row["Rapprochement"].replace("\u202f", " ") == expected
    assert "Déclaré" not in v.donnees


def test_a_year_without_anything_published_says_so_once(
    base: Base, monkeypatch: pytest.MonkeyPatch, racine: Path
) -> None:
    v = donnees.rapprochement(base.cursor(), YEAR, "coordination")
    assert (
        v.titre
        == f"Rien n\u2019est publié pour 2023-2024\u202f: {len(v.donnees)} chiffres sans rapprochement"
    )
    monkeypatch.setenv("TNE_BASE", base.path)
    monkeypatch.setenv("TNE_ACCES", "poste")
    app = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    app.switch_page("pages/donnees.py").run()
    assert not app.exception
    assert "rien de publié" not in dit(app)
    assert "Interventions distinctes" in dit(app)


def test_what_was_declared_stays_beside_what_is_computed(base: Base) -> None:
    declared = "Indicateur;Année scolaire;Département;Valeur déclarée;Source\r\naccompagnement.total;2023-2024;086;4;essai\r\nnumerixplore.classes;2023-2024;086;90;essai\r\n"
    importer(base, COORDINATION, PUBLISHED.format(3).encode(), "p.csv")
    importer(base, COORDINATION, declared.encode(), "d.csv", Options(jeu="chiffre_declare"))
    seen = donnees.rapprochement(base.cursor(), YEAR, "coordination").donnees.set_index("Chiffre")
    total = seen.loc["Interventions des médiateurs"]
    assert (total["Retenu"], total["Publié"], total["Déclaré"]) == ("3", "3", "4")
    assert "conforme au publié\u202f; écart de \u22121 sur le déclaré" in total["Rapprochement"]
    assert (seen.loc["Classes reçues", "État"], seen.loc["Classes reçues", "Déclaré"]) == ("déclaré", "90")


def test_what_was_declared_beside_what_is_published_is_not_said_to_be_computed(base: Base) -> None:
    """« Le seul chiffre à la fois calculé et publié concorde » was of one that no list counts."""

    def titre(published: int, declared: int, counted: int = 0) -> str:
        rows = [("numerixplore.classes", published, declared)]
        rows += [("accompagnement.total", counted, counted)] if counted else []
        for jeu, of in (("indicateur_publie", 1), ("chiffre_declare", 2)):
            lines = "".join(f"\r\n{r[0]};2023-2024;086;{r[of]};0;essai" for r in rows)
            text = f"Indicateur;Année scolaire;Département;Valeur;Décimales;Source{lines}\r\n"
            assert importer(base, COORDINATION, text.encode(), f"{jeu}.csv", Options(jeu=jeu))[0].import_id
        return donnees.rapprochement(base.cursor(), YEAR, "coordination").titre

    assert titre(90, 90) == "Le seul chiffre à la fois retenu et publié concorde"
    assert titre(90, 91) == "1 chiffre retenu diffère du publié, sur 1"
    assert titre(90, 90, 3) == "Les 2 chiffres retenus et publiés concordent"


def test_where_nothing_is_published_what_was_declared_is_compared(base: Base) -> None:
    head = "Indicateur;Année scolaire;Département;Valeur déclarée;Source\r\n"

    def beside(total: int) -> tuple[str, str]:
        text = f"{head}accompagnement.total;2023-2024;086;{total};essai\r\naccompagnement.projets;2023-2024;086;0;essai\r\n"
        importer(base, COORDINATION, text.encode(), f"{total}.csv", Options(jeu="chiffre_declare"))
        v = donnees.rapprochement(base.cursor(), YEAR, "coordination")
        return v.titre, v.donnees["Chiffre"].iloc[0]

    assert beside(4) == ("1 chiffre calculé diffère du déclaré, sur 2", "Interventions des médiateurs")
    assert beside(3)[0] == "Les 2 chiffres calculés et déclarés concordent"


def test_what_differs_comes_first(base_demo: Path) -> None:
    base = Base(str(base_demo))
    importer(
        base,
        COORDINATION,
        PUBLISHED.format(140).encode(),
        "p.csv",
        Options(avec_demo=True),
    )
    v = donnees.rapprochement(base.cursor(), YEAR, "coordination")
    base.close()
    assert v.titre.startswith("1 chiffre calculé diffère du publié, sur 17")
    assert v.donnees["Chiffre"].iloc[0] == "Interventions des médiateurs"
    assert v.donnees["Rapprochement"].iloc[0].startswith("écart de \u22121 sur le publié")


def test_what_was_published_with_decimals_is_written_with_them(base: Base) -> None:
    """« Publié : 34 % » stood beside « Retenu : 33,5 % »."""
    rows = "formation.taux_absence_moyen;2023-2024;086;33,5;1;essai\r\naccompagnement.total;2023-2024;086;3,04;2;essai\r\n"
    text = f"Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\r\n{rows}"
    importer(base, COORDINATION, text.encode(), "p.csv")
    seen = donnees.rapprochement(base.cursor(), YEAR, "coordination").donnees.set_index("Chiffre")
    assert seen.loc["Interventions des médiateurs", "Publié"] == "3,04"
    assert seen.loc["Absence, moyenne des sessions", "Publié"] == "33,5\u202f%"


@pytest.mark.parametrize(
    ("valeur", "publie", "decimales", "ecart"),
    [
        (40, 38, 0, "+2 points"),
        (33.4, 35.36, 0, "\u22122 points"),
        (33.4, 33.5, 0, "\u22120,1 point"),
        (33.49, 33.5, 0, "\u22120,01 point"),
    ],
)
def test_a_gap_is_never_told_as_nothing(valeur: float, publie: float, decimales: int, ecart: str) -> None:
    rate = BY_CODE["formation.taux_absence_moyen"]
    value = Value(rate, "2023-2024", valeur, "calculé", publie=publie, decimales_publiees=decimales)
    assert donnees._gap(value, publie) == ecart


@pytest.mark.parametrize(
    ("valeur", "declare", "dit_du_declare"),
    [
        (33.54, 33.5, "conforme au déclaré"),
        (33.6, 33.5, "écart de +0,1 point sur le déclaré ; à expliquer : "),
        (33.6, 34, "conforme au déclaré"),
    ],
)
def test_what_was_declared_is_held_to_the_digit_it_was_given(
    valeur: float, declare: float, dit_du_declare: str
) -> None:
    """33,6 % beside a declared 33,5 % was « conforme » at the whole per cent, of which it was written « 34 % »."""
    rate = BY_CODE["formation.taux_absence_moyen"]
    value = Value(rate, "2023-2024", valeur, "calculé", declare=declare)
    line = donnees._rapprochee(value, {})
    assert line["Rapprochement"].replace("\u202f", " ").startswith(dit_du_declare)
    assert line["Déclaré"] == ("34\u202f%" if declare == 34 else "33,5\u202f%")
