"""Two dashboards behind the nginx example on one shared base, in a folder and in an S3 storage; one of them dies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.ducklake import essai
from tests.ducklake.ouvrier import fichier
from tests.ducklake.partage.conftest import Instance, fini
from tests.lu import lu
from tests.navigateur.banc import Serveur, attendre_stable, port_libre
from tests.navigateur.mandataire import DEPLOY, DIRECT, NOM, mandataire

pytestmark = [pytest.mark.long, pytest.mark.navigateur]

LIGNES = 30
HEADER = 'add_header X-Content-Type-Options    "nosniff" always;'
S3 = {"AWS_ACCESS_KEY_ID": "tne", "AWS_SECRET_ACCESS_KEY": "essai-secret"}


def _rclone() -> str | None:
    """An rclone that serves S3, from 1.65 on: the one beside this Python (`make check-long`) or on the path; Debian 13 has 1.60."""
    path = shutil.which(
        "rclone", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    )
    known = path and subprocess.run([path, "serve", "s3", "--help"], check=False, capture_output=True).stdout
    return path if known and b"--auth-key" in known else None


@pytest.fixture(params=["dossier", "s3"])
def lac(
    request: pytest.FixtureRequest, partagee: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The name of a shared base whose Parquet files are in a folder, or in the bucket of a real S3 server."""
    if request.param == "dossier":
        yield partagee
        return
    if (rclone := _rclone()) is None:
        pytest.skip("no rclone that serves S3 here (1.65 or newer): `make check-long` installs one")
    store, port = tmp_path / "s3", port_libre()
    (store / "seau").mkdir(parents=True)
    keys = f"{S3['AWS_ACCESS_KEY_ID']},{S3['AWS_SECRET_ACCESS_KEY']}"
    running = subprocess.Popen(
        [rclone, "serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", keys, "--config", os.devnull, str(store)],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for name, value in {**S3, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
        monkeypatch.setenv(name, value)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
        except urllib.error.HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    yield partagee[: partagee.index("data_path=")] + "data_path=s3://seau/tne"
    running.terminate()
    running.wait(10)


def _annonce(page: Page) -> str:
    return lu(page.locator("[data-testid=stMain]").inner_text())


def test_two_instances_one_of_which_dies(
    lac: str,
    lancer: Callable[..., Serveur],
    instance: Instance,
    navigateur: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(essai, "SERVEUR", "")  # servers are named by the shared base itself
    (tmp_path / "1.csv").write_bytes(fichier(1, LIGNES))
    (tmp_path / "2.csv").write_bytes(fichier(2, LIGNES))
    fini(instance("-m", "tne", "importer", tmp_path / "1.csv", "--base", lac))
    settings = {"TNE_ACCES": "serveur", "STREAMLIT_SERVER_ALLOWED_HOSTS": NOM, "TNE_BASE": lac}
    servers = [lancer(Path(lac), **settings) for _ in range(2)]
    text = (DEPLOY / "nginx-instances.conf").read_text(encoding="utf-8")
    for port, one in zip((8501, 8502), servers, strict=True):
        assert f"127.0.0.1:{port} " in text
        text = text.replace(f"127.0.0.1:{port} ", f"127.0.0.1:{one.port} ")
    cookie = next(line[1:].split(";   ")[0].strip() for line in text.splitlines() if "add_header" in line)
    changes = ((DIRECT, "proxy_pass http://tne_instances;"), (HEADER, f"{HEADER}\n{cookie};"))
    with mandataire(tmp_path / "nginx", changes, text) as url:
        contexts = [navigateur.new_context(ignore_https_errors=True, locale="fr-FR") for _ in range(4)]
        pages = [one.new_page() for one in contexts]
        for page in pages:
            page.goto(f"{url}/accompagnements?annee=2023-2024")
            attendre_stable(page, 120)
        assert all(f"{LIGNES} " in _annonce(page) for page in pages)
        ours = [{c["name"]: c["value"] for c in one.cookies()}["tne_instance"] for one in contexts]
        assert len(set(ours)) == 4, "each browser has a cookie of its own"
        assert list(tmp_path.rglob("*.parquet")), "the rows are in files, of the folder or of the bucket"
        # An import of one is seen by those who look at either.
        fini(instance("-m", "tne", "importer", tmp_path / "2.csv", "--base", lac))
        for page in pages:
            page.reload()
            attendre_stable(page, 120)
        assert all(f"{2 * LIGNES} " in _annonce(page) for page in pages)
        pages[0].screenshot(path=str(tmp_path / "avant.png"))
        servers[0].processus.kill()
        for page in pages:
            page.reload()
            attendre_stable(page, 120)
        assert all(f"{2 * LIGNES} " in _annonce(page) for page in pages)
        pages[0].screenshot(path=str(tmp_path / "apres.png"))
        for one in contexts:
            one.close()
