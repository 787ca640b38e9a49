"""Masking computes with small matrices on one thread, whatever the machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import RACINE

_SAID = (
    "import numpy; from tne.queries.un_fil import demander; before = demander('get_num_threads'); "
    "import tne.queries.croisements; print(before, demander('get_num_threads'))"
)


@pytest.mark.skipif(
    not [*Path(np.__file__).parent.parent.glob("numpy.libs/*openblas*")], reason="no OpenBLAS of NumPy's own"
)
def test_matrices_are_computed_on_one_thread() -> None:
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, "-c", _SAID], cwd=RACINE, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[2]", "[1]"]
