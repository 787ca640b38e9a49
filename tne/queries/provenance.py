"""From a count back to its rows: which rows of which data set make each column of `queries.totals`.

Each trace also says how its rows make the number, and a test holds the two against each other: what is shown is what
was counted. These rows are exact, one by one: for coordinators (`tne.provenance` asks the right).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tne.datasets.operateurs import est
from tne.queries.perimeter import choisis
from tne.queries.publics import CONSULTATIONS_PARENTS, RESSOURCES_PARENTS
from tne.queries.reference import RECUE, colleges, ecoles_et_colleges, parmi

_ICI = f"annee = $annee AND {choisis()}"
_INSCRIPTIONS = f"SELECT inscription_cle FROM v_inscription_cle WHERE {_ICI}"
# The sessions of a choice of schools are those with at least one active registration from them.
_SESSIONS = f"""SELECT session_cle FROM v_session WHERE annee = $annee AND ($tous OR session_cle IN (
    SELECT session_id FROM v_inscription WHERE active AND {_ICI}))"""
_INTERVENTIONS = f"SELECT _cle FROM v_intervention WHERE {_ICI}"
_ATELIERS = f"SELECT _cle FROM v_atelier WHERE {_ICI}"
_ECOLES = ecoles_et_colleges("$annee")
_OUVERTS = f"SELECT _cle FROM v_etablissement WHERE {_ECOLES} AND {choisis()}"
_COLLEGES = f"SELECT _cle FROM v_etablissement WHERE {colleges('$annee')} AND {choisis()}"
_NIVEAU = "regexp_replace(strip_accents(lower(niveau)), '[^0-9a-z]', '', 'g')"
_SUCCESSEUR = "LEFT JOIN v_etablissement e ON e.uai = t.uai"
_INTERVENTION = "count(DISTINCT coalesce(t.reference, CAST(t._cle AS VARCHAR)))"
_ACTUEL = "count(DISTINCT coalesce(e.uai_actuel, t.uai))"


@dataclass(frozen=True)
class Trace:
    """The rows that make a number: `lignes` gives their keys in `jeu`; `compte` makes the number of them, as `mots` says.

    `compte` is SQL over the rows `t`, with what `avec` joins. `lignes` takes $annee, $tous and $uais. `personnes`: the number is one of
    persons, of their registrations or of their presences.
    """

    jeu: str
    lignes: str
    mots: str
    compte: str = "count(*)"
    avec: str = ""
    personnes: bool = False


def _of_kind(nature: str) -> Trace:
    return Trace("intervention", f"{_INTERVENTIONS} AND nature = '{nature}'", "interventions", _INTERVENTION)


def _in_a(type_: str) -> Trace:
    rows = f"{_INTERVENTIONS} AND type_etablissement = '{type_}'"
    return Trace("intervention", rows, "interventions", _INTERVENTION)


def _meetings(type_: str) -> Trace:
    reference = "count(DISTINCT coalesce(t.reference, CAST(t._cle AS VARCHAR)))"
    return Trace("atelier_parentalite", f"{_ATELIERS} AND type = '{type_}'", "rencontres", reference)


def _held_by(condition: str) -> Trace:
    rows = f"SELECT _cle FROM session_complement WHERE _cle IN ({_SESSIONS}) AND {condition}"
    return Trace("session_complement", rows, "sessions")


def _hours(column: str) -> Trace:
    both = "heures IS NOT NULL AND heures_hors_face_a_face IS NOT NULL"
    rows = f"SELECT _cle FROM session_complement WHERE _cle IN ({_SESSIONS}) AND {both}"
    return Trace("session_complement", rows, "heures", f"sum(t.{column})")


# Under a choice of schools, those of the sessions of the year, also where the plan is that of the year before.
_MODULES = f"""SELECT _cle FROM module WHERE ($tous AND annee = $annee) OR (NOT $tous AND (dispositif_code, module_code) IN (
    SELECT (dispositif_code, module_code) FROM v_session WHERE session_cle IN ({_SESSIONS})))"""
_VISITES = f"SELECT _cle FROM numerixplore WHERE {_ICI}"
_TOUCHES = parmi(
    colleges("$annee"),
    "coalesce((SELECT e.remplace_par FROM v_successeur e WHERE e.uai = numerixplore.uai), uai)",
)
_TRAITEES = f"{_INSCRIPTIONS} AND (absent OR present)"
_SEANCE = "count(DISTINCT concat_ws('|', t.dispositif_code, t.module_code, t.groupe_id, t.session_code))"

TRACES: Mapping[str, Trace] = {
    "modules": Trace(
        "module", _MODULES, "modules distincts", "count(DISTINCT (t.dispositif_code, t.module_code))"
    ),
    "offres": Trace(
        "offre",
        f"SELECT _cle FROM offre WHERE {_ICI}",
        "personnes distinctes",
        "count(DISTINCT t.personne)",
        personnes=True,
    ),
    "reponses": Trace(
        "reponse",
        f"SELECT reponse_cle FROM v_reponse WHERE {_ICI}",
        "personnes distinctes",
        "count(DISTINCT coalesce(t.personne, t._cle))",
        personnes=True,
    ),
    "participants": Trace(
        "inscription",
        f"{_INSCRIPTIONS} AND present",
        "personnes distinctes",
        "count(DISTINCT t.personne)",
        personnes=True,
    ),
    "sessions": Trace("session", _SESSIONS, "sessions"),
    "sessions_srane": _held_by(est("srane")),
    "sessions_canope": _held_by(est("canope")),
    "sessions_traitees": Trace("inscription", _TRAITEES, "sessions distinctes", _SEANCE),
    "absences": Trace("inscription", f"{_INSCRIPTIONS} AND absent", "absences", personnes=True),
    "presences_traitees": Trace("inscription", _TRAITEES, "présences traitées", personnes=True),
    "heures": _hours("heures"),
    "heures_hors": _hours("heures_hors_face_a_face"),
    "colleges_representes": Trace(
        "inscription",
        f"""{_INSCRIPTIONS} AND present AND uai IN (SELECT uai FROM v_etablissement WHERE uai_actuel IN (
            SELECT uai FROM v_etablissement WHERE {colleges("$annee")} AND {choisis()}))""",
        "collèges distincts",
        "count(DISTINCT e.uai_actuel)",
        _SUCCESSEUR,
    ),
    "colleges": Trace("etablissement", _COLLEGES, "collèges"),
    "interventions": Trace("intervention", _INTERVENTIONS, "interventions", _INTERVENTION),
    "formations": _of_kind("Formation"),
    "personnalises": _of_kind("Accompagnement personnalisé"),
    "techniques": _of_kind("Intervention technique"),
    "projets": _of_kind("Suivi de projet"),
    "en_ecole": _in_a("École"),
    "en_college": _in_a("Collège"),
    "etablissements_visites": Trace(
        "intervention",
        f"{_INTERVENTIONS} AND {parmi(_ECOLES)}",
        "établissements distincts",
        _ACTUEL,
        _SUCCESSEUR,
    ),
    "etablissements": Trace("etablissement", _OUVERTS, "écoles et collèges"),
    "ateliers": _meetings("Atelier"),
    "formations_parents": _meetings("Formation"),
    "familles": Trace("atelier_parentalite", _ATELIERS, "familles", "sum(t.familles)", personnes=True),
    "ressources": Trace("ressource", f"SELECT _cle FROM {RESSOURCES_PARENTS}", "ressources"),
    "vues": Trace(
        "consultation",
        f"SELECT _cle FROM {CONSULTATIONS_PARENTS} WHERE annee = $annee AND periode = 'Mois'",
        "vues",
        "sum(t.vues)",
    ),
    "dotes": Trace(
        "equipement",
        f"""SELECT _cle FROM equipement WHERE annee <= $annee AND {choisis()}
            AND type = 'Socle numérique' AND etat = 'Déployé'
            AND uai IN (SELECT uai FROM v_etablissement WHERE uai_actuel IN (
                SELECT uai FROM v_etablissement WHERE {_ECOLES}))""",
        "établissements distincts",
        _ACTUEL,
        _SUCCESSEUR,
    ),
    "socles": Trace(
        "equipement",
        f"""SELECT _cle FROM equipement WHERE {_ICI} AND type = 'Socle numérique' AND etat = 'Déployé'
            AND uai IN (SELECT uai FROM v_etablissement WHERE uai_actuel IN (
                SELECT uai FROM v_etablissement WHERE {_ECOLES}))""",
        "établissements distincts",
        _ACTUEL,
        _SUCCESSEUR,
    ),
    "eleves": Trace("numerixplore", _VISITES, "élèves", "sum(t.eleves)", personnes=True),
    "classes": Trace("numerixplore", _VISITES, "classes", "sum(t.classes)"),
    "colleges_numerixplore": Trace(
        "numerixplore",
        f"{_VISITES} AND {RECUE} AND {_TOUCHES}",
        "établissements distincts",
        _ACTUEL,
        _SUCCESSEUR,
    ),
    "eleves_4eme": Trace(
        "effectif",
        f"SELECT _cle FROM effectif WHERE {_ICI} AND {_NIVEAU} IN ('4eme', '4emes', 'quatrieme', '4e')",
        "élèves",
        "sum(t.eleves)",
    ),
}
"""Column of `queries.totals` → its rows."""
