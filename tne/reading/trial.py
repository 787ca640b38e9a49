"""Binary workbooks are opened once by a process apart, which a damaged file may bring down.

The library that reads workbooks trusts the lengths that an old workbook (XLS, XLSB) declares: with a wrong one it ends
its process, or never ends. What is written in XML is measured instead (bounds.py), which costs less.
"""

from __future__ import annotations

import subprocess
import sys

from tne.erreurs import FichierIllisible

SECONDES = 60
"""A sound workbook of 60,000 rows opens in two seconds."""

MEMOIRE = 1_500_000_000
"""Bytes that opening may take, where the system can limit a process (not under Windows)."""

# Everything a reading asks of the library; exit code 3 when it says itself that the workbook is damaged.
_OPEN = f"""
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMOIRE}, {MEMOIRE}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from python_calamine import CalamineError, CalamineWorkbook
try:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).start
except CalamineError:
    sys.exit(3)
"""


def try_workbook(data: bytes, nom: str) -> None:
    """Refuse a binary workbook that cannot be opened within bounded time and memory."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _OPEN],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDES,
            check=False,
        )
    except subprocess.TimeoutExpired:
        code = -1
    else:
        code = done.returncode
    # A workbook whose fault the library names (a password) is left to the reading, which tells it.
    if code not in (0, 3):
        raise FichierIllisible(
            f"Le classeur « {nom} » est abîmé ou trop étendu : enregistrez-le de nouveau depuis le tableur, en XLSX ou en CSV."
        )
