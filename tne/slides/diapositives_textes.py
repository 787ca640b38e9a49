"""The slides that are no single figure: the title, the findings of the year, the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import duckdb

from tne import territoire
from tne.bilan import constats
from tne.filters import Filters, View
from tne.indicators import Value, beside_published
from tne.queries.choices import schools
from tne.queries.equipements import basic_equipment
from tne.section_phrases import AU_SINGULIER
from tne.sections import SECTIONS, denominator_words
from tne.slides.slide import Colonne, Repere, Slide, etaler, paginer, source_courte
from tne.typographie import accord, entier, typographier
from tne.visuals.headline import sans_etablissement
from tne.visuals.sources import repris, source_line, values


def annee_de(filters: Filters) -> str:
    """The school year that slides about one year speak of: the last one chosen."""
    return filters.annees[-1] if filters.annees else ""


REPERES = ("formation.participants", "accompagnement.total", "parentalite.familles", "numerixplore.eleves")


def repere(value: Value) -> Repere:
    """An indicator as a headline number."""
    i, sur = value.indicateur, value.denominateur_libelle
    precision = denominator_words(value).split(" · ")[0]
    if value.raison and not value.masque:
        # How many they are, the slide of that part says: here one line holds it all.
        precision = f"{precision} hors établissements masqués".strip()
    libelle = i.libelle[:1].lower() + i.libelle[1:]
    if value.valeur is not None and not value.masque:
        libelle = accord(value.valeur, AU_SINGULIER[i.code], libelle)
    if sur and sur in libelle and precision.startswith("sur"):
        precision = precision.removesuffix(f" {sur}")
    return Repere(i.famille, value.texte, typographier(libelle), typographier(precision))


_DOTES = {
    ("École", "Collège"): ("école ou collège doté", "écoles et collèges dotés"),
    ("École",): ("école dotée", "écoles dotées"),
    ("Collège",): ("collège doté", "collèges dotés"),
}
"""What has its basic equipment, one and many, by the types that the choice holds."""


def socles(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Repere, ...]:
    """Schools with their basic equipment at the end of the year: what the page Équipements says, not one year's share."""
    frame = basic_equipment(con, filters.for_year(annee_de(filters)), view)
    if frame.empty:
        return ()
    n, total = int(frame["deployes"].sum()), int(frame["etablissements"].sum())
    un, plusieurs = _DOTES.get(tuple(frame["type"]), _DOTES["École", "Collège"])
    libelle = accord(n, f"{un} du socle numérique", f"{plusieurs} du socle numérique")
    return (Repere("equipements", entier(n), libelle, f"sur {entier(total)}"),)


def sans_choix(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> str:
    """That the filters together leave no establishment, as a sentence; "" where they leave one."""
    if not sans_etablissement(con, filters, view):
        return ""
    return typographier(
        f"Aucun établissement ne répond à ces filtres, qui ne vont pas ensemble : {filters.choix_en_mots()}."
    )


DE_TOUT_LE_TERRITOIRE = "Ces constats parlent de tout le territoire, quel que soit le choix d'établissements."
"""What the slides of findings say under a choice of establishments."""

RIEN = " : rien à montrer pour ce choix"
"""What ends the title of a slide that has nothing to show."""


def sans_personne(code: str, nom: str, page: str, pourquoi: str, famille: str = "neutre") -> Slide:
    """The slide of filters that leave no establishment: `pourquoi` alone, for anything else on it would be of nobody."""
    dit = (Colonne("", (pourquoi,)),)
    return Slide(code, typographier(f"{nom}{RIEN}"), "phrases", famille, page, colonnes=dit)


def ouverture(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The title: the year, and one number for each part of the programme that has one and is for these schools; for no school at
    all, that there is none.
    """
    annee = annee_de(filters)
    found = beside_published(values(con, filters, filters.annees, view)[annee]) if annee else {}
    nobody = {s.famille for s in SECTIONS if s.sans_objet(found)}
    known = [
        v
        for c in REPERES
        if (v := found.get(c)) and v.origine != "absent" and v.indicateur.famille not in nobody
    ]
    shown = list(map(repere, known))
    equipped = socles(con, filters, view) if annee else ()
    place = next((n for n, r in enumerate(shown) if r.famille == "numerixplore"), len(shown))
    personne = sans_choix(con, filters, view)
    jeux = ("inscription", "intervention", "atelier_parentalite", "equipement", "numerixplore")
    sources = (*jeux, *repris(v.origine for v in known))
    return (
        Slide(
            code="titre",
            titre=f"Le bilan {annee}" if annee else "Le bilan",
            forme="titre",
            page="pages/bilan.py",
            sous_titre=f"Territoire Numérique Éducatif · {territoire.en_cours().nom}",
            reperes=() if personne else (*shown[:place], *equipped, *shown[place:]),
            colonnes=(Colonne("", (personne,)),) if personne else (),
            pied=date_des_donnees(con, sources),
        ),
    )


def date_des_donnees(con: duckdb.DuckDBPyConnection, jeux: Sequence[str]) -> str:
    """« Données importées jusqu'au 3 juillet 2024 »; empty without an import."""
    _, found, date = source_line(con, jeux).partition(", import du ")
    return typographier(f"Données importées jusqu'au {source_courte(date)}") if found else ""


def sans_constat(con: duckdb.DuckDBPyConnection, filters: Filters, _view: View) -> str:
    """Why there is no slide of the findings of the year; "" where one is written."""
    annee = annee_de(filters)
    return "" if annee and constats(con, annee) else "aucun constat écrit"


TONALITES = ("Positif", "Vigilance", "À confirmer")


def titre_enseignements(positifs: int, vigilance: int) -> str:
    """The finding of the findings: which outweigh."""
    if not positifs and not vigilance:
        return "Ce que nous retenons de l'année"
    if not vigilance:
        return f"{entier(positifs)} {accord(positifs, 'point')} d'appui, aucun point de vigilance"
    dits = f"{entier(positifs)} {accord(positifs, 'point')} d'appui, {entier(vigilance)} à surveiller"
    return dits if positifs else f"{entier(vigilance)} {accord(vigilance, 'point')} à surveiller"


def enseignements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The findings of the year by tone: what carries on the left, what asks for vigilance on the right; where one slide
    does not hold them, each tone has its own. They are the territory's, and say so under a choice of establishments: of a
    choice of nobody none is told.
    """
    if personne := sans_choix(con, filters, view):
        return (sans_personne("enseignements", "Enseignements", "pages/bilan.py", personne),)
    annee = annee_de(filters)
    found = constats(con, annee) if annee else {}
    sections = [*(s.section for s in SECTIONS), *(s for s in found if s not in {x.section for x in SECTIONS})]
    rows = [c for section in sections for c in found.get(section, ())]
    by_tone = {tone: [text for t, _, text in rows if t == tone] for tone in TONALITES}
    left = by_tone["Positif"]
    right = by_tone["Vigilance"] + by_tone["À confirmer"]
    if not left and not right:
        left = [text for _, _, text in rows]
    base = Slide(
        "enseignements",
        typographier(titre_enseignements(len(by_tone["Positif"]), len(right))),
        "phrases",
        page="pages/bilan.py",
        pied=source_courte(source_line(con, ("constat",))),
        reserve=typographier(DE_TOUT_LE_TERRITOIRE) if rows and filters.par_etablissement else "",
    )
    carries, watched = (tuple(typographier(t) for t in texts) for texts in (left, right))
    if not carries and not watched:
        return paginer(
            base, [Colonne("", (typographier(f"Aucun constat n'est écrit pour {annee or 'ce choix'}."),))]
        )
    if not carries or not watched:
        return etaler(base, carries or watched)
    both = [Colonne("Ce qui porte", carries), Colonne("Ce qui demande de la vigilance", watched)]
    pages = paginer(base, both)
    if len(pages) == 1:
        return pages
    # Both cut in the middle would leave a slide of two columns half empty.
    n = len(carries)
    titles = (f"{entier(n)} {accord(n, 'point')} d'appui", titre_enseignements(0, len(watched)))
    alone = [
        slide
        for title, texts in zip(titles, (carries, watched), strict=True)
        for slide in etaler(replace(base, titre=typographier(title)), texts)
    ]
    return tuple(replace(s, code=f"{base.code}-{n}" if n > 1 else base.code) for n, s in enumerate(alone, 1))


QUESTIONS = (
    "Et mon établissement\u202f? Son nom se cherche dans « Filtres », en bas à gauche.",
    "Chaque diapositive a sa page, avec les mêmes filtres et toutes les données.",
)


QUESTIONS_EMPORTEES = (
    "Et mon établissement\u202f? Sa fiche d'une page se demande à la coordination.",
    "Les nombres de chaque diapositive sont dans ses notes, avec leur définition.",
)
"""The same in a file that has neither filters nor pages."""


def emportees(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The slides as a file gives them, where no filter can be set: those without a figure for this choice are lines of one, where
    the last of them stood, none where the opening says why already, and the last one sends nobody to what only the screen has.
    """
    told = tuple(_sans_ecran(s) if s.forme == "questions" else s for s in slides)
    rien = typographier(RIEN)
    empty = [s for s in told if s.visual is None and (s.indicateurs or s.titre.endswith(rien))]
    if len(empty) < 2:
        return told
    base = Slide("sans-figure", typographier("Rien à montrer pour ce choix"), "phrases")
    opening = {p for s in told if s.forme == "titre" for c in s.colonnes for p in c.phrases}
    lines = _sans_figure(empty, opening)
    one = etaler(base, lines) if lines else ()
    return tuple(
        kept for s in told for kept in (one if s is empty[-1] else () if any(s is e for e in empty) else (s,))
    )


def _sans_ecran(questions: Slide) -> Slide:
    """The end as a file says it: as many lines, in the same order."""
    number = sum(len(c.phrases) for c in questions.colonnes)
    said = tuple(typographier(q) for q in QUESTIONS_EMPORTEES[-number:])
    return replace(questions, colonnes=(Colonne("", said),))


def _sans_figure(empty: Sequence[Slide], opening: Collection[str]) -> tuple[str, ...]:
    """What each has not, and why: one line where the reason is one, none where it is a sentence of the `opening`."""
    suffix = typographier(RIEN)
    subjects: dict[str, list[str]] = {}
    for s in empty:
        why = " ".join(p for c in s.colonnes for p in c.phrases)
        if s.titre.endswith(suffix):
            subjects.setdefault(why, []).append(s.titre.removesuffix(suffix))
        else:
            subjects[f"{s.titre}. {why}"] = []
    return tuple(
        f"{', '.join([names[0], *map(_suivant, names[1:])])}. {why}" if names else why
        for why, names in subjects.items()
        if why not in opening
    )


def _suivant(sujet: str) -> str:
    """A subject after another one, without its capital; a name keeps it."""
    return sujet if sujet.startswith("Numérixplore") else sujet[:1].lower() + sujet[1:]


def questions(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The end: the floor is the room's. Without a directory no school can be looked for, nor has a sheet."""
    said = QUESTIONS[1:] if schools(con).empty else QUESTIONS
    return (
        Slide(
            "questions",
            typographier("Vos questions ?"),
            "questions",
            page="pages/bilan.py",
            colonnes=(Colonne("", tuple(typographier(q) for q in said)),),
        ),
    )
