"""Registrations: a bipartite allocation of persons to sessions that meets every total exactly.

Nobody has two active registrations in one module, so that presences are modules followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from scripts.demo.annees import Annee
from scripts.demo.enseignants import Enseignant, Public
from scripts.demo.hasard import Hasard, allouer
from scripts.demo.plan import Session


@dataclass(frozen=True)
class Inscription:
    """One row of the export: a person in a session."""

    session: Session
    personne: Enseignant
    etat: str
    presence: str  # empty: not processed
    date: datetime


def _draw(
    persons: list[tuple[Enseignant, int]],
    capacity: list[int],
    forbidden: dict[int, set[int]],
    h: Hasard,
) -> list[list[Enseignant]]:
    """Persons per module: each gets its number of distinct modules, each module its number of persons.

    The most constrained choose first, so that the last ones, who need a single module, can take any that is left.
    """
    out: list[list[Enseignant]] = [[] for _ in capacity]
    left = list(capacity)
    order = sorted(persons, key=lambda p: (-(p[1] > 1), -len(forbidden.get(p[0].numero, ())), -p[1]))
    for person, n in order:
        taken = forbidden.setdefault(person.numero, set())
        for _ in range(n):
            m = h.selon([0 if m in taken else c for m, c in enumerate(left)])
            taken.add(m)
            left[m] -= 1
            out[m].append(person)
    assert not any(left), left
    return out


def _absence_counts(a: Annee, public: Public, h: Hasard) -> list[tuple[Enseignant, int]]:
    """How many absences or unprocessed registrations each person has: at least one for the never present."""
    total = a.absents + a.non_traites
    never = public.jamais_presents
    extra = (total - len(never)) // 6
    first = allouer(len(never) + extra, [h.entier(1, 4) for _ in never], [1] * len(never), [4] * len(never))
    rest = allouer(
        total - sum(first),
        [float(h.choix((0, 1, 1, 2, 3))) + 0.001 for _ in public.participants],
        [0] * len(public.participants),
        [4] * len(public.participants),
    )
    out = [(p, n) for (p, _), n in zip(public.participants, rest, strict=True)]
    return out + list(zip(never, first, strict=True))


def _registered(s: Session, h: Hasard) -> datetime:
    """A moment around the session's mean delay, never later than two days before it."""
    days = max(2, s.delai + h.entier(-7, 7))
    d = s.debut - timedelta(days=days)
    return d.replace(hour=h.entier(7, 21), minute=h.entier(0, 59))


def _absent(h: Hasard) -> str:
    return "Absence excusée" if h.entier(1, 10) <= 4 else "Absent"


def _fill(
    group: list[Session], present: list[Enseignant], missing: list[Enseignant], h: Hasard
) -> list[Inscription]:
    """The active rows of the sessions of one module."""
    rows = []
    present, missing = h.melange(present), h.melange(missing)
    for s in group:
        here, present = present[: s.presents], present[s.presents :]
        away, missing = missing[: s.absents + s.non_traites], missing[s.absents + s.non_traites :]
        marks = [*["Présent"] * s.presents, *[_absent(h) for _ in range(s.absents)], *[""] * s.non_traites]
        for person, mark in zip([*here, *away], marks, strict=True):
            state = h.choix(("Inscrit", "Convoqué", "Convoqué", "Retenu"))
            rows.append(Inscription(s, person, state, mark, _registered(s, h)))
    assert not present
    assert not missing
    return rows


def _inactive(
    sessions: list[Session], persons: list[Enseignant], taken: dict[int, set[int]], h: Hasard
) -> list[Inscription]:
    """Withdrawn and waiting rows, of persons who have no other row in the module."""
    rows = []
    for s in sessions:
        for state, n in (("Désisté", s.desistes), ("Liste d’attente", s.attente)):
            free = [p for p in persons if s.module not in taken[p.numero]]
            for person in h.tirage(free, n):
                taken[person.numero].add(s.module)
                rows.append(Inscription(s, person, state, "", _registered(s, h)))
    return rows


def inscriptions(a: Annee, sessions: list[Session], public: Public) -> list[Inscription]:
    """Every row of the year, session by session, persons in the order of their registration."""
    h = Hasard(f"inscriptions {a.nom}")
    modules = range(len(a.sessions_par_module))
    groups = [[s for s in sessions if s.module == m] for m in modules]
    taken: dict[int, set[int]] = {}
    presents = _draw(public.participants, [sum(s.presents for s in g) for g in groups], taken, h)
    counts = [(p, n) for p, n in _absence_counts(a, public, h) if n]
    away = _draw(counts, [sum(s.absents + s.non_traites for s in g) for g in groups], taken, h)
    rows = [r for m in modules for r in _fill(groups[m], presents[m], away[m], h)]
    persons = [p for p, _ in public.participants] + public.jamais_presents
    rows += _inactive(sessions, persons, taken, h)
    return sorted(rows, key=lambda r: (r.session.debut, r.date, r.personne.numero))
