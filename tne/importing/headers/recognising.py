"""Which data sets a table feeds, decided by its headers; only of whom « Participants » counts do its cells and its name tell. Matching is exact after folding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tne.datasets import DATASETS, dataset
from tne.erreurs import ImportRefuse
from tne.forms import FORMS
from tne.importing.columns.periods import SANS_ANNEE, dated_feeds, month_said, school_year, year_told
from tne.importing.headers.matching import (
    empty,
    folded_headers,
    linked,
    match,
    missing_columns,
    year_constant,
)
from tne.importing.headers.near import all_ordinary, near_key, some_of_others
from tne.importing.headers.other_answers import of_any_list, of_any_row, of_something_else
from tne.importing.headers.schools_as_people import not_of_people, schools_as_people
from tne.importing.headers.sheet_school import school_rather_than_room, sheet_school
from tne.importing.headers.unrecognised import none_found, not_the_one, rather_by_hand
from tne.importing.headers.whose_people import nobody_said
from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.reading import Tableau
from tne.reading.numbering import says_nothing
from tne.spec import Dataset, Form, Privacy, fold

# Headers that name someone wherever they stand: never shown, not even as examples of an unmatched column.
_NOMINATIF = re.compile(
    r"mail|courriel|numen|prenom|nomdenaissance|nomdusage|nomdefamille|telephone|telportable|^nom$|^tel$|adresseip|ipaddress"
    r"|(?<!pc)(?<!ordi)(?<!ordinateur)portable(?!s)"  # « PC portables » are no numbers
    r"|responsable|pilote|username|utilisateur|identifiantpersonne|stagiaire|datedenaissance|nometprenom|prenometnom"
    # As tools of time, of requests and of shared bases name who is at work.
    r"|^employee?$|^(?:user|member|members|assignee|personne|person|acheteur|payeur|demandeur|technicien|owner)$"
    r"|^demandeurdemandeur$|^assignea(?!u)|(?:cree|created|modifie|modified|modification|edited)(?:par|by)$|^nomcomplet$|^fullname$"
    r"|^(?:first|last)name$|^nom(?:du)?(?:participant|payeur)$"
    # Of an appointment: « Organisateur » alone may be an association.
    r"|attendee|organizer|participants(?:obligatoires|facultatifs)|organisateurd(?:ela|une)reunion|^(?:customer|staff)(?:name)?$"
)
_SOME_YEAR = "2000-2001"  # were one given


def _waived(form: Form, headers: Mapping[str, str]) -> bool:
    return any(fold(h) in headers for h in form.sauf)


def _of_people(liaisons: Iterable[Liaison]) -> bool:
    """True where a school or a person is told: one header of a common name (« Créé le ») says nothing alone."""
    told = {name for li in liaisons for name in li.colonnes}
    return bool(told & {"uai", "email", "numen"})


def names_someone(header: str) -> bool:
    """True for a header under which people are named, whatever the data set, and whatever table is named before or after it."""
    own = (header, header.rpartition(".")[2], header.partition(" (from ")[0])
    return any(_NOMINATIF.search(fold(h)) for h in own)


def build(tableau: Tableau, form: Form | None, liaisons: tuple[Liaison, ...]) -> Reconnaissance:
    """The recognition of a table read by these links, with the headers left aside and those that name someone."""
    used = {h for li in liaisons for h in li.colonnes.values()}
    personal = {
        li.colonnes[c.name]
        for li in liaisons
        for c in li.dataset.columns
        if c.privacy is Privacy.PERSONNEL and c.name in li.colonnes
    }
    named = form.named(folded_headers(tableau)) if form else {}
    declared = {named.get(fold(h)) for h in (form.personnels if form else ())}
    free = [h for h in tableau.entete if h not in used and fold(h) != fold(RETIRER)]
    personal |= {h for h in free if h in declared or names_someone(h)}
    return Reconnaissance(
        tableau=tableau,
        form=form,
        liaisons=liaisons,
        ignorees=tuple(h for h in free if h not in personal and not says_nothing(tableau, h)),
        personnelles=tuple(h for h in tableau.entete if h in personal),
    )


def candidates(tableau: Tableau, annee: str | None = None, mois: str | None = None) -> list[Reconnaissance]:
    """Every reading of the table by a form or a data set that has all it needs, best first.

    The best explains most headers; a form, which knows more about its source, wins a tie. `mois`: that of the file.
    """
    headers, uai = folded_headers(tableau), sheet_school(tableau)
    found: list[tuple[int, int, Reconnaissance]] = []
    for form in FORMS:
        named = form.named(headers)
        if form.refus or not form.signature_in(named) or _waived(form, headers):
            continue
        read = _form_liaisons(form, named, annee, mois)
        liaisons = tuple(school_rather_than_room(tableau, li) for li in read)
        if liaisons and (len(form.signature) > 1 or form.signature_in(headers) or _of_people(liaisons)):
            covered = {h for li in liaisons for h in li.colonnes.values()} | {
                named[fold(s)] for s in form.signature
            }
            found.append((len(covered), 1, build(tableau, form, liaisons)))
    for d in DATASETS.values():
        columns, constants = linked(d, headers, annee, uai)
        if not missing_columns(d, columns, constants, None):
            liaison = Liaison(d, columns, constants)
            found.append((len(columns), 0, build(tableau, None, (liaison,))))
    found.sort(key=lambda c: (-c[0], -c[1]))
    return [c[2] for c in found]


def _form_liaisons(
    form: Form, headers: Mapping[str, str], annee: str | None, mois: str | None
) -> Iterable[Liaison]:
    for feed in (dated for declared in form.feeds for dated in dated_feeds(declared, headers, annee, mois)):
        d = dataset(feed.dataset)
        constants = {**year_constant(d, annee), **feed.constants}
        columns = match(d, headers, replace(feed, constants=constants))
        if missing_columns(d, columns, constants, form):
            continue
        yield Liaison(d, columns, constants, feed.values, feed.sans_cle)


def recognise(
    tableau: Tableau, *, jeu: str | None = None, annee: str | None = None, nom: str = ""
) -> Reconnaissance:
    """What the table is. `jeu` imposes a data set, `annee` declares the campaign of the file.

    ImportRefuse says which columns were found and which are missing for the nearest data set, or which data sets
    it could be. A year, or a month, written in the file's name or over the table completes one that has none.
    """
    titles = [title for _, title in tableau.titres]
    mois = month_said(titles, nom)
    if annee is not None and mois is not None and school_year(mois) != annee:
        mois = None  # of another year than the one declared: the name is about something else
    if jeu is not None:
        return _imposed(tableau, dataset(jeu), annee, mois)
    headers = folded_headers(tableau)
    # The column of categories that a calendar has, and nobody filled in, tells nothing of what it would.
    told = {f: h for f, h in headers.items() if not (tableau.donnees.num_rows and empty(tableau, h))}
    for form in FORMS:
        if form.refus and not _waived(form, told) and form.signature_in(form.named(headers)):
            raise ImportRefuse(form.refus)
    believed = [(r, schools_as_people(r)) for r in candidates(tableau, annee, mois) if not of_any_row(r)]
    found = [r for r, header in believed if header is None]
    likely = [r for r in found if not doubtful(r)]
    sure = [r for r in likely if not _guessed(r)]
    if annee is None and (named := year_told(titles, nom, mois, next(iter(sure), None))):
        return recognise(tableau, annee=named, nom=nom)
    if not sure:
        for r, header in believed:
            if header is not None:
                raise ImportRefuse(not_of_people(r, header))
        if annee is None:
            _refuse_without_year(tableau)
        raise ImportRefuse(none_found(tableau, annee, next(iter(found), None)))
    best = _records_rather_than_answers(sure)
    if (best.form is None or _answers(best)) and rather_by_hand(tableau, annee, best):
        raise ImportRefuse(none_found(tableau, annee, best))
    if asked := of_any_list(best, nom):
        raise ImportRefuse(asked)
    if _answers(best) and (otherwise := of_something_else(best, nom)):
        raise ImportRefuse(otherwise)
    _refuse_ambiguous(best, likely)
    if question := nobody_said(best, nom):
        raise ImportRefuse(question)
    return best


def _imposed(tableau: Tableau, d: Dataset, annee: str | None, mois: str | None) -> Reconnaissance:
    """The table as the data set that a person says it is."""
    for r in candidates(tableau, annee, mois):
        if wanted := tuple(li for li in r.liaisons if li.dataset.name == d.name):
            return replace_liaisons(r, wanted)
    if (said := _as_said(tableau, d, annee)) is not None:
        return said
    raise ImportRefuse(not_the_one(tableau, d, annee))


def _refuse_without_year(tableau: Tableau) -> None:
    """ImportRefuse where the export is known and only its year is not."""
    for r in candidates(tableau, _SOME_YEAR)[:1]:
        if r.form and r.form.annee_requise:
            raise ImportRefuse(f"« {r.titre} » : l{SANS_ANNEE[1:]}")


def _refuse_ambiguous(best: Reconnaissance, likely: list[Reconnaissance]) -> None:
    """ImportRefuse where a person has to say which of several data sets it is, or what one of its columns means."""
    if best.form is not None:
        return
    for li in best.liaisons:
        header, question = li.dataset.equivoque
        # Where the data set has headers of its own, one of them beside it says what it means.
        told = li.dataset.banals and not _ordinary(best)
        if header and not told and fold(header) in {fold(h) for h in li.colonnes.values()}:
            raise ImportRefuse(question)
    size, guess = len(best.liaisons[0].colonnes), _ordinary(best)
    equals = [
        r
        for r in likely
        if r.form is None
        # Of two sheets kept by hand, the one with more columns in common is no more likely where all are common.
        and ((guess and _by_hand(best) and _by_hand(r)) or len(r.liaisons[0].colonnes) == size)
    ]
    if len(equals) > 1:
        names = " ou ".join(f"« {r.titre} » (--jeu {r.liaisons[0].dataset.name})" for r in equals)
        raise ImportRefuse(f"Ce tableau peut être {names} : choisissez le jeu de données.")


def _as_said(tableau: Tableau, d: Dataset, annee: str | None) -> Reconnaissance | None:
    """The table as what a person says it is: what only tells such tables from others may lack, what a record needs may not."""
    columns, constants = linked(d, folded_headers(tableau), annee, sheet_school(tableau))
    missing = missing_columns(d, columns, constants, None)
    if not columns or any(c.required or c.identite or c.name in d.key for c in missing):
        return None
    return build(tableau, None, (Liaison(d, columns, constants),))


def doubtful(r: Reconnaissance) -> bool:
    """True when nothing but what any list of schools or persons has is known, and most of its headers are not."""
    (li, *others) = r.liaisons
    if r.form is not None or others:
        return False
    if not li.dataset.nominatif and {*li.colonnes, *li.constantes} <= set(li.dataset.key):
        return True  # it would name records and say nothing of them
    headers = set(li.colonnes.values())
    d = li.dataset
    # A column whose value is given for the whole file is known under its names, though it is not read.
    given = {near_key(n) for c in d.columns if c.name in li.constantes for n in c.headers}
    if some_of_others(d, li.colonnes, (h for h in r.tableau.entete if h not in headers)):
        return True
    beside = {near_key(name) for name in d.entourage} | given
    if d.entourage and not d.banals and any(near_key(h) not in beside for h in r.ignorees if near_key(h)):
        return True
    anyone = {c.name for c in d.columns if c.required or c.identite} | {*d.signature, *d.key, "uai"}
    needed = {h for name, h in li.colonnes.items() if name in anyone}
    return headers <= needed and len(r.tableau.entete) > 2 * len(headers)


def _answers(r: Reconnaissance) -> bool:
    """True of what a tool of forms exports, whatever was asked."""
    return r.form is not None and all(li.dataset.name == "reponse" for li in r.liaisons)


def _records_rather_than_answers(sure: list[Reconnaissance]) -> Reconnaissance:
    """The best reading; of answers to a form that give all that a sheet kept by hand needs, that one. Whoever keeps it may write each
    record in a form, and no answer to the offer tells a day, a nature and a school."""
    best = sure[0]
    return next((r for r in sure if r.form is None and _by_hand(r)), best) if _answers(best) else best


def _by_hand(r: Reconnaissance) -> bool:
    return all(li.dataset.par_reference for li in r.liaisons)


def _guessed(r: Reconnaissance) -> bool:
    """True when nothing that was read is of this data set alone, and something else stands there that nobody knows."""
    beside = {near_key(name) for li in r.liaisons for name in li.dataset.entourage}
    return _ordinary(r) and any(near_key(h) not in beside for h in r.ignorees if near_key(h))


def _ordinary(r: Reconnaissance) -> bool:
    """True when every header that was read stands in sheets about anything."""
    (li, *others) = r.liaisons
    if r.form is not None or others:
        return False
    return all_ordinary(li.dataset, li.colonnes.values())


def replace_liaisons(r: Reconnaissance, liaisons: tuple[Liaison, ...]) -> Reconnaissance:
    """The same table read for these data sets only."""
    return build(r.tableau, r.form, liaisons)
