"""Participants counted from files beside offers of which only the number is published."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.importing.scene import Scene
from tne.db import Base
from tne.filters import Filters
from tne.visuals import accompagnements, formations
from tne.visuals.visual import Visual


def test_participants_of_files_have_their_share_of_a_whole_that_is_only_published(base: Base) -> None:
    """The title and the sentence told the share, the bar did not."""
    con = base.cursor()
    con.execute("DELETE FROM offre")
    v = formations.portee(con, Filters(annees=("2023-2024",)), "coordination")
    assert v.titre.startswith("Près d\u2019un enseignant sollicité sur deux")
    assert v.donnees["Part"].round(1).tolist()[0] == 48.3
    assert "545 · 48,3" in json.dumps(v.figure, ensure_ascii=False)


@pytest.mark.parametrize(
    ("jeu", "nom", "autre"),
    [
        ("chiffre_declare", "chiffres déclarés", "indicateur_publie"),
        ("indicateur_publie", "bilan publié", "chiffre_declare"),
    ],
)
@pytest.mark.parametrize(
    ("code", "figure"),
    [("formation.reponses", formations.portee), ("accompagnement.formations", accompagnements.natures)],
)
def test_a_figure_that_no_list_makes_names_where_it_was_taken_from(
    scene: Scene, jeu: str, nom: str, autre: str, code: str, figure: Callable[..., Visual]
) -> None:
    head = "Indicateur;Année scolaire;Département;Valeur;Source;Décimales"
    # What stands in the other list is of another year.
    for known, annee in ((jeu, "2023-2024"), (autre, "2021-2022")):
        assert scene.un(f"{head}\n{code};{annee};086;120;X;0", jeu=known).comptes.ajoutees == 1
    v = figure(scene.base.cursor(), Filters(annees=("2023-2024",)), "lecture")
    assert v.source.startswith(f"Source\u202f: {nom}, import du")


def test_beside_registrations_of_files_what_is_published_has_its_source_too(scene: Scene) -> None:
    """« Source : Sofia-FMO » stood under 527 replies and 1 128 offers that no file of Sofia-FMO holds."""
    head = "Indicateur;Année scolaire;Département;Valeur;Source;Décimales"
    figures = ("formation.reponses;2023-2024;086;527;X;0", "formation.offres;2023-2024;086;1128;X;0")
    scene.un("\n".join((head, *figures)), jeu="indicateur_publie")
    header = "Dispositif : code;Module : code;Groupe : identifiant;Session;E-mail;État de l'inscription;Présence;Date d'inscription"
    row = "{y}A0130001;M1;G1;01;p{n}@exemple.invalid;Inscrit;Présent;02/10/20{y}"

    def registered(y: int) -> None:
        scene.un("\n".join((header, *(row.format(n=n, y=y) for n in range(9)))), jeu="inscription")

    def said(*years: str) -> str:
        drawn = formations.portee(scene.base.cursor(), Filters(annees=years), "coordination")
        return drawn.source.partition(", import du")[0].replace("\u00a0", " ").replace("\u202f", " ")

    registered(23)
    assert said("2023-2024") == "Source : Sofia-FMO et bilan publié"
    registered(24)
    assert said("2024-2025") == "Source : Sofia-FMO"
    assert said("2023-2024", "2024-2025") == "Source : Sofia-FMO et bilan publié"
