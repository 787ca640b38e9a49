"""The command line (stable: scripts use it). Exit code 0 done, 1 refused, 2 usage."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TextIO

try:
    from tne import settings
    from tne.cli import figures, importing, keeping, reading, sharing
    from tne.cli.commands import Commands
    from tne.erreurs import ErreurTNE, UsageIncorrect
    from tne.inattendu import taire
    from tne.store.backend import backend
    from tne.store.faults import told
except ModuleNotFoundError as missing:
    if (missing.name or "tne").partition(".")[0] == "tne":
        raise
    # Documents and messages write « python », which a shell takes for another Python than that of the environment.
    ours = r".venv\Scripts\python" if os.name == "nt" else ".venv/bin/python"
    raise SystemExit(
        f"Ce Python n'a pas « {missing.name} » : lancez la commande avec celui de l'installation ({ours} -m tne …, dans le dossier du "
        "projet)."
    ) from None


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Expected refusals become one sentence on standard error."""
    # Records by the thousand hold no cycles: looking for some each time 700 things are made takes one second in twenty.
    gc.set_threshold(50_000)
    # A thread that reads or types cells has to wait that long for one that counts persons, each time DuckDB or Arrow
    # gives back its turn: 5 ms by default, some hundred times in an import of a million rows.
    sys.setswitchinterval(0.0005)
    # No command computes with matrices, and NumPy makes as many threads for it as there are cores: a tenth of a second.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # With the allocator of its own that Arrow prefers, an import of a million rows spends 1.1 s in the system, not 0.7,
    # and holds 20 MB more.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # One that the caller has closed (`>&-`, a task without a console) is None, and what is said on the other would go to both.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    # A Windows console may not speak UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    commands = Commands()
    for group in (importing, reading, figures, keeping, sharing):
        group.register(commands)
    args = commands.parser.parse_args(argv)
    if args.base:
        os.environ["TNE_BASE"] = args.base
    try:
        # A refusal still holds the base that its command had opened: closed here, never left to the collector.
        with told(backend(settings.base_name()).nom), ExitStack() as args.ouvertes:
            code = int(args.run(args))
            sys.stdout.flush()
            return code
    except BrokenPipeError:
        # Whoever read the output has seen enough (`… | head`); what is left of it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UsageIncorrect as error:
        print(str(error), file=sys.stderr)
        return 2
    except ErreurTNE as error:
        print(str(error), file=sys.stderr)
        return 1


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


if __name__ == "__main__":
    taire("Faute du programme : transmettez ce qui suit à la personne qui l'installe.")
    status = main()
    # At its end Python looks for cycles among all that was loaded, an eighth of a short command: the system takes it back anyway.
    gc.freeze()
    raise SystemExit(status)
