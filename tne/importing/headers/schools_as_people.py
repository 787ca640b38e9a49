"""Lists of schools whose columns are those of a list of people: « UAI, Nom, Mail », where the name is the school's and the address its own."""

from __future__ import annotations

import pyarrow.compute as pc

from tne.datasets import DATASETS
from tne.importing.model import Reconnaissance
from tne.importing.rows.nominative import header_shown
from tne.reading.arrays import plain
from tne.typographie import cite

# What the name of a school begins with, as the directory and those who shorten it write it.
_SCHOOL = (
    r"(?i)^\W*(?:[ée]coles?|coll[èe]ges?|clg|lyc[ée]es?|lpo?|lgt|legt|leg|segpa|erea|cit[ée] scolaire|groupe scolaire|ensemble scolaire|"
    r"institution|[ée]tablissement|e\.?[emp]\.?(?:p\.?)?u?)\b[ .]"
)
# The address that each school has, « ce.0860002k@ac-poitiers.fr ».
_ADDRESS = r"(?i)^\s*(?:ce|ec|ecole|clg|lyc)?[._-]?\d{7}[a-z]@"
_MOST = 0.5


def schools_as_people(r: Reconnaissance) -> str | None:
    """The header under which a list of people names schools; None where it names nobody, or people.

    A first name or a NUMEN is of someone. Answers to a form are of whoever wrote them, at the address of the school too."""
    (li, *others) = r.liaisons
    if r.form is not None or others or not li.dataset.nominatif or {"prenom", "numen"} & li.colonnes.keys():
        return None
    looked_at = (("nom", _SCHOOL), ("email", _ADDRESS))
    return next((h for name, like in looked_at if (h := li.colonnes.get(name)) and _most(r, h, like)), None)


def _most(r: Reconnaissance, header: str, like: str) -> bool:
    texts = plain(r.tableau.colonne(header)).drop_null()
    said = pc.sum(pc.match_substring_regex(texts, like)).as_py() or 0
    return bool(said > _MOST * len(texts))


def not_of_people(r: Reconnaissance, header: str) -> str:
    """What to say of such a list that is of no data set of schools either."""
    (li,) = r.liaisons
    return (
        f"{cite(header_shown(header))} tient des établissements, non des personnes : « {r.titre} » compte une personne par ligne. Si c'est une liste "
        f"d'établissements, choisissez « {DATASETS['etablissement'].title} » sur la page d'import (à la ligne de commande, --jeu etablissement) ; si "
        f"chaque ligne est bien celle d'une personne, « {r.titre} » (--jeu {li.dataset.name})."
    )
