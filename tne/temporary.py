"""Files that live only while a process works on a base: where they are, and the removal of those a killed one left."""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

from tne import backup_files
from tne.backup_files import Place

INCOMING = ".arrive"  # a backup on its way back
REWRITTEN = ".neuf"  # the base, being written anew without its freed pages
_SPILL = ".tmp"

# (process, base): where this process has already removed what others left.
_SEEN: set[tuple[int, str]] = set()


def spill_folder(base_path: str) -> Path:
    """Where this process lets DuckDB write what does not fit into memory. One folder for each process: a second
    opening in the same process must not empty the first one's.
    """
    # Beside the base, not inside a folder of ours: DuckDB makes one level, and fails for want of room without it.
    return Path(f"{base_path}{_SPILL}.{os.getpid()}")


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
