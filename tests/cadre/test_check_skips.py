"""A run in which a test did not run must not count as green."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check_skips.py"


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("def test_a(): pass", 0, ""),
        ("import pytest\ndef test_a(): pytest.skip('no browser')", 1, "no browser"),
        ("import pytest\n@pytest.mark.xfail(reason='later')\ndef test_a(): assert 0", 1, "later"),
        ("", 1, ""),
    ],
)
def test_a_test_that_does_not_run_fails_the_check(tmp_path: Path, source: str, code: int, words: str) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_x.py").write_text(source)
    report = tmp_path / "report.xml"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "test_x.py"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
    )
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(report)], check=False, capture_output=True, text=True
    )
    assert done.returncode == code
    assert words in done.stderr
