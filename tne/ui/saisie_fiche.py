"""One record at a time, as a form: its fields stand one under the other on a phone, and each is heard with its name.

It is what the page opens on: to add or correct one record is most of what is done by hand, and in a grid of twelve columns the
last ones are off the page at 1280 pixels already. The grid is for many records, and for a paste.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from textwrap import shorten

import pandas as pd
import streamlit as st

from tne import settings
from tne.folding import cherche
from tne.importing.saisie import columns_of
from tne.importing.wording import as_text
from tne.indicators import BY_CODE
from tne.spec import Column, Dataset, Privacy
from tne.typographie import entier, typographier
from tne.ui import filtres
from tne.ui.contexte import Contexte
from tne.ui.grilles import LIGNES, PREMIERES
from tne.ui.proposition import suivre
from tne.ui.saisie_cahier import Cahier
from tne.ui.tete import LARGEUR_RANGEE

_NOUVEAU = "Nouvel enregistrement"
_MOTS = 5
"""Cells that name a record in the box."""
_PHRASE, _LONGUEUR = "texte", 80
"""The column whose beginning names a record after these, and how long it may be there."""
VERIFIEE = "_saisie-verifiee"
"""Once the form was sent: what to say of it where it changes nothing, for `settle`; a button that answers nothing seems broken."""
_INCONNU = "Un établissement qui manque à l’annuaire s’y ajoute d’abord, ou se saisit dans la grille."
_ECOLE, _MEMOIRE = "Établissement (UAI)", "etablissement"
"""How a school that is chosen from the directory is called, and the column of the name that a file gives it: not asked for twice."""
_OLDEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)


def fiche(ctx: Contexte, d: Dataset, cahier: Cahier) -> None:
    """Choose a record or a new one, fill it, and have it checked."""
    box = f"saisie-fiche-{d.name}-{cahier.jeton}"
    proposed = cahier.proposees(d)
    names = cahier.noms(d, partial(_names, ecoles=_ecoles(ctx, d)))
    shown = _shown(names, box)
    called = {**names, **{k: typographier(p.mots) for k, p in proposed.items()}}
    # What is missing is what one comes for: once it is written the next one is there.
    if proposed and box not in st.session_state:
        st.session_state[box] = next(iter(proposed))
    cle = st.selectbox(
        "Enregistrement",
        [_NOUVEAU, *proposed, *shown],
        format_func=lambda k: called.get(k, k),
        key=box,
        help=typographier("Tapez quelques lettres pour en retrouver un ; toutes les années sont là."),
        width=LARGEUR_RANGEE,
    )
    waiting = proposed.get(str(cle))
    known = None if cle is None or cle == _NOUVEAU or waiting else str(cle)
    # A new record keeps its fields once it has its key: the focus stays where it was.
    start = f"{box}-{known or (cle if waiting else cahier.prochaine)}"
    columns = columns_of(d)
    by_list = any(c.kind.name == "uai" and _choices(ctx, d, c) for c in columns)
    usual = {} if known else _usual(ctx, columns)
    held = cahier.apres.loc[known].to_dict() if known else {**usual, **(waiting.dits if waiting else {})}
    st.caption(typographier("Une étoile marque ce qui est obligatoire."))
    with st.form(f"{start}-formulaire", enter_to_submit=False, width=LARGEUR_RANGEE):
        with st.grid(2, min_column_width=260, gap="small"):
            for c in columns:
                text = as_text(held.get(c.label))
                if text or c.name != _MEMOIRE or not by_list:
                    _field(ctx, d, c, text, partial(suivre, cahier.champs, _cle(start, c)))
        if known:
            st.checkbox("Retirer cet enregistrement", key=f"{start}-retirer")
        st.form_submit_button(
            "Vérifier",
            icon=":material/rule:",
            key=f"{start}-verifier",
            on_click=_write,
            args=(cahier, columns, box, start, known, usual),
        )


def _cle(start: str, c: Column) -> str:
    """The key of the field of a column."""
    return f"{start}-{c.name}"


def _usual(ctx: Contexte, columns: tuple[Column, ...]) -> dict[str, str]:
    """Label → what a new record most often says: the year that is shown, and the département where the territory has one."""
    territory = settings.territoire()
    told = {"annee_scolaire": ctx.annee, "departement": territory[0] if len(territory) == 1 else ""}
    return {c.label: said for c in columns if c.required and (said := told.get(c.kind.name))}


def _names(d: Dataset, rows: pd.DataFrame, ecoles: Mapping[str, str]) -> dict[str, str]:
    """Key → the words of each record, no two alike: the box tells them apart by their words, and is searched by them.

    `ecoles` calls the school of a record by its name where the record has none, as those that this form writes.
    """
    named = [c for c in columns_of(d) if c.privacy is Privacy.PUBLIC and c.name != _PHRASE]
    by_label = {c.label: rows[c.label].tolist() for c in named}
    given = next((by_label[c.label] for c in named if c.name == _MEMOIRE), [None] * len(rows))
    for c in named:
        if c.kind.name == "uai":
            by_label[c.label] = [
                uai if isinstance(name, str) and name else ecoles.get(uai, uai)
                for uai, name in zip(by_label[c.label], given, strict=True)
            ]
    texts = zip(*by_label.values(), strict=True)
    phrases = next((rows[c.label].tolist() for c in columns_of(d) if c.name == _PHRASE), [""] * len(rows))
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for key, cells, phrase in zip(rows.index, texts, phrases, strict=True):
        told = [_named(t) for t in cells if isinstance(t, str) and t][:_MOTS]
        if isinstance(phrase, str) and phrase:  # of a finding what one knows it by
            told.append(shorten(phrase, _LONGUEUR, placeholder="\u2026"))
        words = " · ".join(told) or "(sans nom)"
        seen[words] = seen.get(words, 0) + 1
        found[str(key)] = words if seen[words] == 1 else f"{words} ({entier(seen[words])})"
    return found


def _named(cell: str) -> str:
    """An indicator by its name, as the form has it; any other text as it is."""
    return typographier(BY_CODE[cell].libelle) if cell in BY_CODE else cell


def _shown(names: Mapping[str, str], box: str) -> list[str]:
    """The keys that the box offers: all of them, or of very many those that hold the words that are looked for."""
    if len(names) <= LIGNES:
        return list(names)
    said = st.text_input(
        typographier(f"Chercher parmi {entier(len(names))} enregistrements"), key=f"{box}-mots", width=620
    )
    wanted = cherche(said or "").split()
    every = [k for k, words in names.items() if not wanted or all(w in cherche(words) for w in wanted)]
    found = every[:PREMIERES]
    if len(every) > len(found):
        st.caption(
            typographier(
                f"La liste donne les {entier(len(found))} premiers des {entier(len(every))} qui répondent : ajoutez un mot."
            )
        )
    held = str(st.session_state.get(box))
    return [held, *found] if held in names and held not in found else found


def _field(ctx: Contexte, d: Dataset, c: Column, text: str, holding: Callable[[object], str]) -> None:
    """The field of a column, by what it takes; its value is read where the form is sent. `holding` gives its key to what it proposes."""
    choices = _choices(ctx, d, c)
    of_schools = bool(choices) and c.kind.name == "uai"
    label = typographier(_ECOLE if of_schools else c.label) + (" *" if c.required else "")
    # Were other words taken, a part of a name and Enter would be one.
    beyond = _INCONNU if of_schools else ""
    help_text = typographier(" ".join(filter(None, (c.help, beyond)))) or None
    if choices:
        options = list(choices) if not text or text in choices else [text, *choices]
        st.selectbox(
            label,
            options,
            index=None,
            format_func=lambda o: choices.get(o, o),
            key=holding(text or None),
            placeholder="Nom ou UAI" if of_schools else "Choisir",
            help=help_text,
        )
    elif c.kind.name == "date" and (not text or _jour(text)):
        st.date_input(
            label,
            None,
            min_value=_OLDEST,
            max_value=_LATEST,
            format="DD/MM/YYYY",
            key=holding(_jour(text)),
            help=help_text,
        )
    elif c.privacy is Privacy.INTERNE and c.kind.name == "texte":  # what is written freely takes lines
        st.text_area(label, key=holding(text), height=100, help=help_text)
    else:
        example = c.kind.attendu.partition("par exemple ")[2]
        st.text_input(
            label,
            key=holding(text),
            placeholder=typographier(f"Par exemple {example}") if example else None,
            help=help_text,
        )


def _jour(text: str) -> date | None:
    """The day that a field of dates may hold; None of any other text, which the grid takes whatever it is."""
    try:
        day = datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None
    return day if _OLDEST <= day <= _LATEST and f"{day:%d/%m/%Y}" == text else None


def _choices(ctx: Contexte, d: Dataset, c: Column) -> dict[str, str]:
    """What a column may hold, and how each is called; empty where anything may be typed, or too much."""
    if c.kind.type_sql == "BOOLEAN":
        return {"Oui": "Oui", "Non": "Non"}
    if c.kind.valeurs:
        return {v: v for v in c.kind.valeurs}
    if c.name == "indicateur":
        return {code: typographier(i.libelle) for code, i in BY_CODE.items()}
    schools = _ecoles(ctx, d) if c.kind.name == "uai" else {}
    return dict(schools) if len(schools) <= LIGNES else {}


def _ecoles(ctx: Contexte, d: Dataset) -> Mapping[str, str]:
    """UAI → how a school of the directory is called; empty for the directory itself."""
    return {} if d.key == ("uai",) else filtres.schools(ctx.base, ctx.version).etiquettes


def _write(
    cahier: Cahier,
    columns: tuple[Column, ...],
    box: str,
    start: str,
    known: str | None,
    usual: Mapping[str, str],
) -> None:
    """Before the page runs: the box is on the record that was written. One that says only what is `usual` is empty."""
    state = st.session_state
    if known and state.get(f"{start}-retirer"):
        cahier.retirer(known)
        state[box] = _NOUVEAU
        return
    said = {c.label: _text(state.get(_cle(start, c))) for c in columns}
    state[VERIFIEE] = "Cette fiche est inchangée." if known else "La fiche est vide."
    if known or any(text and text != usual.get(label) for label, text in said.items()):
        state[box] = cahier.poser(known, said)


def _text(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "").strip()
