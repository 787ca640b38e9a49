"""Long work of a page: on a thread of its own, with its progress on screen and a way to stop it.

An interaction redraws the page from the top; the work goes on meanwhile and is found again by its key.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Generic, TypeVar

import streamlit as st

from tne.erreurs import ErreurTNE
from tne.ui.texte import texte_sur

T = TypeVar("T")
Tell = Callable[[float, str], None]

# Seconds: work that ends sooner shows no bar; then the bar moves at this pace.
_SHORT, _PACE = 0.4, 0.1
# How often, and for how long, what runs is asked to stop before it is left to end by itself.
_ASKED, _EVERY = 40, 0.05


class Arrete(ErreurTNE):
    """The person stopped the work; nothing of it is kept."""


class Travail(Generic[T]):
    """One piece of work begun on its thread. `mark` says on what; `interrupt` stops what it waits for."""

    def __init__(self, mark: str, work: Callable[[Tell], T], interrupt: Callable[[], None]) -> None:
        self.mark, self.share, self.words = mark, 0.0, ""
        self._stopping, self._interrupt = False, interrupt
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="travail")
        self._future: Future[T] = pool.submit(work, self._tell)
        pool.shutdown(wait=False)

    def _tell(self, share: float, words: str) -> None:
        if self._stopping:
            raise Arrete("Le travail a été arrêté.")
        self.share, self.words = share, words

    def ready(self, seconds: float) -> bool:
        """True when it has ended, waiting at most so long."""
        return bool(wait((self._future,), seconds).done)

    def result(self) -> T:
        """What it gave, or the error that ended it."""
        return self._future.result()

    def stop(self) -> bool:
        """Ask it to stop. True when it has ended; otherwise it ends by itself, and what it gives is lost."""
        self._stopping = True
        for _ in range(_ASKED):
            self._interrupt()
            if self.ready(_EVERY):
                return True
        return False


def _nothing() -> None:
    return None


def run(
    key: str,
    mark: str,
    label: str,
    work: Callable[[Tell], T],
    interrupt: Callable[[], None] = _nothing,
) -> T | None:
    """The result of `work` under this key, begun once for a `mark`; None when the person stops it.

    What the work raises is raised here. `work` is given `tell(share, words)`, and must not draw.
    """
    held: Travail[T] | None = st.session_state.get(_name(key))
    if held is not None and held.mark != mark:
        held.stop()
        held = None
    if held is None:
        if stopped(key):
            return None
        held = st.session_state[_name(key)] = Travail(mark, work, interrupt)
    if not held.ready(_SHORT):
        _watch(key, label, held)
    st.session_state.pop(_name(key), None)
    return held.result()


def _watch(key: str, label: str, work: Travail[Any]) -> None:
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center", gap="medium"):
        bar = st.progress(0.0, text=texte_sur(label), width="stretch")
        # Two pieces of work on one file may follow each other in one run.
        st.button(
            "Annuler",
            key=f"arreter-{key}-{work.mark[:8]}",
            on_click=stop,
            args=(key,),
            icon=":material/close:",
        )
    while not work.ready(_PACE):
        more = work.words if work.words not in label.lower() else ""
        words = f"{label} · {more}" if more else label
        bar.progress(min(work.share, 1.0), text=texte_sur(words))
    place.empty()


def stop(key: str) -> None:
    """Stop the work of this key, and do not begin it again unasked."""
    st.session_state[f"arrete-{key}"] = True
    forget(key)


def stopped(key: str) -> bool:
    """True when the person stopped the work of this key."""
    return bool(st.session_state.get(f"arrete-{key}"))


def resume(key: str) -> None:
    """Let the work of this key begin again."""
    st.session_state.pop(f"arrete-{key}", None)


def forget(key: str) -> None:
    """Stop the work of this key if it runs."""
    held = st.session_state.pop(_name(key), None)
    if held is not None:
        held.stop()


def _name(key: str) -> str:
    return f"travail-{key}"
