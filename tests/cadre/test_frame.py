"""What a newcomer relies on: pinned versions, the commands that the README promises, the launchers' words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)( ; .+)?$")


def _pins(path: Path) -> dict[str, str]:
    """name → version of a requirements file; fails on any line that is neither a pin nor a comment."""
    pins = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or line == "-r requirements.txt":
            continue
        match = PIN.match(line)
        assert match, f"{path.name}: not a pinned version: {line}"
        pins[match[1]] = match[2]
    return pins


def test_every_version_is_pinned_as_declared(racine: Path) -> None:
    declared = tomllib.loads((racine / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = _pins(racine / "requirements.txt")
    tools = _pins(racine / "requirements-dev.txt")
    assert not runtime.keys() & tools.keys()
    for requirement in declared["dependencies"]:
        name, version = re.sub(r"\[.*\]", "", requirement).split("==")
        assert runtime[name.lower()] == version
    assert {r.lower() for r in declared["optional-dependencies"]["dev"]} <= tools.keys()


@pytest.mark.parametrize("document", ["README.md", ".ci/run"])
def test_each_make_command_that_is_promised_exists(racine: Path, document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (racine / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    promised = re.findall(r"(?:^    |`)make ((?:[a-z-]+ ?)+)", (racine / document).read_text(), re.MULTILINE)
    words = {word for line in promised for word in line.split()}
    assert words
    assert words <= targets


def test_the_script_of_the_readme_runs_as_it_stands(racine: Path, base_demo: Path) -> None:
    (script,) = re.findall(
        r"```python\n(.*?)```", (racine / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    named = '"data/tne.duckdb"'
    assert named in script
    command = [sys.executable, "-c", textwrap.dedent(script).replace(named, repr(str(base_demo)))]
    done = subprocess.run(
        command, cwd=racine, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True
    )
    assert "formation.participants 545.0 1128.0 calculé" in done.stdout
    assert re.search(r"Formation +76 ", done.stdout)


@pytest.mark.parametrize("document", ["README.md", "docs/architecture.md"])
def test_each_place_to_change_that_is_named_is_there(racine: Path, document: str) -> None:
    """« `ATTENDUS` in `tne/demandes.py` », a path, or the end of one in tne/: « `store/current.py` »."""
    text = " ".join((racine / document).read_text(encoding="utf-8").split())
    sources = {path: _source(racine, path) for path in re.findall(r"`([\w/]+\.py)`", text)}
    assert sources
    assert not [path for path, source in sources.items() if not source], (
        f"{document} names files that are gone"
    )
    named = re.findall(r"`(\w+)` (?:in|of) `([\w/]+\.py)`", text)
    gone = [(name, path) for name, path in named if not re.search(rf"\b{name}\b", sources[path])]
    assert not gone, f"{document} sends to names that are not in these files"


def _source(racine: Path, path: str) -> str:
    """What the files of that path hold, in the project or in tne/; nothing where there is none."""
    found = [racine / path, *sorted((racine / "tne").rglob(path))]
    return "\n".join(f.read_text(encoding="utf-8") for f in found if f.is_file())


def test_the_windows_launcher_keeps_its_line_ends(racine: Path) -> None:
    content = (racine / "lancer.cmd").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert content.startswith(b"@echo off")
    labels = set(re.findall(rb"^:(\w+)", content, re.MULTILINE))
    assert set(re.findall(rb"goto (\w+)", content)) <= labels


@pytest.mark.parametrize(
    ("python", "words"),
    [("absent", "Python 3.11 ou plus récent est nécessaire"), ("ancien", "ici : Python 3.9.2")],
)
def test_the_linux_launcher_says_what_is_missing(
    racine: Path, tmp_path: Path, python: str, words: str
) -> None:
    shutil.copy(racine / "lancer.sh", tmp_path)
    old = tmp_path / "ancien"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["sh", "lancer.sh"],
        cwd=tmp_path,
        env={**os.environ, "PYTHON": str(tmp_path / python)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_page_draws_by_calls_alone(racine: Path) -> None:
    config = tomllib.loads((racine / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["runner"]["magicEnabled"] is False
