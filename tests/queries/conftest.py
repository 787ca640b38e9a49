"""A small base of persons over two years."""

from tests.acces.conftest import base, personnes_modele, rouvrir  # noqa: F401  (fixtures)
