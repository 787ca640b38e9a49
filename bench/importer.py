"""Time of an import of 100,000 registrations, from the bytes to the receipt: read, check with its preview, import.

The demonstration's registrations are repeated with other addresses. A base and a file of their own, removed at the
end. The upload and the drawing of the page are not in it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tne.access import droit_ligne_de_commande  # noqa: E402
from tne.db import Base  # noqa: E402
from tne.effects import measure  # noqa: E402
from tne.importing import Options, importer_document, open_document, reconnaitre  # noqa: E402
from tne.importing.rehearsal import rehearse_import  # noqa: E402

ROWS = 100_000
SOURCE = ROOT / "data" / "demo" / "2023-2024" / "inscriptions-presences.csv"


def content(rows: int) -> bytes:
    """The registrations of the demonstration, repeated with other e-mail addresses up to `rows` lines."""
    lines = SOURCE.read_text(encoding="cp1252").splitlines()
    first = next(i for i, line in enumerate(lines) if line.count(";") > 5)
    head, records = lines[: first + 1], [line for line in lines[first + 1 :] if "@" in line]
    repeated = (records[i % len(records)].replace("@", f"{i // len(records)}@") for i in range(rows))
    return "\n".join([*head, *repeated]).encode()


def main() -> None:
    """Run once and print the seconds of each step."""
    data, droit = content(ROWS), droit_ligne_de_commande()
    with tempfile.TemporaryDirectory() as folder:
        base = Base(str(Path(folder) / "bench.duckdb"))
        steps = [("début", time.perf_counter())]
        document = open_document(data, "inscriptions.csv")
        recognised = reconnaitre(document)
        steps.append(("lecture", time.perf_counter()))
        options = Options(valides_seulement=True)
        rehearse_import(base, droit, document, recognised, options, measure)
        steps.append(("vérification et aperçu", time.perf_counter()))
        (result,) = importer_document(base, droit, document, recognised, options)
        steps.append(("import", time.perf_counter()))
        base.close()
    print(f"{result.comptes.lues} lignes, {len(data) / 1e6:.0f} Mo")
    for (_, before), (name, after) in pairwise(steps):
        print(f"{name} : {after - before:.1f} s")
    print(f"total : {steps[-1][1] - steps[0][1]:.1f} s")


if __name__ == "__main__":
    main()
