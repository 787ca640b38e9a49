"""Run a command with a PostgreSQL of its own: `python scripts/avec_postgres.py pytest tests/…`.

The cluster is made in a temporary folder and removed at the end, also when the command is told to stop; TNE_ESSAI_BASE names
it to the command. PostgreSQL refuses to run as root: then it runs as the user `postgres`, which Debian's package made.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """The folder of initdb and pg_ctl: the newest of Debian's, else that of the path. SystemExit when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise SystemExit("PostgreSQL is needed: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def as_postgres() -> list[str]:
    """What stands before a command of PostgreSQL: another user for root."""
    return ["runuser", "-u", "postgres", "--"] if os.name == "posix" and os.geteuid() == 0 else []


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Grappe:
    """A PostgreSQL cluster that lives as long as a test needs it. `durable`: it really writes to the disk."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self.port = free_port()
        self._bin = binaries()
        self._safety = [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off"]
        if as_postgres():
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        self._run("initdb", "-D", data, "-U", "tne", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*as_postgres(), str(self._bin / program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
        )
        if done.returncode:
            raise SystemExit(f"{program}: {done.stderr.decode(errors='replace')}")

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        words = " ".join(["-p", str(self.port), "-c", "max_connections=300", *options, *self._safety])
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", words, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop: `fast` ends every connection, `immediate` is a crash."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    @property
    def nom(self) -> str:
        """The beginning of a TNE_BASE on this cluster."""
        return f"ducklake:postgres:host=127.0.0.1 port={self.port} user=tne dbname=postgres"


@contextmanager
def grappe(*, durable: bool = False) -> Iterator[Grappe]:
    """A started cluster, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tne-postgres-"))
    try:
        made = Grappe(folder, durable=durable)
        made.start()
        try:
            yield made
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    """Run the command beside a cluster; its exit code."""
    if not command:
        raise SystemExit(__doc__)
    # As an interrupt from the keyboard does: what is under way ends, then the cluster goes.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with grappe() as one:
        environment = {**os.environ, "TNE_ESSAI_BASE": one.nom}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
