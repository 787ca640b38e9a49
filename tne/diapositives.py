"""The slides of the meeting, declared once: the screen, the PPTX and the list of slides read `DIAPOSITIVES`.

Each says one thing: its title is the finding of its Visual. Nothing here draws.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

import duckdb

from tne import settings
from tne.bilan import constats
from tne.db import Base
from tne.filters import Filters, View
from tne.indicators import Value
from tne.sections import denominator_words
from tne.typographie import accord, compte, entier, typographier
from tne.visuals.gabarit import TAILLE_DIAPO
from tne.visuals.sources import source_line, values
from tne.visuals.visual import Visual

Forme = Literal["titre", "figure", "carte", "phrases", "questions"]

LIGNES_PAR_DIAPO = 13
"""Lines of text that a slide holds at 24 px of 720, its title apart."""
CARACTERES_PAR_LIGNE = 72
"""Of one column as wide as the slide; two columns hold half as many each."""
COLONNES = 44


@dataclass(frozen=True)
class Repere:
    """A headline number: what it is worth, of what, out of how many, in the hue of its part."""

    famille: str
    valeur: str
    libelle: str
    precision: str = ""


@dataclass(frozen=True)
class Colonne:
    """Sentences under one heading."""

    titre: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide, ready to be drawn or written. Texts are plain and in French typography.

    `titre` is the finding, `sous_titre` how to read the figure, `pied` its source, `notes` what a presenter may say
    (definitions, reservations); `page` the page that goes further (« pages/formations.py »), empty for none.
    """

    code: str
    titre: str
    forme: Forme
    famille: str = "neutre"
    page: str = ""
    sous_titre: str = ""
    visual: Visual | None = None
    reperes: tuple[Repere, ...] = ()
    colonnes: tuple[Colonne, ...] = ()
    pied: str = ""
    reserve: str = ""
    notes: tuple[str, ...] = ()


Construire = Callable[[duckdb.DuckDBPyConnection, Filters, View], tuple[Slide, ...]]


@dataclass(frozen=True)
class Diapositive:
    """A slide as declared. `construire` gives it drawn from the data; several where its text does not fit on one."""

    code: str
    nom: str
    construire: Construire
    seule: bool = True  # one slide, whatever the data


def source_courte(source: str) -> str:
    """The source as a slide writes it: the demonstration is said by its own words at the foot of every slide."""
    return source.removesuffix(", démonstration")


def _sans_chiffres(texte: str) -> str:
    return re.sub(r"[\d\u202f]+", "", texte)


def reserve(visual: Visual, general: Visual) -> str:
    """What the figure says only under this choice of establishments, on itself; its other words go to the notes."""
    always = {_sans_chiffres(a) for a in general.avertissements}
    return " ".join(a for a in visual.avertissements if _sans_chiffres(a) not in always)


MOTS_DU_FILTRE = 105
"""Characters of the filter that two lines at the foot of a slide hold."""


def mots_du_filtre(filters: Filters) -> str:
    """The filter in words; its long lists become numbers, so that the foot of a slide is never cut."""
    words = typographier(filters.en_mots())
    if len(words) <= MOTS_DU_FILTRE:
        return words
    years = (
        f"{filters.annees[0]} à {filters.annees[-1]}"
        if len(filters.annees) > 2
        else " et ".join(filters.annees)
    )
    counts = (
        (filters.etablissements, "établissement"),
        (filters.types, "type"),
        (filters.secteurs, "secteur"),
        (filters.circonscriptions, "circonscription"),
        (filters.communes, "commune"),
        (filters.epcis, "intercommunalité"),
    )
    said = [compte(len(chosen), name) for chosen, name in counts if chosen]
    return typographier(" · ".join([years, *said]))


def _visuelle(
    code: str,
    nom: str,
    page: str,
    builder: Callable[..., Visual],
    sous_titre: str = "",
    forme: Forme = "figure",
    **reglages: float,
) -> Diapositive:
    """The slide of one Visual; without a figure, its alternative text says why and what would bring it."""

    def construire(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
        v = builder(con, filters, view, **({"taille": TAILLE_DIAPO} | reglages))
        general = v
        if filters.par_etablissement:
            general = builder(
                con, filters.sans_etablissement(), view, **({"taille": TAILLE_DIAPO} | reglages)
            )
        said = () if v.figure is not None else (Colonne("", (v.alternative,)),)
        slide = Slide(
            code=code,
            titre=v.titre,
            forme=forme if v.figure is not None else "phrases",
            famille=v.famille,
            page=page,
            sous_titre=typographier(sous_titre),
            visual=v if v.figure is not None else None,
            colonnes=said,
            pied=source_courte(v.source),
            reserve=reserve(v, general),
            notes=(v.sous_titre, *v.avertissements),
        )
        return (slide,)

    return Diapositive(code, nom, construire)


def annee_de(filters: Filters) -> str:
    """The school year that slides about one year speak of: the last one chosen."""
    return filters.annees[-1] if filters.annees else ""


REPERES = (
    "formation.participants",
    "accompagnement.total",
    "parentalite.familles",
    "equipement.socles",
    "numerixplore.eleves",
)


def repere(value: Value) -> Repere:
    """An indicator as a headline number."""
    i = value.indicateur
    precision = denominator_words(value).split(" · ")[0]
    libelle = i.libelle[:1].lower() + i.libelle[1:]
    return Repere(i.famille, value.texte, typographier(libelle), typographier(precision))


def ouverture(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The title: the year, and one number for each part of the programme that has one."""
    annee = annee_de(filters)
    found = values(con, filters, (annee,), view)[annee] if annee else {}
    shown = [found[code] for code in REPERES if code in found and found[code].origine != "absent"]
    title = f"Le bilan {annee}" if annee else "Le bilan"
    jeux = ("inscription", "intervention", "atelier_parentalite", "equipement", "numerixplore")
    return (
        Slide(
            code="titre",
            titre=title,
            forme="titre",
            page="pages/bilan.py",
            sous_titre=f"Territoire numérique éducatif · {territoire()}",
            reperes=tuple(repere(v) for v in shown),
            pied=date_des_donnees(con, jeux),
        ),
    )


def date_des_donnees(con: duckdb.DuckDBPyConnection, jeux: Sequence[str]) -> str:
    """« Données importées jusqu'au 3 juillet 2024 »; empty without an import."""
    _, found, date = source_line(con, jeux).partition(", import du ")
    return typographier(f"Données importées jusqu'au {source_courte(date)}") if found else ""


def territoire() -> str:
    """The territory in words."""
    codes = settings.territoire()
    return "Vienne" if codes == ("086",) else "Départements " + ", ".join(c.lstrip("0") for c in codes)


TONALITES = {
    "Positif": "Ce qui porte",
    "Vigilance": "Ce qui demande de la vigilance",
    "À confirmer": "À confirmer",
}


def titre_enseignements(positifs: int, vigilance: int) -> str:
    """The finding of the findings: which outweigh."""
    if not positifs and not vigilance:
        return "Ce que nous retenons de l'année"
    if not vigilance:
        return f"{entier(positifs)} {accord(positifs, 'point')} d'appui, aucun point de vigilance"
    dits = f"{entier(positifs)} {accord(positifs, 'point')} d'appui, {entier(vigilance)} à surveiller"
    return dits if positifs else f"{entier(vigilance)} {accord(vigilance, 'point')} à surveiller"


def enseignements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The findings of the year by tone: what carries on the left, what asks for vigilance on the right."""
    annee = annee_de(filters)
    found = constats(cast("Base", con), annee) if annee else {}
    rows = [c for section in found.values() for c in section]
    by_tone = {tone: [text for t, _, text in rows if t == tone] for tone in TONALITES}
    left = by_tone["Positif"]
    right = by_tone["Vigilance"] + by_tone["À confirmer"]
    if not left and not right:
        left = [text for _, _, text in rows]
    title = typographier(titre_enseignements(len(by_tone["Positif"]), len(right)))
    heads = ("Ce qui porte" if by_tone["Positif"] else "", "Ce qui demande de la vigilance")
    columns = [
        Colonne(head, tuple(typographier(t) for t in texts))
        for head, texts in zip(heads, (left, right), strict=True)
        if texts
    ]
    if not columns:
        columns = [Colonne("", (typographier(f"Aucun constat n'est écrit pour {annee or 'ce choix'}."),))]
    base = Slide(
        "enseignements", title, "phrases", page="pages/bilan.py", pied=source_line(con, ("constat",))
    )
    return paginer(base, columns)


QUESTIONS = (
    "Et mon collège\u202f? Son nom se cherche dans le choix d'établissement, en bas à gauche.",
    "Chaque diapositive a sa page, avec les mêmes filtres et toutes les données.",
)


def questions(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
    """The end: the floor is the room's."""
    return (
        Slide(
            "questions",
            typographier("Vos questions ?"),
            "questions",
            page="pages/bilan.py",
            colonnes=(Colonne("", tuple(typographier(q) for q in QUESTIONS)),),
        ),
    )


def lignes(phrase: str, largeur: int) -> int:
    """Lines that a sentence takes in a column of that many characters, with the space above it."""
    return max(1, -(-len(phrase) // largeur))


def paginer(slide: Slide, columns: Sequence[Colonne]) -> tuple[Slide, ...]:
    """The slide, or several of the same title numbered « (1/2) », so that no text is ever cut."""
    largeur = CARACTERES_PAR_LIGNE if len(columns) == 1 else COLONNES
    split = [_couper(c, largeur) for c in columns]
    count = max(map(len, split))
    pages = []
    for n in range(count):
        shown = tuple(parts[n] for parts in split if n < len(parts))
        suffix = f" ({n + 1}/{count})" if count > 1 else ""
        code = slide.code if n == 0 else f"{slide.code}-{n + 1}"
        pages.append(replace(slide, code=code, titre=slide.titre + suffix, colonnes=shown))
    return tuple(pages)


def _couper(column: Colonne, largeur: int) -> list[Colonne]:
    """A column as several that each fit the height of a slide; a sentence longer than that is cut at a word."""
    room = LIGNES_PAR_DIAPO - (1 if column.titre else 0)
    pages: list[list[str]] = [[]]
    used = 0.0
    for phrase in (p for whole in column.phrases for p in _morceaux(whole, largeur * room)):
        need = lignes(phrase, largeur) + 0.4
        if pages[-1] and used + need > room + 0.4:
            pages.append([])
            used = 0.0
        pages[-1].append(phrase)
        used += need
    return [Colonne(column.titre, tuple(p)) for p in pages]


def _morceaux(phrase: str, caracteres: int) -> list[str]:
    pieces: list[str] = []
    rest = phrase.strip()
    while len(rest) > caracteres:
        cut = rest.rfind(" ", 0, caracteres)
        cut = cut if cut > caracteres // 2 else caracteres
        pieces.append(rest[:cut].rstrip() + "\u2026")
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


_LISTE = """
SELECT code, ordre, coalesce(visible, true) AS visible, coalesce(titre, '') AS titre, coalesce(texte, '') AS texte
FROM diapositive WHERE annee = $annee AND departement IN (SELECT unnest($territoire))
ORDER BY ordre NULLS LAST, code
"""


@dataclass(frozen=True)
class Rang:
    """One line of the list kept in the base: a declared slide, or one that holds a text of the coordinator."""

    code: str
    nom: str
    visible: bool = True
    titre: str = ""
    texte: str = ""

    @property
    def ajoutee(self) -> bool:
        """True when the coordinator wrote it."""
        return self.code not in BY_CODE


def liste(con: duckdb.DuckDBPyConnection, annee: str) -> tuple[Rang, ...]:
    """The slides of a school year in the order to show them, hidden ones included.

    Slides that the list in the base does not know (it was kept by an earlier version, or there is none) come at their
    declared place, after the one that stands before them in `DIAPOSITIVES`.
    """
    rows = con.execute(_LISTE, {"annee": annee, "territoire": list(settings.territoire())}).fetchall()
    kept = [
        Rang(code, BY_CODE[code].nom if code in BY_CODE else titre or code, visible, titre, texte)
        for code, _, visible, titre, texte in rows
        if code in BY_CODE or titre or texte
    ]
    known = {r.code for r in kept}
    for n, d in enumerate(DIAPOSITIVES):
        if d.code not in known:
            before = DIAPOSITIVES[n - 1].code if n else ""
            place = next((i + 1 for i, r in enumerate(kept) if r.code == before), 0)
            kept.insert(place, Rang(d.code, d.nom))
    return tuple(kept)


def ajoutee(rang: Rang) -> tuple[Slide, ...]:
    """The slide of a text of the coordinator, one sentence per line; several when it is long."""
    phrases = tuple(typographier(t.strip()) for t in rang.texte.splitlines() if t.strip())
    slide = Slide(rang.code, typographier(rang.titre or " "), "phrases")
    return paginer(slide, [Colonne("", phrases)]) if phrases else (slide,)


def slides(con: duckdb.DuckDBPyConnection, filters: Filters, view: View = "lecture") -> tuple[Slide, ...]:
    """All the slides to show, in their order: what documents write. The screen draws them one by one."""
    shown = [r for r in liste(con, annee_de(filters)) if r.visible]
    return tuple(
        s
        for r in shown
        for s in (ajoutee(r) if r.ajoutee else BY_CODE[r.code].construire(con, filters, view))
    )


def _declarees() -> tuple[Diapositive, ...]:
    from tne.visuals import formations, formations_couverture, formations_delai

    page = "pages/formations.py"
    return (
        Diapositive("titre", "Titre", ouverture),
        _visuelle("participation", "Participation aux formations", page, formations.portee),
        _visuelle("couverture", "Collèges représentés", page, formations_couverture.colleges),
        _visuelle(
            "delai",
            "Absence et délai",
            page,
            formations_delai.absence_delai,
            "Absence aux sessions selon le délai moyen. Un rond : une session.",
        ),
        Diapositive("enseignements", "Enseignements", enseignements, seule=False),
        Diapositive("questions", "Questions", questions),
    )


DIAPOSITIVES: tuple[Diapositive, ...] = _declarees()
BY_CODE: Mapping[str, Diapositive] = {d.code: d for d in DIAPOSITIVES}
