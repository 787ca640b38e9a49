"""The territory is a setting: codes or a TOML file make the program another département's, with its zone and map."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing.scene import COORDINATION, Scene, comptes
from tests.lu import dit, titres
from tne import settings, territoire
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.demo import charger_demo, demo_en_place, preparer_base
from tne.documents.contenu import contenu
from tne.erreurs import ImportRefuse, UsageIncorrect
from tne.filters import Filters
from tne.queries import carte
from tne.ui import acces
from tne.visuals.accompagnements_lieux import carte_communes
from tne.visuals.accompagnements_temps import rythme
from tne.visuals.calendar import vacances
from tne.visuals.equipements_maillage import maillage_pilotes
from tne.visuals.equite import taille_de_commune
from tne.visuals.numerixplore import lieux
from tne.visuals.parentalite_lieux import carte_rencontres
from tne.visuals.visual import Visual

Regler = Callable[[str], Path]
ANNEE = Filters(annees=("2023-2024",))


def uai(seven: str) -> str:
    """The valid UAI of these seven digits."""
    return seven + "ABCDEFGHJKLMNPRSTUVWXYZ"[int(seven) % 23]


FRESNES, VITRY, POITIERS = uai("0940176"), uai("0940198"), uai("0860016")
ANNUAIRE = "\n".join(
    (
        "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Code_departement;"
        "Code_commune;Nom_commune;position;etat",
        f"{FRESNES};École Robert Doisneau;Ecole;Public;094;94034;Fresnes;48.7511, 2.3235;OUVERT",
        f"{VITRY};École Henri Wallon;Ecole;Public;094;94081;Vitry-sur-Seine;48.7986, 2.3943;OUVERT",
        f"{POITIERS};École Paul Fort;Ecole;Public;086;86194;Poitiers;46.58, 0.34;OUVERT",
    )
)
INTERVENTIONS = "\n".join(
    (
        "Référence;Date;Nature;UAI",
        f"1;26/02/2024;Formation;{FRESNES}",  # holidays in zone A, a school day in zone C
        f"2;04/03/2024;Technique;{VITRY}",
    )
)
CARRE = [[[2.30, 48.74], [2.34, 48.74], [2.34, 48.77], [2.30, 48.77], [2.30, 48.74]]]
CARTE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": "94034", "nom": "Fresnes"},
            "geometry": {"type": "Polygon", "coordinates": CARRE},
        }
    ],
}


@pytest.fixture
def regler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Regler:
    """`regler(texte)`: the territory of this TOML file is in force."""

    def write(text: str) -> Path:
        path = tmp_path / "territoire.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("TNE_TERRITOIRE", str(path))
        return path

    return write


@pytest.fixture
def ailleurs(tmp_path: Path, regler: Regler) -> Iterator[Scene]:
    """The Val-de-Marne with two schools and two interventions."""
    regler('[territoire]\ndepartements = ["094"]\nnom = "Val-de-Marne"\n')
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    assert comptes(scene.un(ANNUAIRE)) == {"lues": 3, "ajoutees": 2, "ecartees": 1}
    assert comptes(scene.un(INTERVENTIONS, "i.csv", jeu="intervention")) == {"lues": 2, "ajoutees": 2}
    yield scene
    scene.base.close()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", (("086",), "Vienne", "Poitiers", "A")),
        ("94", (("094",), "Val-de-Marne", "Créteil", "C")),
        ("086, 79", (("086", "079"), "Vienne et Deux-Sèvres", "Poitiers", "A")),
        ("086;79", (("086", "079"), "Vienne et Deux-Sèvres", "Poitiers", "A")),
        ("2A 2B", (("02A", "02B"), "Corse-du-Sud et Haute-Corse", "Corse", "")),
        ("02,95,2a", (("002", "095", "02A"), "Aisne, Val-d’Oise et Corse-du-Sud", "Amiens, Versailles et Corse", "")),
        (
            "01,02,03,04,05,06,07,08,09",
            (tuple(f"00{n}" for n in range(1, 10)), "9 départements",
             "Lyon, Amiens, Clermont-Ferrand, Aix-Marseille, Nice, Grenoble, Reims et Toulouse", ""),
        ),
        ("974", (("974",), "La Réunion", "La Réunion", "")),
        ("978", (("978",), "Département 978", "", "")),
        ("0971", (("971",), "Guadeloupe", "Guadeloupe", "")),
    ],
)  # fmt: skip
def test_codes_are_enough(
    asked: str, expected: tuple[tuple[str, ...], str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", asked)
    ours = territoire.en_cours()
    assert (ours.departements, ours.nom, ours.academie, ours.zone) == expected
    assert settings.territoire() == expected[0]


def test_a_file_says_more_and_what_it_leaves_out_is_known(regler: Regler) -> None:
    regler('departements = ["95", "02"]\nnom = "TNE du Nord"\nzone = "b"\n')
    assert territoire.en_cours() == territoire.Territoire(
        ("095", "002"), "TNE du Nord", "Versailles et Amiens", "B", None
    )


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md"])
def test_the_example_of_the_documents_works_as_it_is_copied(regler: Regler, document: str) -> None:
    lines = (RACINE / document).read_text(encoding="utf-8").split("[territoire]\n")[1].splitlines()
    regler("\n".join(["[territoire]", *takewhile(lambda line: " = " in line, lines)]))
    assert territoire.en_cours() == territoire.Territoire(("094",), "Val-de-Marne", "Créteil", "C", None)


def test_a_change_of_the_file_is_seen_without_a_restart(regler: Regler) -> None:
    path = regler('departements = ["095"]')
    assert territoire.en_cours().nom == "Val-d’Oise"
    path.write_text('departements = ["002"]', encoding="utf-8")
    assert territoire.en_cours().nom == "Aisne"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("departements = [94]", 'departements = ["094"]'),
        ("nom = 'X'", 'departements = ["094"]'),
        ('departements = ["Vienne"]', "« Vienne » n'est pas un code de département ; écrivez 086."),
        ("departements = []", "il n'y a pas un code"),
        ('departements = ["094"]\nzone = "D"', "zone « D » inconnue"),
        ('departements = ["094"]\nnom = 94', 'nom = "…"'),
        ('departements = ["094"]\ncarte = "ici.geojson"', "posez-l'y, ou ôtez la ligne « carte »"),
        ('departements = ["094"]\ncouleur = "bleu"', "« couleur » inconnu"),
        ("departements = [", "n'est pas du TOML lisible"),
        ("territoire = 3", "une section [territoire] est attendue"),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_sentence(regler: Regler, text: str, said: str) -> None:
    regler(text)
    with pytest.raises(UsageIncorrect) as refused:
        territoire.en_cours()
    assert said in str(refused.value)
    assert "territoire.toml" in str(refused.value)


def test_a_missing_file_and_a_wrong_code_are_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "nulle-part.toml")
    with pytest.raises(UsageIncorrect, match="introuvable"):
        territoire.en_cours()
    monkeypatch.setenv("TNE_TERRITOIRE", "8686")
    with pytest.raises(UsageIncorrect, match="« 8686 » n'est pas un code"):
        territoire.en_cours()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("20", "« 20 » n'est pas un code de département ; la Corse s'écrit 2A, 2B"),
        ("2A,620", "« 620 » n'est pas un code de département ; la Corse s'écrit 2A, 2B"),
        ("Corse", "la Corse s'écrit 2A, 2B"),
        ("96", "« 96 » n'est pas un code"),
        ("086,097", "« 097 » n'est pas un code"),
        ("val d'oise", "écrivez 095"),
    ],
)
def test_a_code_that_no_school_has_is_refused(asked: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Every row of a national file would be set aside.
    monkeypatch.setenv("TNE_TERRITOIRE", asked)
    with pytest.raises(UsageIncorrect) as refused:
        territoire.en_cours()
    assert said in str(refused.value)


def test_every_departement_is_listed_once_with_its_zone() -> None:
    with (RACINE / "data" / "reference" / "departements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    codes = [r["code"] for r in rows]
    assert len(codes) == len(set(codes)) == 101
    assert codes == sorted(codes)
    zones = {r["academie"]: r["zone"] for r in rows}
    assert {r["zone"] for r in rows} == {"A", "B", "C", ""}
    assert all(zones[r["academie"]] == r["zone"] for r in rows), "an academy lies in one zone"
    assert len(zones) == 30


def test_its_schools_come_in_and_those_of_elsewhere_are_set_aside(ailleurs: Scene) -> None:
    assert ailleurs.table("etablissement", "uai", "departement") == [(FRESNES, "094"), (VITRY, "094")]
    # The published figures of the Vienne are none of its own.
    published = "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\naccompagnement.total;2023-2024;086;139;0;essai"
    assert ailleurs.un(published, "p.csv").etat == "refusé"


def test_the_calendar_has_the_holidays_of_its_zone(ailleurs: Scene, regler: Regler) -> None:
    assert date(2024, 2, 26) in vacances("2023-2024", "A")
    assert date(2024, 2, 26) not in vacances("2023-2024", "C")
    v = rythme(ailleurs.base.cursor(), ANNEE, "lecture")
    assert "zone C" in v.sous_titre.replace("\u00a0", " ")
    days = {d for trace in v.figure["data"] for d in trace.get("customdata", ())}
    assert "2024-02-28" in days, "a school day of zone C"
    assert "2024-02-14" not in days, "a holiday of zone C"
    regler('departements = ["094"]\nzone = ""')
    v = rythme(ailleurs.base.cursor(), ANNEE, "lecture")
    assert "zone" not in v.sous_titre
    assert "jours fériés" in v.sous_titre.replace("\u00a0", " ")
    assert "2024-02-14" in {d for trace in v.figure["data"] for d in trace.get("customdata", ())}


def test_without_a_mesh_the_map_has_points_and_a_file_gives_it_one(
    ailleurs: Scene, regler: Regler, tmp_path: Path
) -> None:
    con = ailleurs.base.cursor()
    assert carte.maillage_en_vigueur(con) is None
    drawn = carte_communes(con, ANNEE, "lecture")
    assert drawn.titre == "2 établissements visités sur 2"
    assert {"Fresnes", "Vitry-sur-Seine"} == {
        str(c) for trace in drawn.figure["data"] for c in trace.get("customdata", ())
    }
    (tmp_path / "communes.geojson").write_text(json.dumps(CARTE), encoding="utf-8")
    regler('departements = ["094"]\ncarte = "communes.geojson"')
    mesh = carte.maillage_en_vigueur(con)
    assert mesh is not None
    assert (mesh.libelle, list(mesh.contours)) == ("contours", ["94034"])


def test_without_a_mesh_every_map_has_points(ailleurs: Scene) -> None:
    college = uai("0940550")
    for jeu, text in (
        (
            "etablissement",
            "UAI;Nom;Type;Secteur;État;Code commune;Commune;Position;Établissement pilote\n"
            f'{college};Collège Nord;Collège;Public;Ouvert;94028;Créteil;"48.79, 2.455";oui',
        ),
        (
            "atelier_parentalite",
            "Référence;Date;Type;Organisateur;UAI;Commune\n"
            f"1;10/10/2023;Atelier;Orks;{FRESNES};\n2;11/10/2023;Atelier;Orks;;créteil\n3;12/10/2023;Atelier;Orks;;Cachan",
        ),
        ("numerixplore", f"Référence;Date;UAI\n1;12/10/2023;{college}"),
    ):
        assert ailleurs.un(text, f"{jeu}.csv", jeu=jeu).import_id
    con = ailleurs.base.cursor()

    def meant(v: Visual) -> set[str]:
        assert v.figure is not None, v.code
        return {str(c) for trace in v.figure["data"] for c in trace.get("customdata", ())}

    rencontres = carte_rencontres(con, ANNEE, "lecture")
    assert meant(rencontres) == {"Fresnes", "Vitry-sur-Seine", "Créteil"}
    read = {t for trace in rencontres.figure["data"] for t in trace.get("hovertext") or ()}  # type: ignore[index]
    assert "<b>Créteil</b><br>1 rencontre" in read, "its commune is found by its name in the directory"
    assert "1 commune hors de la carte." in rencontres.avertissements
    assert meant(lieux(con, ANNEE, "lecture")) == {"Créteil", college}
    assert meant(maillage_pilotes(con, ANNEE, "lecture")) == {
        "Fresnes",
        "Vitry-sur-Seine",
        "Créteil",
        college,
    }


def test_the_size_of_its_communes_is_asked_for_where_it_is_missing(ailleurs: Scene) -> None:
    ailleurs.un(ANNUAIRE)
    ailleurs.un(INTERVENTIONS)
    with ailleurs.base.cursor() as con:
        said = taille_de_commune(con, ANNEE, "coordination", "accompagnements")
    assert "qui installe le tableau de bord ajoute le fichier des communes du département" in said.alternative


def test_documents_bear_its_name(ailleurs: Scene) -> None:
    made = contenu(ailleurs.base, ANNEE, "2023-2024")
    assert made.territoire == "Val-de-Marne"
    assert "Val-de-Marne" in made.titre


def test_the_demonstration_stays_in_the_vienne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    path = tmp_path / "neuve" / "tne.duckdb"
    preparer_base(str(path), COORDINATION, lambda share, name: None)
    base = Base(str(path))
    assert not demo_en_place(base)
    assert all(
        not base.cursor().execute(f'SELECT count(*) FROM "{jeu}"').fetchall()[0][0] for jeu in DATASETS
    )
    with pytest.raises(ImportRefuse, match="« Val-de-Marne »"):
        charger_demo(base, COORDINATION)
    base.close()


def test_the_dashboard_of_another_territory_opens(ailleurs: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_BASE", ailleurs.base.path)
    ailleurs.base.close()
    monkeypatch.chdir(RACINE)
    app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120).run()
    assert not app.exception
    said = dit(app)
    assert "TNE Val-de-Marne" in said
    assert "Vienne" not in said


def test_every_page_of_another_territory_speaks_of_it_alone(
    ailleurs: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", ailleurs.base.path)
    ailleurs.base.close()
    monkeypatch.chdir(RACINE)
    # A request that AppTest makes has no Host: the right of the person at the machine is given.
    monkeypatch.setattr(acces, "droit", lambda: Droit(True, "poste"))
    # The guide speaks of the Vienne, where its figures are from; the slideshow needs a browser.
    names = sorted({p.stem for p in (RACINE / "pages").glob("[a-z]*.py")} - {"aide", "presenter"})
    app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120).run()
    for name in names:
        app.switch_page(f"pages/{name}.py").run()
        assert not app.exception, (name, app.exception[0].message)
        assert "Vienne" not in dit(app), name
        if name == "accompagnements":
            assert "2 établissements visités sur 2" in titres(app)
