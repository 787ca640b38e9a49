"""The findings of the page on equipment in their forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.indicators import BY_CODE, Value
from tne.section_phrases import phrase_equipements
from tne.typographie import typographier
from tne.visuals import equipements as figures
from tne.visuals import equipements_listes as listes
from tne.visuals import equipements_maillage as maillage
from tne.visuals.visual import Visual

UN = Filters(annees=("2023-2024",))
Figure = Callable[..., Visual]


@pytest.mark.parametrize(
    ("types", "attendu"),
    [
        (
            [("École", 77, 240), ("Collège", 0, 47)],
            "Le socle numérique est déployé dans 77 écoles sur 240, et dans aucun collège",
        ),
        (
            [("École", 2, 2), ("Collège", 3, 3)],
            "Le socle numérique est déployé partout : 2 écoles et 3 collèges",
        ),
        # Nothing need be chosen: it said « nulle part dans ce choix » of all establishments.
        ([("École", 0, 9)], "Aucune des 9 écoles n'a encore son socle numérique"),
        (
            [("École", 0, 1200), ("Collège", 0, 47)],
            "Aucun des 1\u202f247 établissements n'a encore son socle numérique",
        ),
        ([("École", 1, 1)], "L'établissement a son socle numérique"),
        ([("École", 0, 0), ("Collège", 0, 1)], "L'établissement n’a pas encore son socle numérique"),
        (
            [("École", 1, 1), ("Collège", 0, 2)],
            "Le socle numérique est déployé dans l'école, et dans aucun collège",
        ),
        (
            [("École", 2, 3), ("Collège", 1, 1)],
            "Le socle numérique est déployé dans 2 écoles sur 3 et dans le collège",
        ),
        (
            [("École", 2, 2), ("Collège", 0, 3)],
            "Le socle numérique est déployé dans les 2 écoles, et dans aucun collège",
        ),
        ([], "Socle numérique : aucun établissement dans ce choix"),
    ],
)
def test_basic_equipment(types: list[tuple[str, int, int]], attendu: str) -> None:
    assert figures.titre_socles(types) == attendu


@pytest.mark.parametrize(
    ("deployes", "total", "debut"),
    [
        (100, 160, "100 équipements sur 160 sont déployés ; 60 restent"),
        (3, 4, "3 équipements sur 4 sont déployés ; 1 reste"),
        (1, 1, "Le seul équipement connu est déployé"),
        (4, 4, "Tout est déployé : 4 équipements"),
        (0, 4, "Rien n'est encore déployé des 4"),
        (0, 0, "L'état d'aucun équipement n'est connu"),
    ],
)
def test_states(deployes: int, total: int, debut: str) -> None:
    assert figures.titre_etats(deployes, total).startswith(debut)


@pytest.mark.parametrize(
    ("distances", "pilotes", "choix", "attendu"),
    [
        (
            [16.0] * 64 + [2.0] * 223,
            15,
            False,
            "64 établissements sur 287 (22\u202f%) sont à 15 km ou plus d'un pilote",
        ),
        ([15.0] + [2.0] * 286, 15, False, "Un seul établissement sur 287 est à 15 km ou plus d'un pilote"),
        ([14.9] * 287, 15, False, "Tous les établissements sont à moins de 15 km d'un des 15 pilotes"),
        ([14.9] * 3, 1, True, "Les 3 établissements sont à moins de 15 km du seul pilote"),
        ([33.0] * 5, 15, True, "Les 5 établissements sont à 15 km ou plus d'un pilote"),
        ([], 15, False, "Distance aux pilotes inconnue pour ce choix"),
        ([], 0, False, "Aucun établissement pilote n'est signalé dans l'annuaire"),
    ],
)
def test_mesh(distances: list[float], pilotes: int, choix: bool, attendu: str) -> None:
    assert maillage.titre_maillage(distances, pilotes, choix) == attendu


@pytest.mark.parametrize(
    ("km", "pilote", "attendu"),
    [
        (0.0, True, "L'établissement est lui-même un pilote"),
        (14.0, False, "L'établissement est à 14,0 km du pilote le plus proche"),
        (15.0, False, "L'établissement est loin de tout pilote : le plus proche est à 15,0 km"),
    ],
)
def test_mesh_of_one_school(km: float, pilote: bool, attendu: str) -> None:
    assert maillage.titre_maillage([km], 15, True, pilote) == attendu


@pytest.mark.parametrize(
    ("types", "attendu"),
    [
        ({"WebRadio": 3, "WebTV": 0, "Lab pédagogique": 1}, "3 WebRadio et 1 lab pédagogique en service"),
        ({"WebRadio": 0}, "Aucune WebRadio, WebTV ni lab pédagogique n'est encore déployé"),
        ({}, "Aucune WebRadio, WebTV ni lab pédagogique connu"),
    ],
)
def test_projects(types: dict[str, int], attendu: str) -> None:
    assert listes.titre_projets(types) == attendu


@pytest.mark.parametrize(
    ("dotes", "connus", "libelles", "attendu"),
    [
        (20, 20, 3, "20 établissements disposent de ressources numériques : 3 ressources différentes"),
        (1, 4, 2, "1 établissement sur 4 dispose de ressources numériques : 2 ressources différentes"),
        (9, 20, 1, "Une seule ressource numérique déployée, dans 9 établissements sur 20"),
        (1, 1, 1, "Une seule ressource numérique déployée, dans 1 établissement"),
        (
            0,
            1,
            1,
            "Aucune ressource numérique n'est encore déployée dans le seul établissement où l'on en connaît",
        ),
        (
            0,
            4,
            2,
            "Aucune ressource numérique n'est encore déployée dans les 4 établissements où l'on en connaît",
        ),
        (0, 0, 0, "Aucune ressource numérique connue"),
    ],
)
def test_resources(dotes: int, connus: int, libelles: int, attendu: str) -> None:
    assert listes.titre_ressources(dotes, connus, libelles) == attendu


def test_a_resource_that_is_only_ordered_is_in_no_school(base: Base) -> None:
    """« Une seule ressource numérique, dans 20 établissements » stood beside « 11 déployés »."""
    v = listes.ressources(base.cursor(), UN, "lecture")
    con = base.cursor()
    (dotes,), (connus,) = (
        con.execute(
            "SELECT count(DISTINCT uai) FROM equipement WHERE type = 'Ressource numérique' AND annee <= '2023-2024'"
            + plus
        ).fetchone()
        for plus in (" AND etat = 'Déployé'", "")
    )
    attendu = f"Une seule ressource numérique déployée, dans {dotes} établissements sur {connus}"
    assert v.titre == typographier(attendu)
    faites, attendues = v.figure["data"]
    assert (faites["x"], attendues["x"]) == ([dotes], [connus - dotes])
    assert (faites["name"], attendues["name"]) == ("déployée", "commandée ou livrée")
    assert v.donnees["Établissements"].tolist() == [connus]


def test_a_resource_that_no_school_has_yet_is_none_of_those_deployed(base: Base) -> None:
    """« 11 établissements disposent de ressources numériques : 2 ressources différentes », of which one was only ordered."""
    with base.writing() as con:
        con.execute(
            "UPDATE equipement SET libelle = 'Une autre' WHERE type = 'Ressource numérique' AND etat <> 'Déployé'"
        )
    v = listes.ressources(base.cursor(), UN, "lecture")
    assert set(v.donnees["Déployées"] > 0) == {True, False}
    assert v.titre.startswith("Une seule ressource numérique déployée, dans")


@pytest.mark.parametrize("figure", [listes.ressources, listes.projets])
def test_of_a_list_of_equipment_that_names_no_such_piece_no_import_is_missing(
    base: Base, figure: Figure
) -> None:
    """« Importez la liste des équipements » was said of one that is imported and holds the basic equipment alone."""
    with base.writing() as con:
        con.execute("DELETE FROM equipement WHERE type <> 'Socle numérique'")
    v = figure(base.cursor(), UN, "lecture")
    assert v.alternative == "Rien de tel parmi les équipements importés, à la fin de 2023-2024."
    assert v.etat == "calculé"
    with base.writing() as con:
        con.execute("DELETE FROM equipement")
    sans = figure(base.cursor(), UN, "lecture")
    assert sans.alternative.startswith("Importez la liste des équipements")
    assert sans.etat == "absent"


@pytest.mark.parametrize(
    ("titres", "vues", "choix", "attendu"),
    [
        ([], [], False, "L'usage des ressources n'est mesuré par aucune source importée."),
        (["A"], [0], False, "Les ressources en ligne pour les enseignants n'ont aucune vue relevée."),
        (["A"], [5], False, "Ressources en ligne pour les enseignants : 5 vues, pour 1 ressource."),
        (["A", "B"], [5, 5], False, "Ressources en ligne pour les enseignants : 10 vues, pour 2 ressources."),
        (
            ["A", "B"],
            [1200, 5],
            True,
            "Ressources en ligne pour les enseignants, quel que soit le choix d'établissements : 1\u202f205 vues, dont 1\u202f200 pour « A ».",
        ),
    ],
)
def test_the_use_of_resources_for_teachers(
    titres: list[str], vues: list[int], choix: bool, attendu: str
) -> None:
    assert listes.usage_mots(titres, vues, choix=choix) == attendu


def test_findings() -> None:
    assert listes.titre_constats(["Positif", "Vigilance", "Vigilance"]) == (
        "3 constats du bilan : 1 positif et 2 points de vigilance"
    )
    assert listes.titre_constats([""]) == "1 constat du bilan"
    assert listes.titre_constats([]) == "Aucun constat du bilan"


def test_a_list_of_single_pieces_has_no_column_of_ones(demo: Base) -> None:
    assert "Quantité" not in listes.projets(demo.cursor(), UN, "lecture").donnees


def test_a_row_of_the_list_of_studios_is_named_by_its_school(demo: Base) -> None:
    colonnes = list(figures.projets(demo.cursor(), UN, "coordination").donnees.columns)
    assert colonnes[:4] == ["Établissement", "Commune", "Équipement", "État"]


def test_the_answer_counts_what_was_received_before(demo: Base) -> None:
    top = figures.reponse(demo.cursor(), UN, "lecture")
    assert top.reponse.startswith("**77 établissements sur 287**")
    assert "dont 48 déployés en 2023-2024" in top.reponse
    assert [(v.indicateur.code, v.texte) for v, _ in top.valeurs] == [
        ("equipement.dotes", "77"),
        ("equipement.socles", "48"),
    ]
    assert [c.valeur for c in top.autres] == ["7", "5"]


def _equipped(n: int, total: int, received: int = 0) -> str:
    """The sentence of the bilan for n schools of `total` equipped so far, `received` of them this year."""
    counts = {"equipement.dotes": n, "equipement.socles": received}
    values = {
        code: Value(BY_CODE[code], "2023-2024", float(k), "calculé", float(k), float(total))
        for code, k in counts.items()
    }
    return phrase_equipements(values)


def test_the_answer_without_any_equipment() -> None:
    assert phrase_equipements({}).startswith("Aucune donnée")
    # With a list of pilots alone too, where nothing is chosen and there are schools enough.
    assert _equipped(0, 0).startswith("Aucune école ni aucun collège ouvert n'est connu")
    assert _equipped(0, 5).startswith("**Aucun des 5 établissements**")
    assert _equipped(0, 1).startswith("**Cet établissement** n'a pas")
    assert "a son socle numérique." in _equipped(1, 5)
    assert _equipped(1, 1) == "**Cet établissement** a son socle numérique.", (
        "« 1 établissement sur 1 (100 %) »"
    )
    assert _equipped(77, 287).startswith("**77 établissements sur 287** (26,8\u202f%)"), "as its tile says"
    declared = Value(BY_CODE["equipement.dotes"], "2023-2024", 77.0, "déclaré")
    assert phrase_equipements({"equipement.dotes": declared}) == (
        "**77 établissements** ont leur socle numérique."
    ), "what is declared is out of no number"
    assert _equipped(3, 5, 2).endswith("ont leur socle numérique, dont 2 déployés en 2023-2024.")
    assert _equipped(3, 5, 3).endswith("ont leur socle numérique, tous déployés en 2023-2024.")
    assert _equipped(1, 5, 1).endswith("a son socle numérique, déployé en 2023-2024.")


def test_what_was_published_of_the_year_is_none_of_the_schools_counted() -> None:
    """« 3 établissements sur 5 ont leur socle, dont 12 déployés en 2023-2024 », where no list has a socle of that year."""
    i = BY_CODE["equipement.dotes"]
    counted = Value(i, "2023-2024", 3.0, "calculé", 3.0, 5.0)
    published = Value(BY_CODE["equipement.socles"], "2023-2024", 12.0, "publié")
    said = phrase_equipements({"equipement.dotes": counted, "equipement.socles": published})
    assert said.endswith("ont leur socle numérique.")


def _un(uai: str) -> Filters:
    return Filters(annees=("2023-2024",), etablissements=(uai,))


def test_of_one_school_the_map_and_its_list_speak_of_it_alone(demo: Base) -> None:
    con = demo.cursor()
    carte = maillage.maillage_pilotes(con, _un("0869032A"), "coordination")
    assert carte.titre == "L\u2019établissement est à 14,0\u202fkm du pilote le plus proche"
    assert carte.sous_titre.startswith(
        "Distance à vol d\u2019oiseau de l\u2019établissement au pilote le plus proche"
    )
    assert "hors du choix, une commune n\u2019a pas de couleur" in carte.sous_titre
    assert maillage.eloignes(con, _un("0869032A"), "coordination").titre == (
        "Collège démo Les Bruyères (Saint-Martin-la-Pallu) est à 14,0\u202fkm du pilote le plus proche"
    )
    assert (
        maillage.eloignes(con, _un("0869032A"), "coordination").sous_titre == "Distance à vol d\u2019oiseau."
    )
    loin = maillage.eloignes(con, UN, "coordination")
    assert loin.sous_titre.startswith("Les 15 établissements")
    assert loin.donnees["UAI du pilote"].iloc[0] == "0869186T"
    assert set(loin.donnees["Pilote le plus proche"].head(3)) == {
        "École primaire démo Les Jonquilles (Thuré)"
    }
    assert carte.figure
    dits = {t for trace in carte.figure["data"] for t in trace.get("hovertext", ()) if "km" in t}
    assert {d.partition("<br>")[2] for d in dits} == {"1 établissement, à 14,0 km"}
    pilote = _un("0869321P")
    assert (
        maillage.maillage_pilotes(con, pilote, "coordination").titre
        == "L\u2019établissement est lui-même un pilote"
    )
    assert (
        maillage.eloignes(con, pilote, "coordination").alternative
        == "L\u2019établissement est lui-même un pilote."
    )


def test_a_type_that_the_choice_leaves_out_keeps_its_bar_without_a_figure(demo: Base) -> None:
    con, ecoles = demo.cursor(), replace(UN, types=("École",))
    whole, part = (figures.socles(con, f, "lecture") for f in (UN, ecoles))
    assert whole.figure is not None
    assert part.figure is not None
    assert part.figure["layout"]["height"] == whole.figure["layout"]["height"]
    said = [a["text"] for a in part.figure["layout"]["annotations"]]
    assert said == ["Écoles", "<b>77 sur 240 · 32,1\u202f%</b>", "Collèges", "hors du choix"]
    assert list(part.donnees["Type"]) == ["Écoles"], "nothing is counted of what is not chosen"
    assert "Collèges" not in part.alternative


def test_of_what_the_territory_has_and_the_choice_has_not_a_tile_says_none(demo: Base) -> None:
    studios = figures.reponse(demo.cursor(), replace(UN, types=("École",)), "lecture").autres[0]
    assert (studios.valeur, studios.denominateur) == ("0", "aucune connue dans ce choix")
    assert studios.libelle == "WebRadio ou WebTV en service"


def test_of_a_closed_school_the_directory_is_not_said_to_be_missing(demo: Base) -> None:
    """« L'annuaire de l'éducation, qui n'est pas importé » stood under the name that it gives."""
    closed = replace(UN, etablissements=("0869341L",))
    for build in (figures.maillage_pilotes, figures.eloignes):
        v = build(demo.cursor(), closed, "coordination")
        assert v.alternative.startswith(
            "Aucune école ni aucun collège ouvert de ce choix n\u2019a de position"
        )
