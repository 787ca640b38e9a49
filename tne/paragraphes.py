"""The coordinator's paragraph under each part of the bilan: one per part and school year, kept in the base.

What is saved goes the way of every entry by hand: it is checked, journalled, and can be undone; no import of figures
or findings touches it.
"""

from __future__ import annotations

import uuid

from tne import settings
from tne.access import Droit
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.filters import read_annee
from tne.importing import Options, importer_document
from tne.importing.model import RETIRER
from tne.importing.saisie import Saisie, as_table

JEU = "paragraphe"
MAXIMUM = 3000
"""Characters of a paragraph: about a page."""

_SQL = """
SELECT section, departement, redaction FROM paragraphe
WHERE annee = $annee AND departement IN (SELECT unnest($territoire))
ORDER BY list_position($territoire, departement) DESC, section
"""


def _kept(base: Base, annee: str) -> dict[str, tuple[str, str]]:
    """Section → (département, text); of several départements of a territory the first one holds."""
    con = base.cursor()
    try:
        rows = con.execute(_SQL, {"annee": annee, "territoire": list(settings.territoire())}).fetchall()
    finally:
        con.close()
    return {section: (where, text) for section, where, text in rows}


def paragraphes(base: Base, annee: str) -> dict[str, str]:
    """Section → what the coordinator wrote for that school year. UsageIncorrect for what is none."""
    return {section: text for section, (_, text) in _kept(base, read_annee(annee)).items()}


def alineas(texte: str) -> tuple[str, ...]:
    """A paragraph as its non-blank lines."""
    return tuple(line.strip() for line in texte.splitlines() if line.strip())


def enregistrer(base: Base, droit: Droit, annee: str, section: str, texte: str) -> int | None:
    """Keep the paragraph of that section and year; an empty text takes it out. The number of the import, None when nothing changed.

    AccesRefuse without the right; ImportRefuse when the text is refused.
    """
    droit.require("écrire un paragraphe du bilan")
    where, held = _kept(base, annee).get(section, (settings.territoire()[0], ""))
    new = "\n".join(alineas(texte))
    if new == held:
        return None
    key = {"annee": annee, "departement": where, "section": section}
    if new:
        saisie = Saisie(JEU, ({**key, "redaction": new},), (), ())
    else:
        saisie = Saisie(JEU, (), (), ({**key, RETIRER: "oui"},))
    document, recognised = as_table(saisie, uuid.uuid4().hex)
    (result,) = importer_document(base, droit, document, recognised, Options(jeu=JEU))
    if result.import_id is None:
        raise ImportRefuse(result.problemes[0].message if result.problemes else "Rien n'a été enregistré.")
    return result.import_id
