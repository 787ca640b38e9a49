"""The main questions of each page, four times: as the program asks them, and as a good analyst would write them in SQL
(for DuckDB and SQLite) and in pandas. A test holds the four answers against each other.

Each answer is a list of rows of plain values. A filter keeps one type or one secteur, or every school, over all the years.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters
from tne.queries import accompagnements, equipements, formations, parentalite
from tne.queries.masking import school_counts
from tne.queries.totals import totals

Lignes = list[tuple[Any, ...]]
Cadres = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Choix:
    """A filter: the schools of one type or secteur, all of them without either."""

    type: str | None = None
    secteur: str | None = None

    def filtre(self, annees: tuple[str, ...]) -> Filters:
        """The same choice, as the program takes it."""
        return Filters(
            annees, types=(self.type,) if self.type else (), secteurs=(self.secteur,) if self.secteur else ()
        )


@dataclass(frozen=True)
class Question:
    """One question of a page. `sql` is for both engines; `{mois}` is how each writes the month of `s.debut`, `{ici}` the
    condition on the school of a row, named by its alias.
    """

    page: str
    nom: str
    programme: Callable[[duckdb.DuckDBPyConnection, Filters], Lignes]
    sql: str
    pandas: Callable[[Cadres, frozenset[str] | None], Lignes]

    def texte(self, moteur: str) -> str:
        """The SQL for `duckdb` or `sqlite`."""
        mois = "month(s.debut)" if moteur == "duckdb" else "CAST(strftime('%m', s.debut) AS INTEGER)"
        return self.sql.replace("{mois}", mois).replace("{ici}", _ICI)


# A replaced establishment is its successor.
_ICI = """($type IS NULL AND $secteur IS NULL OR t.uai IN (
    SELECT e.uai FROM etablissement e JOIN etablissement n ON n.uai = coalesce(e.remplace_par, e.uai)
    WHERE ($type IS NULL OR n.type = $type) AND ($secteur IS NULL OR n.secteur = $secteur)))"""
_ACTIVE = "t.etat IN ('Inscrit', 'Convoqué', 'Retenu')"
_ABSENT = "t.presence IN ('Absent', 'Absent excusé')"
_SEANCE = """LEFT JOIN session s ON s.dispositif_code = t.dispositif_code AND s.module_code = t.module_code
    AND s.groupe_id = t.groupe_id AND s.session_code = t.session_code"""
_COMPTES = f"""count(CASE WHEN {_ACTIVE} THEN 1 END), count(CASE WHEN {_ACTIVE} AND t.presence = 'Présent' THEN 1 END),
    count(CASE WHEN {_ACTIVE} AND {_ABSENT} THEN 1 END)"""


def plain(frame: pd.DataFrame) -> Lignes:
    """The rows of a frame as plain values, sorted: numbers that a sum may give in another order are rounded."""
    return lignes(frame.itertuples(index=False, name=None))


def lignes(rows: Any) -> Lignes:
    """The same for rows of any engine."""

    def value(x: Any) -> Any:
        if x is None or x is pd.NA or x != x:
            return None
        if isinstance(x, (bool, str)):
            return int(x) if isinstance(x, bool) else x
        return round(float(x), 6)

    return sorted((tuple(value(x) for x in row) for row in rows), key=repr)


def _years(con: duckdb.DuckDBPyConnection, filters: Filters, *columns: str) -> Lignes:
    found = totals(con, filters, filters.annees, colonnes=frozenset(columns))
    return lignes((annee, *(row[c] for c in columns)) for annee, row in found.items() if any(row.values()))


def _ici(frame: pd.DataFrame, uais: frozenset[str] | None) -> pd.DataFrame:
    return frame if uais is None else frame[frame["uai"].isin(uais)]


def _somme(frame: pd.DataFrame, by: list[str], *columns: str) -> Lignes:
    return plain(frame.groupby(by, observed=True, as_index=False)[list(columns)].sum())


def _distinct(frame: pd.DataFrame, by: str, column: str) -> pd.Series[Any]:
    pairs = frame[[by, column]].drop_duplicates()
    return pairs.groupby(by, observed=True)[column].count()


def _participants(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    here = _ici(cadres["inscription"], uais)
    sums = here.groupby("annee", observed=True)[["active", "present", "absent"]].sum()
    sums.insert(0, "participants", _distinct(here[here["present"]], "annee", "personne"))
    return plain(sums.reset_index())


def _offres(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    return plain(_distinct(_ici(cadres["offre"], uais), "annee", "personne").reset_index())


def _taux(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    here = _ici(cadres["inscription"], uais)
    by = here.groupby(["annee", "seance"], observed=True)[["absent", "present"]].sum()
    known = by[by["absent"] + by["present"] > 0]
    shares = 100 * known["absent"] / (known["absent"] + known["present"])
    return plain(shares.groupby("annee", observed=True).mean().reset_index())


def _parcours(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    here = _ici(cadres["inscription"], uais)
    pairs = here.loc[here["present"], ["annee", "personne", "code_module"]].drop_duplicates()
    sizes = pairs.groupby(["annee", "personne"], observed=True).size().rename("modules").reset_index()
    return plain(sizes.groupby(["annee", "modules"], observed=True).size().reset_index())


def _colleges(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    here = _ici(cadres["inscription"], uais)
    schools = here.loc[here["present"], ["annee", "uai_actuel"]].drop_duplicates()
    reference = cadres["etablissement"].query("reference")["uai"]
    kept = reference if uais is None else reference[reference.isin(uais)]
    return plain(
        schools[schools["uai_actuel"].isin(kept)].groupby("annee", observed=True).size().reset_index()
    )


def _interventions(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    one = _ici(cadres["intervention"], uais).drop_duplicates(["annee", "nature", "reference"])
    return plain(one.groupby(["annee", "nature"], observed=True)["heures"].agg(["size", "sum"]).reset_index())


def _visites(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    one = _ici(cadres["intervention"], uais).drop_duplicates(["uai_actuel", "reference"])
    return plain(one.groupby("uai_actuel", observed=True).size().reset_index())


def _ecoles_visitees(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    frame = accompagnements.etablissements(con, filters, "coordination")
    return plain(frame.loc[frame["visites"] > 0, ["uai", "visites"]])


def _familles(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    return plain(parentalite.families(con, filters, "coordination")[["annee", "theme", "familles"]])


def _equipements(cadres: Cadres, uais: frozenset[str] | None) -> Lignes:
    here = _ici(cadres["equipement"], uais)
    counts = {etat: here["etat"] == etat for etat in ("Déployé", "Livré", "Commandé")}
    return _somme(here.assign(**counts), ["type"], *counts, "quantite")


def _etats(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    frame = equipements.states(con, filters, "coordination")
    return plain(frame[["type", "deployes", "livres", "commandes", "quantite"]])


def _eleves(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    frame = school_counts(con, "eleves", filters, "coordination")
    return plain(frame[["uai", "annee", "valeur"]])


def _mois(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    frame = formations.breakdown(con, filters, "coordination", "mois", ["inscriptions", "presences"])
    return plain(
        frame.assign(mois=frame["valeur"].astype(int))[["annee", "mois", "inscriptions", "presences"]]
    )


def _modules(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    counts = ["inscriptions", "presences", "absences"]
    frame = formations.breakdown(con, filters, "coordination", "module", counts)
    return plain(frame[["annee", "valeur", *counts]])


def _couverts(con: duckdb.DuckDBPyConnection, filters: Filters) -> Lignes:
    frame = formations.coverage(con, filters, "coordination")
    return plain(frame[frame["represente"]].groupby("annee").size().reset_index())


QUESTIONS = (
    Question(
        "bilan",
        "participants, inscriptions, présences et absences par année",
        lambda con, f: _years(con, f, "participants", "inscriptions", "presences", "absences"),
        f"""SELECT t.annee, count(DISTINCT CASE WHEN {_ACTIVE} AND t.presence = 'Présent' THEN t.personne END), {_COMPTES}
        FROM inscription t WHERE {{ici}} GROUP BY t.annee""",
        _participants,
    ),
    Question(
        "bilan",
        "enseignants à qui l'offre est parvenue, par année",
        lambda con, f: _years(con, f, "offres"),
        "SELECT t.annee, count(DISTINCT t.personne) FROM offre t WHERE {ici} GROUP BY t.annee",
        _offres,
    ),
    Question(
        "formations",
        "inscriptions, présences et absences par module et année",
        _modules,
        f"""SELECT t.annee, m.module_libelle, {_COMPTES} FROM inscription t
        JOIN module m ON m.dispositif_code = t.dispositif_code AND m.module_code = t.module_code
        WHERE {{ici}} GROUP BY t.annee, m.module_libelle""",
        lambda c, u: _somme(_ici(c["inscription"], u), ["annee", "module"], "active", "present", "absent"),
    ),
    Question(
        "formations",
        "inscriptions et présences par mois et année",
        _mois,
        f"""SELECT t.annee, {{mois}}, count(CASE WHEN {_ACTIVE} THEN 1 END),
        count(CASE WHEN {_ACTIVE} AND t.presence = 'Présent' THEN 1 END)
        FROM inscription t {_SEANCE} WHERE {{ici}} GROUP BY t.annee, {{mois}}""",
        lambda c, u: _somme(_ici(c["inscription"], u), ["annee", "mois"], "active", "present"),
    ),
    Question(
        "formations",
        "taux d'absence moyen des sessions par année",
        lambda con, f: _years(con, f, "taux_moyen"),
        f"""SELECT annee, avg(100.0 * absents / (absents + presents)) FROM (
            SELECT t.annee, count(CASE WHEN {_ACTIVE} AND {_ABSENT} THEN 1 END) AS absents,
                   count(CASE WHEN {_ACTIVE} AND t.presence = 'Présent' THEN 1 END) AS presents
            FROM inscription t WHERE {{ici}} GROUP BY t.annee, t.dispositif_code, t.module_code, t.groupe_id, t.session_code
        ) p WHERE absents + presents > 0 GROUP BY annee""",
        _taux,
    ),
    Question(
        "formations",
        "collèges représentés par année",
        _couverts,
        f"""SELECT t.annee, count(DISTINCT n.uai) FROM inscription t JOIN etablissement e ON e.uai = t.uai
        JOIN etablissement n ON n.uai = coalesce(e.remplace_par, e.uai)
        WHERE {_ACTIVE} AND t.presence = 'Présent' AND n.type = 'Collège' AND coalesce(n.etat, 'Ouvert') = 'Ouvert'
          AND n.remplace_par IS NULL AND (n.secteur = 'Public' OR n.contrat = 'Sous contrat') AND {{ici}} GROUP BY t.annee""",
        _colleges,
    ),
    Question(
        "formations",
        "enseignants par nombre de modules suivis et année",
        lambda con, f: plain(
            formations.modules_per_teacher(con, f, "coordination")[["annee", "modules", "enseignants"]]
        ),
        f"""SELECT annee, modules, count(*) FROM (
            SELECT t.annee, t.personne, count(DISTINCT t.dispositif_code || '|' || t.module_code) AS modules
            FROM inscription t WHERE {_ACTIVE} AND t.presence = 'Présent' AND {{ici}} GROUP BY t.annee, t.personne
        ) p GROUP BY annee, modules""",
        _parcours,
    ),
    Question(
        "accompagnements",
        "interventions et heures par nature et année",
        lambda con, f: plain(
            accompagnements.natures(con, f, "coordination")[["annee", "nature", "interventions", "heures"]]
        ),
        """SELECT annee, nature, count(*), sum(heures) FROM (
            SELECT t.annee, t.nature, t.reference, max(t.heures) AS heures FROM intervention t
            WHERE {ici} GROUP BY t.annee, t.nature, t.reference
        ) i GROUP BY annee, nature""",
        _interventions,
    ),
    Question(
        "accompagnements",
        "établissements visités, et combien de fois",
        _ecoles_visitees,
        """SELECT coalesce(e.remplace_par, t.uai), count(DISTINCT t.reference) FROM intervention t
        JOIN etablissement e ON e.uai = t.uai WHERE {ici} GROUP BY 1""",
        _visites,
    ),
    Question(
        "parentalite",
        "familles par thème et année",
        _familles,
        "SELECT t.annee, t.theme, sum(t.familles) FROM atelier_parentalite t WHERE {ici} GROUP BY t.annee, t.theme",
        lambda c, u: _somme(_ici(c["atelier_parentalite"], u), ["annee", "theme"], "familles"),
    ),
    Question(
        "equipements",
        "équipements par type et état",
        _etats,
        """SELECT t.type, count(CASE WHEN t.etat = 'Déployé' THEN 1 END), count(CASE WHEN t.etat = 'Livré' THEN 1 END),
        count(CASE WHEN t.etat = 'Commandé' THEN 1 END), sum(t.quantite) FROM equipement t WHERE {ici} GROUP BY t.type""",
        _equipements,
    ),
    Question(
        "numerixplore",
        "élèves rencontrés par collège et année",
        _eleves,
        """SELECT coalesce(e.remplace_par, t.uai), t.annee, sum(t.eleves) FROM numerixplore t
        JOIN etablissement e ON e.uai = t.uai WHERE {ici} GROUP BY 1, t.annee""",
        lambda c, u: _somme(_ici(c["numerixplore"], u), ["uai_actuel", "annee"], "eleves"),
    ),
)
