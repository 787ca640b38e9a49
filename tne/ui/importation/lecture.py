"""From a file to what it is read as: recognised by its columns, chosen otherwise, mapped by hand where needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from tne import horloge
from tne.datasets import DATASETS
from tne.datasets.annees import debut_de_l_annee
from tne.erreurs import ImportRefuse
from tne.importing import Options, Reconnaissance, known_mappings, reconnaitre
from tne.importing.columns.periods import typed_year
from tne.importing.headers import mappings
from tne.importing.headers.mappings import Correspondance
from tne.reading import Document, Tableau
from tne.typographie import cle_tri, compte, typographier
from tne.ui.contexte import Contexte
from tne.ui.importation import correspondance as columns
from tne.ui.texte import insecable, sans_commande, texte_sur

_AUTO = "\0auto"
_EVERY = "Toutes les feuilles reconnues"


@dataclass(frozen=True)
class Lecture:
    """A file as it will be imported. `retenir`: headers and the mapping that the person made for them, to be remembered."""

    document: Document
    recognised: tuple[Reconnaissance, ...]
    options: Options
    retenir: tuple[tuple[tuple[str, ...], Correspondance], ...] = ()


_CHOISIR = typographier(" Si c'est bien un fichier du programme, choisissez plus bas son jeu de données.")


def read_as(ctx: Contexte, key: str, document: Document, details: bool) -> Lecture | None:
    """What the file is read as, with the ways to change it; None while something is missing."""
    document = _sheet(key, document)
    found = _recognise(ctx, key, document)
    refused = isinstance(found, str)
    if not isinstance(found, str):
        for r in found:
            _say(ctx, r)
    elif _chosen(key)[0] is None:
        said = sans_commande(found)
        # Some of them ask for it themselves.
        said += "" if "choisissez" in said else _CHOISIR
        st.warning(texte_sur(typographier(said)), icon=":material/help:")
    if details or refused:
        jeu, annee = _choice(ctx, key, refused)
    else:
        jeu, annee = _chosen(key)
    options = Options(annee=annee)
    if jeu is not None:
        found = _recognise_as(ctx, document, jeu, annee)
    if isinstance(found, str):
        if jeu is None:
            return None
        start = mappings.exact(document.principal, jeu, annee)
        return _mapped(key, document, (_Lu(document.principal, None, start),), options)
    if not details:
        return Lecture(document, found, options)
    return _mapped(key, document, tuple(_Lu(r.tableau, r, mappings.of(r)) for r in found), options)


def _recognise(ctx: Contexte, key: str, document: Document) -> tuple[Reconnaissance, ...] | str:
    """By the columns alone, or by a mapping remembered for them; the sentence of the refusal otherwise."""
    try:
        return reconnaitre(document, Options(annee=_chosen(key)[1]), known_mappings(ctx.base))
    except ImportRefuse as refusal:
        return str(refusal)


def _recognise_as(
    ctx: Contexte, document: Document, jeu: str, annee: str | None
) -> tuple[Reconnaissance, ...] | str:
    try:
        return reconnaitre(document, Options(jeu=jeu, annee=annee), known_mappings(ctx.base))
    except ImportRefuse as refusal:
        return str(refusal)


def _sheet(key: str, document: Document) -> Document:
    """The document cut to the sheet that was chosen, when it has several."""
    if len(document.tableaux) < 2:
        return document
    names = [_table_name(t, i) for i, t in enumerate(document.tableaux)]
    chosen = st.selectbox("Feuille", [_EVERY, *names], key=f"feuille-{key}", width=460)
    if chosen is None or chosen == _EVERY:
        return document
    return replace(document, tableaux=(document.tableaux[names.index(chosen)],))


def _table_name(t: Tableau, i: int) -> str:
    name = t.feuille or f"Tableau {i + 1}"
    return f"{name} · {compte(t.donnees.num_rows, 'ligne')}"


def _say(ctx: Contexte, r: Reconnaissance) -> None:
    sheet = typographier(f", feuille « {r.tableau.feuille} »") if r.tableau.feuille else ""
    # The lines at its foot are read too, and set aside: the counts below have them.
    lines = r.tableau.donnees.num_rows + len(r.tableau.pied)
    st.markdown(
        f"Reconnu comme **{texte_sur(r.titre)}**{texte_sur(sheet)} · {insecable(compte(lines, 'ligne'))}"
    )
    used = list(dict.fromkeys(h for li in r.liaisons for h in li.colonnes.values()))
    marks = mappings.marks(r.tableau)
    for kept in mappings.remembered(ctx.base):
        if kept.empreinte in marks:
            st.caption(f":material/conversion_path: Correspondance retenue\u202f: {texte_sur(kept.nom)}.")
    _line("Grâce aux colonnes", used, 9)
    _line(":material/lock: Colonnes nominatives, jamais conservées", list(r.personnelles), 9)
    _line("Colonnes laissées de côté", list(r.laissees), 9)


def _line(lead: str, headers: list[str], most: int) -> None:
    if headers:
        more = f" et {compte(len(headers) - most, 'autre')}" if len(headers) > most else ""
        names = texte_sur(typographier(", ".join(headers[:most]) + more))
        st.caption(f"{lead}\u202f: {names}.")


def _chosen(key: str) -> tuple[str | None, str | None]:
    jeu = st.session_state.get(f"jeu-{key}", _AUTO)
    return (None if jeu in (None, _AUTO) else str(jeu)), typed_year(_typed(key))


def _typed(key: str) -> str:
    return str(st.session_state.get(f"annee-{key}") or "").strip()


def _say_year(typed: str, annee: str | None) -> None:
    """What is typed is read as in a cell: « 2023 » is the year that begins then."""
    if typed and annee is None:
        said = typographier(f"« {typed} » n'est pas une année scolaire : écrivez par exemple 2023-2024.")
        st.warning(texte_sur(said), icon=":material/help:")
    elif annee is not None and typed != annee:
        st.caption(texte_sur(typographier(f"« {typed} » est lu comme l'année scolaire {annee}.")))


def _choice(ctx: Contexte, key: str, refused: bool) -> tuple[str | None, str | None]:
    names = sorted(DATASETS, key=lambda n: cle_tri(DATASETS[n].title))
    auto = "Choisir…" if refused else "Reconnu à ses colonnes"
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.selectbox(
            "Jeu de données",
            [_AUTO, *names],
            format_func=lambda n: auto if n == _AUTO else typographier(DATASETS[n].title),
            key=f"jeu-{key}",
            width=330,
        )
        st.selectbox(
            "Année scolaire du fichier",
            _years(ctx),
            index=None,
            key=f"annee-{key}",
            placeholder="Celle de chaque ligne",
            accept_new_options=True,
            width=250,
            help=typographier(
                "À donner quand le fichier ne dit pas de quelle année il parle : elle vaut alors pour toutes les lignes."
            ),
        )
    jeu, annee = _chosen(key)
    _say_year(_typed(key), annee)
    if jeu is not None:
        st.caption(texte_sur(typographier(DATASETS[jeu].help)))
    return jeu, annee


def _years(ctx: Contexte) -> list[str]:
    today = horloge.aujourdhui()
    last = debut_de_l_annee(today.year, today.month)
    years = {f"{y}-{y + 1}" for y in range(last - 4, last + 1)} | set(ctx.annees)
    return sorted(years, reverse=True)


@dataclass(frozen=True)
class _Lu:
    """A table, what it was recognised as, and the mapping to begin with."""

    tableau: Tableau
    reconnu: Reconnaissance | None
    depart: Correspondance


def _mapped(key: str, document: Document, tables: Sequence[_Lu], options: Options) -> Lecture | None:
    """The mapping of each table as the person confirms it, column by column; None while one is not complete."""
    read: list[Reconnaissance] = []
    kept: list[tuple[tuple[str, ...], Correspondance]] = []
    for i, lu in enumerate(tables):
        name = f" · {lu.tableau.feuille or f'tableau {i + 1}'}" if len(tables) > 1 else ""
        chosen = _columns(columns.of_table(key, lu.tableau), texte_sur(name), lu)
        if lu.reconnu is not None and chosen == lu.depart:
            read.append(lu.reconnu)
            continue
        try:
            read.append(mappings.bind(lu.tableau, chosen))
        except ImportRefuse as refusal:
            st.info(texte_sur(typographier(str(refusal))), icon=":material/rule:")
        else:
            kept.append((lu.tableau.titres_du_fichier, mappings.for_other_sheets(lu.tableau, chosen)))
    if len(read) < len(tables):
        return None
    return Lecture(document, tuple(read), options, tuple(kept))


def _columns(key: str, name: str, lu: _Lu) -> Correspondance:
    label = f"Correspondance des colonnes{name}"
    with st.expander(label, expanded=lu.reconnu is None):
        st.caption(
            typographier(
                "Pour chaque colonne attendue, la colonne du fichier qui la donne. Une proposition n'est suivie que si "
                "vous la prenez."
            )
        )
        chosen = columns.choose(key, lu.tableau, lu.depart)
        columns.left_aside(lu.tableau, chosen, lu.reconnu.personnelles if lu.reconnu else ())
    return chosen
