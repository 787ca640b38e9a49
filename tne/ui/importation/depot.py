"""What is dropped or pasted, and read once: the first step of an import."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import streamlit as st

from tne.erreurs import ErreurTNE, FichierIllisible
from tne.importing import open_document
from tne.reading import Document
from tne.reading.archives import files_together
from tne.reading.nature import named_some
from tne.typographie import compte, typographier
from tne.ui import travail
from tne.ui.importation import tenus
from tne.ui.tete import LARGEUR_RANGEE
from tne.ui.texte import texte_sur

_PASTED = "Tableau collé"
_CODES = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True)
class Depot:
    """One dropped file, or one pasted table. `key` is the same for the same bytes under the same name."""

    nom: str
    contenu: Callable[[], bytes]
    key: str


def _depot(nom: str, contenu: Callable[[], bytes], mark: str) -> Depot:
    """`mark` is known before the bytes are: they are digested once, not at each run of the page."""
    memo = st.session_state.setdefault("empreintes", {})
    if mark not in memo:
        memo[mark] = _key(nom, contenu())
    return Depot(nom, contenu, memo[mark])


def _key(nom: str, data: bytes) -> str:
    return hashlib.sha256(data + nom.encode()).hexdigest()[:12]


def name_of(sent: str) -> str:
    """The name of a dropped file as its folder has it: browsers send a quotation mark as %22, and a percent sign as it is.

    One that has other codes is of an address that was saved so, « a%20%22b%22.csv »: it is left.
    """
    codes = {code.upper() for code in _CODES.findall(sent)}
    return sent.replace("%22", '"') if codes == {"%22"} else sent


def drop() -> list[Depot]:
    """The dropped files and the pasted table. What the widget says of a file that is too large stays English: ours say what it means."""
    generation = st.session_state.setdefault("depot", 0)
    folder = st.session_state.get("dossier", False)
    mode: Any = "directory" if folder else True
    place_of = f"depot-{generation}-{mode}"
    if place_of not in st.session_state:
        tenus.reprendre(generation)
    files = st.file_uploader(
        "Dossier à importer" if folder else "Fichiers à importer", accept_multiple_files=mode, key=place_of
    )
    st.caption(
        typographier(
            "Glissez des fichiers ou un dossier sur ce cadre, ou choisissez-en par son bouton : CSV, XLSX, XLSB, XLS, ODS, JSON, "
            "texte, GeoJSON, ou le ZIP de tels fichiers. Un fichier de plus de 200\u00a0Mo est refusé (« File must be 200.0MB or "
            "smaller ») : importez-le par « python -m tne importer FICHIER »."
        ),
        width=LARGEUR_RANGEE,
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.checkbox("Choisir tout un dossier", key="dossier")
        pasting = st.checkbox("Coller un tableau", key="coller")
    found = {d.key: d for f in files or () for d in _unfolded(f)}
    _forget_archives({f.file_id for f in files or ()})
    place = st.container()  # always there, so that what follows does not move and show twice until a run ends
    if pasting:
        text = place.text_area(
            "Tableau à coller, titres de colonnes compris",
            key=f"colle-{generation}",
            height=160,
            placeholder="Copiez les cellules dans votre tableur ou sur une page, puis collez-les ici.",
        )
        if text.strip():
            data = text.encode()
            # Nowhere is it kept by its own words, as a mark: they may name people.
            pasted = Depot(_PASTED, lambda: data, _key(_PASTED, data))
            found[pasted.key] = pasted
    tenus.lacher(*found)
    with place:
        tenus.montrer()
    found |= tenus.tenus()
    tenus.retenir(generation, found)
    return list(found.values())


class _Dropped(Protocol):
    """A file as the widget hands it over."""

    @property
    def name(self) -> str: ...
    @property
    def file_id(self) -> str: ...
    def getvalue(self) -> bytes: ...


def _unfolded(f: _Dropped) -> tuple[Depot, ...]:
    """The file; of an archive of several tables each of these, as if they had been dropped one by one."""
    memo, nom = st.session_state.setdefault("archives", {}), name_of(f.name)
    if f.file_id not in memo:
        try:
            tables, others = files_together(f.getvalue(), nom)
        except FichierIllisible:
            tables, others = (), ()  # its card says why
        memo[f.file_id] = (
            tuple(
                _depot(inner, partial(bytes, content), f"{f.file_id}/{i}")
                for i, (inner, content) in enumerate(tables)
            ),
            others,
        )
    inside, others = memo[f.file_id]
    if others:
        said = typographier(
            f"« {nom} » contient aussi {compte(len(others), 'autre fichier', 'autres fichiers')} : {named_some(others)}. "
            "Ce qui n'est pas un tableau n'est pas lu."
        )
        st.info(texte_sur(said), icon=":material/folder_zip:")
    return inside or (_depot(nom, f.getvalue, f.file_id),)


def _forget_archives(dropped: set[str]) -> None:
    """Let go of what archives held that were taken away."""
    memo = st.session_state.get("archives", {})
    for file_id in memo.keys() - dropped:
        del memo[file_id]


def read(d: Depot) -> Document | str | None:
    """The file read once per session, or the sentence of its refusal; None when the person stopped it."""
    held: Document | str | None = st.session_state.get(f"lu-{d.key}")
    if held is not None:
        return held
    try:
        held = travail.run(
            d.key,
            "lecture",
            typographier(f"Lecture de « {d.nom} »"),
            lambda tell: open_document(d.contenu(), d.nom, lambda share: tell(share, "")),
        )
    except ErreurTNE as refusal:
        held = str(refusal)
    if held is not None:
        st.session_state[f"lu-{d.key}"] = held
    return held


def stopped(d: Depot) -> None:
    """Say that nothing of a file whose reading or check was stopped is kept, and offer to begin again."""
    st.info(
        typographier("Arrêté à votre demande : rien de ce fichier n'a été gardé."), icon=":material/cancel:"
    )
    st.button(
        "Reprendre",
        key=f"reprendre-{d.key}",
        on_click=travail.resume,
        args=(d.key,),
        icon=":material/replay:",
    )
