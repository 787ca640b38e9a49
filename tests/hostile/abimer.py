"""Damage to sound files: bytes changed, cut, doubled, numbers blown up, inside an archive too."""

from __future__ import annotations

import io
import re
import zipfile
from random import Random

# What parsers trip over.
_WORDS = (
    b"<", b">", b'"', b"'", b"&", b"&#0;", b"]]>", b"<!--", b"-1", b"NaN", b"\xff", b"\x00", b"\r", b";;;", b'""',
    b"99999999999999999999", b"4294967295", b'r="A0"', b'r="ZZZZ1"', b't="s"', b't="d"', b"A1:XFD9",
    b"'; DROP TABLE import; --", b"{c0}", b"$id", b"../../", "\u202e\u0661½".encode(),
)  # fmt: skip
_NUMBERS = (b"0", b"-1", b"65536", b"4294967296", b"1e999", b"99999999999999999999")


def abimer(data: bytes, random: Random) -> bytes:
    """The bytes with one to four faults."""
    out = bytearray(data)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(out) + 1)
        end = min(len(out), at + random.randint(1, 40))
        match random.randrange(5):
            case 0 if at < len(out):
                out[at] = random.randrange(256)
            case 1:
                out[at:at] = random.choice(_WORDS)
            case 2:
                del out[at:end]
            case 3:
                out[at:at] = out[at:end]
            case _:
                if numbers := list(re.finditer(rb"\d+", bytes(out))):
                    found = random.choice(numbers)
                    out[found.start() : found.end()] = random.choice(_NUMBERS)
    return bytes(out)


def abimer_dedans(data: bytes, random: Random) -> bytes:
    """An archive, sound in itself, with one entry damaged; any other file damaged as it is."""
    if not data.startswith(b"PK") or random.random() < 0.2:
        return abimer(data, random)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = random.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, abimer(content, random) if name == chosen else content)
    return out.getvalue()
