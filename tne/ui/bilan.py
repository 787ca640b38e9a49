"""The blocks of the Bilan page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tne import bilan as model
from tne import horloge
from tne.bilan import ENSEIGNEMENTS, TOUT_LE_TERRITOIRE, Bilan, Part
from tne.comparaison import en_cours
from tne.demo import demo_possible
from tne.denombrement import denombrement_de, denombrements
from tne.indicators import Value
from tne.queries.completude import importe
from tne.sections import change_words, denominator_words, incomparables, published_words
from tne.typographie import accord, typographier
from tne.ui import constats, feuille, liens, parts, provenance
from tne.ui.cache import ask, reading
from tne.ui.contexte import Contexte
from tne.ui.demonstration import load_demo_button
from tne.ui.feuille import Tuile
from tne.ui.liens import Lien
from tne.ui.narrow import way_back
from tne.ui.paragraphes import paragraphe, tell_saved
from tne.ui.planche import Piece, planche
from tne.ui.sans_annee import sans_annee
from tne.visuals.catalogue import CHAPITRES

LIGNES_REPONSE = 3
"""What the year of a whole territory takes, one figure a part."""


@st.cache_data(max_entries=64, show_spinner=False)
def _load(version: int, jour: date, _ctx: Contexte, filters: object, annee: str, view: str) -> Bilan:
    with reading(_ctx) as con:
        return model.bilan(_ctx.base, _ctx.filters, annee, _ctx.view, con)


def load(ctx: Contexte) -> Bilan:
    """The bilan of the year, kept for this data version, filter and view."""
    return _load(ctx.version, horloge.aujourdhui(), ctx, ctx.filters, ctx.annee, ctx.view)


def tile(value: Value, before: Value | None, accent: str = "", lesquels: str = "") -> Tuile:
    """An indicator as a tile: number, out of how many, target, change, state; its definition, and `lesquels` schools it is out of."""
    return Tuile(
        libelle=typographier(_nom(value)),
        valeur=value.texte,
        denominateur=typographier(denominator_words(value)),
        objectif=typographier(value.objectif_en_mots),
        evolution=typographier(change_words(value, before)),
        etat="masqué" if value.masque else value.origine,
        precision=typographier(published_words(value)),
        accent=accent,
        place=value.objectif_tu,
        aide=typographier(f"{value.indicateur.definition} {lesquels}".strip()),
    )


def as_tiles(ctx: Contexte, shown: Sequence[tuple[Value, Value | None]], famille: str) -> list[Tuile]:
    """Values, each with that of the year before, as the tiles of a part: the first one in its hue."""
    said = ask(ctx, denombrements)
    return [tile(v, b, "" if n else famille, denombrement_de(v, said)) for n, (v, b) in enumerate(shown)]


def _nom(value: Value) -> str:
    i = value.indicateur
    nom = i.nom or i.libelle
    return nom if value.masque or value.valeur is None else accord(value.valeur, i.nom_un or nom, nom)


def inachevee(ctx: Contexte, annee: str, values: Sequence[Value]) -> str:
    """Said where the year of these figures still runs: that they are not whole, and with what they are compared, if any is."""
    known = [v for v in values if v.origine != "absent"]
    if not annee or not en_cours(annee) or not known:
        return ""
    charts = (
        "\u202f; les graphiques la montrent à côté d\u2019années entières"
        if len(ctx.filters.annees) > 1
        else ""
    )
    said = (
        "se comparent à ceux de l\u2019année d\u2019avant à la même date"
        if any(change_words(v, None) for v in known)
        else "ne sont pas encore ceux d\u2019une année entière"
    )
    return typographier(f"L'année {annee} n'est pas finie : ses chiffres {said}{charts}.")


def over_title(ctx: Contexte) -> str:
    """What the page is about, above its title."""
    return f"Bilan · {ctx.filters.for_year(ctx.annee).en_mots()}"


def notices(ctx: Contexte, year: Bilan) -> None:
    """What must be known before reading: what was just saved, several years, reading view."""
    way_back(ctx.filters.noms)
    tell_saved()
    if len(ctx.filters.annees) > 1:
        st.caption(
            typographier(
                f"Plusieurs années sont choisies : le bilan montre {ctx.annee}, l'évolution se lit par rapport à l'année d'avant."
            )
        )
    if note := inachevee(ctx, ctx.annee, [v for part in year.parts for v, _ in part.values]):
        st.caption(f":material/info: {note}")
    if ctx.view == "lecture":
        st.caption(typographier("Affichage en lecture : les petits effectifs de personnes sont masqués."))


def sheet(ctx: Contexte, year: Bilan, shown: Sequence[Part]) -> None:
    """These parts of the bilan, then its findings: one sheet, but where a part asks for a file, which takes a button."""
    pieces: list[Piece] = []
    for part in shown:
        if part.vide:
            _lay(pieces)
            pieces = []
            _missing(ctx, part)
        else:
            pieces.append(_part(ctx, part))
    _lay([*pieces, *_findings(ctx, year)])


def _lay(pieces: Sequence[Piece]) -> None:
    if pieces:
        planche(f"feuille-{pieces[0].cle}", pieces)


def _suite(ctx: Contexte, part: Part) -> str:
    """What ends a part: its findings, the coordinator's words."""
    return constats.html(part.constats) + paragraphe(
        ctx, part.section.section, part.section.famille, part.paragraphe
    )


def _missing(ctx: Contexte, part: Part) -> None:
    """A part without any figure: what is to be imported."""
    famille = part.section.famille
    with st.container(gap="small"):
        manque = typographier(f"Aucun chiffre pour {ctx.annee}. Il manque {part.section.rappel}.")
        st.html(feuille.partie(famille, part.section.titre, manque, [], []))
        parts.aller("pages/importer.py", "Importer des données", famille, principal=False)
        if suite := _suite(ctx, part):
            st.html(suite)


def _part(ctx: Contexte, part: Part) -> Piece:
    """A part: its sentence, its figures, its first chart, the ways to its page and its rows, its findings."""
    famille = part.section.famille
    cle = f"bilan-{famille}"
    phrase = typographier(part.phrase)
    if part.sans_objet:
        said = feuille.partie(famille, part.section.titre, phrase, [], [])
        return Piece(cle, said + liens.rangee([_page(part)]) + _suite(ctx, part))
    shown = [(v, b) for v, b in part.values if v.origine != "absent"]
    known = [v for v, _ in shown]
    notes = [*not_honoured(known), *map(typographier, incomparables(known))]
    avant = feuille.partie(famille, part.section.titre, phrase, as_tiles(ctx, shown, famille), notes)
    ways = liens.rangee([_page(part), *provenance.liens(part.section.indicateurs[0])])
    v = ask(ctx, CHAPITRES[famille][0], ctx.filters.for_year(ctx.annee))
    return parts.piece(v, cle, avant=avant, suite=ways + _suite(ctx, part))


def _page(part: Part) -> Lien:
    name = parts.NOMS_FAMILLES[part.section.famille]
    return Lien(part.section.page, f"Voir la page {name}", ":material/arrow_forward:")


def not_honoured(shown: Sequence[Value]) -> list[str]:
    """One sentence that names those of these figures that a choice of establishments leaves as they are; [] without any."""
    names = [v.indicateur.libelle.lower() for v in shown if not v.filtre_honore]
    return (
        [typographier(f"Ne tient pas compte du choix d'établissements : {', '.join(names)}.")]
        if names
        else []
    )


def _findings(ctx: Contexte, year: Bilan) -> list[Piece]:
    """The findings of the year, each with its tone, and the coordinator's words on the year; [] where there is neither."""
    if not (year.enseignements or year.paragraphe or ctx.view == "coordination"):
        return []
    tete = feuille.enseignements("Enseignements")
    words = constats.html(year.enseignements) + paragraphe(
        ctx, ENSEIGNEMENTS, "enseignements", year.paragraphe
    )
    note = feuille.notes([typographier(TOUT_LE_TERRITOIRE)]) if ctx.filters.par_etablissement else ""
    return [Piece("enseignements", tete + words + note)]


def nothing_this_year(ctx: Contexte) -> None:
    """A year without data is a normal state."""
    parts.empty_state(
        typographier(f"Aucun chiffre n'est encore connu pour {ctx.annee}."),
        typographier(
            "Ils apparaissent dès le premier fichier de l'année (Sofia-FMO, journal des médiateurs…) ; l'annuaire et les objectifs n'en donnent pas."
        ),
        "pages/importer.py",
    )


def nothing_yet(ctx: Contexte) -> None:
    """A base without a year: what to do first, or next where only the schools are known."""
    begun = ask(ctx, importe)
    first = "" if begun else "annuaire des établissements, "
    parts.empty_state(
        sans_annee(ctx),
        typographier(
            f"Les chiffres se calculent dès qu'un export est importé ({first}Sofia-FMO, journal des médiateurs…)."
        ),
        "pages/importer.py",
    )
    # Beside real imports the demonstration would be refused.
    if not begun and ctx.droit.ecrire and demo_possible():
        load_demo_button(ctx)
