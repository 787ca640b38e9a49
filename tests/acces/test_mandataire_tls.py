"""The nginx example of the documentation, run as it is by Debian's nginx with a certificate made for the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.navigateur.banc import Serveur, attendre_stable
from tests.navigateur.mandataire import DIRECT, NGINX, NOM, ask, mandataire

pytestmark = pytest.mark.navigateur


@pytest.fixture
def tls(base_demo: Path, lancer: Callable[..., Serveur], tmp_path: Path) -> Iterator[str]:
    """The address of the dashboard behind the example, where only names, ports and paths were replaced."""
    if NGINX is None:
        pytest.skip("no nginx here (Debian: apt-get install nginx)")
    serveur = lancer(base_demo, TNE_ACCES="serveur", STREAMLIT_SERVER_ALLOWED_HOSTS=NOM)
    with mandataire(tmp_path / "nginx", ((DIRECT, f"proxy_pass {serveur.url};"),)) as url:
        yield url


def test_the_example_serves_the_dashboard_over_tls(tls: str, navigateur: Browser) -> None:
    status, headers = ask(tls, "/")
    assert status == 200
    assert headers["strict-transport-security"].startswith("max-age=")
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "uvicorn" not in headers.get("server", "")
    assert ask(tls, "/_stcore/metrics")[0] == 404
    assert ask(tls, "/_stcore/agent/openapi.json")[0] == 404
    assert (ask(tls, "/", tls)[0], ask(tls, "/", "https://autre.exemple.fr")[0]) == (200, 403)
    cookie = ask(tls, "/_stcore/health")[1]["set-cookie"].lower()
    assert "secure" in cookie
    assert "samesite=strict" in cookie

    context = navigateur.new_context(ignore_https_errors=True, locale="fr-FR")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    page.goto(f"{tls}/formations?annee=2023-2024")
    attendre_stable(page, 90)
    page.get_by_text("Participants").filter(visible=True).first.wait_for()
    assert page.locator(".js-plotly-plot").count() > 2
    # Behind a proxy nobody writes without signing in.
    page.goto(f"{tls}/importer")
    attendre_stable(page, 60)
    assert page.get_by_text("ce tableau de bord est en lecture").count() == 1
    assert refused == []
    assert {c["secure"] for c in context.cookies()} == {True}
    context.close()
