"""What the generator promises of its own rows before it writes them. A broken promise stops it."""

from __future__ import annotations

from collections import Counter

from scripts.demo.annees import Annee
from scripts.demo.enseignants import Public
from scripts.demo.inscriptions import Inscription
from scripts.demo.plan import Session, correlation
from scripts.demo.terrain import _NATURES, interventions

_ABSENT = ("Absent", "Absence excusée")
_INACTIVE = ("Désisté", "Liste d’attente")


def _equal(what: str, found: object, expected: object) -> None:
    assert found == expected, f"{what} : {found} au lieu de {expected}"


def verify_persons(a: Annee, public: Public, rows: list[Inscription]) -> None:
    """Offers, replies, registered, participants, and how they overlap."""
    replied = {t.numero for t in public.repondants}
    offered = {t.numero for t in public.offres}
    presences = Counter(r.personne.numero for r in rows if r.presence == "Présent")
    registered = {r.personne.numero for r in rows}
    active = {r.personne.numero for r in rows if r.etat not in _INACTIVE}
    _equal("offres", len(offered), a.offres)
    _equal("réponses", len(replied), a.reponses)
    _equal("inscrits", len(registered), a.inscrits)
    _equal("inscrits actifs", len(active), a.inscrits)
    assert registered | replied <= offered
    modules = Counter(presences.values())
    _equal("modules suivis", tuple(modules[k + 1] for k in range(len(a.participants))), a.participants)
    _equal("participants ayant répondu", len(replied & set(presences)), a.participants_ayant_repondu)
    present = {(r.personne.numero, r.session.module) for r in rows if r.presence == "Présent"}
    _equal("modules distincts", len(present), a.presents)
    per_school = Counter(
        uai for uai, _ in {(r.personne.uai, r.personne.numero) for r in rows if r.presence == "Présent"}
    )
    _equal(
        "petits collèges",
        tuple(sorted(n for n in per_school.values() if n < 5)),
        tuple(sorted(a.petits_colleges)),
    )
    _equal("collèges", len(per_school), 47 - a.colleges_absents)


def verify_rows(a: Annee, sessions: list[Session], rows: list[Inscription]) -> None:
    """States, presences, rates and their link with the delay."""
    active = [r for r in rows if r.etat not in _INACTIVE]
    _equal("lignes", len(rows), a.actives + a.desistes + a.attente)
    _equal("désistés", sum(r.etat == "Désisté" for r in rows), a.desistes)
    _equal("actives", len(active), a.actives)
    _equal("présents", sum(r.presence == "Présent" for r in active), a.presents)
    _equal("absents", sum(r.presence in _ABSENT for r in active), a.absents)
    _equal("clés", len({(r.session.cle, r.personne.numero) for r in rows}), len(rows))
    _equal("sessions", len({s.cle for s in sessions}), sum(a.sessions_par_module))
    _equal("sessions SRANE", sum(s.operateur == "SRANE" for s in sessions), a.srane)
    rates, delays = [], []
    for s in sessions:
        here = [r for r in active if r.session.cle == s.cle]
        absent = sum(r.presence in _ABSENT for r in here)
        done = sum(r.presence != "" for r in here)
        if done:
            rates.append(absent / done)
            delays.append(sum((r.session.debut - r.date).days for r in here) / len(here))
    _equal("sessions traitées", len(rates), len(sessions) - len(a.sessions_non_traitees))
    mean = 100 * sum(rates) / len(rates)
    assert a.taux_moyen[0] <= mean <= a.taux_moyen[1], mean
    found = correlation(delays, rates)
    assert a.correlation[0] - 0.02 <= found <= a.correlation[1] + 0.02, found


def verify_interventions(a: Annee) -> None:
    """Interventions by nature and level, each counted once whatever its schools."""
    seen: dict[str, tuple[str, bool]] = {}
    for row in interventions(a):
        seen[str(row[0])] = (str(row[2]), str(row[4]).startswith("Collège"))
    counts = Counter(seen.values())
    for nature, expected in zip(_NATURES, a.interventions, strict=True):
        _equal(nature, (counts[nature, False], counts[nature, True]), expected)
