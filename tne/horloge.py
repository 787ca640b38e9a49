"""What time it is for the schools of the territory, wherever the machine stands and whatever zone it is set to.

A server is often set to UTC: its journal would be one or two hours early, four in La Réunion, and the school year begin as
much too late. The rules of the zones come with python-dateutil, which needs tzdata, where a system (Windows) has none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from tne import territoire


def ici(moment: datetime) -> datetime:
    """The hour of the territory at a moment of Greenwich, both without a zone."""
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(territoire.en_cours().fuseau))
    return there.replace(tzinfo=None)


def maintenant() -> datetime:
    """The hour of the territory, without a zone. UsageIncorrect when its setting makes no sense."""
    return ici(datetime.now(UTC))


def aujourdhui() -> date:
    """Its day."""
    return maintenant().date()
