"""The time zone of the schools of a territory."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tne import territoire


@pytest.mark.parametrize(
    ("asked", "zone"),
    [("", "Europe/Paris"), ("2A,2B", "Europe/Paris"), ("974", "Indian/Reunion"), ("971,972", "Europe/Paris"), ("978", "America/Marigot")],
)  # fmt: skip
def test_its_schools_have_a_time_zone(asked: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", asked)
    assert territoire.en_cours().fuseau == zone


def test_each_time_zone_overseas_is_known() -> None:
    codes = [c for c in territoire.noms_des_departements() if c.startswith("97")]
    zones = {c: territoire.territoire((c,)).fuseau for c in [*codes, "975", "977", "978"]}
    assert "Europe/Paris" not in zones.values()
    assert all(ZoneInfo(zone) for zone in zones.values())
