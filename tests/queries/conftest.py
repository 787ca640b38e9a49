"""A small base of persons over two years, and what is kept and prepared of it."""

from tests.acces.conftest import base, personnes_modele, rouvrir  # noqa: F401  (fixtures)
from tests.queries.preparation import sans_repos, steps, suivie  # noqa: F401  (fixtures)
from tests.queries.tables_gardees import files_at_any_size, made, nothing_known  # noqa: F401  (fixtures)
