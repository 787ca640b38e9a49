"""A school counts in the school years in which it was open, whatever the directory of today holds: on every page the same ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.importing.scene import COORDINATION, Scene, uai
from tne.denombrement import COLLEGES, ETABLISSEMENTS, denombrements
from tne.documents.fiche import fiches
from tne.effects import effects, measure
from tne.filters import Filters
from tne.importing import Options, Resultat, open_document, reconnaitre
from tne.importing.rehearsal import rehearse_import
from tne.indicators import compute
from tne.kinds import LETTRES_UAI
from tne.queries import (
    accompagnements,
    communes,
    equipements,
    equite,
    etablissement,
    numerixplore,
    representes,
    totals,
)
from tne.queries.memoire import instant
from tne.queries.perimeter import perimetre
from tne.queries.provenance import TRACES
from tne.visuals import etablissement as vues_etablissement
from tne.visuals import numerixplore as vues_numerixplore
from tne.visuals.etablissement_mots import identite

AN22, AN23, AN24, AN25 = ANNEES = ("2022-2023", "2023-2024", "2024-2025", "2025-2026")
OUVERTS = [uai(n) for n in range(9701, 9706)]
DISPARU, NEUF, FERME, DATE, BIENTOT, ANCIEN, SUCCESSEUR, FUTUR = (uai(n) for n in range(9711, 9719))
TOUJOURS = {*OUVERTS, SUCCESSEUR}
# By hand: who counts in which school year.
COMPTES = {
    AN22: TOUJOURS | {DISPARU, FERME, DATE, BIENTOT},
    AN23: TOUJOURS | {FERME, DATE, BIENTOT},
    AN24: TOUJOURS | {NEUF, BIENTOT},
    AN25: TOUJOURS | {NEUF},
}
TETE = "UAI;Nom;Type;Secteur;État;Code commune;Commune;Date d'ouverture;Date de fermeture;Remplacé par;date_maj_ligne"


def annuaire(jour: str, *rangs: str) -> str:
    """A directory of that day: of each school, its UAI and what follows the commune."""
    rows = [f"{r.split(';')[0]};Collège {r[:7]};Collège;Public;{r.split(';', 1)[1]};{jour}" for r in rangs]
    return "\n".join([TETE, *rows])


def ligne(code: str, etat: str = "Ouvert", ouverture: str = "", fermeture: str = "", par: str = "") -> str:
    return f"{code};{etat};86194;Poitiers;{ouverture};{fermeture};{par}"


SANS_HISTOIRE = [ligne(u) for u in OUVERTS]
EN_2022 = annuaire(
    "02/10/2022", *SANS_HISTOIRE, ligne(DISPARU), ligne(FERME), ligne(DATE), ligne(BIENTOT), ligne(ANCIEN)
)
EN_2023 = annuaire(
    "02/10/2023", *SANS_HISTOIRE, ligne(FERME), ligne(DATE), ligne(BIENTOT), ligne(ANCIEN), ligne(FUTUR, "À ouvrir")
)  # fmt: skip
# Closed on 1 September 2024 it was open in 2023-2024; the successor opened that day and counts for the one it replaces.
EN_2024 = annuaire(
    "02/10/2024",
    *SANS_HISTOIRE,
    ligne(FERME, "FERME"),
    ligne(DATE, "FERME", fermeture="01/09/2024"),
    ligne(BIENTOT, "A FERMER"),
    ligne(ANCIEN, "FERME", par=SUCCESSEUR),
    ligne(SUCCESSEUR, ouverture="01/09/2024"),
    ligne(NEUF, ouverture="01/09/2024"),
    ligne(FUTUR, "À ouvrir"),
)
TOUS = (*OUVERTS, DISPARU, NEUF, FERME, DATE, BIENTOT, ANCIEN, SUCCESSEUR, FUTUR)


def lignes(entete: str, rang: str) -> str:
    """One row of each school in October of each year: what happens at a school that does not count is there too."""
    rows = [
        rang.format(n=f"{a[:4]}-{i}", jour=f"15/10/{a[:4]}", annee=a, uai=u)
        for a in ANNEES
        for i, u in enumerate(TOUS)
    ]
    return "\n".join([entete, *rows])


VISITES = lignes("Référence;Date;Nature;UAI", "{n};{jour};Formation;{uai}")
JOURNEES = lignes("Référence;Date;UAI;Classes;Élèves de 4ème", "{n};{jour};{uai};1;20")
SOCLES = lignes(
    "Référence;Année scolaire;UAI;Type;Libellé;Quantité;État", "{n};{annee};{uai};Socle numérique;S;1;Déployé"
)


def importer(scene: Scene, *textes: str) -> list[Resultat]:
    done = [scene.un(text) for text in textes]
    for result in done:
        assert result.etat == "importé", result.problemes
        assert not result.comptes.refusees, result.problemes
    return done


def comptes(scene: Scene) -> dict[str, set[str]]:
    """School year → the collèges that a list of all of them, year by year, calls de référence."""
    con = scene.base.cursor()
    reached = numerixplore.reached(con, Filters(annees=ANNEES), "lecture")
    con.close()
    kept = reached[reached["de_reference"]]
    return {a: set(kept.loc[kept["annee"] == a, "uai"]) for a in ANNEES}


@pytest.mark.parametrize("ordre", [(0, 1, 2), (2, 0, 1), (2, 1, 0)])
def test_a_school_counts_from_its_opening_to_its_closing(scene: Scene, ordre: tuple[int, ...]) -> None:
    importer(scene, *((EN_2022, EN_2023, EN_2024)[n] for n in ordre), JOURNEES)
    assert comptes(scene) == COMPTES
    scene.verifier()


def test_undoing_a_directory_gives_back_the_years_of_the_former_one(scene: Scene) -> None:
    importer(scene, EN_2022, JOURNEES)
    first = comptes(scene)
    assert all(DISPARU in schools for schools in first.values())
    (second,) = importer(scene, EN_2023)
    before = comptes(scene)
    assert DISPARU not in before[AN24]
    scene.annuler(second.import_id)
    assert comptes(scene) == first
    scene.retablir(second.import_id)
    assert {FERME, DATE, BIENTOT, ANCIEN} <= before[AN25]
    (last,) = importer(scene, EN_2024)
    assert comptes(scene) == COMPTES
    scene.annuler(last.import_id)
    assert comptes(scene) == before
    scene.retablir(last.import_id)
    assert comptes(scene) == COMPTES


def test_a_list_without_a_day_says_nothing_of_the_years_after_a_directory_that_closes(scene: Scene) -> None:
    """Read today, a list of 2022 is of today: one that a directory of 2024 says closed was open in every year until now."""
    undated = "\n".join(r.rsplit(";", 1)[0] for r in EN_2023.splitlines())
    importer(scene, undated, EN_2024, JOURNEES)
    found = comptes(scene)
    assert {a: FERME in found[a] for a in ANNEES} == {AN22: True, AN23: True, AN24: False, AN25: False}
    assert {a: BIENTOT in found[a] for a in ANNEES} == {AN22: True, AN23: True, AN24: True, AN25: False}


def test_a_list_of_some_of_the_schools_closes_none(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024, JOURNEES)
    importer(scene, annuaire("02/10/2025", *SANS_HISTOIRE[:3]))
    assert comptes(scene) == COMPTES


def test_a_school_of_corsica_is_missed_in_a_directory_that_writes_its_departement(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its code begins by 620; a former directory had no column for the département.
    monkeypatch.setenv("TNE_TERRITOIRE", "2A")
    codes = [f"620000{n}" for n in range(1, 7)]
    codes = [c + LETTRES_UAI[int(c) % 23] for c in codes]
    places = [ligne(c).replace("86194;Poitiers", "2A004;Ajaccio") for c in codes]
    assert scene.un(annuaire("15/01/2023", *places)).import_id
    later = annuaire("15/01/2024", *places[1:]).splitlines()
    told = [f"{later[0]};Code_departement", *(f"{row};02A" for row in later[1:])]
    assert scene.un("\n".join(told), "b.csv").import_id
    held = scene.base.cursor().execute("SELECT derniere FROM v_etablissement ORDER BY uai")
    assert [derniere for (derniere,) in held.fetchall()] == [AN22, *["9999"] * 5]


def test_parts_of_one_directory_are_one(scene: Scene) -> None:
    importer(scene, EN_2022, JOURNEES)
    halves = EN_2023.splitlines()
    importer(scene, "\n".join(halves[:5]), "\n".join([halves[0], *halves[5:]]))
    assert (DISPARU in comptes(scene)[AN22], DISPARU in comptes(scene)[AN23]) == (True, False)


def test_rows_of_several_days_say_nothing_of_those_that_lack(scene: Scene) -> None:
    importer(scene, EN_2022, JOURNEES)
    importer(scene, EN_2023.replace("02/10/2023", "03/10/2023", 1))
    assert DISPARU in comptes(scene)[AN25]


def test_the_day_of_a_directory_is_no_change_of_its_schools(scene: Scene) -> None:
    importer(scene, EN_2022)
    (again,) = importer(scene, EN_2022.replace("02/10/2022", "02/10/2023"))
    assert (again.comptes.inchangees, again.comptes.modifiees) == (10, 0)
    assert scene.sql("SELECT DISTINCT CAST(maj AS VARCHAR) FROM etablissement") == [("2023-10-02",)]


def test_the_preview_of_a_directory_tells_what_those_it_lacks_will_count_for(scene: Scene) -> None:
    importer(scene, EN_2022, VISITES)
    rows = EN_2022.replace("02/10/2022", "02/10/2023").splitlines()
    data = "\n".join(r for r in rows if not r.startswith(DISPARU)).encode()
    document, options = open_document(data, "a.csv"), Options()
    seen = rehearse_import(
        scene.base, COORDINATION, document, reconnaitre(document, options), options, measure
    )
    assert not seen.differences
    moved = {e.annee for e in effects(seen) if e.indicateur.code == "accompagnement.etablissements"}
    assert moved == {AN23, AN24, AN25}
    (result,) = seen.resultats
    assert any("jusqu'à l'année scolaire du dernier annuaire" in p.message for p in result.problemes)


def nombres(scene: Scene, ask: Callable[[str], object]) -> dict[str, object]:
    return {annee: ask(annee) for annee in ANNEES}


def test_every_page_counts_the_same_schools(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024, VISITES, JOURNEES, SOCLES)
    con = scene.base.cursor()
    attendu: dict[str, object] = {a: len(schools) for a, schools in COMPTES.items()}

    def un(annee: str) -> Filters:
        return Filters(annees=(annee,))

    for code in ("numerixplore.colleges", "accompagnement.etablissements", "equipement.dotes"):
        values = {a: next(v for v in compute(scene.base, un(a), a, "lecture") if v.indicateur.code == code) for a in ANNEES}  # fmt: skip
        assert {a: v.denominateur for a, v in values.items()} == attendu, code
        # Each was visited, and what was deployed stays; what happened at others is not among them.
        assert {a: v.numerateur for a, v in values.items()} == attendu, code
    pairs = etablissement.peers(con).query("partie == 'Accompagnements'")
    asked: dict[str, Callable[[str], object]] = {
        "carte": lambda a: communes.par_commune(con, un(a), "lecture")[["touches", "etablissements"]].sum().tolist(),
        "équité": lambda a: [int(n) for n in (equite.ecoles(con, un(a), "lecture")["touche"].sum(), len(equite.ecoles(con, un(a), "lecture")))],
        "visites": lambda a: [int(accompagnements.etablissements(con, un(a), "lecture")["de_reference"].sum())] * 2,
        "socle": lambda a: equipements.basic_equipment(con, un(a), "lecture")[["deployes", "etablissements"]].iloc[0].tolist(),
        "maillage": lambda a: [len(equipements.mesh(con, un(a), "lecture"))] * 2,
        "pairs": lambda a: pairs.loc[pairs["annee"] == a, ["touches", "etablissements"]].iloc[0].tolist(),
    }  # fmt: skip
    for name, ask in asked.items():
        assert nombres(scene, ask) == {a: [n, n] for a, n in attendu.items()}, name
    for annee, n in attendu.items():
        said = denombrements(con, un(annee), "lecture")
        assert said[COLLEGES].startswith(f"Comptés ici : {n} collèges ouverts"), annee
        assert said[ETABLISSEMENTS] == f"Comptés ici : {n} collèges ouverts.", annee
        params = {**perimetre(con, un(annee)).params, "annee": annee}
        for column in ("colleges", "etablissements"):
            rows = con.execute(f"SELECT count(*) FROM ({TRACES[column].lignes})", params).fetchall()
            assert rows == [(n,)], column
    several = communes.par_commune(con, Filters(annees=(AN22, AN24)), "lecture")
    assert several["etablissements"].tolist() == [len(COMPTES[AN22] | COMPTES[AN24])]
    con.close()


def test_a_school_drawn_for_one_year_is_not_said_to_be_left_out_for_another(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024, JOURNEES)
    con = scene.base.cursor()
    drawn = vues_numerixplore.couverture(con, Filters(annees=ANNEES), "lecture")
    con.close()
    # All but the one that is replaced, and the one that is not open yet.
    assert len(drawn.donnees) == 11
    assert drawn.avertissements == ("1 établissement touché hors des collèges de référence, non dessiné.",)


def test_the_page_of_a_school_says_in_which_years_it_counts(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024, VISITES)
    con = scene.base.cursor()
    compris = "celui-ci compris"
    for code, said, beside in (
        (DISPARU, "compté jusqu’en 2022-2023", f"{compris} quand il est ouvert"),
        (FERME, "fermé · compté jusqu’en 2023-2024", f"{compris} quand il est ouvert"),
        (NEUF, "compté à partir de 2024-2025", f"{compris} quand il est ouvert"),
        (FUTUR, "pas encore ouvert", "même type"),
        (SUCCESSEUR, f"remplace Collège 0869716 ({ANCIEN})", compris),
    ):
        filters = Filters(annees=ANNEES, etablissements=(code,))
        (d,) = etablissement.dossiers(con, filters, "lecture")
        assert identite(d) == f"Collège public · Poitiers · {said} · UAI {code}"
        assert (vues_etablissement.comparaison(con, filters, "lecture").sous_titre or "").endswith(
            f"{beside}."
        )
    con.close()


def test_fiches_are_those_of_the_schools_of_the_year(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024)
    with zipfile.ZipFile(io.BytesIO(fiches(scene.base, AN23))) as archive:
        assert {n[6:14] for n in archive.namelist()} == COMPTES[AN23]


def test_kept_tables_and_views_count_alike(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024, VISITES, JOURNEES, SOCLES)
    con = scene.base.cursor()
    for uais in (None, (DISPARU, NEUF), tuple(OUVERTS)):
        for sql in totals.PARTIES:
            plain = totals.by_year(con, sql, uais, ANNEES)
            with instant(con):
                assert totals.by_year(con, sql, uais, ANNEES) == plain, (sql, uais)
    con.close()


def test_a_college_is_represented_in_the_years_in_which_it_is_open(scene: Scene) -> None:
    importer(scene, EN_2022, EN_2023, EN_2024)
    codes = "Dispositif : code;Module : code;Groupe : identifiant;Session"
    plan = [f"{a[2:4]}A0130001;M;G;01;15/10/{a[:4]};15/10/{a[:4]};Présentiel;Lieu" for a in ANNEES]
    scene.importer("\n".join([f"{codes};Début;Fin;Modalité;Lieu", *plan]))
    rows = [
        f"{a[2:4]}A0130001;M;G;01;Inscrit;Présent;{u};{i}@exemple.fr"
        for a in ANNEES
        for i, u in enumerate(TOUS)
    ]
    importer(scene, "\n".join([f"{codes};État de l'inscription;Présence;UAI;E-mail", *rows]))
    con = scene.base.cursor()
    attendu = {a: len(schools) for a, schools in COMPTES.items()}
    counted = totals.totals(con, Filters(), ANNEES, colonnes=frozenset({"colleges", "colleges_representes"}))
    assert {a: (row["colleges_representes"], row["colleges"]) for a, row in counted.items()} == {
        a: (n, n) for a, n in attendu.items()
    }
    listed = representes.lister(con, None, ())
    assert {a: set(f["uai"]) for a, f in listed.groupby("annee")} == COMPTES
    assert listed["represente"].all()
    assert representes.combien(con, None) == attendu
    con.close()
