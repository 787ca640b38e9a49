"""A base of its own for each test of a source's exports, as in the tests of imports."""

from tests.importing.conftest import scene

__all__ = ["scene"]
