"""The indicators that count persons, as a reader may see them (tne.queries.masking has the rules)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from tne.filters import Filters
from tne.queries import masking
from tne.queries.group_persons import Portee, portees
from tne.queries.perimeter import perimetre
from tne.queries.school_persons import successeurs
from tne.queries.totals import ABSENCES, ELEVES, OFFRES, PARENTS, REPONSES, by_year
from tne.typographie import arrondir

# Below, a mean of sessions would be read as the rate of one of them.
SESSIONS_MINIMUM = 3
# A mean with all its decimals could be solved for the sessions behind it.
DECIMALES_MOYENNE = 1

_PARTS = {"offres": OFFRES, "reponses": REPONSES, "inscriptions": ABSENCES, "familles": PARENTS}


@dataclass(frozen=True)
class Montre:
    """What a reader sees of one indicator: a value with its parts, or `masque`; `raison` in words."""

    valeur: float | None
    numerateur: float | None = None
    denominateur: float | None = None
    masque: bool = False
    raison: str = ""


def _hidden(raison: str) -> Montre:
    return Montre(None, masque=True, raison=raison)


@dataclass(frozen=True)
class _Annee:
    """One school year as seen under the filter: scopes of each family, counts of each school measure, exact totals."""

    portees: Mapping[str, Portee]
    comptes: Mapping[str, masking.Compte]
    totaux: Callable[[str, tuple[str, ...] | None], dict[str, Any]]  # (SQL, establishments) → columns
    ecoles: tuple[str, ...] | None  # the schools of the filter that are not masked for pupils
    choisies: tuple[str, ...] | None  # all the schools of the filter

    def total(self, famille: str, column: str) -> int | None:
        """A count of the family over what may be seen; None when masked."""
        scope = self.portees[famille]
        if scope.masque:
            return None
        return int(self.totaux(_PARTS[famille], scope.uais).get(column) or 0)


def visible(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    annees: tuple[str, ...],
    codes: Collection[str] | None = None,
) -> dict[str, dict[str, Montre]]:
    """School year → code → what a reader sees, for those of `codes` (all without any) that count persons and are
    computed from lists.
    """
    rules = {code: rule for code, rule in _RULES.items() if codes is None or code in codes}
    if not rules:
        return {annee: {} for annee in annees}
    cache: dict[tuple[str, tuple[str, ...] | None], dict[str, dict[str, Any]]] = {}

    def totals(sql: str, uais: tuple[str, ...] | None) -> dict[str, dict[str, Any]]:
        if (sql, uais) not in cache:
            cache[sql, uais] = by_year(con, sql, uais, annees)
        return cache[sql, uais]

    years = Filters(**{**filters.__dict__, "annees": annees})
    scopes = {f: portees(con, f, years, annees) for f in ("offres", "reponses", "inscriptions", "familles")}
    counts = {m: masking.subtotals(con, m, years, "lecture") for m in ("participants", "eleves")}
    pupils = _schools_shown(con, years)
    chosen = perimetre(con, years).uais
    seen: dict[str, dict[str, Montre]] = {}
    for annee in annees:

        def one(sql: str, uais: tuple[str, ...] | None, annee: str = annee) -> dict[str, Any]:
            return totals(sql, uais).get(annee, {})

        year = _Annee(
            {f: portee[annee] for f, portee in scopes.items()},
            {m: compte[annee] for m, compte in counts.items()},
            one,
            pupils,
            chosen,
        )
        seen[annee] = {code: rule(year) for code, rule in rules.items()}
    return seen


def _schools_shown(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[str, ...] | None:
    uais = perimetre(con, filters).uais
    if uais is None:
        return None
    hidden, new = masking.masked_schools(con, "eleves", filters.annees), successeurs(con)
    return tuple(u for u in uais if new.get(u, u) not in hidden)


def _offres(y: _Annee) -> Montre:
    scope = y.portees["offres"]
    n = y.total("offres", "offres")
    return _hidden(scope.raison) if n is None else Montre(n, n, raison=scope.raison)


def _over_offers(y: _Annee, n: int, whole: bool, raison: str) -> Montre:
    """A count beside the offers of the same schools: only for the whole territory, where nobody is left out."""
    offers = y.total("offres", "offres") if whole and y.portees["offres"].tout_le_territoire else None
    if masking.rate(n, offers, "lecture").masque:
        offers = None
    return Montre(n, n, offers or None, raison=raison)


def _reponses(y: _Annee) -> Montre:
    scope = y.portees["reponses"]
    n = y.total("reponses", "reponses")
    return _hidden(scope.raison) if n is None else _over_offers(y, n, scope.tout_le_territoire, scope.raison)


def _participants(y: _Annee) -> Montre:
    c = y.comptes["participants"]
    return (
        _hidden(c.raison) if c.valeur is None else _over_offers(y, c.valeur, c.tout_le_territoire, c.raison)
    )


def _absence(y: _Annee) -> tuple[int, int, Montre | None]:
    """Absences, presences processed, and the masked value when their rate may not be shown."""
    scope = y.portees["inscriptions"]
    absent, present = y.total("inscriptions", "absences"), y.total("inscriptions", "presences")
    if absent is None or present is None:
        return 0, 0, _hidden(scope.raison)
    if masking.rate(absent, absent + present, "lecture").masque:
        return 0, 0, _hidden(masking.TROP_PETIT)
    return absent, absent + present, None


def _absence_globale(y: _Annee) -> Montre:
    absent, processed, hidden = _absence(y)
    value = 100 * absent / processed if processed else None
    return hidden or Montre(value, absent, processed, raison=y.portees["inscriptions"].raison)


def _cut(mean: float) -> float:
    """With few decimals, and written as the exact one is wherever it stands: 54,47 is 54 to coordinators, and 54,5 would be 55
    to readers. It is then 54,49, which is 54,5 to whoever writes one decimal.
    """
    cut = arrondir(mean, DECIMALES_MOYENNE)
    if arrondir(cut) != arrondir(mean):
        cut -= Decimal(1).scaleb(-DECIMALES_MOYENNE - 1)
    return float(cut)


def _absence_moyenne(y: _Annee) -> Montre:
    _, _, hidden = _absence(y)
    if hidden:
        return hidden
    scope = y.portees["inscriptions"]
    row = y.totaux(ABSENCES, scope.uais)
    if row.get("taux_moyen") is None:
        return Montre(None)
    if row["sessions_traitees"] < SESSIONS_MINIMUM:
        return _hidden(masking.TROP_PETIT)
    return Montre(_cut(float(row["taux_moyen"])), None, float(row["sessions_traitees"]), raison=scope.raison)


def _familles(y: _Annee) -> Montre:
    scope = y.portees["familles"]
    meetings = y.totaux(PARENTS, y.choisies) if scope.masque else {}
    if scope.masque and not any(meetings.get(c) for c in ("ateliers", "formations_parents")):
        # Meetings are counted for all to see: where there was none, nobody is hidden.
        return Montre(0, 0)
    n = y.total("familles", "familles")
    return _hidden(scope.raison) if n is None else Montre(n, n, raison=scope.raison)


def _eleves(y: _Annee) -> Montre:
    c = y.comptes["eleves"]
    if c.valeur is None:
        return _hidden(c.raison)
    # The whole territory shows its full total, masked schools too: out of the pupils of all of them.
    pupils = y.totaux(ELEVES, y.choisies if c.tout_le_territoire else y.ecoles).get("eleves_4eme")
    known = None if pupils is None else float(pupils)
    if masking.rate(c.valeur, known, "lecture").masque:
        known = None
    return Montre(c.valeur, c.valeur, known, raison=c.raison)


_RULES: Mapping[str, Callable[[_Annee], Montre]] = {
    "formation.offres": _offres,
    "formation.reponses": _reponses,
    "formation.participants": _participants,
    "formation.taux_absence_moyen": _absence_moyenne,
    "formation.taux_absence_global": _absence_globale,
    "parentalite.familles": _familles,
    "numerixplore.eleves": _eleves,
}
