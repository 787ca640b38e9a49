"""Files that name people go through a real server: what it sends, writes and keeps names none of them afterwards.

Searched: all that a session gets while they are imported, every page as a coordinator and as a reader, the log of the server,
what stands beside the base, a backup, every export and what the commands say. The name of the files is the witness: it is
found where it has its place, so the same search finds nobody where nobody is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acces.pages_ouvertes import ANNEES
from tests.documents.test_fuites_documents import tout
from tests.fil import Seance
from tests.importing.scene import Scene
from tests.importing.test_vie_privee import AUTRE, FICHIERS, REFUSES, every_byte, every_text, found
from tests.navigateur.banc import RACINE, Serveur
from tne.__main__ import main

TEMOIN = "Temoindefichier"
PAGES = sorted("" if p.stem == "bilan" else p.stem for p in (RACINE / "pages").glob("[a-z]*.py"))


def importer(serveur: Serveur) -> list[str]:
    """Drop every file, sound or not, one after the other, import what can be; all that the server sent."""
    heard = []
    for number, (name, content) in enumerate((FICHIERS | REFUSES).items()):
        with Seance(serveur.url) as visitor:
            opened = visitor.ouvrir("importer")
            (depot,) = [f.id for f in opened.elements("file_uploader")]
            seen = [opened, visitor.deposer(depot, f"{TEMOIN}{number}.csv", content)]
            button = seen[-1].bouton("Importer")
            if name in FICHIERS:
                assert button is not None, name
                seen.append(visitor.choisir({button: None}))
                assert "c\u2019est fait" in seen[-1].texte, name
        heard += [page.texte for page in seen]
    return heard


@pytest.fixture
def serveur(base_demo: Path, lancer: Callable[..., Serveur]) -> Serveur:
    """A server at the desk, with the demonstration."""
    return lancer(base_demo)


def test_nobody_is_found_in_what_a_server_sends_writes_and_keeps(
    serveur: Serveur, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    everything = "\n".join(importer(serveur))
    assert TEMOIN in everything, "what is heard can be searched"
    # Whoever drops a file sees what its unknown columns hold, to say what they are: a free answer, never who gave it.
    assert found([everything.replace(AUTRE, "")]) == []

    # Every page, as a coordinator and as a reader sees it.
    seen = dict.fromkeys((False, True), "")
    with Seance(serveur.url) as visitor:
        for lecture in seen:
            for name in PAGES:
                question = "&".join(f"annee={a}" for a in ANNEES) + ("&presentation=true" if lecture else "")
                opened = visitor.ouvrir(name, question)
                assert opened.fautes == [], name
                seen[lecture] += opened.texte
    assert TEMOIN in seen[False]
    assert TEMOIN not in seen[True]
    assert found(seen.values()) == []
    with Seance(serveur.url) as visitor:
        # A backup, asked for on the page.
        save = visitor.ouvrir("journal").bouton("Sauvegarder")
        assert save is not None
        assert visitor.choisir({save: None}).fautes == []
    serveur.arreter()
    log = serveur.journal()
    assert "Uvicorn" in log
    assert found([log]) == []
    assert TEMOIN not in log, "nor the name of a file, which may name someone"

    folder = serveur.base.parent
    (copy,) = (folder / "sauvegardes").glob("*.duckdb")
    for path in (serveur.base, copy):
        scene = Scene(path)
        kept = every_text(scene)
        scene.base.close()
        assert TEMOIN in "".join(kept)
        assert found(kept) == []
    assert found([every_byte(folder)]) == []
    _commands(serveur.base, tmp_path, capfd)


def _commands(base: Path, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What the commands that read say, and the exports they write."""
    capfd.readouterr()
    where = ["--base", str(base)]
    for words in (["imports"], ["verifier"], ["sauvegardes", "--json"]):
        assert main([*words, *where]) == 0
    for jeu in ("inscription", "session", "intervention"):
        file = folder / f"{jeu}.csv"
        words = [
            "exporter",
            "donnees",
            "--format",
            "csv",
            "--annee",
            "2023-2024",
            "--jeu",
            jeu,
            "--confirmer",
        ]
        assert main([*words, "-o", str(file), *where]) == 0
        assert len(file.read_bytes()) > 100
        assert found([tout(file.read_bytes())]) == []
    told = capfd.readouterr()
    assert TEMOIN in told.out
    assert found([told.out, told.err]) == []
