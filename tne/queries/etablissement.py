"""What happened at one school over the years: its events, its equipment, its three counts of persons, and its peers.

Every question takes the schools of a filter, one or all: a fiche per school costs one question for all of them. The
years of the filter do not narrow the history: a school is read over all the years that the base knows. A replaced
school is read under its successor. Events and equipment are not persons: the same in both views.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.folding import sql_tri
from tne.indicator import TRAITEES
from tne.queries import choices
from tne.queries.masking import MASQUE, MESURES, PETIT, school_counts
from tne.queries.memoire import retenue
from tne.queries.perimeter import choisis, perimetre
from tne.queries.presence import presence
from tne.queries.reference import RECUE, ouvert
from tne.queries.school_persons import remplaces

# What a school is compared with: those of its type that are open in the same year. A private one without contract has no peer.
_PAIRS = """
SELECT uai, type, remplace_par, premiere, derniere FROM v_etablissement
WHERE remplace_par IS NULL AND premiere <= derniere AND (type <> 'Collège' OR college_de_reference)
"""

# Grain: one school of the filter that counts today.
_IDENTITIES = f"""
WITH pairs AS ({_PAIRS}), remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
anciens AS (
    SELECT r.actuel AS uai, string_agg(coalesce(e.nom, r.ancien) || ' (' || r.ancien || ')', ' ; ' ORDER BY r.ancien) AS remplace
    FROM remplace r LEFT JOIN etablissement e ON e.uai = r.ancien GROUP BY 1
)
SELECT e.uai, e.nom, e.type, e.secteur, e.contrat, coalesce(e.etat, 'Ouvert') AS etat, e.commune, e.circonscription,
       coalesce(e.pilote, false) AS pilote, a.remplace,
       (e.uai IN (SELECT uai FROM pairs)) AS compare, e.premiere, e.derniere
FROM v_etablissement e LEFT JOIN anciens a ON a.uai = e.uai
WHERE e.uai NOT IN (SELECT ancien FROM remplace) AND {choisis("e.uai")}
ORDER BY {sql_tri("e.nom")}, e.uai
"""

# Grain: one event of the programme at one school; a day of Numérixplore that received no class is none.
_EVENTS = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
lignes AS (
    SELECT 'Accompagnements' AS partie, annee, uai, intervention_id AS evenement_id, CAST(date AS DATE) AS date, nature AS quoi,
           theme, concat_ws(', ', projet, lower(etat_projet)) AS precision FROM v_intervention
    UNION ALL
    SELECT 'Parentalité', annee, uai, atelier_id, CAST(date AS DATE), type || ' pour les parents', theme, organisateur
    FROM v_atelier WHERE uai IS NOT NULL
    UNION ALL
    SELECT 'Numérixplore', annee, uai, coalesce(reference, CAST(_cle AS VARCHAR)), CAST(date AS DATE), 'Journée Numérixplore', professions,
           CASE WHEN classes = 1 THEN '1 classe' WHEN classes > 1 THEN classes || chr(160) || 'classes' ELSE '' END
    FROM numerixplore WHERE {RECUE}
)
SELECT l.annee, coalesce(r.actuel, l.uai) AS uai, l.partie, l.evenement_id, min(l.date) AS date, min(l.quoi) AS quoi,
       min(l.theme) AS theme, max(l.precision) AS precision
FROM lignes l LEFT JOIN remplace r ON r.ancien = l.uai
WHERE l.annee IS NOT NULL AND {choisis("l.uai")}
GROUP BY 1, 2, 3, 4 ORDER BY date DESC NULLS LAST, partie, uai, evenement_id
"""

# Grain: one piece of equipment or resource of one school, as last known.
_PIECES = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT q.annee, coalesce(r.actuel, q.uai) AS uai, q.type, q.libelle, CAST(q.quantite AS BIGINT) AS quantite, q.etat
FROM equipement q LEFT JOIN remplace r ON r.ancien = q.uai
WHERE q.annee IS NOT NULL AND {choisis("q.uai")}
ORDER BY uai, q.annee DESC, {sql_tri("q.type")}, {sql_tri("q.libelle")}, q.libelle, q._cle
"""

# Grain: one school, school year and measure of which something took place there, and nobody was counted: no zero.
_NOT_COUNTED = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
lignes AS (
    SELECT annee, uai, 'parents' AS mesure, parents AS n FROM v_atelier
    UNION ALL SELECT annee, uai, 'eleves', eleves FROM numerixplore WHERE {RECUE}
)
SELECT coalesce(r.actuel, l.uai) AS uai, l.annee, l.mesure FROM lignes l LEFT JOIN remplace r ON r.ancien = l.uai
WHERE l.uai IS NOT NULL AND l.annee IS NOT NULL AND {choisis("l.uai")} GROUP BY ALL HAVING count(l.n) = 0
"""

# Grain: one school year and part of the programme of which a row is in force.
_FOLLOWED = """
SELECT DISTINCT annee, partie FROM (
    SELECT annee, 'Formations' AS partie FROM v_seance WHERE lignes > 0
    UNION ALL SELECT annee, 'Accompagnements' FROM v_intervention
    UNION ALL SELECT annee, 'Parentalité' FROM v_atelier
    UNION ALL SELECT annee, 'Numérixplore' FROM numerixplore
    UNION ALL SELECT annee, 'Équipements' FROM equipement
) WHERE annee IS NOT NULL ORDER BY annee, partie
"""

# Grain: one type of school, school year and part: the schools of that type that are open in it, and their events.
_PEERS = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
parties AS (SELECT DISTINCT annee, famille FROM v_passage WHERE annee IS NOT NULL),
ouverts AS (
    SELECT a.annee, e.uai, e.type FROM (SELECT DISTINCT annee FROM parties) a JOIN ({_PAIRS}) e ON {ouvert("a.annee", "e")}
),
nombres AS (SELECT annee, type, count(*) AS etablissements FROM ouverts GROUP BY annee, type),
passages AS (
    SELECT p.annee, p.famille, o.type, count(DISTINCT (o.uai, p.evenement_id)) AS n, count(DISTINCT o.uai) AS touches
    FROM v_passage p LEFT JOIN remplace r ON r.ancien = p.uai JOIN ouverts o ON o.annee = p.annee AND o.uai = coalesce(r.actuel, p.uai)
    WHERE p.recu GROUP BY 1, 2, 3
)
SELECT s.annee, CASE s.famille WHEN 'accompagnements' THEN 'Accompagnements' WHEN 'parentalite' THEN 'Parentalité'
         ELSE 'Numérixplore' END AS partie,
       n.type, n.etablissements, coalesce(p.n, 0) AS evenements, coalesce(p.touches, 0) AS touches
FROM parties s JOIN nombres n ON n.annee = s.annee LEFT JOIN passages p ON p.annee = s.annee AND p.famille = s.famille AND p.type = n.type
ORDER BY s.annee, partie, n.type
"""

_NOTHING = {
    "evenements": pd.DataFrame(
        columns=["annee", "uai", "partie", "evenement_id", "date", "quoi", "theme", "precision"]
    ),
    "equipements": pd.DataFrame(columns=["annee", "uai", "type", "libelle", "quantite", "etat"]),
    "personnes": pd.DataFrame(columns=["uai", "annee", "mesure", "valeur", "masque", "mention"]),
}


def _params(con: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, Any]:
    return {**perimetre(con, filters).params, **remplaces(con)}


def identities(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school of the filter that was not replaced, by name and UAI.

    Columns: uai, nom, type, secteur, contrat, etat, commune, circonscription, pilote, remplace (« nom (UAI) » of those that
    it replaces, or None), compare (True when it is among the schools that the means are taken over, in the years in which it is open),
    premiere, derniere (between which school years it counts: `tne.queries.ouverture`).
    """
    return con.execute(_IDENTITIES, _params(con, filters)).df()


def events(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one event at one school of the filter, every year, latest first; no count of persons, no médiateur.

    Columns: annee, uai, partie (Accompagnements, Parentalité, Numérixplore), evenement_id, date, quoi (nature), theme,
    precision (project and its state, who held the workshop, number of classes).
    """
    return con.execute(_EVENTS, _params(con, filters)).df()


def equipment(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one piece of equipment or resource of a school of the filter, every year, by school, latest first.

    Columns: annee (of its last known state), uai, type, libelle, quantite (Int64), etat.
    """
    return con.execute(_PIECES, _params(con, filters)).df().astype({"quantite": "Int64"})


@retenue
def followed(con: duckdb.DuckDBPyConnection) -> frozenset[tuple[str, str]]:
    """(school year, part) pairs with a row in force, whatever the school: there a school without any has a true zero."""
    return frozenset((str(a), str(p)) for a, p in con.execute(_FOLLOWED).fetchall())


@retenue
def peers(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Grain: one school year, part with events that year, and type of school.

    Columns: annee, partie, type, etablissements (open ones of that type; collèges de référence), evenements (an intervention
    in two schools counts in each), touches (schools with at least one).
    """
    return con.execute(_PEERS, remplaces(con)).df()


def persons(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school of the filter, school year and measure with persons, from `masking.school_counts`.

    Columns: uai, annee, mesure (participants, parents, eleves), valeur (Int64; <NA> when masked), masque, mention. All years
    stand side by side: in *lecture* a school masked in one is masked in all.
    """
    years = tuple(str(a) for a in choices.years(con)["annee"])
    wide = Filters(annees=years, etablissements=filters.etablissements)
    frames = [school_counts(con, m, wide, view).assign(mesure=m) for m in MESURES]
    found = pd.concat(frames, ignore_index=True)
    return found[["uai", "annee", "mesure", "valeur", "masque", "mention"]]


@dataclass(frozen=True, eq=False)
class Dossier:
    """All that is known of one school, read over `annees` (oldest first). Frames as their questions give them."""

    uai: str
    identite: Mapping[str, Any]
    annees: tuple[str, ...]
    evenements: pd.DataFrame
    equipements: pd.DataFrame
    personnes: Mapping[tuple[str, str], Mapping[Any, Any]]  # (measure, year) → valeur, masque, mention
    pairs: Mapping[tuple[str, str], Mapping[Any, Any]]  # (part, year) → etablissements, evenements, touches
    suivi: frozenset[tuple[str, str]]
    sans_compte: frozenset[
        tuple[str, str]
    ]  # (measure, year) of what took place there without anybody counted
    traitees: frozenset[str]  # years with a processed registration: before, who came is known of no school

    @property
    def type(self) -> str:
        """« Collège », or nothing when the type is not known."""
        return str(self.identite["type"] or "")

    def ouvert(self, annee: str) -> bool:
        """True in the school years in which it counts (`tne.queries.ouverture`)."""
        return str(self.identite["premiere"]) <= annee <= str(self.identite["derniere"])

    def nombre(self, partie: str, annee: str) -> int | None:
        """Events of that part in that year: 0 is a true zero, None when the year is not imported."""
        if (annee, partie) not in self.suivi:
            return None
        chosen = (self.evenements["partie"] == partie) & (self.evenements["annee"] == annee)
        return int(chosen.sum())

    def moyenne(self, partie: str, annee: str) -> float | None:
        """Events of that part per open school of the same type that year; None without any or without an import."""
        row = self.pairs.get((partie, annee))
        if row is None or not row["etablissements"]:
            return None
        return float(row["evenements"]) / float(row["etablissements"])

    def effectif(self, mesure: str, annee: str, partie: str) -> int | str | None:
        """A count of persons: a number, « masqué », or None when that part of the year is not imported, nobody's presence
        at its trainings processed, or nobody counted at what took place there.
        """
        if (annee, partie) not in self.suivi or self.attendue(partie, annee):
            return None
        if (mesure, annee) in self.sans_compte:
            return None
        row = self.personnes.get((mesure, annee))
        if row is None:
            return 0
        return MASQUE if row["masque"] else int(row["valeur"])

    def attendue(self, partie: str, annee: str) -> bool:
        """True of trainings whose registrations are imported, and none of which is processed."""
        return partie == "Formations" and (annee, partie) in self.suivi and annee not in self.traitees

    def petit(self, mesure: str, annees: Sequence[str]) -> bool:
        """Coordinators: True where that count of persons is small in one of these years."""
        return any(self.personnes.get((mesure, a), {}).get("mention") == PETIT for a in annees)

    def __copy__(self) -> Dossier:
        """Its frames are those of the copy alone."""
        return replace(self, evenements=copy(self.evenements), equipements=copy(self.equipements))

    def jusque(self, annee: str) -> Dossier:
        """The same school as it was known at the end of that year."""
        return replace(
            self,
            annees=tuple(a for a in self.annees if a <= annee),
            evenements=self.evenements[self.evenements["annee"] <= annee].reset_index(drop=True),
            equipements=self.equipements[self.equipements["annee"] <= annee].reset_index(drop=True),
        )


def dossiers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Dossier, ...]:
    """One `Dossier` per school of the filter that was not replaced, by name and UAI."""
    years = tuple(str(a) for a in choices.years(con)["annee"])
    by_school = {
        name: dict(tuple(frame.groupby("uai", sort=False)))
        for name, frame in (
            ("evenements", events(con, filters, view)),
            ("equipements", equipment(con, filters, view)),
            ("personnes", persons(con, filters, view)),
        )
    }
    empty = {n: next(iter(g.values())).head(0) if g else _NOTHING[n] for n, g in by_school.items()}
    by_type: dict[str, dict[tuple[str, str], Mapping[Any, Any]]] = {}
    for row in peers(con).to_dict("records"):
        by_type.setdefault(str(row["type"]), {})[(str(row["partie"]), str(row["annee"]))] = row
    uncounted: dict[str, set[tuple[str, str]]] = {}
    for uai, annee, mesure in con.execute(_NOT_COUNTED, _params(con, filters)).fetchall():
        uncounted.setdefault(uai, set()).add((mesure, annee))
    held = followed(con)
    processed = frozenset(annee for _, annee in presence(con, (TRAITEES,)))
    return tuple(
        Dossier(
            uai=str(school["uai"]),
            identite={str(k): None if v is None or pd.isna(v) else v for k, v in school.items()},
            annees=years,
            evenements=by_school["evenements"].get(school["uai"], empty["evenements"]).reset_index(drop=True),
            equipements=by_school["equipements"]
            .get(school["uai"], empty["equipements"])
            .reset_index(drop=True),
            personnes={
                (str(r["mesure"]), str(r["annee"])): r
                for r in by_school["personnes"].get(school["uai"], empty["personnes"]).to_dict("records")
            },
            pairs=by_type.get(str(school["type"]), {}),
            suivi=held,
            sans_compte=frozenset(uncounted.get(school["uai"], ())),
            traitees=processed,
        )
        for school in identities(con, filters, view).to_dict("records")
    )


def dossier(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> Dossier | None:
    """The one school that the filter chooses by name; None when it chooses none or several, or one nobody knows."""
    return _of_one(con, *filters.etablissements, view=view) if len(filters.etablissements) == 1 else None


@retenue
def _of_one(con: duckdb.DuckDBPyConnection, uai: str, *, view: View) -> Dossier | None:
    # Each figure of a page asks for it.
    return next(iter(dossiers(con, Filters(etablissements=(uai,)), view)), None)
