"""What every document says, assembled once from the bilan and the Visuals, always in *lecture*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from tne import territoire
from tne.bilan import TOUT_LE_TERRITOIRE, Bilan, Part, bilan, import_dates
from tne.db import Base
from tne.demo import demo_en_place
from tne.denombrement import denombrement_de, denombrements
from tne.filters import Filters, View
from tne.indicators import Value
from tne.queries.memoire import moment
from tne.sections import change_words, incomparables, out_of_words, published_words
from tne.slides.diapositives_textes import sans_choix
from tne.typographie import date_longue, typographier
from tne.visuals.catalogue import CHAPITRES
from tne.visuals.visual import Visual

VUE: View = "lecture"
"""Documents leave the tool: they show what readers may see, whoever makes them."""


@dataclass(frozen=True)
class Chapitre:
    """One part of the programme in a document: its sentence, figures, charts, findings."""

    part: Part
    visuals: tuple[Visual, ...]

    @property
    def connues(self) -> tuple[tuple[Value, Value | None], ...]:
        """The known figures, each with that of the year before; none where the sentence says that the part is not for these schools."""
        if self.part.sans_objet:
            return ()
        return tuple((v, before) for v, before in self.part.values if v.origine != "absent")

    @property
    def incomparables(self) -> tuple[str, ...]:
        """Which of the figures are no parts of a total beside them, in the words of the pages."""
        return tuple(map(typographier, incomparables([v for v, _ in self.connues])))

    @property
    def chiffres(self) -> pd.DataFrame:
        """Grain: one row per known figure. Columns in French, every value as the screen writes it; none for changes where there is
        none, as in a first year.
        """
        known = self.connues
        since, changes = _depuis([change_words(v, before) for v, before in known])
        rows = [
            {
                "Chiffre": typographier(v.indicateur.libelle),
                "Valeur": v.texte,
                "Sur combien": typographier(out_of_words(v)),
                since: typographier(change),
                "État": typographier(("masqué" if v.masque else v.origine) + published_words(v)),
            }
            for (v, _), change in zip(known, changes, strict=True)
        ]
        columns = ["Chiffre", "Valeur", "Sur combien", *([since] if any(changes) else []), "État"]
        return pd.DataFrame(rows, columns=columns)


_DEPUIS = re.compile(r" (?:sur|depuis) (\d{4}-\d{4}.*)$")


def _depuis(changes: Sequence[str]) -> tuple[str, list[str]]:
    """The header of the changes, and the changes: what they all are counted from is said once, above them."""
    found = {m[1] for m in map(_DEPUIS.search, changes) if m}
    if len(found) != 1:
        return "Évolution", list(changes)
    return f"Évolution depuis {found.pop()}", [_DEPUIS.sub("", c) for c in changes]


@dataclass(frozen=True)
class Contenu:
    """A bilan ready to be written in any format."""

    titre: str
    filtre: str
    territoire: str
    date_donnees: str
    demo: bool
    bilan: Bilan
    chapitres: tuple[Chapitre, ...]
    denombrements: Mapping[str, str] = field(default_factory=dict)  # as `tne.denombrement` gives them
    portee: str = ""  # what findings and paragraphs speak of, where it is not what the figures speak of
    personne: str = ""  # that the filters together leave no establishment: then nothing else is said

    @property
    def reponse(self) -> str:
        """The document in one sentence; may hold `**`."""
        return self.personne or self.bilan.reponse

    @property
    def surtitre(self) -> str:
        """Whose bilan it is, above its title."""
        return typographier(f"Territoire Numérique Éducatif · {self.territoire}")

    @property
    def lesquels(self) -> dict[str, str]:
        """« Écoles et collèges » → which ones stand as a denominator in the document, each kind told once."""
        known = [v for chapter in self.chapitres for v, _ in chapter.connues]
        said = {v.denominateur_libelle.capitalize(): denombrement_de(v, self.denombrements) for v in known}
        return {name: typographier(words) for name, words in said.items() if words}

    @property
    def mention(self) -> str:
        """What must stand on every document made from the demonstration; empty otherwise."""
        return typographier("Données de démonstration : enregistrements fictifs.") if self.demo else ""


def contenu(base: Base, filters: Filters, annee: str) -> Contenu:
    """The bilan of one school year under the filters, as readers may see it; of filters that leave no establishment, that sentence
    alone: zeros would look like figures.
    """
    chosen = filters.for_year(annee)
    # One moment of the base for the whole document, its views kept as tables: a large base was added up anew by each figure.
    with moment(base) as con:
        nobody = sans_choix(con, chosen, VUE)
        year = Bilan(annee, (), ()) if nobody else bilan(base, chosen, annee, VUE, con)
        chapters = tuple(
            Chapitre(
                part,
                ()
                if part.vide or part.sans_objet
                else tuple(build(con, chosen, VUE) for build in CHAPITRES.get(part.section.famille, ())),
            )
            for part in year.parts
        )
        counted = denombrements(con, chosen, VUE)
    dates = import_dates(base)
    latest = max(dates.values()).date() if dates else None
    return Contenu(
        titre=typographier(f"Territoire Numérique Éducatif, {territoire.en_cours().nom} : bilan {annee}"),
        filtre=typographier(chosen.en_mots()),
        territoire=territoire.en_cours().nom,
        date_donnees=_date(latest),
        demo=demo_en_place(base),
        bilan=year,
        chapitres=chapters,
        denombrements=counted,
        portee=typographier(TOUT_LE_TERRITOIRE) if chosen.par_etablissement and year.commente else "",
        personne=nobody,
    )


def _date(latest: date | None) -> str:
    if latest is None:
        return "Aucune donnée importée."
    return typographier(f"Données importées jusqu'au {date_longue(latest)}.")
