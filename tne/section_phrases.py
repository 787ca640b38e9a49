"""What each part of the bilan says in a sentence, with `**` around what counts; and all of them in one."""

from __future__ import annotations

from collections.abc import Mapping

from tne.indicators import Value
from tne.sans_objet import SANS_COLLEGE, sans_college, sans_offre, sans_offre_dit
from tne.typographie import accord, arrondir, compte, entier, enumeration, pourcent, proportion

Values = Mapping[str, Value]
INTERVENTIONS_MINIMUM = 5
"""Under that many, no kind is said to come first."""


def known(values: Values, code: str) -> float | None:
    """The value of an indicator, None when absent or masked."""
    value = values.get(code)
    return None if value is None or value.masque else value.valeur


def _masked(values: Values, code: str) -> bool:
    value = values.get(code)
    return value is not None and value.masque


def _left_out(values: Values, code: str) -> str:
    """What a count that readers see leaves out: « (2 établissements masqués n'y sont pas comptés) », "" for nothing."""
    value = values.get(code)
    return f" ({value.raison})" if value is not None and value.raison and not value.masque else ""


def phrase_formations(values: Values) -> str:
    """How many teachers took part, out of how many; « ** » marks what counts."""
    participants, offers = known(values, "formation.participants"), known(values, "formation.offres")
    sessions = known(values, "formation.sessions")
    if left_out := _left_out(values, "formation.participants"):
        offers = None  # without the masked schools they are no share of those to whom all of them belong
    if sans_offre(values):
        return sans_offre_dit(values)
    if participants is None:
        if _masked(values, "formation.participants"):
            return "Trop peu d'enseignants sont concernés par ce choix pour que leur nombre soit montré."
        if sessions:
            return f"**{compte(sessions, 'session')}** au plan, mais aucune présence n'est encore connue."
        return _avant_les_sessions(values)
    if participants == 0:
        return "**Aucun enseignant** n'a encore suivi de module."
    sentence = f"**{compte(participants, 'enseignant')}** {accord(participants, 'a', 'ont')} suivi au moins un module"
    if offers and participants > offers:
        sentence += f", pour {compte(offers, 'sollicité')}"
    elif offers:
        sentence += f", soit {proportion(participants, offers)} {accord(offers, 'du seul sollicité', f'des {entier(offers)} sollicités')}"
    sentence += f"{left_out}."
    rate = values.get("formation.colleges_representes")
    if rate is not None and rate.valeur is not None and rate.numerateur is not None and rate.denominateur:
        if rate.denominateur == 1:  # the sentence before says what it has
            sentence += "" if rate.numerateur else " Le collège n'a pas encore d'enseignant formé."
        elif rate.numerateur == rate.denominateur:
            sentence += f" Les {entier(rate.denominateur)} collèges ont tous au moins un enseignant formé."
        else:
            missing = rate.denominateur - rate.numerateur
            sentence += f" {compte(missing, 'collège')} sur {entier(rate.denominateur)} {accord(missing, 'reste', 'restent')} sans enseignant formé."
    return sentence


def _avant_les_sessions(values: Values) -> str:
    """What is known of trainings before any session is: who replied to the offer, who received it, how many modules there are."""
    offers, replies = known(values, "formation.offres"), known(values, "formation.reponses")
    if replies and offers:
        return f"**{compte(replies, 'enseignant')}** sur {entier(offers)} {accord(offers, 'sollicité')} {accord(replies, 'a', 'ont')} répondu à l'offre."
    if replies or offers:
        n = replies or offers or 0
        return f"**{compte(n, 'enseignant')}** {accord(n, 'a', 'ont')} {'répondu à' if replies else 'reçu'} l'offre."
    if modules := known(values, "formation.modules"):
        return f"**{compte(modules, 'module')}** au plan de formation."
    return "Aucune donnée sur les formations pour ce choix."


def phrase_accompagnements(values: Values) -> str:
    """How many interventions, of which kind first, and where."""
    total = known(values, "accompagnement.total")
    if total is None:
        return "Aucune donnée sur les accompagnements pour ce choix."
    if total == 0:
        return "**Aucune intervention** dans ce choix."
    kinds = {
        "accompagnement.formations": "la formation",
        "accompagnement.personnalises": "l'accompagnement personnalisé",
        "accompagnement.techniques": "l'aide technique",
        "accompagnement.projets": "le suivi de projets",
    }
    sentence = f"**{compte(total, 'intervention')}** des médiateurs"
    first, second = sorted(kinds, key=lambda code: known(values, code) or 0, reverse=True)[:2]
    n = known(values, first) or 0
    if total >= INTERVENTIONS_MINIMUM and n > (known(values, second) or 0):
        sentence += (
            f", toutes pour {kinds[first]}" if n == total else f", d'abord pour {kinds[first]} ({entier(n)})"
        )
    schools = known(values, "accompagnement.part_ecoles")
    # A share of one school, or of one type of school chosen by the filter, says nothing; nor does one that reads as none or all.
    # A published one is not that of the interventions that were counted since.
    if (
        schools is not None
        and 0 < arrondir(schools) < 100
        and values["accompagnement.part_ecoles"].origine == values["accompagnement.total"].origine
    ):
        sentence += f" ; {pourcent(schools)} dans des écoles"
    return sentence + "."


def phrase_parentalite(values: Values) -> str:
    """Meetings with parents and families reached."""
    workshops, trainings = known(values, "parentalite.ateliers"), known(values, "parentalite.formations")
    families, views = known(values, "parentalite.familles"), known(values, "parentalite.vues")
    parts = []
    if workshops == 0 and not trainings:
        parts.append("**Aucune rencontre** avec les parents dans ce choix")
    elif workshops or trainings:
        first, *rest = [compte(n, w) for n, w in ((workshops, "atelier"), (trainings, "formation")) if n]
        parts.append(f"**{first}**{''.join(f' et {r}' for r in rest)} pour les parents")
    if families:
        left_out = _left_out(values, "parentalite.familles")
        parts.append(f"{compte(families, 'famille')} {accord(families, 'touchée', 'touchées')}{left_out}")
    if views:
        parts.append(f"{compte(views, 'vue')} des ressources en ligne")
    if not parts:
        none = views == 0
        return (
            f"Aucune {'vue des ressources en ligne' if none else 'donnée sur la parentalité pour ce choix'}."
        )
    return ", ".join(parts) + "."


def phrase_equipements(values: Values) -> str:
    """How many schools have their basic equipment, out of how many, and how many of them received it this year."""
    value, received = values.get("equipement.dotes"), values.get("equipement.socles")
    if value is None or value.valeur is None:
        return "Aucune donnée sur les équipements pour ce choix."
    n, total = value.valeur, value.denominateur
    if not total:
        if not n:
            # No list of schools, or a choice of lycées or of what is closed: all are told truly.
            return "Aucune école ni aucun collège ouvert n'est connu dans ce choix."
        return f"**{compte(n, 'établissement')}** {accord(n, 'a son', 'ont leur')} socle numérique."
    if not n:
        none = f"**Aucun des {entier(total)} établissements** n'a encore son socle numérique."
        return none if total > 1 else "**Cet établissement** n'a pas encore son socle numérique."
    sentence = (
        f"**{entier(n)} {accord(n, 'établissement')} sur {entier(total)}** ({proportion(n, total)}) "
        f"{accord(n, 'a son', 'ont leur')} socle numérique"
        if total > 1
        else "**Cet établissement** a son socle numérique"
    )
    if total == 1:
        return f"{sentence}."
    if received is not None and received.origine == "calculé" and received.valeur:
        said = f"dont {entier(received.valeur)} {accord(received.valeur, 'déployé')}"
        if received.valeur == n:  # « dont 6 » of 6 would leave some out
            said = accord(n, "déployé", "tous déployés")
        sentence += f", {said} en {received.annee}"
    return sentence + "."


def phrase_numerixplore(values: Values) -> str:
    """Pupils of 4ème reached, out of all pupils of 4ème of the choice."""
    value = values.get("numerixplore.eleves")
    if sans_college(values):
        return SANS_COLLEGE
    if value is None or (value.valeur is None and not value.masque):
        if reached := known(values, "numerixplore.colleges"):
            return f"**{compte(reached, 'collège touché', 'collèges touchés')}** ; le nombre d'élèves n'est pas connu."
        return "Aucune donnée sur Numérixplore pour ce choix."
    if value.valeur is None:
        return "Trop peu d'élèves sont concernés par ce choix pour que leur nombre soit montré."
    if value.valeur == 0:
        return "**Aucun élève de 4e** n'a encore découvert les métiers du numérique."
    left_out = _left_out(values, "numerixplore.eleves")
    sentence = f"**{compte(value.valeur, 'élève')} de 4e** {accord(value.valeur, 'a', 'ont')} découvert les métiers du numérique"
    if value.denominateur and value.valeur > value.denominateur:
        sentence += (
            f", pour {compte(value.denominateur, 'élève')} de ce niveau {accord(value.denominateur, 'connu')}"
        )
    elif value.denominateur:
        tous = accord(value.denominateur, "du seul élève", f"des {entier(value.denominateur)} élèves")
        sentence += f", soit {proportion(value.valeur, value.denominateur)} {tous} de ce niveau"
    colleges = known(values, "numerixplore.colleges")
    if colleges and not left_out:  # they hold the masked ones
        # Beside one another: pupils of a collège closed since are in none of those that count.
        sentence += f" ; {compte(colleges, 'collège touché', 'collèges touchés')}"
    return f"{sentence}{left_out}."


_EN_BREF = (
    ("formation.participants", "enseignant", "formé"),
    ("accompagnement.total", "intervention", "des médiateurs"),
    ("parentalite.familles", "famille", "touchée"),
    ("equipement.dotes", "établissement", "équipé"),
    ("numerixplore.eleves", "élève", "de 4e touché"),
)
"""What the year is told by: the count of each part, and what follows it, which agrees where it is no complement."""


AU_SINGULIER = {code: f"{noun} {suite}" for code, noun, suite in _EN_BREF}
"""The same of one, or of none: « intervention des médiateurs »."""


def en_bref(values: Values) -> str:
    """All parts of the year in a sentence, one figure each; those that are unknown, masked or zero are not told."""
    said = []
    for code, noun, suite in _EN_BREF:
        n = known(values, code)
        if not n:
            continue
        rest = suite if suite.startswith("des") else accord(n, suite)
        of = values[code].denominateur if code == "formation.participants" else None
        sur = f" sur {entier(of)} {accord(of, 'sollicité')}" if of and n <= of else ""
        least = "au moins " if _left_out(values, code) else ""
        said.append(f"{least}**{compte(n, noun)}** {rest}{sur}")
    told = enumeration(said)
    return f"{told[0].upper()}{told[1:]}." if told else ""
