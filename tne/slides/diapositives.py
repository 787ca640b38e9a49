"""The slides of the meeting, declared once: the screen, the PPTX and the list of slides read `DIAPOSITIVES`.

Each says one thing: its title is the finding of its Visual. Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from tne import settings
from tne.filters import Filters, View
from tne.queries.equite import annuaire_vide
from tne.sections import SECTIONS
from tne.slides.diapositives_textes import (
    annee_de,
    enseignements,
    ouverture,
    questions,
    sans_choix,
    sans_constat,
    sans_personne,
)
from tne.slides.slide import TITRE_MAXIMUM, Colonne, Forme, Slide, lecture, paginer, reserve, source_courte
from tne.typographie import accord, compte, entier, enumeration, typographier
from tne.visuals import (
    accompagnements,
    accompagnements_lieux,
    equipements,
    formations,
    formations_couverture,
    formations_delai,
    numerixplore,
    parentalite,
)
from tne.visuals.gabarit import TAILLE_DIAPO, raccourcir
from tne.visuals.sources import values
from tne.visuals.visual import Visual

Construire = Callable[[duckdb.DuckDBPyConnection, Filters, View], tuple[Slide, ...]]
Builder = Callable[[duckdb.DuckDBPyConnection, Filters, View, float], Visual]
Manque = Callable[[duckdb.DuckDBPyConnection, Filters, View], str]
"""Why a slide would say nothing; "" where it says something."""
Dire = Callable[[Visual], tuple[str, ...]]
"""Sentences that stand beside a figure, from its data."""


@dataclass(frozen=True)
class Diapositive:
    """A slide as declared. `construire` gives it drawn from the data; several where its text does not fit on one.
    `indicateurs`: the figures it speaks of, none for a slide of words; `lignes`: it is drawn from rows, not from what is published;
    `manque`: why it would say nothing, beyond figures that are not known.
    """

    code: str
    nom: str
    construire: Construire
    seule: bool = True  # one slide, whatever the data
    indicateurs: tuple[str, ...] = ()
    lignes: bool = False
    manque: Manque | None = None


def _rien(_visual: Visual) -> tuple[str, ...]:
    return ()


def _visuelle(
    code: str,
    nom: str,
    page: str,
    builder: Builder,
    *,
    forme: Forme = "figure",
    dire: Dire = _rien,
    indicateurs: tuple[str, ...] = (),
    lignes: bool = False,
    jugement: bool = False,
    annuaire: bool = False,
) -> Diapositive:
    """The slide of one Visual; without a figure, its alternative text says why and what would bring it. Of filters that leave no
    establishment it says that alone, without a Visual: a finding, a source or a reservation would be of nobody.

    `jugement`: its finding judges, which too few data do not allow, or none where who came is not known. `annuaire`: it is of schools that the directory describes.
    """

    famille = next(s.famille for s in SECTIONS if page == f"pages/{s.page}.py")

    def construire(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Slide, ...]:
        if personne := sans_choix(con, filters, view):
            return (sans_personne(code, nom, page, personne, famille),)
        v = builder(con, filters, view, TAILLE_DIAPO)
        general = v
        if filters.par_etablissement:
            general = builder(con, filters.sans_etablissement(), view, TAILLE_DIAPO)
        drawn = v.figure is not None
        said = dire(v) if drawn else (v.alternative,)
        under = reserve(v, general)
        slide = Slide(
            code=code,
            titre=v.titre,
            forme=forme if drawn else "phrases",
            famille=famille,
            page=page,
            # Both would take the height that is the figure's.
            sous_titre=(v.bref or lecture(v.sous_titre)) if drawn and not under and forme == "figure" else "",
            visual=v if drawn else None,
            colonnes=(Colonne("", said),) if said else (),
            pied=source_courte(v.source),
            reserve=under,
            notes=(v.sous_titre, *v.avertissements),
            indicateurs=indicateurs,
        )
        return (slide,)

    def manque(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> str:
        if missing := inconnus(con, filters, view):
            return missing
        v = builder(con, filters, view, TAILLE_DIAPO)
        if v.insuffisant:
            return "trop peu de données pour conclure"
        return SANS_DONNEES if v.figure is None else ""

    def inconnus(con: duckdb.DuckDBPyConnection, _filters: Filters, _view: View) -> str:
        return "sans annuaire" if annuaire and annuaire_vide(con) else ""

    why = manque if jugement else inconnus if annuaire else None
    return Diapositive(code, nom, construire, indicateurs=indicateurs, lignes=lignes, manque=why)


def dire_carte(v: Visual) -> tuple[str, ...]:
    """In how many communes they took place, and where a quarter of the visits or more went: an intervention for schools of two
    communes is a visit of each. At most three are named, and none beside others that have as many.
    """
    frame = v.donnees[v.donnees["Interventions"] > 0].sort_values(
        "Interventions", ascending=False, kind="stable"
    )
    total, communes = int(frame["Interventions"].sum()), len(frame)
    if not communes:
        return (typographier("Les médiateurs ne sont venus dans aucune commune."),)
    said = [f"Les médiateurs sont venus dans {compte(communes, 'commune')}."]
    each = [*frame["Interventions"], 0]
    apart = next((k for k in (3, 2, 1) if k <= communes and each[k - 1] > each[k]), 0)
    first = frame.head(apart)
    share = int(first["Interventions"].sum())
    if communes > 6 and 4 * share >= total:
        have = accord(apart, "a", "ont")
        said.append(f"{enumeration(first['Commune'])} {have} {entier(share)} visites sur {entier(total)}.")
    return tuple(typographier(s) for s in said)


def _codes(famille: str) -> tuple[str, ...]:
    """The indicators of a part of the bilan."""
    return next(s.indicateurs for s in SECTIONS if s.famille == famille)


F, A = "pages/formations.py", "pages/accompagnements.py"
_PARTICIPATION = (
    "formation.participants",
    "formation.reponses",
    "formation.offres",
    "formation.modules",
    "formation.hors_face_a_face",
)
_COUVERTURE = (
    "formation.colleges_representes",
    "formation.sessions",
    "formation.sessions_srane",
    "formation.sessions_canope",
)
_NATURES = (
    "accompagnement.total",
    "accompagnement.formations",
    "accompagnement.personnalises",
    "accompagnement.techniques",
    "accompagnement.projets",
)
DIAPOSITIVES: tuple[Diapositive, ...] = (
    Diapositive("titre", "Ouverture", ouverture),
    _visuelle(
        "participation", "Participation aux formations", F, formations.portee, indicateurs=_PARTICIPATION
    ),
    _visuelle(
        "couverture",
        "Collèges représentés",
        F,
        formations_couverture.colleges,
        indicateurs=_COUVERTURE,
        lignes=True,
        jugement=True,
        annuaire=True,
    ),
    _visuelle(
        "delai",
        "Absence et délai",
        F,
        formations_delai.absence_delai,
        indicateurs=("formation.taux_absence_moyen", "formation.taux_absence_global"),
        lignes=True,
        jugement=True,
    ),
    _visuelle("accompagnements", "Accompagnements", A, accompagnements.natures, indicateurs=_NATURES),
    _visuelle(
        "territoire",
        "Carte du territoire",
        A,
        accompagnements_lieux.carte_communes,
        forme="carte",
        dire=dire_carte,
        indicateurs=(
            "accompagnement.part_ecoles",
            "accompagnement.part_colleges",
            "accompagnement.etablissements",
        ),
        lignes=True,
        annuaire=True,
    ),
    _visuelle(
        "parentalite",
        "Parentalité",
        "pages/parentalite.py",
        parentalite.rencontres,
        indicateurs=_codes("parentalite"),
    ),
    _visuelle(
        "equipements",
        "Équipements",
        "pages/equipements.py",
        equipements.socles,
        indicateurs=_codes("equipements"),
        annuaire=True,
    ),
    _visuelle(
        "numerixplore",
        "Numérixplore",
        "pages/numerixplore.py",
        numerixplore.couverture,
        indicateurs=_codes("numerixplore"),
        annuaire=True,
    ),
    Diapositive("enseignements", "Enseignements", enseignements, seule=False, manque=sans_constat),
    Diapositive("questions", "Questions", questions),
)
BY_CODE: Mapping[str, Diapositive] = {d.code: d for d in DIAPOSITIVES}


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
    found = {row[0]: row for row in reversed(rows)}  # a list per département: the first one holds
    kept = [
        Rang(code, BY_CODE[code].nom if code in BY_CODE else titre or "Sans titre", visible, titre, texte)
        for code, _, visible, titre, texte in reversed(found.values())
        if code in BY_CODE or titre or texte
    ]
    known = {r.code for r in kept}
    for n, d in enumerate(DIAPOSITIVES):
        if d.code not in known:
            before = DIAPOSITIVES[n - 1].code if n else ""
            place = next((i + 1 for i, r in enumerate(kept) if r.code == before), 0)
            kept.insert(place, Rang(d.code, d.nom))
    return tuple(kept)


SANS_DONNEES = "sans données"


def laissees(con: duckdb.DuckDBPyConnection, filters: Filters, view: View = "lecture") -> dict[str, str]:
    """The declared slides that a meeting is not shown in the chosen years, whatever the schools, and why in words: nothing is
    known of their figures, no row where rows are drawn, no finding. None where nothing is known of any: then each says what
    would bring it.
    """
    if not filters.annees:
        return {}
    general = filters.sans_etablissement()
    years = values(con, general, filters.annees, view)
    known = {c for found in years.values() for c, v in found.items() if v.origine != "absent"}
    counted = {c for found in years.values() for c, v in found.items() if v.origine == "calculé"}
    of_figures = [d for d in DIAPOSITIVES if d.indicateurs]
    empty = {d.code for d in of_figures if not set(d.indicateurs) & (counted if d.lignes else known)}
    if len(empty) == len(of_figures):
        return {}
    said = {
        d.code: SANS_DONNEES if d.code in empty else d.manque(con, general, view) if d.manque else ""
        for d in DIAPOSITIVES
    }
    return {code: why for code, why in said.items() if why}


def a_montrer(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Rang, ...]:
    """The lines of the list that are shown, in order: neither hidden nor without anything to say."""
    out = laissees(con, filters)
    return tuple(r for r in liste(con, annee_de(filters)) if r.visible and r.code not in out)


def ajoutee(rang: Rang) -> tuple[Slide, ...]:
    """The slide of a text of the coordinator, one sentence per line; several when it is long."""
    phrases = tuple(typographier(t.strip()) for t in rang.texte.splitlines() if t.strip())
    slide = Slide(rang.code, typographier(raccourcir(rang.titre, TITRE_MAXIMUM)), "phrases")
    return paginer(slide, [Colonne("", phrases)]) if phrases else (slide,)


def slides(con: duckdb.DuckDBPyConnection, filters: Filters, view: View = "lecture") -> tuple[Slide, ...]:
    """All the slides to show, in their order: what documents write. The screen draws them one by one."""
    return tuple(
        s
        for r in a_montrer(con, filters)
        for s in (ajoutee(r) if r.ajoutee else BY_CODE[r.code].construire(con, filters, view))
    )
