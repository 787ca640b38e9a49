"""A real Streamlit server with a real OpenID Connect provider, and behind a real nginx on the same machine."""

from __future__ import annotations

import getpass
import json
import re
import secrets
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from flask import Response
from oidc_provider_mock import User, app
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.navigateur.banc import Serveur, attendre_stable, port_libre

PAGE = Path(__file__).with_name("qui.py")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.navigateur
Lancer = Callable[..., Serveur]

COORDINATRICE, RUPN = "coord@ac-poitiers.fr", "rupn@ac-poitiers.fr"
NON_VERIFIEE = "sub-sans-adresse-verifiee"


def said(page: Page, address: str) -> str:
    """What the page tells of the visitor."""
    page.goto(address)
    attendre_stable(page, 60)
    return page.get_by_test_id("stText").first.inner_text()


# With sign-in


@pytest.fixture
def fournisseur() -> Iterator[str]:
    """The address of a provider that knows three accounts."""
    users = (
        User(sub=COORDINATRICE, claims={"email": COORDINATRICE, "email_verified": True}),
        User(sub=RUPN, claims={"email": RUPN, "email_verified": True}),
        User(sub=NON_VERIFIEE, claims={"email": COORDINATRICE, "email_verified": False}),
    )
    provider = app(user_claims=users)

    @provider.after_request
    def without_style(response: Response) -> Response:
        """Its page takes its style from the web: here it comes without."""
        if response.mimetype == "text/html":
            response.set_data(re.sub(r"<link[^>]*>", "", response.get_data(as_text=True)))
        return response

    server = make_server("localhost", 0, provider, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def lancer_oidc(fournisseur: str, lancer: Lancer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lancer:
    """A server that knows the provider; its port is drawn first, since the return address names it."""
    port = port_libre()
    file = tmp_path / "secrets.toml"
    settings = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": secrets.token_hex(16),
        "client_id": "tne",
        "client_secret": secrets.token_hex(16),
        "server_metadata_url": f"{fournisseur}/.well-known/openid-configuration",
    }
    lines = ["[auth]", *(f"{k} = {json.dumps(v)}" for k, v in settings.items())]
    file.write_text(
        "\n".join([*lines, "[tne]", f'coordinateurs = ["{COORDINATRICE}"]', ""]), encoding="utf-8"
    )
    monkeypatch.setattr("tests.navigateur.banc.port_libre", lambda: port)
    return partial(lancer, STREAMLIT_SECRETS_FILES=str(file))


@pytest.fixture
def serveur_oidc(lancer_oidc: Lancer, base_vide: Path) -> Serveur:
    """The page that says who is there, on such a server."""
    return lancer_oidc(base_vide, PAGE)


def sign_in(page: Page, serveur: Serveur, account: str) -> str:
    """Go through the provider as that account; what the page then tells."""
    said(page, serveur.url)
    enter(page, serveur, "Entrer", account)
    return page.get_by_test_id("stText").first.inner_text()


def enter(page: Page, serveur: Serveur, button: str, account: str) -> None:
    """Press the button, and go through the provider as that account."""
    page.get_by_role("button", name=button).click()
    page.locator('input[name="sub"]').fill(account)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{serveur.url}/**")
    attendre_stable(page, 60)


def test_only_a_listed_coordinator_writes_and_nobody_else_even_at_the_desk(
    page: Page, serveur_oidc: Serveur
) -> None:
    assert said(page, serveur_oidc.url) == "écrire=False qui=personne"
    assert "connectez-vous" in page.get_by_test_id("stText").nth(1).inner_text()
    for account, expected in (
        (COORDINATRICE, f"écrire=True qui={COORDINATRICE}"),
        (RUPN, f"écrire=False qui={RUPN}"),
        (NON_VERIFIEE, "écrire=False qui=personne"),
    ):
        assert sign_in(page, serveur_oidc, account) == expected
        held = {c["name"]: c for c in page.context.cookies(serveur_oidc.url)}
        # Who signed in is in a cookie that no script of a page can read.
        assert held["_streamlit_user"]["httpOnly"]
        assert held["_streamlit_user"]["sameSite"] in ("Lax", "Strict")
        assert held["_streamlit_xsrf"]["sameSite"] == "Strict"
        page.context.clear_cookies()


def test_the_dashboard_lets_its_coordinator_in_and_out(
    page: Page, lancer_oidc: Lancer, base_sans_import: Path
) -> None:
    serveur = lancer_oidc(base_sans_import)
    page.goto(f"{serveur.url}/importer")
    attendre_stable(page, 60)
    assert page.get_by_text("connectez-vous").count() == 1
    enter(page, serveur, "Se connecter", COORDINATRICE)
    assert page.get_by_text(COORDINATRICE).count() == 1
    page.get_by_role("link", name="Importer", exact=True).click()
    page.locator('input[type="file"]').wait_for(state="attached")
    assert page.get_by_role("button", name="Se reconnecter").count() == 0
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/end_session?**")  # the provider is told too
    page.goto(f"{serveur.url}/importer")
    attendre_stable(page, 60)
    assert page.get_by_role("button", name="Se connecter").count() == 1
    assert page.locator('input[type="file"]').count() == 0


@pytest.fixture
def session_breve(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in that gives rights for a second and a half."""
    monkeypatch.setenv("TNE_SESSION_HEURES", "0,0004")


def test_a_sign_in_gives_no_right_once_it_is_too_old(
    session_breve: None, page: Page, serveur_oidc: Serveur
) -> None:
    sign_in(page, serveur_oidc, COORDINATRICE)
    page.wait_for_timeout(2500)
    assert said(page, serveur_oidc.url) == f"écrire=False qui={COORDINATRICE}"
    assert "trop ancienne, reconnectez-vous" in page.get_by_test_id("stText").nth(1).inner_text()


def test_a_page_that_was_left_open_writes_nothing_once_the_sign_in_is_too_old(
    page: Page, lancer_oidc: Lancer, base_publiee: Path
) -> None:
    """Its buttons did what they were drawn for: with the right of when they were."""
    heures = 0.007
    serveur = lancer_oidc(base_publiee, TNE_SESSION_HEURES=str(heures))
    page.goto(f"{serveur.url}/journal")
    attendre_stable(page, 60)
    enter(page, serveur, "Se connecter", COORDINATRICE)
    page.goto(f"{serveur.url}/journal")
    save = page.get_by_role("button", name="Sauvegarder maintenant")
    save.wait_for()
    attendre_stable(page, 60)
    page.wait_for_timeout(heures * 3_600_000)
    save.click()
    attendre_stable(page, 60)
    assert page.get_by_text("votre connexion est trop ancienne, reconnectez-vous").count()
    assert not list((base_publiee.parent / "sauvegardes").glob("*"))


def test_to_sign_out_ends_the_right_of_the_other_pages_of_the_browser(
    page: Page, lancer_oidc: Lancer, base_publiee: Path
) -> None:
    """They went on writing under that name, also once another had signed in with the same browser."""
    serveur = lancer_oidc(base_publiee)
    page.goto(serveur.url)
    attendre_stable(page, 60)
    enter(page, serveur, "Se connecter", COORDINATRICE)
    left, read = page.context.new_page(), page.context.new_page()
    for other, address in ((left, "/journal"), (read, "/formations")):
        other.goto(serveur.url + address)
        attendre_stable(other, 60)
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/end_session?**")
    left.get_by_role("button", name="Sauvegarder maintenant").click()
    attendre_stable(left, 60)
    assert left.get_by_text("vous vous êtes déconnecté dans une autre fenêtre, reconnectez-vous").count()
    assert not list((base_publiee.parent / "sauvegardes").glob("*"))
    page.goto(serveur.url)
    attendre_stable(page, 60)
    enter(page, serveur, "Se connecter", RUPN)
    read.get_by_role("link", name="Équipements", exact=True).first.click()
    attendre_stable(read, 60)
    assert read.get_by_text(COORDINATRICE).count() == 0
    assert read.get_by_text("Présentation", exact=True).count() == 0
    assert read.get_by_role("button", name="Se connecter").count() == 1
    assert read.get_by_role("button", name="Se déconnecter").count() == 0


# Behind a proxy


@dataclass
class Mandataire:
    """A running nginx."""

    url: str
    processus: subprocess.Popen[bytes]


_UPGRADE = (
    'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";'
)
# How proxies are set up, from the careful to the one that says nothing of itself.
REGLAGES = {
    "headers": "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;",
    "host": "proxy_set_header Host $http_host;",
    "nothing": "",
}


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Callable[[Serveur, str], Mandataire]]:
    """`nginx(serveur, "nothing")`: Debian's nginx before the server, with files of its own."""
    if NGINX is None:
        pytest.skip("no nginx here (Debian: apt-get install nginx)")
    started: list[Mandataire] = []

    def start(serveur: Serveur, reglage: str) -> Mandataire:
        port, folder = port_libre(), tmp_path / "nginx"
        folder.mkdir(exist_ok=True)
        temporary = " ".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = f"user {getpass.getuser()};" if getpass.getuser() == "root" else ""
        config = folder / f"{port}.conf"
        config.write_text(
            f"""{user} daemon off; worker_processes 1; pid {folder}/{port}.pid; error_log {folder}/error.log;
            events {{}}
            http {{ access_log off; {temporary}
              server {{ listen 127.0.0.1:{port};
                location / {{ proxy_pass {serveur.url}; {_UPGRADE} {REGLAGES[reglage]} }} }} }}""",
            encoding="utf-8",
        )
        command = [NGINX, "-c", str(config), "-p", str(folder), "-e", str(folder / "error.log")]
        running = Mandataire(f"http://127.0.0.1:{port}", subprocess.Popen(command))
        started.append(running)
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{running.url}/_stcore/health", timeout=1)
                return running
            except OSError:
                time.sleep(0.1)
        raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))

    yield start
    for one in started:
        one.processus.terminate()
        one.processus.wait(10)


def test_behind_nginx_everyone_reads_whatever_it_passes_on(
    page: Page, lancer: Lancer, base_vide: Path, nginx: Callable[[Serveur, str], Mandataire]
) -> None:
    # As a service is started: no screen, nobody sits there.
    serveur = lancer(base_vide, PAGE, TNE_ACCES="")
    for reglage in REGLAGES:
        assert said(page, nginx(serveur, reglage).url) == "écrire=False qui=personne", reglage
        assert "coordinateurs" in page.get_by_test_id("stText").nth(1).inner_text()


def test_a_proxy_before_the_desk_gives_no_right_away(
    page: Page, lancer: Lancer, base_vide: Path, nginx: Callable[[Serveur, str], Mandataire]
) -> None:
    serveur = lancer(base_vide, PAGE, TNE_ACCES="poste")
    assert said(page, serveur.url) == f"écrire=True qui={getpass.getuser()}"
    for reglage in ("headers", "nothing"):
        assert said(page, nginx(serveur, reglage).url) == "écrire=False qui=personne", reglage


def test_serveur_rules_out_the_desk_itself(page: Page, lancer: Lancer, base_vide: Path) -> None:
    assert said(page, lancer(base_vide, PAGE, TNE_ACCES="serveur").url) == "écrire=False qui=personne"
