"""The service of `deploy/`: its command and its settings start a dashboard that only reads, as docs/securite.md tells."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.navigateur.banc import port_libre
from tne import access

RACINE = Path(__file__).parents[2]
UNIT = (RACINE / "deploy" / "tne@.service").read_text(encoding="utf-8")
SETTINGS = RACINE / "deploy" / "tne.env"
PYTHON = "/opt/tne/.venv/bin/python"


def _service() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(UNIT)
    return parser["Service"]


def _environment() -> dict[str, str]:
    """What a shell makes of the settings: the way by which docs/securite.md gives them to a command."""
    command = ["sh", "-c", f"set -a; . {shlex.quote(str(SETTINGS))}; env"]
    done = subprocess.run(
        command, env={"PATH": os.environ["PATH"]}, check=True, capture_output=True, text=True
    )
    return dict(re.findall(r"^((?:TNE|STREAMLIT|PG)\w*)=(.*)$", done.stdout, re.MULTILINE))


def test_its_command_and_settings_start_a_dashboard_that_answers(tmp_path: Path) -> None:
    service, settings = _service(), _environment()
    assert settings["TNE_ACCES"] == "serveur"
    assert service["WorkingDirectory"] == "/opt/tne"
    port = port_libre()
    words = shlex.split(service["ExecStart"].replace("%i", str(port)))
    assert words[0] == PYTHON
    environment = {**os.environ, **settings, "TNE_BASE": str(tmp_path / "tne.duckdb"), "HOME": "/nonexistent"}
    with (tmp_path / "journal").open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, *words[1:]], cwd=RACINE, env=environment, stdout=out, stderr=out
        )
    try:
        for _ in range(300):
            assert running.poll() is None, (tmp_path / "journal").read_text()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                    assert answer.status == 200
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        else:
            raise AssertionError("the service does not answer")
    finally:
        running.terminate()
        running.wait(10)


def test_nobody_writes_there_without_a_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in _environment().items():
        monkeypatch.setenv(name, value)
    here = access.Visite("127.0.0.1", {"Host": "localhost:8501"}, headless=False, oidc=False, email=None)
    refused = access.droit_visite(here)
    assert not refused.ecrire
    assert "docs/securite.md" in refused.raison


def test_the_settings_that_wait_to_be_chosen_can_be_read_by_systemd_and_by_a_shell() -> None:
    asked = re.sub(r"^#(?=[A-Z])", "", SETTINGS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in asked.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 4
    for line in lines:
        assert re.fullmatch(r'[A-Z_]+=("[^"$\\`]+"|[^"\s$\\`;|&]+)', line), line


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if (verify := shutil.which("systemd-analyze")) is None:
        pytest.skip("no systemd-analyze here")
    unit = tmp_path / "tne@.service"
    unit.write_text(UNIT.replace(PYTHON, sys.executable), encoding="utf-8")
    done = subprocess.run([verify, "verify", str(unit)], check=False, capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "tne@" in line]
    assert not ours
