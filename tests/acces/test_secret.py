"""The secret of the hashes: made once, beside the base, for its owner alone; never another one."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acces.conftest import COORDINATION, OFFRES, SESSIONS, deposer
from tne.db import Base
from tne.filters import Filters
from tne.importing import assessing
from tne.indicators import compute
from tne.privacy import Secret, read_secret, secret_path

Rouvrir = Callable[[str], Base]
MORE = OFFRES.replace("d@x.fr", "z@x.fr")


@pytest.fixture
def cle(base: Base) -> Path:
    return Path(base.path).with_suffix(".cle")


def hash_of(base: Base) -> set[bytes]:
    return {h for (h,) in base.cursor().execute("SELECT DISTINCT personne FROM offre").fetchall()}


def test_it_is_made_once_for_its_owner_alone(base: Base, cle: Path) -> None:
    assert secret_path(base.path) == cle
    first = cle.read_text()
    assert len(bytes.fromhex(first.strip())) == 32
    if os.name == "posix":
        assert stat.S_IMODE(cle.stat().st_mode) == 0o600
    deposer(base, MORE, "offre")
    assert cle.read_text() == first


def test_it_is_on_the_disk_before_anything_counts_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut left an empty one beside a base that knew it: no list of people could ever be imported again."""
    written: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: written.append(os.fstat(descriptor).st_ino))
    read_secret(str(tmp_path / "tne.duckdb"), None)
    assert written == [(tmp_path / "tne.cle").stat().st_ino, tmp_path.stat().st_ino]


def test_one_that_could_not_be_written_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a full disk had of it took its place, and every list of people was refused for want of an original that never was."""

    def full(_bytes: int) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(secrets, "token_hex", full)
        with pytest.raises(OSError, match="No space"):
            read_secret(str(tmp_path / "tne.duckdb"), None)
    assert not list(tmp_path.iterdir())
    assert read_secret(str(tmp_path / "tne.duckdb"), None)


def test_two_bases_have_two_secrets(base: Base, cle: Path, tmp_path: Path) -> None:
    other = Base(str(tmp_path / "autre" / "tne.duckdb"))
    deposer(other, OFFRES, "offre")
    assert secret_path(other.path).read_text() != cle.read_text()
    assert not hash_of(base) & hash_of(other), "the same persons have nothing in common in two bases"
    other.close()


def test_the_base_keeps_a_fingerprint_and_not_the_secret(base: Base, cle: Path) -> None:
    secret = read_secret(base.path, base.meta("empreinte"))
    assert base.meta("empreinte") == secret.empreinte
    held = base.cursor().execute("SELECT cle || '=' || valeur FROM meta").fetchall()
    assert not any(cle.read_text().strip() in text for (text,) in held)
    base.cursor().execute("CHECKPOINT")
    content = Path(base.path).read_bytes()
    assert secret.cle not in content
    assert secret.cle.hex().encode() not in content


def refused(base: Base) -> str:
    """The sentence that refuses an import about persons; nothing is written."""
    version = base.version()
    result = deposer(base, MORE, "offre")
    assert (result.etat, result.import_id) == ("refusé", None)
    assert base.version() == version
    return result.problemes[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "n'est plus là"),
        ("00" * 32, "chaque personne serait comptée deux fois"),
        ("pas un secret", "64 chiffres hexadécimaux"),
        ("é", "64 chiffres hexadécimaux"),
    ],
)
def test_without_the_secret_persons_are_refused_and_reading_works(
    base: Base, cle: Path, content: str | None, words: str
) -> None:
    if content is None:
        cle.unlink()
    else:
        cle.write_text(content, encoding="utf-8")
    said = refused(base)
    assert words in said
    assert "sauvegarde" in said or "TNE_SECRET_FILE" in said
    assert cle.exists() == (content is not None), "no other secret is made in its place"
    # Reading, and files that name nobody, go on.
    assert {
        v.valeur for v in compute(base, Filters(), "2023-2024") if v.indicateur.code == "formation.offres"
    } == {3}
    assert deposer(base, SESSIONS + "23A0130001;M1;G1;9;2023-12-04\n", "session").etat == "importé"


def test_persons_hashed_with_a_secret_that_was_changed_meanwhile_are_refused(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Secret(b"\1" * 32)
    monkeypatch.setattr(assessing, "read_base_secret", lambda base, con: other)
    refused = deposer(base, OFFRES + "2023-2024;0860002K;e@x.fr\n", "offre")
    assert (refused.etat, refused.import_id) == ("refusé", None)
    assert "Le secret qui compte les personnes a changé pendant l'import" in refused.problemes[0].message


def test_the_secret_may_be_elsewhere(
    base: Base, cle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "coffre" / "secret"
    elsewhere.parent.mkdir()
    cle.rename(elsewhere)
    monkeypatch.setenv("TNE_SECRET_FILE", str(elsewhere))
    before = hash_of(base)
    assert deposer(base, MORE, "offre").etat == "importé"
    assert before < hash_of(base), "the same persons are recognised, one is new"
    assert len(hash_of(base)) == len(before) + 1
    assert not cle.exists()


def test_a_first_import_makes_the_secret_where_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "coffre" / "secret"
    monkeypatch.setenv("TNE_SECRET_FILE", str(asked))
    base = Base(str(tmp_path / "b" / "tne.duckdb"))
    deposer(base, OFFRES, "offre", COORDINATION)
    base.close()
    assert asked.exists()
    assert {p.name for p in (tmp_path / "b").iterdir()} == {"tne.duckdb"}
