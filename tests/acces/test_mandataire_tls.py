"""The nginx example of the documentation, run as it is by Debian's nginx with a certificate made for the test."""

from __future__ import annotations

import getpass
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.navigateur.banc import Serveur, attendre_stable, port_libre

RACINE = Path(__file__).parents[2]
EXEMPLE = RACINE / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NOM = "localhost"
pytestmark = pytest.mark.navigateur


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    files = folder / "certificat.pem", folder / "cle.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NOM}",
         "-addext", f"subjectAltName=DNS:{NOM}", "-out", str(files[0]), "-keyout", str(files[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


@pytest.fixture
def tls(base_demo: Path, lancer: Callable[..., Serveur], tmp_path: Path) -> Iterator[str]:
    """The address of the dashboard behind the example, where only names, ports and paths were replaced."""
    if NGINX is None:
        pytest.skip("no nginx here (Debian: apt-get install nginx)")
    serveur = lancer(base_demo, TNE_ACCES="serveur", STREAMLIT_SERVER_ALLOWED_HOSTS=NOM)
    folder = tmp_path / "nginx"
    folder.mkdir()
    cert, key = certificate(folder)
    plain, secure = port_libre(), port_libre()
    text = EXEMPLE.read_text(encoding="utf-8")
    for old, new in (
        ('"https://tne.exemple.fr"', f'"https://{NOM}:{secure}"'),
        ("tne.exemple.fr", NOM),
        ("/etc/ssl/tne/certificat.pem", str(cert)),
        ("/etc/ssl/tne/cle.pem", str(key)),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("proxy_pass http://127.0.0.1:8501;", f"proxy_pass {serveur.url};"),
        # The test's port is not 443: without it the page's own address and the one asked would differ.
        ("proxy_set_header Host              $host;", "proxy_set_header Host $http_host;"),
    ):
        assert old in text, f"{old} no longer stands in {EXEMPLE}"
        text = text.replace(old, new)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {getpass.getuser()};" if getpass.getuser() == "root" else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary}\n{text}\n}}",
        encoding="utf-8",
    )
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command)
    url = f"https://{NOM}:{secure}"
    for _ in range(100):
        try:
            ask(url, "/_stcore/health")
            break
        except OSError:
            time.sleep(0.1)
    else:
        raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))
    yield url
    running.terminate()
    running.wait(10)


def ask(url: str, path: str, origin: str = "") -> tuple[int, dict[str, str]]:
    """Status and headers (names in lower case) of an answer, whatever the certificate."""
    request = urllib.request.Request(url + path, headers={"Origin": origin} if origin else {})
    try:
        with urllib.request.urlopen(request, timeout=10, context=ssl._create_unverified_context()) as r:
            return r.status, {k.lower(): v for k, v in r.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}


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
    page.get_by_text("Participants", exact=False).first.wait_for()
    assert page.locator(".js-plotly-plot").count() > 2
    # Behind a proxy nobody writes without signing in.
    page.goto(f"{tls}/importer")
    attendre_stable(page, 60)
    assert page.get_by_text("ce tableau de bord est en lecture").count() == 1
    assert refused == []
    assert {c["secure"] for c in context.cookies()} == {True}
    context.close()
