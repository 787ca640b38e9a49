"""A file that the journal knows, imported once more: nothing is written while it is in force, and it is redone while undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import duckdb

from tne.access import Droit
from tne.importing import journal, writing
from tne.importing.assessing import recount
from tne.importing.model import Options, Reconnaissance, Resultat, Staged, remark
from tne.importing.remarks import perimeter
from tne.persons.annees_purgees import of_purged_year
from tne.typographie import compte, entier

# What is said of a file that is written, and not of one that stands already.
_OF_A_WRITING = ("lignes_absentes", "vues_en_baisse")


def stands(state: str, number: int | None) -> str:
    """How what is said of such a file begins; without the point."""
    return f"Ce fichier est {state} (import n° {number})"


def again(
    con: duckdb.DuckDBPyConnection,
    droit: Droit,
    results: Sequence[Resultat],
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
    number: int,
    undone: bool,
) -> list[Resultat]:
    """Its results, under the number that it has, inside a transaction that the caller began: nothing to write while in force, redone
    while undone, replacing earlier imports if now asked to.
    """
    replaced = perimeter.replace_earlier(con, number, staged, recognised) if options.remplacer else []
    # Asked now, or when it was first imported: what it replaces goes again.
    going = perimeter.going(con, number)
    results = [
        replace(r, absentes=0, problemes=tuple(p for p in r.problemes if p.code not in _OF_A_WRITING))
        for r in results
    ]
    each = list(zip(results, staged, strict=True))
    lacking = [perimeter.with_absences(con, r, one.table, going, True) for r, one in each]
    held = [writing.hold(con, one.dataset, one.table) for one in staged] if going else []
    if undone:
        con.execute("UPDATE import SET annule = false WHERE id = $id", {"id": number})
        journal.record_event(con, "rétablissement", droit.qui, number)
    if replaced:
        journal.record_event(con, "remplacement", droit.qui, number, detail=", ".join(map(str, replaced)))
    journal.refresh_imports(con, journal.recompute_in_force(con))
    in_force = con.execute("SELECT en_vigueur FROM import WHERE id = $id", {"id": number}).fetchall()[0][0]
    state = "rétabli" if undone else "déjà importé"
    purged = any(of_purged_year(con, s.dataset.name, s.table) for s in staged)
    # What is redone stands where it stood, under what was imported since. Rows of a purged year are not found again.
    under = [recount(con, one) for one in staged] if undone and in_force and not purged else []
    kept = sum(c.ajoutees + c.modifiees for c in under)
    if held and in_force and not purged:
        results = [
            replace(r, comptes=recount(con, one, avant))
            for r, one, avant in zip(lacking, staged, held, strict=True)
        ]
    elif kept:
        results = [
            replace(r, comptes=r.comptes.sans_ecriture(c)) for r, c in zip(results, under, strict=True)
        ]
    lead = stands(state, number)
    unwritten = not in_force or not (undone or replaced)
    if not in_force:
        sentence = f"{lead}, mais {journal.replaced_told(con, number)}."
    elif unwritten:
        changed = sum(r.comptes.ajoutees + r.comptes.modifiees for r in results)
        sentence = _nothing_new(lead, 0 if purged else changed)
    else:
        sentence = _redone(lead, "maintenant" if replaced else "de nouveau", {*replaced, *going}, kept)
    told = (remark(None, 0, None, "deja_importe", sentence),) if sentence else ()
    return [
        replace(
            r,
            import_id=number,
            etat=state,
            comptes=r.comptes.sans_ecriture() if unwritten else r.comptes,
            problemes=(*told, *r.problemes),
        )
        for r in results
    ]


def _nothing_new(lead: str, changed: int) -> str:
    said = f"{lead} : il n'y a rien de nouveau à écrire."
    return f"{said} {_changed_since(changed)} : annulez-les pour y revenir." if changed else said


def _redone(lead: str, when: str, taken: Collection[int], kept: int) -> str:
    """What it replaces, and how many of its rows stay as later imports left them; "" where neither is to be told."""
    said = ""
    if taken:
        older = compte(len(taken), "import plus ancien", "imports plus anciens")
        said = f"{lead} ; il remplace {when} {older} : n° {', '.join(map(str, sorted(taken)))}."
    if kept:
        said = f"{said or f'{lead}.'} {_changed_since(kept)} : elles restent comme ils les ont laissées."
    return said


def _changed_since(rows: int) -> str:
    return f"Des imports plus récents ont changé {entier(rows)} de ses lignes"
