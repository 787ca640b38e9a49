"""Fail when a test of a pytest report (JUnit XML) was skipped or is expected to fail.

A skipped test proves nothing: where everything is installed, every test has to run. Usage: check_skips.py REPORT.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def not_run(report: str) -> list[str]:
    """The tests of a JUnit XML text that were skipped or expected to fail, each with its reason."""
    return [
        f"{case.get('classname')}::{case.get('name')}: {skipped.get('message') or skipped.get('type')}"
        for case in ET.fromstring(report).iter("testcase")
        for skipped in case.iter("skipped")
    ]


def main(path: str) -> int:
    """Print what did not run; 1 when there is any, or when the report holds no test at all."""
    report = Path(path).read_text(encoding="utf-8")
    missing = not_run(report)
    for line in missing:
        print(f"not run: {line}", file=sys.stderr)
    return 1 if missing or "<testcase" not in report else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
