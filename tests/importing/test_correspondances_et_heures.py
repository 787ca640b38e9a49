"""A mapping remembered for a sheet is found again for its next file, whether or not its cells give a duration."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.importing.scene import COORDINATION, Scene, codes, text_bytes
from tne.importing import open_document
from tne.importing.headers import mappings
from tne.importing.headers.mappings import Correspondance

# Of the first nothing is known before a person says what it is; of the second nearly all is.
TETES = ("Date;Quoi;Code;Heure début;Heure fin", "Date;Nature;Code;Heure début;Heure fin")
AVEC, SANS = "12/03/2024;Formation;0860002K;9h;11h30", "13/03/2024;Formation;0860002K;;"


def _choisies(tete: str) -> dict[str, str]:
    return dict(zip(("date", "nature", "uai"), tete.split(";"), strict=False))


def _garder(scene: Scene, text: str, colonnes: Mapping[str, str]) -> None:
    document = open_document(text_bytes(text), "a.csv")
    chosen = Correspondance("intervention", dict(colonnes))
    titles = document.principal.titres_du_fichier
    mappings.remember(scene.base, COORDINATION, titles, "Journal", chosen)


@pytest.mark.parametrize("premier", [AVEC, SANS])
@pytest.mark.parametrize("tete", TETES)
def test_the_next_file_has_hours_or_none(scene: Scene, tete: str, premier: str) -> None:
    """No hour was computed of a sheet that only a person could tell; a month without an hour had other headers, and was refused."""
    _garder(scene, f"{tete}\n{premier}", _choisies(tete))
    for row in (AVEC, SANS):
        result = scene.un(f"{tete}\n{row}")
        assert result.comptes.ajoutees == 1
        assert "tableau_laisse" not in codes(result)
    assert scene.heures() == [(12, 2.5), (13, None)]


def test_what_names_the_duration_is_kept_where_a_file_has_none(scene: Scene) -> None:
    tete = TETES[1]
    _garder(scene, f"{tete}\n{AVEC}", {**_choisies(tete), "heures": "Durée"})
    for row in (AVEC, SANS):
        assert scene.un(f"{tete}\n{row}").comptes.ajoutees == 1
    assert scene.heures() == [(12, 2.5), (13, None)]


@pytest.mark.parametrize("titres", ["Date;Nature;Code;Durée", TETES[1]])
def test_what_earlier_versions_remembered_is_found(scene: Scene, titres: str) -> None:
    """Before hours were computed, the headers were those of the file; since, those with the duration."""
    hours = {"heures": "Durée"} if "Durée" in titres else {}
    chosen = Correspondance("intervention", {**_choisies(titres), **hours})
    mappings.remember(scene.base, COORDINATION, titres.split(";"), "Journal", chosen)
    assert scene.un(f"{TETES[1]}\n{AVEC}").comptes.ajoutees == 1
    assert scene.heures() == [(12, 2.5)]


def test_a_column_chosen_for_the_hours_stays_theirs(scene: Scene) -> None:
    tete = f"{TETES[0]};Temps"
    _garder(scene, f"{tete}\n{AVEC};1h", {**_choisies(tete), "heures": "Temps"})
    scene.un(f"{tete}\n{AVEC};1h")
    assert scene.heures() == [(12, 1.0)]


def test_days_with_their_hours_are_under_the_same_headers(scene: Scene) -> None:
    head = "Quand;Quoi;Code"
    _garder(scene, f"{head}\n12/03/2024;Formation;0860002K", _choisies(head))
    scene.un(f"{head}\n13/03/2024 9h-12h;Formation;0860002K")
    assert scene.heures() == [(13, 3.0)]


def test_hours_that_say_the_day_are_chosen_for_it_from_the_start(scene: Scene) -> None:
    """Read as days where the table lacks nothing, they were none where a person had to say what its school is."""
    tete, *rows = (
        "Horaires;Nature;Code",
        "12/03/2024 9h-11h30;Formation;0860002K",
        "13/03/2024;Formation;0860002K",
    )
    document = open_document(text_bytes("\n".join([tete, *rows])), "a.csv")
    begun = mappings.exact(document.principal, "intervention")
    assert begun.colonnes == {"date": "Horaires", "nature": "Nature", "heures": "Durée"}
    _garder(scene, f"{tete}\n{rows[0]}", {"date": "Horaires", "nature": "Nature", "uai": "Code"})
    for row in rows:
        assert scene.un(f"{tete}\n{row}").comptes.ajoutees == 1
    assert scene.heures() == [(12, 2.5), (13, None)]
