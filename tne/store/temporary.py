"""Files beside a base that can be done without: those that live while a process works on it, and the removal of those a killed
one left; those that are kept from one start to the next only to answer sooner."""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from tne.store import backup_files
from tne.store.backup_files import Place

INCOMING = ".arrive"  # a backup on its way back
REWRITTEN = ".neuf"  # the base, being written anew without its freed pages
_SPILL = ".tmp"
KEPT = ("gardees", "gardees_details")  # the tables of `tne.queries.gardees`, each in a file of that ending

# (process, base): where this process has already removed what others left.
_SEEN: set[tuple[int, str]] = set()


def spill_folder(base_path: str) -> Path:
    """Where this process lets DuckDB write what does not fit into memory. One folder for each process: a second
    opening in the same process must not empty the first one's.
    """
    # Beside the base, not inside a folder of ours: DuckDB makes one level, and fails for want of room without it.
    return Path(f"{base_path}{_SPILL}.{os.getpid()}")


def kept_file(base_path: str, name: str) -> Path:
    """Where the kept tables of that name stand: `tne.duckdb` → `tne.duckdb.gardees`."""
    return Path(f"{base_path}.{name}")


def remove_kept(base_path: str, names: Iterable[str] = KEPT) -> None:
    """Remove kept tables of a base, which are made anew when they are asked for. OSError where that cannot be."""
    for name in names:
        for suffix in ("", ".wal"):
            Path(f"{kept_file(base_path, name)}{suffix}").unlink(missing_ok=True)


def remove_left(place: Place, base_path: str, existed: bool) -> None:
    """Remove what killed processes left. Call it once the base is held: what others wrote is then nobody's.

    `existed`: the base was there before this opening; its preparation is then over too.
    """
    target = Path(base_path)
    first = (os.getpid(), str(target.resolve()))
    own = spill_folder(base_path)
    for folder in target.parent.glob(f"{glob.escape(target.name)}{_SPILL}*"):
        if folder != own or first not in _SEEN:
            _remove(folder)
    if first in _SEEN:
        return
    _SEEN.add(first)
    for ending in (INCOMING, REWRITTEN):
        for suffix in ("", ".wal", f"{_SPILL}*"):
            for path in target.parent.glob(f"{glob.escape(target.name)}{ending}{suffix}"):
                _remove(path)
    if existed:
        _remove(target.parent / f".{target.stem}-preparation")
    for draft in target.parent.glob(f".{target.stem}.cle.*"):
        _remove(draft)
    backup_files.remove_partial(place)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
