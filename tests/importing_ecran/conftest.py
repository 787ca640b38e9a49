"""The base of each test, as in the tests of imports."""

from tests.importing.conftest import scene

__all__ = ["scene"]
