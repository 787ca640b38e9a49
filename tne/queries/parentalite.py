"""Meetings with parents, and the audience of the resources made for them.

A meeting without an establishment is left out of a choice of establishments and counted apart. Views never honour
that choice. Monthly views add up within a year; *Année* and *Depuis la création* are cumulative: they stand in columns
of their own and are never added to monthly ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pandas as pd

from tne import geo, settings
from tne.filters import Filters, View
from tne.folding import sql_tri
from tne.queries.annees import chosen_years
from tne.queries.carte import communes_reunies, noms_des_communes, noms_ecrits
from tne.queries.group_persons import portees
from tne.queries.interventions import SANS_THEME as SANS_THEME
from tne.queries.masking import mask_breakdown, masked_schools, school_counts
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.publics import ENSEIGNANTS
from tne.queries.tableaux import CELLULES_MINIMUM, est_petit
from tne.typographie import cle_tri

PERSONNES = ("familles", "parents", "enfants")
AUTRES_THEMES = "Autres thèmes"

# Grain: one meeting of the filter.
_MEETINGS = """
SELECT a.annee, a.atelier_id, CAST(a.date AS DATE) AS date, a.type, a.organisateur, coalesce(a.theme, $sans_theme) AS theme,
       coalesce(o.remplace_par, a.uai) AS uai, e.nom, coalesce(e.commune, a.commune) AS commune, e.code_insee,
       CAST(a.familles AS BIGINT) AS familles, CAST(a.parents AS BIGINT) AS parents, CAST(a.enfants AS BIGINT) AS enfants
FROM v_atelier a LEFT JOIN v_successeur o ON o.uai = a.uai LEFT JOIN etablissement e ON e.uai = coalesce(o.remplace_par, a.uai)
WHERE a.annee IN (SELECT unnest($annees))
ORDER BY a.annee, a.date, a.atelier_id, a._cle
"""

_COMMUNES = "SELECT uai, commune FROM etablissement WHERE uai IN (SELECT unnest(CAST($uais AS VARCHAR[])))"

# Grain: one resource and school year, what was measured of it that year.
_BY_YEAR = """
WITH releves AS (SELECT * FROM consultation WHERE annee IN (SELECT unnest($annees)) AND vues IS NOT NULL)
SELECT plateforme, identifiant, annee,
       sum(vues) FILTER (periode = 'Mois') AS vues_mois, count(*) FILTER (periode = 'Mois' AND debut IS NOT NULL) AS mois_dates,
       max(vues) FILTER (periode = 'Année') AS vues_annee,
       sum(heures_vues ORDER BY heures_vues) FILTER (periode = 'Mois') AS heures,
       sum(vues) FILTER (periode = 'Mois' AND heures_vues IS NOT NULL) AS vues_mesurees
FROM releves GROUP BY plateforme, identifiant, annee
"""

# Grain: one resource. The year's figure of a resource is its months when they are dated, else its yearly total.
_RESOURCES = f"""
WITH annuel AS ({_BY_YEAR}),
periode AS (
    SELECT plateforme, identifiant,
           sum(CASE WHEN mois_dates > 0 OR vues_annee IS NULL THEN vues_mois ELSE vues_annee END) AS vues,
           bool_or(mois_dates = 0 AND vues_annee IS NOT NULL) AS annuel,
           sum(heures ORDER BY heures) AS heures, sum(vues_mesurees) AS vues_mesurees
    FROM annuel GROUP BY plateforme, identifiant
),
creation AS (
    -- A running total: the latest one up to the last chosen year, of which several may stand, each with its day.
    SELECT plateforme, identifiant, arg_max(vues, jour) AS vues_creation, max(annee) AS releve,
           arg_max_null(heures_vues, jour) AS heures_creation
    FROM (SELECT *, annee || coalesce(strftime(debut, '%Y%m%d'), '') AS jour FROM consultation)
    WHERE periode = 'Depuis la création' AND annee <= (SELECT max(a) FROM (SELECT unnest($annees) AS a)) AND vues IS NOT NULL
    GROUP BY plateforme, identifiant
),
connues AS (
    SELECT plateforme, identifiant FROM ressource UNION SELECT plateforme, identifiant FROM periode
    UNION SELECT plateforme, identifiant FROM creation
)
SELECT k.plateforme, k.identifiant, coalesce(r.titre, k.identifiant) AS titre, r.public, r.theme, r.url,
       CAST(r.duree AS BIGINT) AS duree, CAST(r.date_publication AS DATE) AS date_publication,
       CAST(p.vues AS BIGINT) AS vues, coalesce(p.annuel, false) AS annuel, p.heures,
       CAST(p.vues_mesurees AS BIGINT) AS vues_mesurees,
       CAST(c.vues_creation AS BIGINT) AS vues_creation, c.releve, c.heures_creation
FROM connues k
LEFT JOIN ressource r ON r.plateforme = k.plateforme AND r.identifiant = k.identifiant
LEFT JOIN periode p ON p.plateforme = k.plateforme AND p.identifiant = k.identifiant
LEFT JOIN creation c ON c.plateforme = k.plateforme AND c.identifiant = k.identifiant
ORDER BY {sql_tri("coalesce(r.titre, k.identifiant)")}, k.plateforme, k.identifiant
"""

# Grain: one resource and calendar month. Months without a date cannot be placed in time: left out.
_MONTHS = """
SELECT c.annee, CAST(date_trunc('month', c.debut) AS DATE) AS mois, c.plateforme, c.identifiant,
       coalesce(r.titre, c.identifiant) AS titre, coalesce(r.public, 'Public non précisé') AS public, CAST(sum(c.vues) AS BIGINT) AS vues
FROM consultation c LEFT JOIN ressource r ON r.plateforme = c.plateforme AND r.identifiant = c.identifiant
WHERE c.annee IN (SELECT unnest($annees)) AND c.periode = 'Mois' AND c.debut IS NOT NULL AND c.vues IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2, 5, 3, 4
"""


@retenue
def _rencontres(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    """The meetings of these years in the whole territory, their commune found by its name where no school says it."""
    frame = con.execute(_MEETINGS, {"annees": list(annees), "sans_theme": SANS_THEME}).df()
    unplaced = frame["code_insee"].isna() & frame["commune"].notna()
    by_name = _codes_by_name(con) if unplaced.any() else {}
    found = frame["commune"].map(
        lambda nom: by_name.get(cle_tri(nom)[0]) or None if isinstance(nom, str) else None
    )
    frame["code_insee"] = frame["code_insee"].astype(object).where(frame["code_insee"].notna(), found)
    return communes_reunies(con, frame)


def _codes_by_name(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """INSEE code by name, written alike: of the communes of the directory, else of those of our list that lie in the territory.

    A name that several of them bear, as in a territory of several départements, is none's; with its département, it is that one's.
    """
    listed = geo.communes_de(settings.territoire())
    ours = _unique(zip(listed["code_insee"], listed["nom"], strict=True))
    return ours | _unique(noms_des_communes(con).items()) | _unique(noms_ecrits(con).items())


def _unique(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name → INSEE code; "" where communes that are not one today bear it. Schools, known by their UAI, are left out."""
    codes: dict[str, str] = {}
    for code, nom in named:
        if len(code) != 5:
            continue
        actuel = geo.fusions().get(code, (code, ""))[0]
        codes[cle_tri(nom)[0]] = actuel if codes.get(cle_tri(nom)[0], actuel) == actuel else ""
    return codes


def _here(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    return perimetre(con, filters).lignes(_rencontres(con, tuple(chosen_years(con, filters))))


def meetings(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one workshop or training of the filter, by year, date and reference.

    Columns: annee, atelier_id, date, type, organisateur, theme, uai, nom, commune, code_insee (of the school's commune, else
    found by the name of the commune), familles, parents, enfants: Int64, all <NA> in *lecture*, where no count of persons
    is shown for one meeting.
    """
    frame = _here(con, filters)
    for c in PERSONNES:
        frame[c] = (
            pd.array([pd.NA] * len(frame), dtype="Int64")
            if view != "coordination"
            else frame[c].astype("Int64")
        )
    return frame


def themes(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Grain: one theme of one of these years, whatever the choice of establishments. Columns: annee, theme."""
    tout = _rencontres(con, tuple(chosen_years(con, filters)))
    return tout[["annee", "theme"]].drop_duplicates().sort_values(["annee", "theme"], ignore_index=True)


def without_school(con: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """How many meetings of these years name no establishment, whatever the choice of establishments."""
    return int(_rencontres(con, tuple(chosen_years(con, filters)))["uai"].isna().sum())


def families(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one theme and school year. Columns: annee, theme, rencontres, familles, familles_masque.

    `rencontres` are those where families were counted. In *lecture* themes of fewer than three meetings stand together
    (one alone would be one school's count), with those that the parents shown by school would make one's; small counts are
    masked, and a choice of establishments shows none: theme by theme, two choices would give a school by difference. One that
    leaves out no school with families is the whole territory.
    """
    years = tuple(chosen_years(con, filters))
    frame = perimetre(con, filters).lignes(_with_families(con, years))
    scopes = portees(con, "familles", filters, years) if view != "coordination" else {}
    if view != "coordination":
        frame = _gather(
            _with_nobody_s(con, years, frame, [a for a, s in scopes.items() if s.tout_le_territoire]),
            {a: masked_schools(con, "parents", (a,)) for a in years},
        )
    found: dict[tuple[str, str], list[int]] = {}
    for annee, theme, n in zip(*(frame[c].tolist() for c in ("annee", "theme", "familles")), strict=True):
        found.setdefault((annee, theme), []).append(int(n))
    keys = sorted(found)
    out = pd.DataFrame(
        {
            "annee": pd.array([annee for annee, _ in keys], dtype="str"),
            "theme": pd.array([theme for _, theme in keys], dtype="str"),
            "rencontres": [len(found[k]) for k in keys],
            "familles": [sum(found[k]) for k in keys],
        }
    )
    masked = mask_breakdown(out, "theme", ["familles"], view, "annee")[
        ["annee", "theme", "rencontres", "familles", "familles_masque"]
    ]
    for annee, scope in scopes.items():
        rows = masked["annee"] == annee
        alone = bool((masked.loc[rows, "rencontres"] < settings.masques_minimum()).any())
        if scope.masque or not scope.tout_le_territoire or alone:
            masked.loc[rows, "familles"], masked.loc[rows, "familles_masque"] = pd.NA, True
    return masked


def _with_nobody_s(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], frame: pd.DataFrame, entieres: list[str]
) -> pd.DataFrame:
    """The same meetings, and in the years of which the choice is the whole territory those without a school too, as its total has
    them: theme by theme, what they are short of would be their families.
    """
    if not entieres:
        return frame
    every = _with_families(con, annees)
    return pd.concat(
        [frame[~frame["annee"].isin(entieres)], every[every["annee"].isin(entieres)]], ignore_index=True
    )


@retenue
def _with_families(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    """The meetings of these years in the whole territory where families were counted: what the themes are counted by."""
    frame = _rencontres(con, annees)
    return frame.loc[frame["familles"].notna(), ["uai", "annee", "theme", "familles"]].reset_index(drop=True)


def _gather(frame: pd.DataFrame, masked: Mapping[str, frozenset[str]]) -> pd.DataFrame:
    """The same meetings; year by year, the themes of too few of them, or of which the parents shown by school would tell what a
    `masked` one had, stand under one name, with the next ones if need be.
    """
    least = settings.masques_minimum()
    out = frame.copy()
    for annee, rows in frame.groupby("annee"):
        hidden = masked.get(str(annee), frozenset())
        themes = {str(t): of for t, of in rows.groupby("theme")}
        order = sorted(themes, key=lambda t: (len(themes[t]), t))
        small = [t for t in order if len(themes[t]) < least or _told(themes[t], hidden)]
        rest = [t for t in order if t not in small]
        while small and rest:
            together = pd.concat([themes[t] for t in small])
            beside = together.loc[_beside(together, hidden), "familles"].sum()
            enough = not _told(together, hidden) and (not beside or beside >= 2 * settings.seuil())
            if len(together) >= least and enough:
                break
            helping = [t for t in rest if len(together) < least or _beside(themes[t], hidden).any()]
            if not helping:
                break
            small.append(helping[0])
            rest.remove(helping[0])
        out.loc[(frame["annee"] == annee) & frame["theme"].isin(small), "theme"] = AUTRES_THEMES
    return out


def _beside(frame: pd.DataFrame, masked: frozenset[str]) -> pd.Series[bool]:
    """True for the meetings of which a reader sees no parents by school: of a masked one, or of none."""
    return frame["uai"].isna() | frame["uai"].isin(masked)


def _told(frame: pd.DataFrame, masked: frozenset[str]) -> bool:
    """True where the families of these meetings, less the parents of the schools shown by name, would tell a few or those of one
    masked school: nearly as many where each family is one parent.
    """
    beside = frame[_beside(frame, masked)]
    if est_petit(int(beside["familles"].sum())):
        return True
    schools = beside["uai"].dropna()
    return bool(len(schools)) and schools.nunique() + beside["uai"].isna().sum() < CELLULES_MINIMUM


def parents_by_school(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one establishment with parents counted, and school year: `masking.school_counts` of the parents reached, and the
    commune of each (None where it is not known).
    """
    frame = school_counts(con, "parents", filters, view)
    known = dict(con.execute(_COMMUNES, {"uais": frame["uai"].unique().tolist()}).fetchall())
    return frame.assign(commune=pd.Series([known.get(uai) for uai in frame["uai"]], dtype=object))


def resources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one resource for parents (platform and identifier), by title. The choice of establishments is not honoured.

    Columns: plateforme, identifiant, titre, public, theme, url, duree (seconds), date_publication, vues (in the chosen
    years: monthly views, or the yearly total where months are missing; <NA> when nothing was measured), annuel (a yearly
    total was taken), heures and vues_mesurees (watch time, and the views it belongs to), vues_creation with its year
    (releve) and heures_creation, those of the same reading: running totals, never added to the former.
    """
    every = _resources(con, tuple(chosen_years(con, filters)))
    return every[every["public"] != ENSEIGNANTS].reset_index(drop=True)


def teacher_resources(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """The same of the resources for teachers."""
    every = _resources(con, tuple(chosen_years(con, filters)))
    return every[every["public"] == ENSEIGNANTS].reset_index(drop=True)


@retenue
def _resources(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    frame = con.execute(_RESOURCES, {"annees": list(annees)}).df()
    return frame.astype(dict.fromkeys(("vues", "vues_mesurees", "vues_creation", "duree"), "Int64"))


def monthly_views(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one resource for parents and calendar month that was measured, by month and title.

    Columns: annee, mois (first day), plateforme, identifiant, titre, public, vues. Choice of establishments not honoured.
    """
    every = _monthly_views(con, tuple(chosen_years(con, filters)))
    return every[every["public"] != ENSEIGNANTS].reset_index(drop=True)


@retenue
def _monthly_views(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    return con.execute(_MONTHS, {"annees": list(annees)}).df()
