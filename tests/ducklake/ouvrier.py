"""One instance of the program for the tests of several: `python ouvrier.py importer|lire BASE PREMIER NOMBRE`.

`importer` imports NOMBRE files of five interventions, the first numbered PREMIER, and prints each number it got. `lire` reads
until its standard input ends, and fails at the first picture that does not hold together.
"""

from __future__ import annotations

import sys
import threading

from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import Options, importer

LIGNES = 5
COORDINATION = Droit(True, "ouvrier")
# Every row of the log belongs to an import of the journal, and every import has its five rows.
IMAGE = """
SELECT (SELECT count(*) FROM import), (SELECT count(*) FROM log_intervention), (SELECT count(*) FROM intervention),
       (SELECT count(DISTINCT id) FROM import), (SELECT n FROM verrou)
"""


def fichier(numero: int) -> bytes:
    """The text of a file that nobody else imports."""
    lines = [f"{numero}-{i};{1 + i:02d}/10/2023;Formation;0860002K" for i in range(LIGNES)]
    return ("Référence;Date;Nature;UAI\n" + "\n".join(lines)).encode()


def importe(base: Base, premier: int, nombre: int) -> None:
    """Import file after file; one that the storage refused for a moment is tried again."""
    for numero in range(premier, premier + nombre):
        for _ in range(50):
            (result,) = importer(
                base, COORDINATION, fichier(numero), f"{numero}.csv", Options(jeu="intervention")
            )
            if result.import_id is not None:
                break
        print(numero, result.import_id, result.etat, flush=True)


def lit(base: Base) -> None:
    """Read until told to stop; every picture must hold together."""
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    seen = images = 0
    while not stop.is_set() or not images:
        try:
            row = base.cursor().execute(IMAGE).fetchall()[0]
        except BaseIndisponible:
            continue
        imports, log, current, distinct, version = row
        assert log == current == LIGNES * imports, row
        assert distinct == imports, row
        assert version >= seen, (row, seen)
        seen, images = version, images + 1
    print(images, flush=True)


def main() -> None:
    """What the command line asks for."""
    what, name = sys.argv[1:3]
    base = Base(name)
    if what == "importer":
        importe(base, int(sys.argv[3]), int(sys.argv[4]))
    else:
        lit(base)
    base.close()


if __name__ == "__main__":
    main()
