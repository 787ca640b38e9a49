"""Read files one after the other in a process of little memory; one line of JSON each, then the peak.

python -m tests.hostile.mesure FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.hostile.fabrique import BOMBES, ENDURES
from tne.erreurs import FichierIllisible
from tne.importing import open_document

try:
    import resource
except ImportError:  # Windows measures nothing here
    resource = None  # type: ignore[assignment]

# More than any of them may take, less than any bomb would.
ADRESSES = 3 << 30


def peak() -> float:
    """Megabytes that this process held at most: not `ru_maxrss`, which begins with what its parent held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    held = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


MADE = {name: content for name, (content, _) in BOMBES.items()} | ENDURES


def make(folder: Path) -> None:
    """Write every file."""
    for name, content in MADE.items():
        (folder / name).write_bytes(content())


def read(folder: Path) -> None:
    """Read and forget each file."""
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (ADRESSES, ADRESSES))
    for name in MADE:
        started = time.process_time()
        try:
            document = open_document(folder / name, name)
            said = "; ".join(f"{len(t.entete)}x{t.donnees.num_rows}" for t in document.tableaux)
            del document
        except FichierIllisible as refusal:
            said = f"refus : {refusal}"
        (folder / name).unlink()
        found = {"nom": name, "cpu": time.process_time() - started, "pic": peak(), "dit": said}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    {"faire": make, "lire": read}[sys.argv[1]](Path(sys.argv[2]))
