"""The one rule of access, on requests as they really come."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tne import access
from tne.access import Droit, Visite, droit_ligne_de_commande, droit_visite
from tne.erreurs import AccesRefuse, UsageIncorrect

BUREAU = Visite(
    adresse="127.0.0.1",
    headers={"Host": "localhost:8501", "Origin": "http://localhost:8501", "User-Agent": "Firefox"},
    headless=False,
    oidc=False,
    email=None,
)
SERVICE = replace(BUREAU, headless=True)


def headers(**sent: str) -> dict[str, str]:
    """The desk's headers with others added; an underscore stands for a dash."""
    return {**BUREAU.headers, **{k.replace("_", "-"): v for k, v in sent.items()}}


@pytest.fixture(autouse=True)
def _sans_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TNE_ACCES", raising=False)


def test_a_server_started_on_a_desktop_writes() -> None:
    droit = droit_visite(BUREAU)
    assert droit.ecrire
    assert droit.qui == droit_ligne_de_commande().qui != ""
    droit.require("importer un fichier")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8501", "127.0.0.1:8501", "[::1]:8501", "[::1]"])
@pytest.mark.parametrize("adresse", ["127.0.0.1", "localhost", "::1"])
def test_every_local_name_is_local(host: str, adresse: str) -> None:
    sent = {"Host": host, "Origin": f"http://{host}"}
    for told in (sent, {"Host": host}):
        assert droit_visite(replace(BUREAU, adresse=adresse, headers=told)).ecrire


def test_a_server_without_a_screen_writes_only_when_somebody_sits_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not droit_visite(SERVICE).ecrire
    monkeypatch.setenv("TNE_ACCES", "poste")
    assert droit_visite(SERVICE).ecrire


def test_a_right_ends_with_its_sign_in_even_where_it_was_given_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visite = replace(SERVICE, oidc=True, email="c@x.fr", coordinateurs=("c@x.fr",), connexion=11 * 3600)
    droit = droit_visite(visite)
    droit.require("importer un fichier")
    now = time.time()
    monkeypatch.setattr("tne.access.time.time", lambda: now + 3660)
    with pytest.raises(AccesRefuse, match="trop ancienne, reconnectez-vous"):
        droit.require("importer un fichier")


def test_serveur_rules_it_out_even_on_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_ACCES", "serveur")
    assert not droit_visite(BUREAU).ecrire


@pytest.mark.parametrize("visite", [BUREAU, SERVICE])
def test_a_mode_that_does_not_exist_is_told_and_never_taken_for_none(
    visite: Visite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for wrong in ("server", "non", "postes"):
        monkeypatch.setenv("TNE_ACCES", wrong)
        with pytest.raises(
            UsageIncorrect, match=f"TNE_ACCES vaut « {wrong} » : « poste » ou « serveur » est attendu"
        ):
            droit_visite(visite)
    for said, expected in ((" Serveur ", False), ("POSTE", True)):
        monkeypatch.setenv("TNE_ACCES", said)
        assert droit_visite(visite).ecrire is expected


@pytest.mark.parametrize(
    "visite",
    [
        replace(BUREAU, adresse=None),
        replace(BUREAU, adresse="0.0.0.0"),
        replace(BUREAU, adresse=""),
        replace(BUREAU, headers={}),
        replace(BUREAU, headers={"Host": ""}),
        replace(BUREAU, headers={"Host": "tne.example.org"}),
        replace(BUREAU, headers={"Host": "192.168.1.20:8501"}),
        replace(BUREAU, headers={"Host": "localhost.example.org:8501"}),
        replace(BUREAU, headers={"Host": "localhost:8501.example.org"}),
        replace(BUREAU, headers={"Host": "127.0.0.1.nip.io"}),
        replace(BUREAU, headers=headers(Origin="http://tne.example.org")),
        replace(BUREAU, headers=headers(Origin="https://localhost:8501")),
        replace(BUREAU, headers=headers(Origin="http://localhost:80")),
        replace(BUREAU, headers=headers(Origin="null")),
        replace(BUREAU, headers=headers(X_Forwarded_For="127.0.0.1")),
        replace(BUREAU, headers=headers(x_forwarded_server="here")),
        replace(BUREAU, headers=headers(Forwarded="for=127.0.0.1")),
        replace(BUREAU, headers=headers(X_Real_IP="127.0.0.1")),
        replace(BUREAU, headers=headers(Via="1.1 proxy")),
        replace(BUREAU, headers=headers(X_Client_IP="127.0.0.1")),
        replace(BUREAU, headers=headers(True_Client_IP="127.0.0.1")),
        replace(BUREAU, headers=headers(CF_Connecting_IP="127.0.0.1")),
    ],
)
@pytest.mark.parametrize("mode", ["", "poste"])
def test_anything_that_is_not_the_desk_reads_only(
    visite: Visite, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_ACCES", mode)
    droit = droit_visite(visite)
    assert not droit.ecrire
    with pytest.raises(
        AccesRefuse, match=r"Vous ne pouvez pas importer un fichier : .*make run.*coordinateurs"
    ):
        droit.require("importer un fichier")


# As a person types them.
LISTE = (" Coord@ac-poitiers.fr ", "autre@ac-poitiers.fr")


def test_with_sign_in_only_listed_coordinators_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_ACCES", "poste")
    listed = replace(BUREAU, oidc=True, email="coord@AC-poitiers.fr", coordinateurs=LISTE, connexion=60)
    assert droit_visite(listed) == Droit(True, "coord@ac-poitiers.fr")
    other = droit_visite(replace(listed, email="rupn@ac-poitiers.fr"))
    assert not other.ecrire
    assert "liste des coordinateurs" in other.raison
    # Not even at the desk: who signs in there is known by name.
    nobody = droit_visite(replace(listed, email=None))
    assert not nobody.ecrire
    assert "connectez-vous" in nobody.raison
    assert not droit_visite(replace(listed, email="", coordinateurs=("",))).ecrire


def test_a_sign_in_gives_rights_for_some_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = replace(BUREAU, oidc=True, email=LISTE[1], coordinateurs=LISTE)
    for hours, seconds, expected in (
        ("", 11.9 * 3600, True), ("", 12.1 * 3600, False), (" ", 11.9 * 3600, True), ("0,5", 1700, True), ("0,5", 1900, False), ("24", 80_000, True),
    ):  # fmt: skip
        if hours:
            monkeypatch.setenv("TNE_SESSION_HEURES", hours)
        assert droit_visite(replace(listed, connexion=seconds)).ecrire is expected
    unknown = droit_visite(replace(listed, connexion=None))
    assert (unknown.ecrire, "reconnectez-vous" in unknown.raison) == (False, True)
    for wrong in ("0", "-1", "douze", "nan"):
        monkeypatch.setenv("TNE_SESSION_HEURES", wrong)
        with pytest.raises(UsageIncorrect, match="TNE_SESSION_HEURES"):
            droit_visite(replace(listed, connexion=1))


def test_who_signs_out_ends_the_right_of_every_page_of_that_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_sorties", set())
    listed = replace(BUREAU, oidc=True, email=LISTE[1], coordinateurs=LISTE, connexion=60, entree="coord 1")
    before, elsewhere = droit_visite(listed), droit_visite(replace(listed, entree="coord 2"))
    access.sortir("coord 1")
    with pytest.raises(AccesRefuse, match="déconnecté dans une autre fenêtre"):
        before.require("importer un fichier")
    now = droit_visite(listed)
    assert (now.ecrire, now.qui, "reconnectez-vous" in now.raison) == (False, "", True)
    elsewhere.require("importer un fichier")
    droit_visite(replace(listed, entree="coord 3")).require("importer un fichier")


def test_signed_in_from_afar_a_coordinator_writes() -> None:
    afar = Visite(
        None, {"Host": "tne.example.org", "X-Forwarded-For": "10.0.0.1"}, True, True, LISTE[1], LISTE, 60
    )
    assert droit_visite(afar).ecrire


@pytest.mark.parametrize("error", [KeyError, OSError])  # of Python before 3.13, and since
def test_an_account_without_a_name_is_still_somebody(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def unknown() -> str:
        raise error("no name")

    monkeypatch.setattr(access.getpass, "getuser", unknown)
    assert droit_ligne_de_commande() == Droit(True, "compte sans nom")
