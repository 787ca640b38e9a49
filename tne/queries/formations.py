"""Who followed the trainings: uptake, sessions, absence, coverage, what is left to do.

Registrations and presences count persons: in *lecture* they are added up over the groups of schools that
`tne.queries.group_persons` allows, never by school, and small cells are masked by `tne.queries.masking`. The views of `tne.queries.views` say who is active, present, absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from tne import settings
from tne.filters import Filters, View
from tne.queries.croisements import aussi_masquees
from tne.queries.group_persons import Famille, Portee, portees
from tne.queries.masking import mask_breakdown, masked_schools
from tne.queries.memoire import retenue
from tne.queries.perimeter import Perimetre, perimetre
from tne.queries.school_persons import successeurs
from tne.queries.tableaux import Ligne, Tableau, difference, masked_values

COMPTES = ["inscriptions", "presences", "absences", "non_traitees"]
INCONNU = "Établissement inconnu"  # as the questions below write it
CROISEES = ("module", "operateur", "modalite", "mois")  # over the same rows, on one page
DIMENSIONS = (*CROISEES, "type", "secteur")

_INSC = """
WITH insc AS (
    SELECT * FROM v_inscription
    WHERE (len($annees) = 0 OR annee IN (SELECT unnest($annees))) AND annee IS NOT NULL
      AND ($tous OR uai IN (SELECT unnest($uais))) AND NOT coalesce(uai IN (SELECT unnest($exclus)), false)
)"""

_DIMS = """
coalesce(i.module, i.module_code, 'Module inconnu') AS module, coalesce(i.operateur, 'Opérateur non déclaré') AS operateur,
coalesce(i.modalite, 'Modalité non renseignée') AS modalite, coalesce(CAST(month(i.debut) AS VARCHAR), 'Date inconnue') AS mois,
coalesce(e.type, 'Établissement inconnu') AS type, coalesce(e.secteur, 'Établissement inconnu') AS secteur"""

# Counts add up: once over the finest cells, then by each dimension. Persons do not: each dimension counts them anew, over
# the rows of those who were present alone.
_CELLS = (
    _INSC
    + f"""
, remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
ecoles AS (
    SELECT DISTINCT ON (e.uai) e.uai, n.type, n.secteur
    FROM etablissement e LEFT JOIN remplace r ON r.ancien = e.uai LEFT JOIN etablissement n ON n.uai = coalesce(r.actuel, e.uai)
),
croisees AS (
    SELECT i.annee, {_DIMS}, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
           count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees
    FROM insc i LEFT JOIN ecoles e ON e.uai = i.uai GROUP BY ALL
),
comptes AS (
    SELECT CASE WHEN grouping(module) = 0 THEN 'module' WHEN grouping(operateur) = 0 THEN 'operateur'
                WHEN grouping(modalite) = 0 THEN 'modalite' WHEN grouping(mois) = 0 THEN 'mois'
                WHEN grouping(type) = 0 THEN 'type' ELSE 'secteur' END AS dimension,
           coalesce(module, operateur, modalite, mois, type, secteur) AS valeur, annee,
           CAST(sum(inscriptions) AS BIGINT) AS inscriptions, CAST(sum(presences) AS BIGINT) AS presences,
           CAST(sum(absences) AS BIGINT) AS absences, CAST(sum(non_traitees) AS BIGINT) AS non_traitees
    FROM croisees
    GROUP BY GROUPING SETS ((annee, module), (annee, operateur), (annee, modalite), (annee, mois), (annee, type), (annee, secteur))
)"""
)
_COUNTS = (
    _CELLS
    + """
SELECT dimension, valeur, annee, 0 AS participants, inscriptions, presences, absences, non_traitees
FROM comptes ORDER BY dimension, valeur, annee
"""
)
_BREAKDOWN = (
    _CELLS
    + f""",
presents AS MATERIALIZED (
    SELECT i.annee, i.personne, {_DIMS} FROM insc i LEFT JOIN ecoles e ON e.uai = i.uai WHERE present
),
personnes AS (
    {
        " UNION ALL ".join(
            f"SELECT '{d}' AS dimension, {d} AS valeur, annee, count(DISTINCT personne) AS participants FROM presents GROUP BY annee, {d}"
            for d in DIMENSIONS
        )
    }
)
SELECT c.dimension, c.valeur, c.annee, coalesce(p.participants, 0) AS participants, c.inscriptions, c.presences, c.absences, c.non_traitees
FROM comptes c LEFT JOIN personnes p ON p.dimension = c.dimension AND p.valeur = c.valeur AND p.annee = c.annee
ORDER BY c.dimension, c.valeur, c.annee
"""
)

# Grain: one module, operator, modality, month and school year: what the tables by one of them have in common.
_CROSSED = (
    _INSC
    + """
SELECT annee, coalesce(module, module_code, 'Module inconnu') AS module,
       coalesce(operateur, 'Opérateur non déclaré') AS operateur,
       coalesce(modalite, 'Modalité non renseignée') AS modalite,
       coalesce(CAST(month(debut) AS VARCHAR), 'Date inconnue') AS mois,
       count(*) FILTER (present) AS participants, count(*) FILTER (active) AS inscriptions,
       count(*) FILTER (present) AS presences, count(*) FILTER (absent) AS absences,
       count(*) FILTER (non_traite) AS non_traitees
FROM insc GROUP BY ALL ORDER BY ALL
"""
)

_OFFERS = """
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT coalesce(CASE $dimension WHEN 'type' THEN e.type ELSE e.secteur END, 'Établissement inconnu') AS valeur,
       o.annee, count(DISTINCT o.personne) AS offres
FROM offre o LEFT JOIN remplace r ON r.ancien = o.uai
LEFT JOIN etablissement e ON e.uai = coalesce(r.actuel, o.uai)
WHERE (len($annees) = 0 OR o.annee IN (SELECT unnest($annees))) AND ($tous OR o.uai IN (SELECT unnest($uais)))
GROUP BY ALL ORDER BY ALL
"""

_OFFERS_TOTAL = """
SELECT annee, count(DISTINCT personne) AS offres FROM offre
WHERE (len($annees) = 0 OR annee IN (SELECT unnest($annees))) AND ($tous OR uai IN (SELECT unnest($uais)))
GROUP BY annee ORDER BY annee
"""

_SESSIONS = (
    _INSC
    + """
, par_session AS (
    SELECT session_id, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
           count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees,
           avg(delai_jours) FILTER (active AND delai_jours >= 0) AS delai_jours
    FROM insc GROUP BY session_id
)
SELECT s.annee, CAST(s.session_cle AS VARCHAR) AS session_id, s.module, s.session_code, s.debut, s.lieu, s.modalite,
       s.operateur, s.places, s.heures, s.heures_hors_face_a_face, s.declaree,
       coalesce(p.inscriptions, 0) AS inscriptions, coalesce(p.presences, 0) AS presences,
       coalesce(p.absences, 0) AS absences, coalesce(p.non_traitees, 0) AS non_traitees, p.delai_jours,
       (CAST(s.debut AS DATE) < coalesce($jour, current_date)) AS passee
FROM v_session s LEFT JOIN par_session p ON p.session_id = s.session_cle
WHERE (len($annees) = 0 OR s.annee IN (SELECT unnest($annees))) AND s.annee IS NOT NULL
  AND ($tous OR coalesce(p.inscriptions, 0) > 0)
ORDER BY s.annee, s.debut, s.module, session_id
"""
)

_REGISTRATIONS = (
    _INSC
    + """
SELECT annee, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
       count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees
FROM insc GROUP BY annee ORDER BY annee
"""
)

_DELAYS = (
    _INSC
    + """
SELECT annee, CAST(session_id AS VARCHAR) AS session_id, min(module) AS module, min(debut) AS debut,
       avg(delai_jours) FILTER (active AND delai_jours >= 0) / 7 AS semaines,
       count(*) FILTER (present) AS presences, count(*) FILTER (absent) AS absences
FROM insc GROUP BY annee, insc.session_id
HAVING count(*) FILTER (present OR absent) >= $minimum AND count(*) FILTER (active AND delai_jours >= 0) > 0
ORDER BY annee, semaines, session_id
"""
)

_COVERAGE = (
    _INSC
    + """
, couverts AS (
    SELECT DISTINCT i.annee, e.uai_actuel AS uai FROM insc i JOIN v_etablissement e ON e.uai = i.uai WHERE i.present
),
annees AS (
    SELECT DISTINCT annee FROM v_inscription
    WHERE annee IS NOT NULL AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
)
SELECT a.annee, e.uai, e.nom, e.commune, e.secteur, (c.uai IS NOT NULL) AS represente
FROM annees a CROSS JOIN v_etablissement e LEFT JOIN couverts c ON c.annee = a.annee AND c.uai = e.uai
WHERE e.college_de_reference AND ($tous OR e.uai IN (SELECT unnest($uais)))
ORDER BY a.annee, strip_accents(lower(coalesce(e.commune, ''))), strip_accents(lower(coalesce(e.nom, ''))), e.uai
"""
)

_MODULES_PER_TEACHER = (
    _INSC
    + """
, par_personne AS (
    SELECT annee, personne, count(DISTINCT (dispositif_code, module_code)) AS modules
    FROM insc WHERE present GROUP BY annee, personne
)
SELECT annee, modules, count(*) AS enseignants FROM par_personne GROUP BY annee, modules ORDER BY annee, modules
"""
)

_REPLIED = (
    _INSC
    + """
SELECT i.annee, count(DISTINCT i.personne) AS participants,
       count(DISTINCT i.personne) FILTER (r.personne IS NOT NULL) AS avaient_repondu
FROM insc i LEFT JOIN (SELECT DISTINCT annee, personne FROM v_reponse WHERE personne IS NOT NULL) r
  ON r.annee = i.annee AND r.personne = i.personne
WHERE i.present GROUP BY i.annee ORDER BY i.annee
"""
)

_TO_CHECK = (
    _INSC
    + """
SELECT i.annee, count(*) FILTER (i.active AND i.uai IS NULL) AS sans_etablissement,
       count(*) FILTER (i.active AND i.uai IS NOT NULL AND e.uai IS NULL) AS etablissement_inconnu,
       count(*) FILTER (i.active AND i.hors_plan) AS hors_plan
FROM insc i LEFT JOIN etablissement e ON e.uai = i.uai GROUP BY i.annee ORDER BY i.annee
"""
)


_YEARS = """
SELECT annee FROM v_inscription WHERE annee IS NOT NULL UNION SELECT annee FROM session WHERE annee IS NOT NULL
UNION SELECT annee FROM offre WHERE annee IS NOT NULL ORDER BY annee
"""


def _years(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[str, ...]:
    return filters.annees or tuple(annee for (annee,) in con.execute(_YEARS).fetchall())


def reserve(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    *,
    par_groupe: bool = False,
) -> str:
    """Why a reader does not see counts of this family for this choice, or what is left out of them; "" when all is shown.

    `par_groupe`: beside a table whose rows are types or secteurs.
    """
    if view == "coordination":
        return ""
    scopes = _scopes(con, filters, famille, par_groupe)
    return next((s.raison for _, s in sorted(scopes.items(), reverse=True) if s.raison), "")


def _rows(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    *,
    exclus: Sequence[str] | None = (),
    par_groupe: bool = False,
    **others: Any,
) -> pd.DataFrame:
    """The rows of a question over the schools that `view` may add up; none for a year that a reader may not see.

    The scope of a reader can differ between years (the whole territory in one, its shown groups in another): one
    query for each scope, in the order of the last one. `exclus` leaves establishments out (None: the SQL has no such
    parameter). `par_groupe`: the rows are types or secteurs, which a filter could ask for one by one.
    """
    left_out = {} if exclus is None else {"exclus": list(exclus)}
    if view == "coordination":
        params = {**perimetre(con, filters).params, "annees": list(filters.annees)}
        return con.execute(sql, {**params, **left_out, **others}).df()
    years: dict[tuple[str, ...] | None, list[str]] = {}
    for annee, scope in _scopes(con, filters, famille, par_groupe).items():
        years.setdefault(() if scope.masque else scope.uais, []).append(annee)
    frames = [
        con.execute(sql, {**Perimetre(uais).params, "annees": annees, **left_out, **others}).df()
        for uais, annees in (years or {(): [""]}).items()
    ]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


@retenue
def _scopes(
    con: duckdb.DuckDBPyConnection, filters: Filters, famille: Famille, par_groupe: bool = False
) -> dict[str, Portee]:
    """School year → what a reader may add up of that family."""
    return portees(con, famille, filters, _years(con, filters), par_groupe=par_groupe)


def _replaced(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The parameters `$anciens` and `$actuels`: a replaced establishment has the type and secteur of its successor."""
    new = successeurs(con)
    return {"anciens": list(new), "actuels": list(new.values())}


@retenue
def _schools_masked(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[str, ...]:
    """The establishments whose participants a reader sees masked, those they replaced included; none in coordination."""
    if view == "coordination":
        return ()
    hidden = masked_schools(con, "participants", _years(con, filters))
    return tuple(sorted(hidden | {old for old, new in successeurs(con).items() if new in hidden}))


def _participants_exclus(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, *, groupes: bool = False
) -> tuple[str, ...]:
    """The establishments to leave out of a count of participants: beside the sub-totals of a choice, which leave the
    masked ones out, counting them would give them away. `groupes`: the question itself makes such sub-totals.
    """
    return _schools_masked(con, filters, view) if groupes or filters.par_etablissement else ()


@retenue
def _breakdowns(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    exclus: tuple[str, ...],
    par_groupe: bool = False,
    personnes: bool = True,
) -> dict[str, list[tuple[str, str, dict[str, int]]]]:
    """Dimension → its rows (value, school year, exact counts): one pass over the registrations for a whole page.

    `personnes`: participants too, which take most of the time.
    """
    others: dict[str, Any] = dict(_replaced(con))
    sql = _BREAKDOWN if personnes else _COUNTS
    frame = _rows(con, sql, filters, view, exclus=exclus, par_groupe=par_groupe, **others)
    names = ["participants", *COMPTES]
    tables: dict[str, list[tuple[str, str, dict[str, int]]]] = {d: [] for d in DIMENSIONS}
    for dimension, value, year, *counts in zip(
        *(frame[c].tolist() for c in ("dimension", "valeur", "annee", *names)), strict=True
    ):
        tables[dimension].append((value, year, dict(zip(names, counts, strict=True))))
    return tables


def _cut(
    tables: Mapping[str, Sequence[tuple[str, str, dict[str, int]]]], dimension: str, counts: Sequence[str]
) -> list[Ligne]:
    return [(value, year, tuple(row[c] for c in counts)) for value, year, row in tables[dimension]]


def _hidden_by_difference(part: Sequence[Ligne], whole: Sequence[Ligne]) -> frozenset[str]:
    """The values of a breakdown that a reader could work out by taking this choice away from the whole territory.

    They are masked in both: those whose rest is small, and those that hide with them in the rest.
    """
    return masked_values(difference(whole, part))


def _years_shown(con: duckdb.DuckDBPyConnection, filters: Filters, famille: Famille) -> list[str]:
    """The years of which a reader sees some group of schools."""
    return [a for a, s in _scopes(con, filters, famille, True).items() if not s.masque]


@retenue
def _hidden_jointly(
    con: duckdb.DuckDBPyConnection, filters: Filters, exclus: tuple[str, ...], counts: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Dimension → the values that a reader sees masked, so that no two tables of one page give a masked cell."""
    people = "participants" in counts
    every = _breakdowns(con, filters, "lecture", exclus, False, people)
    whole = _breakdowns(con, filters.sans_etablissement(), "lecture", exclus, False, people)
    hidden: dict[str, frozenset[str]] = {}
    for dimension in CROISEES:
        rows = _cut(every, dimension, counts)
        values = masked_values(rows)
        if filters.par_etablissement:
            values |= _hidden_by_difference(rows, _cut(whole, dimension, counts))
        hidden[dimension] = values
    crossed = _rows(con, _CROSSED, filters, "lecture", exclus=exclus)
    crossed = crossed[(crossed[list(counts)] > 0).any(axis=1)]
    found = hidden
    for annee, rows_of_year in crossed.groupby("annee", sort=True):
        sizes = {
            (d, value): row[counts[0]] for d in DIMENSIONS for value, year, row in every[d] if year == annee
        }
        closed = aussi_masquees(rows_of_year, hidden, sizes)
        found = {d: found[d] | closed[d] for d in found}
    return found


def breakdown(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, counts: list[str]
) -> pd.DataFrame:
    """Grain: one row per value of `dimension` (one of DIMENSIONS) and school year, ordered by value and year.

    Columns: valeur (a month is its number as text), annee, and each of `counts` with `_masque` and `_mention`:
    participants (distinct persons present at least once), inscriptions (active), presences, absences, non_traitees.
    Ask for what is shown and no more: a small count that nobody sees masks nothing. Source: Sofia-FMO.
    """
    groupes = dimension in ("type", "secteur")
    exclus: tuple[str, ...] = ()
    if "participants" in counts:
        exclus = _participants_exclus(con, filters, view, groupes=groupes)
    # Participants exist by school: leaving the masked schools out is enough for them.
    par_groupe = groupes and counts != ["participants"]
    # A coordinator's page asks for both over the same rows.
    people = view == "coordination" or "participants" in counts
    rows = _cut(_breakdowns(con, filters, view, exclus, par_groupe, people), dimension, counts)
    table = Tableau(rows, counts, view)
    if view == "coordination":
        return table.frame()
    if filters.par_etablissement:
        whole = _breakdowns(con, filters.sans_etablissement(), view, exclus, par_groupe, people)
        table.mask_also(_hidden_by_difference(rows, _cut(whole, dimension, counts)))
    if dimension in CROISEES:
        table.mask_also(_hidden_jointly(con, filters, exclus, tuple(counts))[dimension], zeros=False)
    if par_groupe:
        exact = _cut(_breakdowns(con, filters, "coordination", (), False, people), dimension, counts)
        table.add_masked(exact, _years_shown(con, filters, "inscriptions"))
    return table.frame()


def schools_left_out(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> int:
    """How many establishments of the filter a breakdown of participants by groups of schools leaves out for readers."""
    hidden, kept = _schools_masked(con, filters, view), perimetre(con, filters).uais
    return len(hidden) if kept is None else len(set(hidden) & set(kept))


def offers_by(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str) -> pd.DataFrame:
    """Grain: one row per type or secteur of the teacher's school (`dimension`) and school year.

    Columns: valeur, annee, offres (distinct persons), offres_masque. Source: the mailing list of the offer. A reader
    sees the groups of schools that a filter on the row would show, and no others.
    """
    table = Tableau(_offers(con, filters, view, dimension, True), ["offres"], view)
    if view == "lecture":
        exact = _offers(con, filters, "coordination", dimension, False)
        table.add_masked(exact, _years_shown(con, filters, "offres"))
    return table.frame()


def _offers(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, par_groupe: bool
) -> list[Ligne]:
    others: dict[str, Any] = {"dimension": dimension, **_replaced(con)}
    frame = _rows(con, _OFFERS, filters, view, "offres", exclus=None, par_groupe=par_groupe, **others)
    columns = (frame[c].tolist() for c in ("valeur", "annee", "offres"))
    return [(value, year, (n,)) for value, year, n in zip(*columns, strict=True)]


@retenue
def offers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, int]:
    """School year → persons who received the offer, over the schools of the filter. Nothing for a choice of schools in
    *lecture*: participants leave the masked schools out there, and a share of all the offers would be wrong.
    """
    if view == "lecture" and (filters.par_etablissement or reserve(con, filters, view, "offres")):
        return {}
    frame = _rows(con, _OFFERS_TOTAL, filters, view, "offres", exclus=None)
    return dict(zip(frame["annee"], frame["offres"].astype(int), strict=True))


@retenue
def _sessions(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None
) -> pd.DataFrame:
    return _rows(con, _SESSIONS, filters, view, jour=jour)


def sessions(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    counts: list[str] = COMPTES,
    jour: date | None = None,
) -> pd.DataFrame:
    """Grain: one session of the plan, ordered by year, start, module. Under a choice of schools: those with an active
    registration from them, and the registrations from them alone.

    Columns: annee, session_id, module, session_code, debut, lieu, modalite, operateur, places, heures,
    heures_hors_face_a_face, declaree, delai_jours (mean days from active registration to start), passee (before `jour`,
    today by default), and each of `counts` (among COMPTES) with `_masque` and `_mention`.
    """
    frame = _sessions(con, filters, view, jour)
    kept = frame.drop(columns=[c for c in COMPTES if c not in counts])
    return mask_breakdown(kept, "session_id", counts, view, "annee")


def registrations(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations that `view` may add up. Columns: annee, inscriptions (active), presences,
    absences, non_traitees: exact sums, to be shown through `tne.queries.masking.rate`.
    """
    return _rows(con, _REGISTRATIONS, filters, view)


def delays(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, minimum: int) -> pd.DataFrame:
    """Grain: one session with at least `minimum` processed registrations and a known delay, by year and delay.

    Columns: annee, session_id, module, debut, semaines (mean weeks from registration to start), presences, absences.
    Exact, for sums over many sessions and for a correlation: a reader must not see one session of it unmasked.
    """
    return _rows(con, _DELAYS, filters, view, minimum=minimum)


@retenue
def coverage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one collège de référence and school year that has registrations, by commune, name and UAI.

    Columns: annee, uai, nom, commune, secteur, represente (at least one teacher present). No count of persons: the same
    in both views.
    """
    params = {**perimetre(con, filters).params, "annees": list(filters.annees), "exclus": []}
    return con.execute(_COVERAGE, params).df()


def modules_per_teacher(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one number of modules followed and school year. Columns: annee, modules, enseignants, enseignants_masque."""
    frame = _rows(con, _MODULES_PER_TEACHER, filters, view, exclus=_participants_exclus(con, filters, view))
    return mask_breakdown(frame, "modules", ["enseignants"], view, "annee")


def replied_before(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with a participant. Columns: annee, avaient_repondu, sans_reponse (participants who had, and
    had not, replied to the offer), each with `_masque`. Source: Sofia-FMO and the replies, joined by hashed person.
    """
    frame = _rows(con, _REPLIED, filters, view, exclus=_participants_exclus(con, filters, view))
    frame["sans_reponse"] = frame["participants"] - frame["avaient_repondu"]
    counts = ["avaient_repondu", "sans_reponse"]
    small = ((frame[counts] > 0) & (frame[counts] < settings.seuil())).any(axis=1)
    hidden = view == "lecture" and bool(small.any())
    for c in counts:
        frame[c] = frame[c].astype("Int64")
        frame[f"{c}_masque"] = hidden
        if hidden:
            frame[c] = pd.array([pd.NA] * len(frame), dtype="Int64")
    return frame.drop(columns="participants")


def unprocessed(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None = None
) -> pd.DataFrame:
    """Grain: one past session (before `jour`, today by default) with active registrations not processed, oldest first.

    Columns: session_id, annee, module, debut, entiere (none of its registrations is processed). No count of persons.
    """
    frame = _sessions(con, filters, view, jour)
    waiting = frame[frame["passee"] & (frame["non_traitees"] > 0)].reset_index(drop=True)
    waiting["entiere"] = waiting["non_traitees"] == waiting["inscriptions"]
    return waiting[["session_id", "annee", "module", "debut", "entiere"]]


def to_check(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations. Columns, active registrations only: annee, sans_etablissement (no UAI),
    etablissement_inconnu (a UAI the base does not know), hors_plan (a session the plan does not hold). Counts of rows to
    mend, for coordinators: in *lecture* the small ones are <NA>.
    """
    frame = _rows(con, _TO_CHECK, filters, view)
    counts = ["sans_etablissement", "etablissement_inconnu", "hors_plan"]
    for c in counts:
        frame[c] = frame[c].astype("Int64")
        if view == "lecture":
            frame.loc[frame[c].between(1, settings.seuil() - 1), c] = pd.NA
    return frame
