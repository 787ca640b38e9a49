"""However long a text is and whatever it repeats, who is named in it is found in the time of its length."""

from __future__ import annotations

import time

import pytest

from tne.importing.rows.nominative import header_shown
from tne.persons.contacts import without_contacts
from tne.persons.nommes import lire, parts_of_no_place
from tne.spec import Nommes


@pytest.mark.parametrize("texte", ["_".join("a" * 26), "a" * 4000, "06 12 34 56 78/" * 300])
def test_a_long_text_is_read_at_once(texte: str) -> None:
    """Each part more between two « _ » doubled the time: a header of forty held the program for good."""
    start = time.process_time()
    without_contacts(f"Nom : {texte}", "…")
    assert time.process_time() - start < 0.3


SIGNES = (
    ".", "@", "0", "a", "é.", "a@", "0-", "05/", "05 ", "/", "_", " ", "\n", "d'", "A. ", "a_b_", "M. ", "M.A. ", "Mme_", "Mme-", "Mme ",
    "Mme A ", "M. Durand ", "MM Ab, ", "(at)", "rue de ", "avec ", "0:", "Ab et ", "Dr ", "·", "Mme D. ", "Mme D, ",
    "M. le Directeur ", "M. le Directeur adjoint ", "Mme Ab M. ", "Maître ", "Maître Ab ", "05_", "0_", "@ac-", "a@ac-b-", "a@b,", "parc du Dr ", "A.-",
)  # fmt: skip


@pytest.mark.parametrize("signe", SIGNES)
def test_a_long_text_of_any_sign_is_read_in_the_time_of_its_length(signe: str) -> None:
    """Fifteen thousand dots took seconds, of which each was the beginning of an address; a title is shown in a message as well."""
    start = time.process_time()
    texte = signe * (20_000 // len(signe))
    for nommes in (Nommes.PERSONNE, Nommes.LIEUX):
        lire(texte, nommes)
    header_shown(texte)
    parts_of_no_place(texte)
    assert time.process_time() - start < 4


def test_telephone_numbers_in_a_row_before_a_code_are_read_at_once() -> None:
    """Each one more doubled the time: the last is none, and each may be read in two ways."""
    start = time.process_time()
    read = lire("05 49 00 00 17/" * 30 + "05 49 00 00 171", Nommes.PERSONNE)
    assert time.process_time() - start < 0.3
    assert read.retires == {"telephone": 30}
