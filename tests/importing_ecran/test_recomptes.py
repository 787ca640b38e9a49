"""What a preview counts again after a change is what a count of everything gives: random files, replacements, undos and redos."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import duckdb
import pytest

from tests.importing.scene import CODES, COORDINATION, Scene, csv_bytes
from tne.datasets import DATASETS
from tne.effects import Figures, effects, measure
from tne.importing import Options, importer_document, open_document, reconnaitre
from tne.importing.rehearsal import Repetition, rehearse_import, rehearse_switch
from tne.indicators import Value
from tne.queries import choices
from tne.queries.lectures import tables_lues
from tne.queries.recomptes import PAR_ANNEE, annees_touchees
from tne.queries.totals import PARTIES

ANNEES = ("2021-2022", "2022-2023", "2023-2024")
JOURS = ("03/10/2021", "04/10/2022", "05/10/2023", "06/02/2024")
ECOLES = ("0860002K", "0860799B", "0860010U")
_SESSION = {
    "dispositif_code": ("21A0130001", "22A0130001", CODES[0]),
    "module_code": ("M1", "M2"),
    "groupe_id": ("G1",),
    "session_code": ("1", "2"),
}
_PERSONNE = {"email": tuple(f"{n}@banc.fr" for n in range(8))}
_FICHE = {"reference": ("R1", "R2", "R3", "R4"), "date": JOURS, "uai": ECOLES}
_CHIFFRE = {"annee": ANNEES, "departement": ("086",), "valeur": ("12", "40", ""), "source": ("Bilan",)}

# Data set → column → cells as somebody would type them. Few keys, so that files meet; dates and codes of several years.
CELLULES: dict[str, dict[str, tuple[str, ...]]] = {
    "etablissement": {
        "uai": ECOLES,
        "nom": ("Un", "Deux"),
        "type": ("École", "Collège"),
        "secteur": ("Public",),
        "etat": ("Ouvert", "Fermé"),
    },
    "effectif": {"annee": ANNEES, "uai": ECOLES, "niveau": ("4ème", "6ème"), "eleves": ("20", "31")},
    "module": {k: _SESSION[k] for k in ("dispositif_code", "module_code")} | {"module_libelle": ("A", "B")},
    "session": {**_SESSION, "debut": (*JOURS, "")},
    "session_complement": {
        **_SESSION,
        "operateur": ("SRANE", "Réseau Canopé"),
        "heures": ("6", "3"),
        "heures_hors_face_a_face": ("1", "2", ""),
    },
    "offre": {"annee": ANNEES, "uai": ECOLES, **_PERSONNE},
    "reponse": {"annee": ANNEES, "formulaire": ("L",), "numero": ("1", "2", "3"), "uai": (*ECOLES, ""), **_PERSONNE},
    "inscription": {
        **_SESSION,
        "etat": ("Inscrit", "Désisté"),
        "presence": ("Présent", "Absent", ""),
        "uai": (*ECOLES, ""),
        **_PERSONNE,
    },
    "intervention": {**_FICHE, "nature": ("Formation", "Suivi de projet", "Intervention technique")},
    "atelier_parentalite": {**_FICHE, "type": ("Atelier", "Formation"), "organisateur": ("Orks",), "familles": ("4", "9")},
    "ressource": {"plateforme": ("YT",), "identifiant": ("a", "b", "c"), "titre": ("T",), "public": ("Parents", "Tous")},
    "consultation": {
        "plateforme": ("YT",),
        "identifiant": ("a", "b"),
        "annee": ANNEES,
        "periode": ("Mois",),
        "vues": ("5", "8"),
    },
    "equipement": {**_FICHE, "annee": (*ANNEES, ""), "type": ("Socle numérique", "Lab"), "etat": ("Déployé", "Commandé")},
    "numerixplore": {**_FICHE, "classes": ("1", "2"), "eleves": ("24", "50"), "filles": ("11", "")},
    "indicateur_publie": {"indicateur": ("formation.participants", "formation.offres"), **_CHIFFRE, "decimales": ("0",)},
    "chiffre_declare": {"indicateur": ("parentalite.ateliers", "formation.sessions"), **_CHIFFRE},
    "objectif": {"indicateur": ("formation.participants",), **_CHIFFRE},
}  # fmt: skip


def fichier(hasard: random.Random, jeu: str, lignes: int) -> bytes:
    cells = CELLULES[jeu]
    header = [DATASETS[jeu].column(name).label for name in cells]
    rows = [[hasard.choice(of) for of in cells.values()] for _ in range(lignes)]
    return csv_bytes([*header, "Retirer"], [[*row, hasard.choice(("", "", "", "oui"))] for row in rows])


def dit(value: Value) -> tuple[Value, tuple[float | None, ...]]:
    """The value without its numbers, and these: a mean summed in another order differs in its last digits."""
    numbers = (value.valeur, value.numerateur, value.denominateur)
    return replace(value, valeur=None, numerateur=None, denominateur=None), numbers


def meme(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


class Compteuse:
    """`measure` beside a count of everything, on the same connection; `dits` is what changed, by code."""

    def __init__(self) -> None:
        self.dits: set[str] = set()

    def __call__(
        self,
        con: duckdb.DuckDBPyConnection,
        annees: tuple[str, ...],
        avant: Figures | None = None,
        changees: Mapping[str, str] = MappingProxyType({}),
    ) -> Figures:
        found = measure(con, annees, avant, changees)
        if avant is None:
            return found
        whole = measure(con, annees)
        assert [*found] == [*whole]
        for year, values in whole.items():
            for told, real in zip(found[year], values, strict=True):
                (words, numbers), (expected, figures) = dit(told), dit(real)
                assert words == expected
                assert all(map(meme, numbers, figures)), (year, told, real, sorted(changees))
        told = effects(Repetition((), (), (), avant, found))
        assert [(e.annee, e.ecart) for e in told] == [
            (e.annee, e.ecart) for e in effects(Repetition((), (), (), avant, whole))
        ]
        self.dits |= {e.indicateur.code for e in told}
        return found


def jouer(scene: Scene, graine: int, pas: int) -> Compteuse:
    """Fill every data set, then `pas` changes, each tried before it is done."""
    hasard, check = random.Random(graine), Compteuse()
    for jeu in CELLULES:
        scene.importer(fichier(hasard, jeu, 12), jeu=jeu, valides_seulement=True)
    for _ in range(pas):
        if hasard.random() < 0.3:
            number = hasard.randint(1, int(scene.sql("SELECT max(id) FROM import")[0][0]))
            undone = not scene.sql("SELECT annule FROM import WHERE id = $n", n=number)[0][0]
            rehearse_switch(scene.base, COORDINATION, number, undone, check)
            (scene.annuler if undone else scene.retablir)(number)
            continue
        jeu = hasard.choice([*CELLULES])
        options = Options(jeu=jeu, remplacer=hasard.random() < 0.25, valides_seulement=True)
        document = open_document(fichier(hasard, jeu, hasard.choice((1, 2, 6, 12))), "a.csv")
        recognised = reconnaitre(document, options)
        rehearse_import(scene.base, COORDINATION, document, recognised, options, check)
        importer_document(scene.base, COORDINATION, document, recognised, options)
    return check


def test_what_a_preview_counts_again_is_what_a_count_of_everything_gives(scene: Scene) -> None:
    assert len(jouer(scene, 1, 24).dits) > 15, "most changes of these files change figures"


@pytest.mark.long
@pytest.mark.parametrize("graine", range(10, 30))
def test_the_same_of_long_sequences(scene: Scene, graine: int) -> None:
    jouer(scene, graine, 100)


def une(jeu: str, **cells: str) -> tuple[str, bytes]:
    """A file of one row of a data set."""
    labels = [DATASETS[jeu].column(name).label for name in cells]
    return jeu, csv_bytes(labels, [[*cells.values()]])


# A session of a code of one school year, held in the next: its registrations count in the second, while the plan holds it.
_CODES = {"dispositif_code": "22A0130001", "module_code": "M1", "groupe_id": "G1", "session_code": "1"}
_TENUE = une("session", **_CODES, debut="05/10/2023")
_INSCRIT = une("inscription", **_CODES, etat="Inscrit", presence="Présent", uai=ECOLES[0], email="a@banc.fr")
_ECOLE = une("etablissement", uai=ECOLES[0], nom="Un", type="École", secteur="Public", etat="Ouvert")
_VISITE = {"reference": "R1", "uai": ECOLES[0], "nature": "Formation"}
_DOTE = une(
    "equipement", reference="R1", annee="2021-2022", uai=ECOLES[0], type="Socle numérique", etat="Déployé"
)


@pytest.mark.parametrize(
    ("avant", "dernier", "annule", "annees"),
    [
        ([_TENUE], _INSCRIT, False, {"2023-2024"}),
        ([_INSCRIT], _TENUE, False, {"2022-2023", "2023-2024"}),
        ([_INSCRIT], _TENUE, True, {"2022-2023", "2023-2024"}),
        ([_INSCRIT, _TENUE], une("session", **_CODES, debut="06/11/2022"), False, {"2022-2023", "2023-2024"}),
        (
            [_TENUE, _INSCRIT],
            une("session_complement", **_CODES, operateur="SRANE", heures="6", heures_hors_face_a_face="1"),
            False,
            {"2023-2024"},
        ),
        (
            [une("intervention", **_VISITE, date="04/10/2022")],
            une("intervention", **_VISITE, date="05/10/2023"),
            False,
            {"2022-2023", "2023-2024"},
        ),
        ([], une("intervention", **_VISITE, date="04/10/2022"), True, {"2022-2023"}),
        (
            [_ECOLE, une("intervention", **_VISITE, date="05/10/2023")],
            _DOTE,
            False,
            {"2021-2022", "2023-2024"},
        ),
    ],
    ids=["inscription", "plan", "plan ôté", "plan corrigé", "complément", "corrigée", "seule ôtée", "cumul"],
)
def test_the_years_that_a_change_reaches(
    scene: Scene,
    avant: list[tuple[str, bytes]],
    dernier: tuple[str, bytes],
    annule: bool,
    annees: set[str],
) -> None:
    check = Compteuse()
    for jeu, data in avant:
        scene.importer(data, jeu=jeu)
    jeu, data = dernier
    if annule:
        number = scene.un(data, jeu=jeu).import_id
        assert number
        seen = rehearse_switch(scene.base, COORDINATION, number, True, check)
    else:
        document, options = open_document(data, "a.csv"), Options(jeu=jeu)
        seen = rehearse_import(
            scene.base, COORDINATION, document, reconnaitre(document, options), options, check
        )
    assert {e.annee for e in effects(seen)} == annees


def test_every_table_that_figures_are_made_from_has_years_of_its_own_or_any(scene: Scene) -> None:
    read = frozenset[str]().union(*map(tables_lues, PARTIES)) | tables_lues(choices.YEARS)
    con, rows = scene.base.cursor(), 'SELECT * FROM "{}" LIMIT 0'
    told = {jeu for jeu in read if annees_touchees(con, jeu, rows.format(jeu)) is not None}
    # Of the directory also when each school was last told of: its data set moves every question that reads it.
    assert read - told == {"etablissement", "ressource", "import", "log_etablissement"}, (
        "name in PAR_ANNEE (tne/queries/recomptes.py) a data set whose rows count in their own school year alone, here one whose "
        "rows may count in any"
    )
    for sql in PARTIES:
        assert not tables_lues(sql) & {"import", "log_etablissement"} or "etablissement" in tables_lues(sql)
    assert read >= PAR_ANNEE
