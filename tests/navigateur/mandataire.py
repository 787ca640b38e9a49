"""The nginx examples of `deploy/`, run by Debian's nginx with a certificate made for the test."""

from __future__ import annotations

import getpass
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.navigateur.banc import port_libre

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NOM = "localhost"
DIRECT = "proxy_pass http://127.0.0.1:8501;"


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    files = folder / "certificat.pem", folder / "cle.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NOM}",
         "-addext", f"subjectAltName=DNS:{NOM}", "-out", str(files[0]), "-keyout", str(files[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


@contextmanager
def mandataire(folder: Path, changes: tuple[tuple[str, str], ...], also: str = "") -> Iterator[str]:
    """The https address of the example, where names, ports and paths were replaced, and `changes` made.

    `also` is what stands beside it in /etc/nginx/conf.d.
    """
    assert NGINX is not None
    folder.mkdir()
    cert, key = _certificate(folder)
    plain, secure = port_libre(), port_libre()
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ('"https://tne.exemple.fr"', f'"https://{NOM}:{secure}"'),
        ("tne.exemple.fr", NOM),
        ("/etc/ssl/tne/certificat.pem", str(cert)),
        ("/etc/ssl/tne/cle.pem", str(key)),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        # The test's port is not 443: without it the page's own address and the one asked would differ.
        ("proxy_set_header Host              $host;", "proxy_set_header Host $http_host;"),
        *changes,
    ):
        assert old in text, f"{old} no longer stands in nginx.conf"
        text = text.replace(old, new)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {getpass.getuser()};" if getpass.getuser() == "root" else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary}\n{also}\n{text}\n}}",
        encoding="utf-8",
    )
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command)
    url = f"https://{NOM}:{secure}"
    try:
        for _ in range(100):
            try:
                ask(url, "/_stcore/health")
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError((folder / "error.log").read_text(encoding="utf-8"))
        yield url
    finally:
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
