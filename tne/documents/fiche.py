"""The fiche of one school on one page of tagged PDF (PDF/UA-1), and those of all of them; always in *lecture*."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import typst

from tne import settings, territoire
from tne.bilan import import_dates
from tne.db import Base
from tne.demo import demo_en_place
from tne.documents.entree import entree
from tne.documents.signes import Signes, en_pdf, imprimer, sans
from tne.documents.svg import svg
from tne.documents.tables import write_cell
from tne.erreurs import UsageIncorrect
from tne.filters import Filters, read_annee
from tne.gras import passages
from tne.queries.etablissement import Dossier, dossiers
from tne.typographie import TIRET_ABSENT, compte, date_courte, date_longue, typographier
from tne.visuals import couleurs
from tne.visuals import etablissement as figures
from tne.visuals import etablissement_mots as mots

_MODELE = Path(__file__).parent / "modeles" / "fiche.typ"
_LARGEUR = 350
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")  # Typst writes the page tree in clear
LIGNES = ((14, 6, 8), (9, 4, 6), (5, 3, 4), (2, 1, 2))
"""Lines of events, equipment and what is missing that are tried, most first: the page of the school has them all."""
ANNEES_DESSINEES = 3
LONGUEUR, NATURE, PRECISION = 56, 32, 26
"""Characters of a cell (theme; nature; the rest): a longer one would take a second line."""

Progres = Callable[[float, str], None]


def fiche(base: Base, uai: str, annee: str) -> bytes:
    """The fiche of a school as known at the end of a school year. A replaced school gives its successor's.

    UsageIncorrect for what is no school year, and when the base holds no such school.
    """
    read_annee(annee)
    con = base.cursor()
    try:
        found = dossiers(con, Filters(etablissements=(uai,)), "lecture")
        if not found:
            raise UsageIncorrect(
                typographier(
                    f"L'établissement {uai} n'est pas dans la base : importez l'annuaire, ou vérifiez l'UAI."
                )
            )
        return _Presse(base, annee).imprimer(con, found[0])
    finally:
        con.close()


def fiches(base: Base, annee: str, progress: Progres = lambda share, name: None) -> bytes:
    """A ZIP of the fiches of every school that is open in that year or had an event in any, `fiche-UAI-annee.pdf` by name of school.

    `progress(share, name)` is called after each, `share` from 0 to 1. UsageIncorrect for what is no school year, and when the base holds
    no such school.
    """
    read_annee(annee)
    con = base.cursor()
    buffer = io.BytesIO()
    try:
        kept = [
            d
            for d in dossiers(con, Filters(), "lecture")
            if d.ouvert(annee) or len(d.evenements) or len(d.equipements)
        ]
        if not kept:
            raise UsageIncorrect(
                f"Aucun établissement n'est à montrer pour {annee} : importez l'annuaire de l'éducation."
            )
        press = _Presse(base, annee)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for n, d in enumerate(kept, 1):
                name = zipfile.ZipInfo(f"fiche-{d.uai}-{annee}.pdf", (1980, 1, 1, 0, 0, 0))
                archive.writestr(name, press.imprimer(con, d))
                progress(n / len(kept), str(d.identite["nom"] or d.uai))
    finally:
        con.close()
    return buffer.getvalue()


class _Presse:
    """What all fiches of one year share: fonts read once, dates, mentions."""

    def __init__(self, base: Base, annee: str) -> None:
        self.annee = annee
        self.demo = demo_en_place(base)
        dates = import_dates(base)
        latest = max(dates.values()) if dates else None
        self.date = _date(latest)
        self.signes: Signes = frozenset()
        self.compiler = typst.Compiler(
            str(_MODELE), font_paths=[str(settings.ROOT / "static")], ignore_system_fonts=True
        )

    def imprimer(self, con: duckdb.DuckDBPyConnection, d: Dossier) -> bytes:
        """The fiche as one page: long ones give up lines of their lists until it holds."""
        known = d.jusque(self.annee)
        data = _donnees(con, known, self.annee) | {
            "date": self.date,
            "mention": typographier("Données de démonstration : enregistrements fictifs.")
            if self.demo
            else "",
        }
        page = b""
        for events, pieces, missing in LIGNES:
            lists = {
                "evenements": _evenements(known, events),
                "equipements": _equipements(known, pieces),
                "manques": _manques(known, self.annee, missing),
            }
            page, self.signes = imprimer(partial(self._sans, entree(data | lists)), self.signes)
            if _PAGES.findall(page) == [b"1"]:
                break
        return page

    def _sans(self, words: str, signes: Signes) -> bytes:
        return en_pdf(self.compiler, fiche=sans(words, signes))


def _date(latest: datetime | None) -> str:
    if latest is None:
        return "Aucune donnée importée."
    return typographier(f"Données importées jusqu'au {date_longue(latest.date())}.")


def _donnees(con: duckdb.DuckDBPyConnection, d: Dossier, annee: str) -> dict[str, object]:
    filters = Filters(annees=(annee,), etablissements=(d.uai,), noms=(str(d.identite["nom"] or d.uai),))
    years = figures.annees_de(con, d, filters, annee)
    beside = figures.comparaison_de(con, d, filters, annee, annees=ANNEES_DESSINEES)
    titre_manques, pourquoi = mots.titre_manques(d, annee)
    formats = years.formats
    drawing = ""
    if beside.figure is not None:
        drawing = svg(
            beside.figure, _LARGEUR, beside.alternative, police="TNE Espace fine, IBM Plex Sans"
        ).replace('font-weight="600"', 'font-family="TNE Espace fine, IBM Plex Sans SmBld"')
    return {
        "titre": str(d.identite["nom"] or d.uai),
        "identite": mots.identite(d),
        "attendu": {"titre": titre_manques, "pourquoi": pourquoi},
        "annee": annee,
        "territoire": typographier(f"Territoire Numérique Éducatif, {territoire.en_cours().nom}"),
        "couleur": couleurs.palette("clair")[couleurs.NUANCES["accompagnements"].plein],
        "phrase": passages(mots.phrase(d, annee)),
        "annees": {
            "titre": years.titre,
            "sous_titre": years.sous_titre,
            "colonnes": [str(c) for c in years.donnees.columns],
            "lignes": [
                [write_cell(v, formats[str(c)]) for c, v in zip(years.donnees.columns, line, strict=True)]
                for line in years.donnees.itertuples(index=False, name=None)
            ]
            if "Chiffre" in years.donnees.columns
            else [],
            "notes": list(years.avertissements),
        },
        "comparaison": {
            "titre": beside.titre,
            "sous_titre": beside.sous_titre,
            "dessin": drawing,
            "alternative": beside.alternative,
        },
        "source": years.source,
    }


def _court(valeur: object, longueur: int = LONGUEUR) -> str:
    """Text of one line: cut at a word, with an ellipsis. A dash when there is nothing."""
    if not isinstance(valeur, str) or not valeur.strip():
        return TIRET_ABSENT
    words = " ".join(valeur.split())
    if len(words) <= longueur:
        return words
    return words[: longueur - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _evenements(d: Dossier, most: int) -> dict[str, object]:
    lines = [
        [
            TIRET_ABSENT if pd.isna(e["date"]) else date_courte(e["date"].date()),
            _court(mots.nature(e["partie"], e["quoi"]), NATURE),
            _court(e["theme"]),
            _court(e["precision"], PRECISION),
        ]
        for e in d.evenements.head(most).to_dict("records")
    ]
    rest = len(d.evenements) - len(lines)
    return {
        "lignes": lines,
        "precise": any(line[-1] != TIRET_ABSENT for line in lines),
        "aucun": typographier(f"{mots.aucun_evenement(d)}."),
        "reste": f"{compte(rest, 'événement plus ancien', 'événements plus anciens')} sur la page de l\u2019établissement."
        if rest
        else "",
    }


def _manques(d: Dossier, annee: str, most: int) -> dict[str, object]:
    every = mots.manques(d, annee)
    rest = len(every[most:])
    return {
        "lignes": every[:most],
        "reste": f"{compte(rest, 'point')} de plus sur la page de l\u2019établissement." if rest else "",
    }


def _equipements(d: Dossier, most: int) -> dict[str, object]:
    lines = [
        [_court(q["type"], NATURE), _court(q["libelle"]), _court(q["etat"], PRECISION), str(q["annee"])]
        for q in d.equipements.head(most).to_dict("records")
    ]
    rest = len(d.equipements) - len(lines)
    return {
        "lignes": lines,
        "reste": f"{compte(rest, 'équipement')} de plus sur la page de l\u2019établissement." if rest else "",
    }
