"""Fill `wheels/` with what an installation without network needs, on Windows and on Linux: `python scripts/wheels.py`.

pip judges the conditions of a requirement by the machine it runs on, not by the one it downloads for: they are judged
here, and each pinned version is asked for by itself.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

RACINE = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


@dataclass(frozen=True)
class Systeme:
    """A kind of machine: what markers see of it, and the tags of its wheels, best first."""

    nom: str
    marques: dict[str, str]
    etiquettes: tuple[str, ...]


WINDOWS = Systeme(
    "windows",
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ("win_amd64",),
)
LINUX = Systeme(
    "linux",
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    tuple(
        f"manylinux{n}_x86_64" for n in ("_2_28", "_2_27", "_2_26", "_2_24", "_2_17", "2014", "_2_12", "2010")
    ),
)
SYSTEMES = {s.nom: s for s in (WINDOWS, LINUX)}


def voulues(requirements: str, systeme: Systeme, python: str) -> list[str]:
    """The pinned versions that the file asks for on that system with that Python."""
    environment = {
        **systeme.marques,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return list(_pins(requirements, environment))


def _pins(requirements: str, environment: dict[str, str]) -> Iterator[str]:
    for line in requirements.splitlines():
        text = line.split("#")[0].strip()
        if not text:
            continue
        asked = Requirement(text)
        if asked.marker is None or asked.marker.evaluate(environment):
            yield f"{asked.name}{asked.specifier}"


def commande(pins: Path, systeme: Systeme, python: str, vers: Path) -> list[str]:
    """The call of pip that downloads them."""
    platforms = [word for tag in systeme.etiquettes for word in ("--platform", tag)]
    quiet = ["--quiet", "--disable-pip-version-check"]
    which = ["--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    return [
        sys.executable,
        "-m",
        "pip",
        "download",
        *quiet,
        *which,
        *platforms,
        "-d",
        str(vers),
        "-r",
        str(pins),
    ]


def manquantes(vers: Path, requirements: str, systeme: Systeme, python: str) -> list[str]:
    """The pinned versions of which the folder holds no wheel for that system and Python."""
    version = tuple(map(int, python.split(".")))
    tags = [
        *cpython_tags(version, platforms=systeme.etiquettes),
        *compatible_tags(version, f"cp{python.replace('.', '')}", systeme.etiquettes),
    ]
    usable = set(tags)
    held = set()
    for path in vers.glob("*.whl"):
        name, number, _, offered = parse_wheel_filename(path.name)
        if offered & usable:
            held.add((name, number))
    wanted = [Requirement(pin) for pin in voulues(requirements, systeme, python)]
    return [
        str(asked)
        for asked in wanted
        if not any(name == canonicalize_name(asked.name) and v in asked.specifier for name, v in held)
    ]


def telecharger(vers: Path, systemes: Sequence[Systeme], pythons: Sequence[str]) -> int:
    """Fill the folder; the exit code of the first download that fails, 0 when all are there."""
    requirements = (RACINE / "requirements.txt").read_text(encoding="utf-8")
    vers.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for systeme in systemes:
            for python in pythons:
                pins = Path(folder) / "pins.txt"
                pins.write_text("\n".join(voulues(requirements, systeme, python)) + "\n", encoding="utf-8")
                print(f"{systeme.nom}, Python {python}…", flush=True)
                code = subprocess.run(commande(pins, systeme, python, vers), check=False).returncode
                if code:
                    return code
                if missing := manquantes(vers, requirements, systeme, python):
                    print(f"no wheel for {', '.join(missing)}", file=sys.stderr)
                    return 1
    files = list(vers.glob("*.whl"))
    size = sum(f.stat().st_size for f in files) / 1e6
    print(f"{vers}: {len(files)} files, {size:.0f} MB")
    return 0


def main() -> int:
    """Read the choices and download."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vers", type=Path, default=RACINE / "wheels")
    parser.add_argument("--systeme", action="append", choices=sorted(SYSTEMES), help="default: all")
    parser.add_argument("--python", action="append", help=f"default: {', '.join(PYTHONS)}")
    args = parser.parse_args()
    systemes = [SYSTEMES[name] for name in args.systeme or sorted(SYSTEMES)]
    return telecharger(args.vers, systemes, args.python or PYTHONS)


if __name__ == "__main__":
    sys.exit(main())
