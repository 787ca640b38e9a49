"""For whom a resource is: those for teachers are none of the resources for parents, nor are their views."""

from __future__ import annotations

ENSEIGNANTS = "Enseignants"

_POUR_EUX = f"public = '{ENSEIGNANTS}'"
RESSOURCES_PARENTS = f"(SELECT * FROM ressource WHERE NOT coalesce({_POUR_EUX}, false))"
"""SQL, the rows of `ressource` that are for parents, or for nobody named."""
CONSULTATIONS_PARENTS = (
    f"(SELECT c.* FROM consultation c ANTI JOIN (SELECT * FROM ressource WHERE {_POUR_EUX}) r "
    "USING (plateforme, identifiant))"
)
"""SQL, the rows of `consultation` of all other resources, those that no list names among them."""
