"""Many people on one server: readers who look and filter, coordinators who import, and what each of them was given.

Every session is a real one, over its own websocket. Each figure that a reader gets must be one of those that the same view
shows while the base stands still, in one of its states: before or after each import, never something of both.
"""

from __future__ import annotations

import hashlib
import random
import re
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from websockets.exceptions import ConnectionClosed

from tests.demonstration import base_demo, inscriptions, passer_pour_reelle
from tests.fil import Passage, Seance
from tests.navigateur.banc import Serveur, demarrer
from tne.filters import ADRESSE

# A page and what is chosen in the filters: name in the address → values.
Choix = dict[str, list[str]]
PAGES = ("", "formations", "accompagnements", "parentalite", "equipements", "numerixplore", "donnees")
FILTRES: tuple[Choix, ...] = (
    {},
    {"secteur": ["Public"]},
    {"type": ["Collège"]},
    {"annee": ["2022-2023", "2023-2024", "2024-2025"]},
)


@dataclass(frozen=True)
class Vue:
    """A page under a filter; 2023-2024 unless the filter names years."""

    page: str
    question: str

    @staticmethod
    def de(page: str, choix: Choix) -> Vue:
        """The page under these choices."""
        chosen = {"annee": ["2023-2024"], **choix}
        return Vue(page, urlencode([(k, v) for k, values in chosen.items() for v in values]))

    @property
    def choix(self) -> Choix:
        """What is chosen in each filter of the sidebar, nothing in those that the address does not name."""
        return {key: parse_qs(self.question).get(key, []) for key in ADRESSE}


def vues(pages: Sequence[str] = PAGES, filtres: Sequence[Choix] = FILTRES) -> list[Vue]:
    """Every page under every filter."""
    return [Vue.de(page, choix) for page in pages for choix in filtres]


Ecrire = Callable[[int], bytes]


def fichiers(lignes: int) -> tuple[tuple[str, Ecrire], tuple[str, Ecrire]]:
    """What two coordinators import: interventions, and registrations to sessions that the base knows. Each time they are
    others (references, persons) that make the same figures.
    """

    def interventions(fois: int) -> bytes:
        rows = (
            f"C{fois}-{i};{1 + i % 28:02}/{1 + i % 6:02}/2024;Formation;0860002K;{1 + i % 5}\n"
            for i in range(lignes)
        )
        return ("Référence;Date;Nature;UAI;Heures\n" + "".join(rows)).encode()

    def registrations(fois: int) -> bytes:
        return "\n".join(inscriptions(lignes, titre=True, fois=fois)).encode("cp1252")

    return ("interventions.csv", interventions), ("inscriptions.csv", registrations)


@contextmanager
def serveur_charge(folder: Path, base: Path | None = None, **env: str) -> Iterator[Serveur]:
    """A server on a base whose demonstration passes for real records, so that files are imported beside them."""
    if base is None:
        base = base_demo(folder / "base" / "tne.duckdb")
    passer_pour_reelle(base)
    # Sessions that ended are let go after seconds, not minutes.
    running = demarrer(base, folder, {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "3", **env})
    try:
        yield running
    finally:
        running.arreter()


# The name of a session, which its page knows it by (tne/ui/reconnexion.py), is no figure.
_SEANCE = re.compile(rb"seance\W+[0-9a-f]{32}")


def chiffres(passage: Passage) -> set[str]:
    """Each thing on the page that may hold a figure, as a digest."""
    found = set()
    for kind, name in (
        ("heading", "body"),
        ("markdown", "body"),
        ("html", "body"),
        ("text", "body"),
        ("bidi_component", "bytes"),
    ):
        for element in passage.elements(kind):
            content = getattr(element, name, "") or str(element)
            told = _SEANCE.sub(b"", content if isinstance(content, bytes) else content.encode())
            found.add(f"{kind} {hashlib.sha1(told).hexdigest()}")
    return found


@dataclass
class Bilan:
    """What a run gave. Times in seconds, memory in megabytes."""

    minutes: float = 0.0
    lecteurs: int = 0
    temps: list[float] = field(default_factory=list)
    ouvertures: list[float] = field(default_factory=list)
    imports: list[float] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)
    dechires: list[str] = field(default_factory=list)
    memoire: list[float] = field(default_factory=list)
    vus: int = 0
    changements: int = 0

    def centile(self, n: int) -> float:
        """The time under which `n` in a hundred interactions ended."""
        return statistics.quantiles(self.temps, n=100)[n - 1] if len(self.temps) > 1 else 0.0


def memoire(serveur: Serveur) -> float:
    """What the server holds in memory, in megabytes."""
    status = Path(f"/proc/{serveur.processus.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def mesure(serveur: Serveur, name: str) -> float:
    """One of the server's own measures: the sum of the lines that begin so."""
    with urllib.request.urlopen(f"{serveur.url}/_stcore/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))


class Coordinateur:
    """One who imports a file and takes it back, again and again."""

    def __init__(self, url: str, nom: str, ecrire: Ecrire) -> None:
        self.url, self.nom, self.ecrire = url, nom, ecrire
        self.fois = 0
        self._session: Seance | None = None
        self._annuler = ""

    @property
    def dedans(self) -> bool:
        """True while the file is in the base."""
        return self._session is not None

    def changer(self) -> float:
        """Import the file, or undo its import where it is in; seconds from the drop or the click to the page drawn anew."""
        if self._session is not None:
            begun = time.monotonic()
            page = self._session.choisir({self._annuler: None}, delai=120)
            took = time.monotonic() - begun
            self._session.fermer()
            self._session = None
            assert page.fautes == [], page.fautes
            return took
        self.fois += 1
        session = Seance(self.url)
        (depot,) = [f.id for f in session.ouvrir("importer", delai=120).elements("file_uploader")]
        begun = time.monotonic()
        page = session.deposer(depot, self.nom, self.ecrire(self.fois), delai=120)
        page = session.choisir({self._named(page, "Importer"): None}, delai=120)
        took = time.monotonic() - begun
        self._annuler = self._named(page, "Annuler l")
        self._session = session
        return took

    def _named(self, page: Passage, words: str) -> str:
        found = page.bouton(words)
        assert found is not None, (
            f"{self.nom}: « {words} » is not on {[b.label for b in page.elements('button')]}"
        )
        return found


def etats(url: str, seen: Sequence[Vue], two: Sequence[Coordinateur]) -> dict[Vue, set[str]]:
    """What each view may show: all that it shows in each of the four states, nobody else being there."""
    known: dict[Vue, set[str]] = {vue: set() for vue in seen}
    for wanted in product((False, True), repeat=2):
        for one, inside in zip(two, wanted, strict=True):
            if one.dedans != inside:
                one.changer()
        for vue in seen:
            with Seance(url) as visitor:
                page = visitor.ouvrir(vue.page, vue.question, delai=120)
            assert page.fautes == [], vue
            known[vue] |= chiffres(page)
    for one in two:
        if one.dedans:
            one.changer()
    return known


def mener(
    serveur: Serveur,
    secondes: float,
    lecteurs: int,
    *,
    attente: float,
    pause: float,
    two: Sequence[Coordinateur],
    known: dict[Vue, set[str]],
) -> Bilan:
    """Let readers look for so long, each once every `attente` seconds, while two import with `pause` seconds between."""
    told = Bilan(minutes=secondes / 60, lecteurs=lecteurs)
    end = time.monotonic() + secondes
    watching = [
        threading.Thread(target=_regarder, args=(serveur.url, i, attente, end, known, told))
        for i in range(lecteurs)
    ]
    importing = [threading.Thread(target=_importer, args=(one, pause, end, told)) for one in two]
    for thread in (*watching, *importing):
        thread.start()
    while time.monotonic() < end:
        told.memoire.append(memoire(serveur))
        time.sleep(min(2.0, secondes / 5))
    for thread in (*watching, *importing):
        thread.join(180)
    return told


class Lecteur:
    """One who looks: a page by its address first, then other pages and filters, as clicks ask for them."""

    def __init__(self, session: Seance) -> None:
        self.session = session
        self._filtres: dict[str, str] = {}

    def aller(self, vue: Vue) -> Passage:
        """Go to a view, and read it whole."""
        if self._filtres:
            chosen = {self._filtres[key]: values for key, values in vue.choix.items()}
            return self.session.choisir(chosen, vue.question, vue.page, delai=120)
        page = self.session.ouvrir_filtree(vue.page, vue.question, delai=120)
        self._filtres = page.filtres
        return page


def _regarder(
    url: str, number: int, attente: float, end: float, known: dict[Vue, set[str]], told: Bilan
) -> None:
    chance = random.Random(number)
    time.sleep(chance.uniform(0, attente))
    times = told.ouvertures
    try:
        with Seance(url) as session:
            reader = Lecteur(session)
            while time.monotonic() < end:
                vue = chance.choice(list(known))
                begun = time.monotonic()
                page = reader.aller(vue)
                took = time.monotonic() - begun
                times.append(took)
                times = told.temps
                told.fautes += [f"{vue}: {fault}" for fault in page.fautes]
                parts = chiffres(page)
                told.vus += len(parts)
                told.dechires += [f"{vue}: {part}" for part in parts - known[vue]]
                time.sleep(max(0.0, attente * chance.uniform(0.7, 1.3) - took))
    except (OSError, ConnectionClosed, AssertionError) as error:
        told.fautes.append(f"reader {number}: {error!r}")


def _importer(one: Coordinateur, pause: float, end: float, told: Bilan) -> None:
    try:
        while time.monotonic() < end:
            told.imports.append(one.changer())
            told.changements += 1
            time.sleep(max(0.0, min(pause, end - time.monotonic())))
        if one.dedans:
            one.changer()
    except (OSError, ConnectionClosed, AssertionError, ValueError) as error:
        told.fautes.append(f"{one.nom}: {error!r}")


def attendre(condition: Callable[[], bool], secondes: float) -> bool:
    """True as soon as the condition holds, within so many seconds."""
    end = time.monotonic() + secondes
    while time.monotonic() < end:
        with suppress(OSError):
            if condition():
                return True
        time.sleep(0.2)
    return False
