"""The data set that an export is wanted for and that this file does not feed, for want of a column: YouTube Studio without « Vues », a
sheet of resources and views without « Période »."""

from __future__ import annotations

from collections.abc import Iterator

from tne.datasets import dataset
from tne.importing.headers.matching import folded_headers, match, missing_columns
from tne.importing.model import Reconnaissance
from tne.spec import Dataset
from tne.typographie import accord, cite, enumeration


def unfed(r: Reconnaissance, d: Dataset) -> Iterator[str]:
    """What to say of it, once: with the first data set that the table feeds."""
    if r.form is None or d is not r.liaisons[0].dataset:
        return
    read = {li.dataset.name for li in r.liaisons}
    headers = r.form.named(folded_headers(r.tableau))
    for feed in r.form.feeds:
        if feed.dataset in read or feed.dataset != r.form.voulu:
            continue
        other = dataset(feed.dataset)
        if lacking := missing_columns(other, match(other, headers, feed), feed.constants, r.form):
            names = enumeration(cite(c.label) for c in lacking)
            columns = accord(len(lacking), "la colonne", "les colonnes")
            it, with_it = accord(len(lacking), "la", "les"), accord(len(lacking), "elle", "elles")
            yield (
                f"Il manque {columns} {names} : rien de ce fichier n'est lu comme {cite(other.title)}. Exportez-le de nouveau avec "
                f"{with_it}, ou ajoutez-{it}."
            )
