"""What is said of one school in words: who it is, what happened in the year, what is missing, the titles of its figures."""

from __future__ import annotations

from tne.filters import circonscription
from tne.queries.etablissement import Dossier
from tne.queries.masking import MASQUE, PETIT
from tne.queries.ouverture import ENCORE, JAMAIS, TOUJOURS
from tne.typographie import accord, arrondir, compte, date_longue, decimal, entier, enumeration, typographier
from tne.visuals.accompagnements_cadre import NOMS as NATURES

# Part → one event of it, several.
NOMS = {
    "Accompagnements": ("intervention", "interventions"),
    "Parentalité": ("rencontre avec les parents", "rencontres avec les parents"),
    "Numérixplore": ("journée Numérixplore", "journées Numérixplore"),
}
SANS_NUMERIXPLORE = ("École", "Lycée")
SANS_ETAT = "Non précisé"


def nom_du_type(d: Dossier, nombre: int = 1) -> str:
    """« collège », « écoles », « établissements de ce type » when the type has no name of its own."""
    if d.type in ("École", "Collège", "Lycée"):
        return accord(nombre, d.type.lower(), f"{d.type.lower()}s")
    return accord(nombre, "établissement de ce type", "établissements de ce type")


def parties(d: Dossier) -> list[str]:
    """The parts that concern this school: Numérixplore is for pupils of 4ème, unless an école or a lycée took part."""
    seen = set(d.evenements["partie"])
    return [p for p in NOMS if p != "Numérixplore" or d.type not in SANS_NUMERIXPLORE or p in seen]


def aucun_evenement(d: Dossier) -> str:
    """What its empty list says, of the parts that are imported alone: « Ni intervention, ni rencontre avec les parents »."""
    suivies = {partie for _, partie in d.suivi}
    noms = [NOMS[p][0] for p in parties(d) if p in suivies]
    if not noms:
        return "Rien n'est importé de ce qui se passe dans les établissements"
    return f"Aucune {noms[0]}" if len(noms) == 1 else f"Ni {', ni '.join(noms)}"


def nature(partie: str, quoi: str) -> str:
    """What an event was, as the page of its part names it: « Accompagnement personnalisé »."""
    return NATURES.get(quoi, quoi) if partie == "Accompagnements" else quoi


def moyenne_en_mots(moyenne: float) -> str:
    """« 1,4 », « 0,0 » as in a column of means, or « moins de 0,1 » where rounding would say that nothing happened anywhere."""
    return "moins de 0,1" if 0 < moyenne < 0.05 else decimal(moyenne)


def identite(d: Dossier) -> str:
    """Who it is, in one line: type, secteur, commune, circonscription, pilot, since and until when it counts, what
    it replaces, UAI.
    """
    i = d.identite
    secteur = str(i["secteur"] or "").lower()
    if secteur.startswith("priv") and i["contrat"]:
        secteur = f"{secteur} {str(i['contrat']).lower()}"
    kind = f"{d.type or 'Établissement'} {secteur}".strip()
    if d.type == "École":  # an adjective agrees
        kind = kind.replace(" public", " publique").replace(" privé ", " privée ")
        kind = f"{kind}e" if kind.endswith("privé") else kind
    parts = [
        kind,
        str(i["commune"] or ""),
        circonscription(str(i["circonscription"] or "")),
        "établissement pilote" if i["pilote"] else "",
        _ouverture(d),
        f"remplace {i['remplace']}" if i["remplace"] else "",
        f"UAI {d.uai}",
    ]
    return typographier(" · ".join(p for p in parts if p))


def _ouverture(d: Dossier) -> str:
    """That it is closed; from which school year to which it counts, where that is known (`tne.queries.ouverture`)."""
    e = "e" if d.type == "École" else ""
    depuis, jusque = (str(d.identite[c]) for c in ("premiere", "derniere"))
    parts = [f"fermé{e}" if d.identite["etat"] == "Fermé" else ""]
    if depuis == JAMAIS:
        parts.append(f"pas encore ouvert{e}")
    elif depuis <= jusque:
        bornes = (
            f" à partir de {depuis}" if depuis != TOUJOURS else "",
            f" jusqu'en {jusque}" if jusque != ENCORE else "",
        )
        parts.append(f"compté{e}{''.join(bornes)}" if any(bornes) else "")
    return " · ".join(p for p in parts if p)


def _gras(nombre: int, singulier: str, pluriel: str) -> str:
    """The count in bold, its number on the same line as its word."""
    return f"**{compte(nombre, singulier, pluriel).replace(' ', chr(160), 1)}**"


def phrase(d: Dossier, annee: str) -> str:
    """What happened in that year, with `**`; that nothing did; or that nothing is imported."""
    if not any(a == annee for a, _ in d.suivi):
        return typographier(f"Aucune donnée par établissement n'est importée pour {annee}.")
    found = []
    n = d.effectif("participants", annee, "Formations")
    if isinstance(n, int) and n:
        note = f" ({PETIT})" if d.petit("participants", (annee,)) else ""
        found.append(_gras(n, "enseignant formé", "enseignants formés") + note)
    for part in parties(d):
        count = d.nombre(part, annee)
        if count:
            found.append(_gras(count, *NOMS[part]))
    if n == MASQUE:
        found.append("des enseignants formés (nombre masqué)")
    if found:
        return typographier(f"En {annee} : {enumeration(found)}.")
    earlier = d.evenements[d.evenements["annee"] < annee]["date"].dropna()
    last = f" ; le dernier événement connu date du {date_longue(max(earlier).date())}" if len(earlier) else ""
    return typographier(f"En {annee}, rien n'est enregistré pour cet établissement{last}.")


def titre_manques(d: Dossier, annee: str) -> tuple[str, str]:
    """The title over `manques` and, where nothing is expected of a school that does not count in that year, why."""
    if not d.ouvert(annee):
        pourquoi = _ouverture(d)
        return "Rien n\u2019est attendu", typographier(f"{pourquoi[:1].upper()}{pourquoi[1:]}.")
    return ("Ce qui manque" if manques(d, annee) else "Rien ne manque"), ""


def manques(d: Dossier, annee: str) -> list[str]:
    """What has not happened at this school up to the end of the year, and what cannot be known. Whole sentences; none in a
    year in which it does not count: it was closed, or not yet open.
    """
    if not d.ouvert(annee):
        return []
    known = d.jusque(annee)
    out = [_manque(known, part, annee) for part in parties(d)]
    if d.type != "École" and ("Formations" in {p for a, p in d.suivi if a == annee}):
        counts = [d.effectif("participants", a, "Formations") for a in known.annees]
        if d.attendue("Formations", annee):
            out.append(f"Formations : aucune présence n'est encore traitée en {annee}.")
        elif not any(counts):
            out.append("Aucun enseignant n'a encore participé à une formation.")
    out.append(_socle(known, annee))
    absent = [
        p for p in ("Formations", *NOMS) if (annee, p) not in d.suivi and p in ("Formations", *parties(d))
    ]
    if absent:
        parts = accord(len(absent), "cette partie", "ces parties")
        out.append(f"Rien n'est importé pour {annee} sur {parts} : {enumeration(absent)}.")
    holes = [
        label
        for key, label in (("commune", "la commune"), ("type", "le type"), ("secteur", "le secteur"))
        if not d.identite[key]
    ]
    if holes:
        out.append(f"L'annuaire importé ne dit pas {enumeration(holes, 'ni')}.")
    return [typographier(m) for m in out if m]


def _manque(d: Dossier, part: str, annee: str) -> str:
    if d.nombre(part, annee) != 0:
        return ""
    name = NOMS[part][0]
    dates = d.evenements.loc[d.evenements["partie"] == part, "date"].dropna()
    if len(dates):
        return f"Aucune {name} en {annee} ; la dernière date du {date_longue(max(dates).date())}."
    first = min(a for a, p in d.suivi if p == part)
    return (
        f"Aucune {name} depuis {first}, première année connue."
        if first < annee
        else f"Aucune {name} en {annee}."
    )


def _socle(d: Dossier, annee: str) -> str:
    if not any(p == "Équipements" and a <= annee for a, p in d.suivi) or d.type not in ("École", "Collège"):
        return ""
    etat = etat_du_socle(d)
    if etat == "Déployé":
        return ""
    if etat == SANS_ETAT:
        return "Socle numérique : état non précisé."
    return (
        f"Socle numérique : {etat.lower()}, pas encore déployé."
        if etat
        else "Socle numérique : rien de connu."
    )


def etat_du_socle(d: Dossier) -> str:
    """The most advanced state known of its basic equipment, `SANS_ETAT` of one whose state is not said, or nothing."""
    states = list(d.equipements.loc[d.equipements["type"] == "Socle numérique", "etat"])
    known = next((e for e in ("Déployé", "Livré", "Commandé") if e in states), "")
    return known or (SANS_ETAT if states else "")


def titre_annees(d: Dossier) -> str:
    """How the events of a school are spread over the years: one year above the others, none, or no clear one."""
    counts = {a: int((d.evenements["annee"] == a).sum()) for a in d.annees}
    total = sum(counts.values())
    if not counts:
        return "Aucune année connue"
    if not total:
        years = f"de {d.annees[0]} à {d.annees[-1]}" if len(counts) > 1 else f"en {d.annees[0]}"
        # The teachers who were trained stand in the table under it.
        trained = any(d.effectif("participants", a, "Formations") for a in d.annees)
        return f"{'Hors formations, aucun' if trained else 'Aucun'} événement enregistré {years}"
    most = max(counts.values())
    best = [a for a, n in counts.items() if n == most]
    if total == most:
        return f"{compte(total, 'événement enregistré', 'événements enregistrés')} en {best[0]}"
    if len(best) == 1:
        return f"{best[0]} est l'année la plus remplie : {entier(most)} événements sur {entier(total)}"
    return f"{entier(total)} événements répartis sur {entier(sum(n > 0 for n in counts.values()))} années scolaires"


def titre_comparaison(nombre: int | None, moyenne: float | None, annee: str, genre: str) -> str:
    """The visits of the médiateurs beside the mean of its type: more, fewer, as many, none, or not known."""
    if nombre is None or moyenne is None:
        return f"Interventions des médiateurs : pas assez de données pour {annee}"
    if not nombre:
        return f"Aucune intervention des médiateurs en {annee} ; {moyenne_en_mots(moyenne)} en moyenne par {genre}"
    # As the mean is written beside it: 1 is not « plus que la moyenne : 1,0 ».
    ecart = nombre - arrondir(moyenne, 1)
    rang = "autant que" if not ecart else "plus que" if ecart > 0 else "moins que"
    return f"{compte(nombre, 'intervention', 'interventions')} des médiateurs en {annee}, {rang} la moyenne : {moyenne_en_mots(moyenne)} par {genre}"
