"""Instances of the program for the tests of several, each a process: forked here, where everything is imported already.

`python ouvrier.py ensemble BASE importer:PREMIER:NOMBRE … lire …` starts all at once: an importer imports NOMBRE files of five
interventions, the first numbered PREMIER, and prints each number it got; a reader reads until the importers have ended, and
fails at the first picture that does not hold together. The last line of each process says how it ended.

`python ouvrier.py chutes BASE` reads lines of JSON, `[work, number, stage, delay]`: does that work in a process of its own and
kills it `delay` seconds after it told that stage, at once where it is 0; answers with the stages it told.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import Options, annuler, importer, retablir

LIGNES = 5
COORDINATION = Droit(True, "ouvrier")
# Every import has its five rows in the log, and in the current table while it is in force.
IMAGE = """
SELECT (SELECT count(*) FROM import), (SELECT count(DISTINCT id) FROM import), (SELECT count(*) FROM log_intervention),
       (SELECT count(*) FROM import WHERE en_vigueur), (SELECT count(*) FROM intervention), (SELECT n FROM verrou)
"""
ECHEC = 3
PATIENCE = 120  # seconds; PostgreSQL needs some to come back


def fichier(numero: int, lignes: int = LIGNES) -> bytes:
    """The text of a file that nobody else imports; up to 31 rows. DuckLake keeps ten or fewer in its catalogue."""
    lines = [f"{numero}-{i};{1 + i:02d}/10/2023;Formation;0860002K" for i in range(lignes)]
    return ("Référence;Date;Nature;UAI\n" + "\n".join(lines)).encode()


def say(*words: object) -> None:
    """One line, written at once: several processes share the pipe."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _ouverte(name: str) -> Base:
    while True:
        try:
            return Base(name)
        except BaseIndisponible:
            time.sleep(0.1)


def _importe(name: str, premier: int, nombre: int) -> None:
    """Import file after file; one that the storage refused for a moment is tried again."""
    base = _ouverte(name)
    for numero in range(premier, premier + nombre):
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                (result,) = importer(
                    base, COORDINATION, fichier(numero), f"{numero}.csv", Options(jeu="intervention")
                )
                if result.import_id is not None or result.etat == "déjà importé":
                    break
                problem: object = result.problemes
            except BaseIndisponible as error:
                problem = error
                with suppress(BaseIndisponible):
                    base.version()  # as every page begins: what the fault has spoilt is opened anew
            if time.monotonic() > limit:
                raise TimeoutError(f"{numero}: {problem}")
            time.sleep(0.1)
        say("importé", numero, result.import_id)
    base.close()


def _lit(name: str) -> None:
    """Read until told to stop; every picture must hold together."""
    stop = False

    def told(number: int, frame: object) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, told)
    base = _ouverte(name)
    seen = images = 0
    while not stop or not images:
        try:
            row = base.cursor().execute(IMAGE).fetchall()[0]
        except BaseIndisponible:
            time.sleep(0.1)
            continue
        imports, distinct, log, in_force, current, version = row
        assert imports == distinct, row
        assert (log, current) == (LIGNES * imports, LIGNES * in_force), row
        assert version >= seen, (row, seen)
        seen, images = version, images + 1
        time.sleep(0.05)  # readers look at a page, they do not keep the processor from those who import
    say("images", images)
    base.close()


def _fork(work: Callable[[], None]) -> int:
    if pid := os.fork():
        return pid
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a child must never run on in the code of its parent
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(ECHEC)


def _avorte(status: int) -> bool:
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT


def _fini(pid: int, work: Callable[[], None]) -> bool:
    """True when the process ended well. One that DuckLake aborted is started again, as the service's `Restart=always` does."""
    while _avorte(status := os.waitpid(pid, 0)[1]):
        pid = _fork(work)
    return status == 0


def ensemble(name: str, tasks: list[str]) -> int:
    """All at once; the number of processes that failed."""
    readers = [_fork(lambda: _lit(name)) for task in tasks if task == "lire"]
    imports = [task.split(":")[1:] for task in tasks if task != "lire"]
    works = [partial(_importe, name, int(premier), int(nombre)) for premier, nombre in imports]
    failed = sum(not _fini(pid, work) for pid, work in [(_fork(work), work) for work in works])
    for pid in readers:
        os.kill(pid, signal.SIGTERM)
    # A reader that was aborted has nothing to say any more, and lost nothing.
    ends = [os.waitpid(pid, 0)[1] for pid in readers]
    return failed + sum(end != 0 and not _avorte(end) for end in ends)


def _travail(name: str, work: str, number: int) -> None:
    base = Base(name)
    if work == "importer":
        importer(base, COORDINATION, fichier(number), f"{number}.csv", Options(jeu="intervention"))
    elif work == "entretenir":
        base.backend.compact(base.cursor())
    else:
        {"annuler": annuler, "rétablir": retablir}[work](base, COORDINATION, number)


def _telling(tell: Callable[[str], None]) -> None:
    """Let every writing of this process tell where it is."""
    real = Base.writing

    @contextmanager
    def told(self: Base, con: Any = None) -> Iterator[Any]:
        with real(self, con) as cursor:
            tell("BEGIN")
            yield cursor
            tell("COMMIT")
        tell("écrit")

    Base.writing = told  # type: ignore[method-assign]


def _tombe(name: str, work: str, number: int, stage: str, delay: float) -> list[str]:
    """Do one work and kill it; the stages it told. The last is « fini » when it was quicker."""
    hears, tells = os.pipe()

    def do() -> None:
        def tell(what: str) -> None:
            os.write(tells, what.encode() + b"\n")
            if what == stage and not delay:
                # From outside, on a busy machine, the blow came when the writing had ended.
                os.kill(os.getpid(), signal.SIGKILL)

        _telling(tell)
        tell("début")
        _travail(name, work, number)
        tell("fini")
        time.sleep(600)

    pid = _fork(do)
    os.close(tells)
    told: list[str] = []
    killed = False
    with os.fdopen(hears, encoding="utf-8") as lines:
        for line in lines:
            told.append(line.strip())
            if not killed and (told[-1] in (stage, "fini")):
                killed = True
                time.sleep(delay)
                os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return told


def main() -> int:
    """What the command line asks for."""
    what, name, *rest = sys.argv[1:]
    if what == "ensemble":
        return ECHEC if ensemble(name, rest) else 0
    for line in sys.stdin:
        say(json.dumps(_tombe(name, *json.loads(line))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
