"""Two persons in a row are two names, and a place that bears one does not keep who is there."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, csv_bytes
from tests.importing.test_vie_privee import every_text
from tne.persons.nommes import lire
from tne.spec import Nommes


@pytest.mark.parametrize(
    ("texte", "personne", "lieux"),
    [
        ("MM. Durand et M. Petit", "[nom retiré] et [nom retiré]", "MM. Durand et [nom retiré]"),
        ("avec Mmes Durand et Mme Petit", "avec [nom retiré] et [nom retiré]", "avec [nom retiré] et [nom retiré]"),
        ("Mme Durand M. Petit CM2", "[nom retiré] [nom retiré] CM2", "[nom retiré] [nom retiré] CM2"),
        ("avec Mme Anne M.-A. Durand", "avec [nom retiré]", "avec [nom retiré]"),
        ("avec Mme Durand M. le Principal", "avec [nom retiré] M. le Principal", "avec [nom retiré] M. le Principal"),
        ("École Mme Curie M. Durand", "École Mme Curie [nom retiré]", "École Mme Curie [nom retiré]"),
        ("Collège Mme de Sévigné Madame Durand", "Collège Mme de Sévigné [nom retiré]", "Collège Mme de Sévigné [nom retiré]"),
        ("Lycée Dr Schweitzer M. Durand", "Lycée Dr Schweitzer [nom retiré]", "Lycée Dr Schweitzer [nom retiré]"),
        ("M. le Maire Poitiers M. Durand", "M. le Maire Poitiers [nom retiré]", "M. le Maire Poitiers [nom retiré]"),
        ("École Mme Curie Dr Roux", None, None),
        ("École Mme Curie Dr. Roux", None, None),
        # What ends a name, what begins another.
        ("chez M. Hugo M.\nMadame la Principale Zola", "chez [nom retiré]\nMadame la Principale [nom retiré]", "chez [nom retiré]\nMadame la Principale [nom retiré]"),
        ("avec Mmes Durand M. et Petit", "avec [nom retiré]", "avec [nom retiré]"),
        ("avec MM. Durand et M Petit", "avec [nom retiré] et [nom retiré]", "avec [nom retiré] et [nom retiré]"),
        ("avec MM. Durand / Docteur Petit", "avec [nom retiré] / [nom retiré]", "avec [nom retiré] / Docteur Petit"),
        ("avec Mmes Durand et Mesdames_Petit Roux", "avec [nom retiré] et [nom retiré]", "avec [nom retiré] et [nom retiré]"),
        ("avec Mme Durand Dr. Petit", "avec [nom retiré] [nom retiré]", "avec [nom retiré] [nom retiré]"),
        ("avec MM. D, M et P", "avec [nom retiré]", "avec [nom retiré]"),
    ],
)  # fmt: skip
def test_each_of_two_persons_goes_out_and_the_place_stays(
    texte: str, personne: str | None, lieux: str | None
) -> None:
    assert lire(texte, Nommes.PERSONNE).texte == (personne or texte)
    assert lire(texte, Nommes.LIEUX).texte == (lieux or texte)
    for kept in (Nommes.OFFICIELS, Nommes.OEUVRES):
        told = lire(texte, kept)
        assert (told.texte, set(told.a_verifier) <= {"nom"}) == (texte, True)
    again = lire(personne or texte, Nommes.PERSONNE)
    assert (again.texte, again.retires) == (personne or texte, {})


def test_no_table_keeps_who_is_in_a_school_that_bears_a_name(scene: Scene) -> None:
    """In a column of schools nothing was even said of it: the page of visits showed it as one more school."""
    row = ["1", "16/09/2025", "Formation", "0860002K", "École Mme Curie M. Jean Valjean"]
    result = scene.un(csv_bytes(["Référence", "Date", "Nature", "UAI", "Établissement"], [row]))
    assert scene.table("intervention", "etablissement") == [("École Mme Curie [nom retiré]",)]
    assert [p.code for p in result.problemes if p.code.startswith("nommes")] == ["nommes_retires"]
    assert "Valjean" not in "".join(every_text(scene))
