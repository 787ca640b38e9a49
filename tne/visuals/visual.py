"""What a chart is, apart from any screen: its finding, its data, its figure, its source.

A page, a slide and a document all render the same Visual. It is built by a pure function from
query results, so it can be cached, tested and drawn without Streamlit.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self, TypeVar

import pandas as pd

T = TypeVar("T")

FAMILLES = ("formations", "accompagnements", "parentalite", "equipements", "numerixplore", "neutre")
"""Parts of the programme; each has one hue (`tne.visuals.couleurs`). `neutre` has none."""

ETATS = ("calculé", "déclaré", "publié", "absent")
"""Where a figure comes from, in order of preference (a computed figure wins)."""

PERSONNES = "personnes"
ENTIERS = ("entier", PERSONNES)
MOIS = "mois"
FORMATS = (*ENTIERS, "pourcent", "decimal", "texte", "date", MOIS)
"""How a column is written. A `mois` is its first day: as a word it would be sorted by its letters. `personnes` is a whole number of persons: coordinators are told which are small
(`tne.visuals.petits`). `pourcent` holds 32.98 for 32,98 %, not 0.33.
"""

MASQUE = "masqué"
"""What a cell reads when its count of persons may not be shown."""


class _Figure(dict[str, Any]):
    """A figure that nobody changes: every copy of its Visual holds the same one."""

    @cached_property
    def ecrite(self) -> str:
        return en_json(self)

    @cached_property
    def autres(self) -> dict[object, "_Figure"]:
        """The same figure for other places, by what tells them apart."""
        return {}


@dataclass(frozen=True, eq=False)
class Visual:
    """One chart or table with all it takes to be understood alone.

    `figure` is a Plotly figure as a plain dict (`data`, `layout`), with the placeholder colours of
    `tne.visuals.couleurs`; None means that there is a table only, or nothing to draw.
    `donnees` has French column labels and real numbers (or `MASQUE`); `formats` has one entry per
    column. `clic` names the filter (a key of the address: commune, type…) that a click on a mark narrows
    (`clics.sens_du_clic`); "" where no filter is meant. `bref` says how to read the figure on the one line of a slide, where
    the first clause of `sous_titre` does not; `insuffisant`: the finding is that the data are too few for one. Texts are plain (no Markdown, no HTML) and already in French typography.

    Raises ValueError if a part, a state or a format is unknown, or a column has no format: these are
    mistakes of the program, never of the user.
    """

    code: str
    titre: str
    sous_titre: str
    donnees: pd.DataFrame
    formats: Mapping[str, str]
    figure: dict[str, Any] | None
    alternative: str
    source: str
    filtre: str
    famille: str
    etat: str
    avertissements: tuple[str, ...] = ()
    hauteur: int = 320
    clic: str = ""
    bref: str = ""
    insuffisant: bool = False
    _faits: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.famille not in FAMILLES:
            raise ValueError(f"{self.code} : famille inconnue {self.famille!r}")
        if self.etat not in ETATS:
            raise ValueError(f"{self.code} : état inconnu {self.etat!r}")
        sans = [str(c) for c in self.donnees.columns if c not in self.formats]
        if sans:
            raise ValueError(f"{self.code} : colonnes sans format {sans}")
        inconnus = sorted(set(self.formats.values()) - set(FORMATS))
        if inconnus:
            raise ValueError(f"{self.code} : formats inconnus {inconnus}")
        if self.figure is not None and not isinstance(self.figure, _Figure):
            object.__setattr__(self, "figure", _Figure(self.figure))

    def __copy__(self) -> Self:
        """The same for another reader: what one does to its rows the other does not see. Nobody changes a figure, nor what
        was made of it `une_fois`: they are shared.
        """
        # Not by `replace`: what was found right once is not looked at again, at each question of a page.
        copie = object.__new__(type(self))
        copie.__dict__.update(self.__dict__, donnees=self.donnees.copy(deep=False))
        return copie

    def une_fois(self, place: object, faire: Callable[[], T]) -> T:
        """What `faire` makes of it for that `place`, a text or what nobody changes: once for all who look at it."""
        if place not in self._faits:
            self._faits[place] = faire()
        fait: T = self._faits[place]
        return fait

    @property
    def figure_json(self) -> str:
        """The figure as it is sent to the browser, written once for all who look at it."""
        assert isinstance(self.figure, _Figure)
        return self.figure.ecrite

    def pour(self, place: object, faire: Callable[[dict[str, Any]], dict[str, Any]]) -> Self:
        """The same with the figure that `faire` makes of it, once for all who look at it in that `place`. Without a figure it
        stays as it is.
        """
        if not isinstance(self.figure, _Figure):
            return self
        autres = self.figure.autres
        if place not in autres:
            autres[place] = _Figure(faire(self.figure))
        return replace(self, figure=autres[place])

    @property
    def etat_dit(self) -> str:
        """The state as it is told after the source: "" for what is computed, and where the source (« bilan publié ») says it."""
        return "" if self.etat == "calculé" or self.etat in self.source else self.etat

    @property
    def vide(self) -> bool:
        """True when there is neither a figure nor a row to show."""
        return self.figure is None and self.donnees.empty


def en_json(figure: Mapping[str, Any]) -> str:
    """A Plotly figure as JSON. Raises ValueError where a number is none: the library would draw nothing and not say so."""
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
