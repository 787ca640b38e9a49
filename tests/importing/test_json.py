"""The JSON of the command line, exactly as documented: scripts rely on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.importing.scene import Scene
from tne.__main__ import main
from tne.db import Base

IMPORT = ["fichier", "jeu", "import_id", "lues", "ajoutees", "modifiees", "inchangees", "doublons", "ecartees",
          "refusees", "problemes", "colonnes_laissees"]  # fmt: skip
PROBLEME = ["feuille", "ligne", "colonne", "valeur", "code", "message", "suggestion"]
INDICATEUR = ["code", "libelle", "annee", "unite", "valeur", "decimales", "origine", "numerateur", "denominateur",
              "publie", "concorde", "filtre_honore"]  # fmt: skip


class Commande:
    """The command line on one base, its JSON read back."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capfd = folder, capfd
        self.base = folder / "base" / "tne.duckdb"

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        assert main([*arguments, "--base", str(self.base), "--json"]) == code
        out = self.capfd.readouterr()
        assert out.err == ""
        return json.loads(out.out)


@pytest.fixture
def tne(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Commande:
    return Commande(tmp_path, capfd)


def test_importer(tne: Commande) -> None:
    good = tne.file("bon.csv", "UAI;Nom\n0860002K;A\n0860002K;A\n0940176F;B\n")
    bad = tne.file("mauvais.csv", "UAI;Nom\n0860002X;A\n0860016A;C\n")
    none = tne.file("rien.csv", "Couleur;Taille\nrouge;3\n")
    results = tne("importer", good, bad, none, code=1)
    assert [list(r) for r in results] == [IMPORT] * 3
    assert {tuple(p) for r in results for p in r["problemes"]} == {tuple(PROBLEME)}
    first, second, third = results
    assert {k: v for k, v in first.items() if k != "problemes"} == {
        "fichier": "bon.csv", "jeu": "etablissement", "import_id": 1, "lues": 3, "ajoutees": 1, "modifiees": 0,
        "inchangees": 0, "doublons": 1, "ecartees": 1, "refusees": 0, "colonnes_laissees": [],
    }  # fmt: skip
    assert (second["import_id"], second["lues"], second["ajoutees"], second["refusees"]) == (None, 2, 1, 1)
    assert [p["code"] for p in second["problemes"]] == ["uai_invalide"]
    assert second["problemes"][:1] == [
        {
            "feuille": None, "ligne": 2, "colonne": "UAI", "valeur": "0860002X", "code": "uai_invalide",
            "message": "« 0860002X » n'est pas un UAI : sept chiffres et la lettre qui leur correspond, par exemple 0860002K.",
            "suggestion": "0860002K",
        }
    ]  # fmt: skip
    assert (third["jeu"], third["import_id"], third["lues"]) == (None, None, 0)


def test_importer_gives_one_entry_by_data_set(tne: Commande) -> None:
    plan = tne.file(
        "plan.csv",
        "Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début\n"
        "23A0130001;M1;A;G1;1;12/06/2024\n",
    )
    results = tne("importer", plan)
    assert [(r["fichier"], r["jeu"], r["import_id"]) for r in results] == [
        ("plan.csv", "module", 1),
        ("plan.csv", "session", 1),
    ]


def test_importer_says_which_columns_nothing_reads(tne: Commande, capfd: pytest.CaptureFixture[str]) -> None:
    """A plan with its hours out of class went in as the plan alone, and the command said nothing of them."""
    head = "Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début;Pilote : nom;Heures hors face-à-face"
    row = "23A0130001;M1;A;G1;1;12/06/2024;Valjean;3"
    plan = tne.file("plan.csv", f"{head};{';'.join(f'Autre {n}' for n in range(1, 11))}\n{row}{';x' * 10}\n")
    left = ["Heures hors face-à-face", *(f"Autre {n}" for n in range(1, 11))]
    assert [r["colonnes_laissees"] for r in tne("importer", plan)] == [
        [{"feuille": None, "colonnes": left}]
    ] * 2
    assert main(["importer", plan, "--base", str(tne.base)]) == 0
    named = ", ".join(f"« {h} »" for h in left[:9])
    told = [line for line in capfd.readouterr().out.splitlines() if "de côté" in line]
    assert told == [f"  colonnes laissées de côté : {named} et 2 autres (--json les donne toutes)."]
    (one,) = tne(
        "importer",
        tne.file("e.csv", "Date;Nature;UAI;jean.valjean@exemple.fr\n12/09/2023;Formation;0860002K;1\n"),
    )
    assert one["colonnes_laissees"] == [{"feuille": None, "colonnes": ["[identité masquée]"]}]


def test_importer_options(tne: Commande) -> None:
    text = "Plateforme;Identifiant;Période;Vues\nYT;a;Mois;{}\nYT;b;Mois;{}\n"
    (first,) = tne(
        "importer", tne.file("a.csv", text.format(1, "x")), "--valides-seulement", "--annee", "2023-2024"
    )
    assert (first["import_id"], first["ajoutees"], first["refusees"]) == (1, 1, 1)
    only = "Plateforme;Identifiant;Période;Vues\nYT;b;Mois;1\n"
    (second,) = tne(
        "importer", tne.file("b.csv", only), "--jeu", "consultation", "--annee", "2023-2024", "--remplacer"
    )
    assert second["import_id"] == 2
    journal = {i["id"]: i for i in tne("imports")}
    assert (journal[1]["en_vigueur"], journal[1]["annule"], journal[1]["remplace_par"]) == (False, False, 2)
    assert journal[2]["annees"] == ["2023-2024"]
    assert tne("annuler", "2")["changes"] == [2, 1]
    assert {i["id"]: i["en_vigueur"] for i in tne("imports")} == {1: True, 2: False}
    assert tne("retablir", "2")["en_vigueur"] is True


def test_imports(tne: Commande) -> None:
    Base(str(tne.base)).close()
    assert tne("imports") == []
    tne("importer", tne.file("a.csv", "UAI;Nom\n0860002K;A\n"))
    (one,) = tne("imports")
    assert {k: one[k] for k in ("id", "fichier", "jeu", "lues", "ajoutees", "demo", "annule", "en_vigueur")} == {
        "id": 1, "fichier": "a.csv", "jeu": "etablissement", "lues": 1, "ajoutees": 1, "demo": False,
        "annule": False, "en_vigueur": True,
    }  # fmt: skip
    assert one["remplace_par"] is None
    assert one["cree"][:2] == "20"


def test_indicateurs(tne: Commande) -> None:
    Base(str(tne.base)).close()
    empty = tne("indicateurs", "--annee", "2023-2024")
    assert [list(v) for v in empty] == [INDICATEUR] * len(empty)
    assert {(v["origine"], v["valeur"]) for v in empty} == {("absent", None)}
    published = (
        "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\n"
        "formation.modules;2023-2024;086;2;0;page\nformation.taux_absence_moyen;2023-2024;086;33;0;page\n"
    )
    tne("importer", tne.file("p.csv", published))
    tne(
        "importer",
        tne.file(
            "m.csv", "Dispositif : code;Module : code;Module : libellé\n23A0130001;M1;A\n23A0130001;M2;B\n"
        ),
    )
    values = {v["code"]: v for v in tne("indicateurs", "--annee", "2023-2024")}
    assert [values["formation.modules"][k] for k in ("valeur", "origine", "publie", "concorde")] == [
        2.0,
        "calculé",
        2.0,
        True,
    ]
    assert [values["formation.taux_absence_moyen"][k] for k in ("valeur", "origine", "concorde")] == [
        33.0,
        "publié",
        None,
    ]
    assert {v["annee"] for v in values.values()} == {"2023-2024"}
    tne(
        "importer", tne.file("e.csv", "UAI;Nom\n0860002K;A\n")
    )  # one that is unknown is told on standard error
    school = {v["code"]: v for v in tne("indicateurs", "--annee", "2023-2024", "--etablissement", "0860002K")}
    assert school["formation.taux_absence_moyen"]["origine"] == "absent"
    assert {type(v["filtre_honore"]) for v in school.values()} == {bool}


def test_nothing_but_json_is_written(tne: Commande, capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "importer",
                tne.file("a.csv", "UAI;Nom\n0860002K;Été « œ » €\n"),
                "--base",
                str(tne.base),
                "--json",
            ]
        )
        == 0
    )
    out = capfd.readouterr().out
    assert (out.lstrip()[0], out.rstrip()[-1]) == ("[", "]")


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    base = tmp_path / "tne.duckdb"
    Base(str(base)).close()
    command = [sys.executable, "-m", "tne", "imports", "--json", "--base", str(base)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.close()
        _, said = running.communicate()
    assert said == ""


def test_days_in_seconds_are_proposed_as_days(scene: Scene) -> None:
    """The API of Grist writes them so."""
    record = {"id": 1, "fields": {"Date": 1710201600, "Nature": "Formation", "UAI": "0860002K"}}
    (problem,) = scene.un(json.dumps({"records": [record]}).encode(), "grist.json").problemes
    assert problem.suggestion == "12/03/2024"
