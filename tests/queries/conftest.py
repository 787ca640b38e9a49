"""A small base of persons over two years."""

from tests.acces.conftest import base, rouvrir  # noqa: F401  (fixtures)
