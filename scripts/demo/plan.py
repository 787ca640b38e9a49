"""The training plan of a year: modules, sessions, and how many rows of each state every session gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scripts.demo import calendrier, ecoles
from scripts.demo.annees import Annee
from scripts.demo.hasard import Hasard, allouer

# Theme, label, modality; the first ones exist every year.
MODULES = (
    ("Évaluer", "Évaluer avec le numérique : la mise en œuvre en classe", "Présentiel"),
    ("Créer", "WebRadio et WebTV au collège", "Présentiel"),
    ("Enseigner", "Différencier avec les ressources numériques", "Présentiel"),
    ("Protéger", "Citoyenneté numérique et données personnelles", "Hybride"),
    ("Enseigner", "Classe virtuelle et continuité pédagogique", "Distanciel"),
    ("Créer", "Fabriquer une capsule vidéo", "Présentiel"),
    ("Protéger", "Éducation aux médias et à l’information", "Hybride"),
    ("Évaluer", "Préparer la certification Pix des élèves", "Distanciel"),
    ("Collaborer", "Travailler à plusieurs dans l’ENT", "Présentiel"),
    ("Découvrir", "Prendre en main le lab pédagogique", "Présentiel"),
    ("Découvrir", "L’intelligence artificielle en classe", "Hybride"),
    ("Collaborer", "Scénariser un parcours à distance", "Distanciel"),
)
CANOPE = "Atelier Canopé 86"


@dataclass(frozen=True)
class Session:
    """One session and the rows it must receive. `delai`: days between registration and session, on average."""

    dispositif: str
    module: int  # position in MODULES
    module_code: str
    groupe: str
    code: str
    debut: datetime
    fin: datetime
    operateur: str
    lieu: str
    uai: str
    hors_face_a_face: bool
    delai: int
    presents: int = 0
    absents: int = 0
    non_traites: int = 0
    desistes: int = 0
    attente: int = 0

    @property
    def cle(self) -> tuple[str, str, str, str]:
        """The codes that identify it in every export."""
        return (self.dispositif, self.module_code, self.groupe, self.code)

    @property
    def actives(self) -> int:
        """Active registrations."""
        return self.presents + self.absents + self.non_traites

    @property
    def places(self) -> int:
        """Seats offered: none left where there is a waiting list."""
        return self.actives if self.attente else -(-(self.actives + 1) // 6) * 6


def _days(a: Annee, h: Hasard) -> list[tuple[date, bool]]:
    """One distinct day per session, in order, and whether it is outside teaching hours."""
    days = calendrier.jours_de_classe(date(a.debut, 10, 2), date(a.debut + 1, 6, 21))
    wednesdays = [d for d in days if d.weekday() == 2]
    others = [d for d in days if d.weekday() in (1, 3)]
    total = sum(a.sessions_par_module)
    inside = total - a.hors_face_a_face
    picked = h.tirage(wednesdays, min(len(wednesdays), a.hors_face_a_face * 2 // 3))
    rest = h.tirage(others, total - len(picked))
    return sorted([(d, True) for d in picked] + [(d, i >= inside) for i, d in enumerate(rest)])


def _delay(a: Annee, d: date, h: Hasard) -> int:
    """Most registrations are made in September; a second wave in January serves part of the later sessions."""
    since = (d - date(a.debut, 9, 20)).days
    second = (d - date(a.debut + 1, 1, 16)).days
    return second if second > 25 and h.entier(1, 100) <= 40 else since


def _sessions(a: Annee, h: Hasard) -> list[Session]:
    days = _days(a, h)
    modules = h.melange([m for m, n in enumerate(a.sessions_par_module) for _ in range(n)])
    on_site = [i for i, m in enumerate(modules) if MODULES[m][2] != "Distanciel"]
    srane = set(h.tirage(on_site, a.srane))
    pilots = [e for e in ecoles.colleges() if e.pilote]
    count = [0] * len(MODULES)
    out = []
    for i, ((d, outside), m) in enumerate(zip(days, modules, strict=True)):
        count[m] += 1
        hour = 9 if not outside else 14 if d.weekday() == 2 else 17
        start = datetime(d.year, d.month, d.day, hour)
        host = pilots[i % len(pilots)]
        out.append(
            Session(
                dispositif=f"{a.debut % 100}A01308{61 + m % 3}",
                module=m,
                module_code=f"{a.debut % 100}{8600 + m + 1}",
                groupe=f"{861 + m}{(count[m] + 1) // 2:02d}",
                code=f"{count[m]:02d}",
                debut=start,
                fin=start + timedelta(hours=3),
                operateur="SRANE" if i in srane else "Canopé",
                lieu=f"{host.nom}, {host.commune.nom}" if i in srane else CANOPE,
                uai=host.uai if i in srane else "",
                hors_face_a_face=outside,
                delai=_delay(a, d, h),
            )
        )
    return out


def correlation(xs: list[float], ys: list[float]) -> float:
    """Pearson's correlation."""
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    cov = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    vx, vy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    return cov / (vx * vy) ** 0.5


def _absences(a: Annee, delays: list[int], sizes: list[int], h: Hasard) -> list[int] | None:
    """Absents per session: the exact total, a mean rate and a correlation within the year's bounds, or None."""
    low, high = min(delays), max(delays)
    target = a.absents / sum(sizes)
    rates = [
        min(0.75, max(0.05, target + a.pente * ((d - low) / (high - low) - 0.5) + 0.25 * (h.part() - 0.5)))
        for d in delays
    ]
    weights = [r * n for r, n in zip(rates, sizes, strict=True)]
    absents = allouer(a.absents, weights, [1] * len(sizes), [n - 4 for n in sizes])

    def mean() -> float:
        return 100 * sum(x / n for x, n in zip(absents, sizes, strict=True)) / len(sizes)

    middle = sum(a.taux_moyen) / 2
    for _ in range(3000):
        if a.taux_moyen[0] <= mean() <= a.taux_moyen[1]:
            break
        i, j = h.entier(0, len(sizes) - 1), h.entier(0, len(sizes) - 1)
        before = abs(mean() - middle)
        if i == j or absents[i] < 2 or absents[j] > sizes[j] - 5:
            continue
        absents[i], absents[j] = absents[i] - 1, absents[j] + 1
        if abs(mean() - middle) >= before:
            absents[i], absents[j] = absents[i] + 1, absents[j] - 1
    found = [x / n for x, n in zip(absents, sizes, strict=True)]
    fits = a.correlation[0] <= correlation([float(d) for d in delays], found) <= a.correlation[1]
    return absents if fits and a.taux_moyen[0] <= mean() <= a.taux_moyen[1] else None


def sessions(a: Annee) -> list[Session]:
    """The sessions of the year in order of date, with the rows each must receive."""
    h = Hasard(f"plan {a.nom}")
    base = _sessions(a, h)
    late = len(base) - len(a.sessions_non_traitees)  # the last sessions are those never processed
    done, never = base[:late], base[late:]
    weights = [h.entier(20, 36) for _ in done]
    sizes = allouer(a.presents + a.absents, weights, [12] * late, [40] * late)
    scattered = allouer(a.non_traites_epars, [h.entier(0, 9) + 0.1 for _ in done], [0] * late, [5] * late)
    absents = next(
        found
        for attempt in range(500)
        if (found := _absences(a, [s.delai for s in done], sizes, Hasard(f"absences {a.nom} {attempt}")))
    )
    full = set(h.tirage(range(late), 8 if a.attente > 20 else 4))
    waiting = allouer(
        a.attente,
        [1] * len(base),
        [0] * len(base),
        [(5 if i in full else 0) for i in range(len(base))],
    )
    withdrawn = allouer(a.desistes, [h.entier(1, 9) for _ in base], [0] * len(base), [3] * len(base))
    filled = [
        replace(s, presents=n - x, absents=x, non_traites=u)
        for s, n, x, u in zip(done, sizes, absents, scattered, strict=True)
    ]
    filled += [replace(s, non_traites=n) for s, n in zip(never, a.sessions_non_traitees, strict=True)]
    return [replace(s, attente=w, desistes=d) for s, w, d in zip(filled, waiting, withdrawn, strict=True)]
