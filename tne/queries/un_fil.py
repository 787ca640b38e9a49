"""Matrices of NumPy on one thread: those of a page are small, and threads that wait for each other cost more than the arithmetic.

OpenBLAS, which the wheels of NumPy hold, takes as many threads as there are cores and lets them turn while they wait: beside
other work a page that masks tables took up to fifty times as long (0.7 s, not 0.013). It reads `OPENBLAS_NUM_THREADS` once, when
NumPy is loaded, which Streamlit does before any line of ours.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

_SUFFIXES = ("64_", "")
_PREFIXES = ("scipy_", "")


@cache
def bibliotheques() -> tuple[ctypes.CDLL, ...]:
    """The OpenBLAS that came with NumPy; none where NumPy uses another one."""
    here = Path(np.__file__).parent
    found = []
    for path in (*here.parent.glob("numpy.libs/*openblas*"), *here.glob(".dylibs/*openblas*")):
        with suppress(OSError):
            found.append(ctypes.CDLL(str(path)))
    return tuple(found)


def demander(question: str, *arguments: int) -> list[int]:
    """What each of them answers to `openblas_…`, under whichever name it was built."""
    answers = []
    for library in bibliotheques():
        for name in (f"{p}openblas_{question}{s}" for p in _PREFIXES for s in _SUFFIXES):
            with suppress(AttributeError):
                answers.append(int(getattr(library, name)(*arguments)))
                break
    return answers


def calculer_sur_un_fil() -> None:
    """From now on, in the whole process."""
    demander("set_num_threads", 1)
