"""What keeps people unnamed: the keyed hash that counts distinct persons, and its secret.

The secret lives beside the base, never in it. The base keeps only a fingerprint, so that another secret is
noticed before it doubles every person.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tne.erreurs import ImportRefuse
from tne.store.backend import backend
from tne.store.backup_files import to_disk

_SECRET_BYTES = 32
_BLOCK = 64  # HMAC-SHA-256 block size, RFC 2104
_HASH_BYTES = 16
_NOBODY = bytes(_HASH_BYTES)


@dataclass(frozen=True)
class Secret:
    """The key of the hashes."""

    cle: bytes

    @property
    def empreinte(self) -> str:
        """What the base may know of the secret: enough to recognise it, not to find it."""
        return hashlib.sha256(b"tne-empreinte" + self.cle).hexdigest()[:32]

    def hachage(self, identities: Iterable[bytes | None]) -> list[bytes]:
        """The keyed hash of each person, 16 bytes; zeros for nobody.

        HMAC-SHA-256 whose two pads are hashed once: half of the time of `hmac`.
        """
        block = self.cle.ljust(_BLOCK, b"\0")
        inner, outer = (hashlib.sha256(bytes(b ^ pad for b in block)).copy for pad in (0x36, 0x5C))
        hashes = []
        for identity in identities:
            if identity is None:
                hashes.append(_NOBODY)
                continue
            one, two = inner(), outer()
            one.update(identity)
            two.update(one.digest())
            hashes.append(two.digest()[:_HASH_BYTES])
        return hashes


def secret_path(base: str) -> Path:
    """Where the secret of a base is: `TNE_SECRET_FILE`, else beside the file (`tne.duckdb` → `tne.cle`).

    ImportRefuse on a shared base without `TNE_SECRET_FILE`: no instance may make a secret of its own.
    """
    if chosen := os.environ.get("TNE_SECRET_FILE"):
        return Path(chosen)
    if (beside := backend(base).secret) is None:
        raise ImportRefuse(
            "Cette base est partagée : TNE_SECRET_FILE doit nommer le fichier du secret qui compte les personnes, le même "
            "pour toutes les instances. Sans lui, les imports nominatifs sont refusés, la lecture reste possible."
        )
    return beside


def read_secret(base: str, empreinte: str | None) -> Secret:
    """The secret of a base; made once, owner-only, when the base has never used one.

    `empreinte` is what the base remembers. ImportRefuse when the file is missing or is another secret: counting
    with it would double every person.
    """
    path = secret_path(base)
    if not path.exists():
        if empreinte is not None:
            raise ImportRefuse(
                f"Cette base compte les personnes avec un secret qui n'est plus là : le fichier « {path.name} » est attendu "
                "à côté de la base (ou à l'endroit que nomme TNE_SECRET_FILE). Remettez-le depuis votre sauvegarde : "
                "sans lui, les imports nominatifs sont refusés, la lecture reste possible."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_secret(path)
    try:
        secret = Secret(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (ValueError, UnicodeDecodeError) as error:
        raise ImportRefuse(_unreadable(path)) from error
    if len(secret.cle) < _SECRET_BYTES:
        raise ImportRefuse(_unreadable(path))
    if empreinte is not None and secret.empreinte != empreinte:
        raise ImportRefuse(
            f"Le secret du fichier « {path.name} » n'est pas celui de cette base : chaque personne serait comptée deux fois. "
            "Remettez le fichier d'origine, ou indiquez où il est par TNE_SECRET_FILE."
        )
    return secret


def _make_secret(path: Path) -> None:
    """Write a new secret, owner-only, whole or not at all; one that appeared meanwhile stays."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_SECRET_BYTES) + "\n")
        # The base that counts with it is on the disk in a moment: a power cut would leave it an empty secret.
        to_disk(draft)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            # A disk without hard links: the rename is as whole, though not as exclusive.
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    to_disk(path.parent)


def _unreadable(path: Path) -> str:
    return (
        f"Le fichier « {path.name} » n'est pas un secret lisible : 64 chiffres hexadécimaux sont attendus. "
        "Remettez le fichier d'origine depuis votre sauvegarde."
    )
