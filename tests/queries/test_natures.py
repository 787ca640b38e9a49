"""Which collèges a figure counts, and why another number of them was published: from the secteur and the contract of each."""

from __future__ import annotations

from pathlib import Path

from tests.importing.scene import Scene, uai
from tne.denombrement import COLLEGES, ETABLISSEMENTS, denombrements
from tne.filters import Filters
from tne.queries.natures import natures

TOUS = Filters(annees=("2023-2024",))


# Three public, two under contract, one outside, one private of no known contract, one closed, one replaced; two écoles.
RANGS = """Collège;Public;;Ouvert;
Collège;Public;;Ouvert;
Collège;Public;;;
Collège;Privé;Sous contrat;Ouvert;
Collège;Privé;Sous contrat;Ouvert;
Collège;Privé;Hors contrat;Ouvert;
Collège;Privé;;Ouvert;
Collège;Public;;Fermé;
Collège;Public;;Ouvert;9301
École;Public;;Ouvert;
École;Privé;Hors contrat;Ouvert;""".splitlines()


def annuaire(rangs: list[str]) -> str:
    rows = [
        f"{uai(9301 + n)};Nom {n};{rang.rsplit(';', 1)[0]};{uai(int(new)) if (new := rang.rsplit(';', 1)[1]) else ''}"
        for n, rang in enumerate(rangs)
    ]
    return "\n".join(["UAI;Nom;Type;Secteur;Type de contrat;État;Remplacé par", *rows])


def dit(scene: Scene, denominateur: str, filters: Filters = TOUS) -> str:
    con = scene.base.cursor()
    words = denombrements(con, filters, "lecture")
    con.close()
    return words[denominateur]


def test_each_school_is_of_one_kind(scene: Scene) -> None:
    assert scene.un(annuaire(RANGS)).comptes.ajoutees == len(RANGS)
    con = scene.base.cursor()
    seen = natures(con, TOUS, "lecture")
    con.close()
    assert [tuple(r) for r in seen.itertuples(index=False)] == [
        ("Collège", "fermé", 2, 0),
        ("Collège", "hors contrat", 1, 0),
        ("Collège", "inconnu", 1, 0),
        ("Collège", "public", 3, 3),
        ("Collège", "sous contrat", 2, 2),
        ("École", "hors contrat", 1, 0),
        ("École", "public", 1, 0),
    ]


def test_a_school_counts_in_its_first_and_in_its_last_year_and_a_choice_speaks_of_its_last(
    scene: Scene,
) -> None:
    a, b = uai(9301), uai(9302)
    scene.un(
        f"UAI;Nom;Type;Secteur;État;Date d'ouverture;Date de fermeture\n{a};A;Collège;Public;Ouvert;01/09/2024;\n"
        f"{b};B;École;Public;Fermé;01/09/1980;31/08/2024"
    )
    both = {"2023-2024": [("à venir", 0), ("public", 0)], "2024-2025": [("public", 1), ("fermé", 0)]}
    for annees in (("2023-2024",), ("2024-2025",), ("2023-2024", "2024-2025")):
        con = scene.base.cursor()
        seen = natures(con, Filters(annees=annees), "lecture")
        con.close()
        assert [*zip(seen["nature"], seen["reference"], strict=True)] == both[annees[-1]]


def test_which_are_counted_and_what_another_document_may_count(scene: Scene) -> None:
    scene.un(annuaire(RANGS))
    assert dit(scene, COLLEGES) == (
        "Comptés ici : 5 collèges ouverts, 3 publics et 2 privés sous contrat. Non comptés : 1 privé hors contrat, "
        "1 dont le contrat n'est pas connu et 2 fermés ou remplacés. Un bilan publié peut en compter un autre nombre : "
        "3 avec les seuls publics ou 7 avec tous ceux de l'annuaire."
    )
    assert dit(scene, ETABLISSEMENTS) == (
        "Comptés ici : 2 écoles et 7 collèges ouverts, dont 2 hors contrat. Les chiffres de Formations et de Numérixplore "
        "sont sur 5 collèges : ils ne comptent que les publics et les privés sous contrat."
    )


def test_of_a_choice_nothing_is_published(scene: Scene) -> None:
    scene.un(annuaire(RANGS))
    public = Filters(annees=TOUS.annees, secteurs=("Public",))
    assert dit(scene, COLLEGES, public) == (
        "Comptés ici : 3 collèges ouverts, tous publics. Non comptés : 2 fermés ou remplacés."
    )
    assert dit(scene, ETABLISSEMENTS, public) == "Comptés ici : 1 école et 3 collèges ouverts."
    assert dit(scene, COLLEGES, Filters(etablissements=(uai(9304),))) == ""


def test_ecoles_alone_are_feminine(scene: Scene) -> None:
    """« Comptés ici : 240 écoles ouverts » stood under a choice of écoles."""
    scene.un(annuaire(RANGS))
    ecoles = Filters(annees=TOUS.annees, types=("École",))
    assert dit(scene, ETABLISSEMENTS, ecoles) == "Comptées ici : 2 écoles ouvertes, dont 1 hors contrat."


def test_nothing_is_said_where_none_differs(scene: Scene) -> None:
    assert dit(scene, COLLEGES) == dit(scene, ETABLISSEMENTS) == ""
    scene.un(annuaire(RANGS[:3]))
    assert dit(scene, COLLEGES) == "Comptés ici : 3 collèges ouverts, tous publics."
    assert dit(scene, ETABLISSEMENTS) == "Comptés ici : 3 collèges ouverts."


def test_the_real_colleges_of_the_vienne(scene: Scene, donnees_reelles: Path) -> None:
    scene.un(donnees_reelles / "geolocalisation-colleges-086.csv", "geolocalisation.csv")
    counted = "Comptés ici : 47 collèges ouverts, 35 publics et 12 privés sous contrat. Non comptés : "
    assert dit(scene, COLLEGES, Filters(annees=("2024-2025",))) == (
        f"{counted}5 privés hors contrat. "
        "Un bilan publié peut en compter un autre nombre : 35 avec les seuls publics ou 52 avec tous ceux de l'annuaire."
    )
    # One of them opened in September 2024.
    assert dit(scene, COLLEGES) == (
        f"{counted}4 privés hors contrat et 1 qui n'est pas encore ouvert. "
        "Un bilan publié peut en compter un autre nombre : 35 avec les seuls publics ou 51 avec tous ceux de l'annuaire."
    )
