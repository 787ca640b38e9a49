"""When a choice of establishments holds nobody whom a part of the programme is for: said in words, zeros would look like figures."""

from __future__ import annotations

from collections.abc import Mapping

from tne.indicators import Value

SANS_COLLEGE = "Numérixplore s'adresse aux **collèges** : il n'y en a aucun dans ce choix."


def jamais(values: Mapping[str, Value]) -> bool:
    """Never: the part is for all establishments."""
    return False


def sans_college(values: Mapping[str, Value]) -> bool:
    """True when the choice holds no collège to visit."""
    colleges = values.get("numerixplore.colleges")
    return colleges is not None and colleges.sans_objet


def sans_offre(values: Mapping[str, Value]) -> bool:
    """True when nobody of the choice received the offer and, as far as is known, replied or was registered; not where one of these
    is masked.

    The offer goes to schools of any type: what its list holds decides, not their type.
    """
    sent = values.get("formation.offres")
    others = (values.get(f"formation.{code}") for code in ("reponses", "participants", "sessions"))
    return _aucun(sent) and all(v is None or v.origine == "absent" or _aucun(v) for v in others)


def sans_offre_dit(values: Mapping[str, Value]) -> str:
    """The sentence where `sans_offre`; before registrations are known nobody can say that there was none."""
    registered = ", et aucun ne s'est inscrit" if _aucun(values.get("formation.participants")) else ""
    return f"L'offre de formation n'a été envoyée à **aucun enseignant** de ce choix{registered}."


def _aucun(value: Value | None) -> bool:
    return value is not None and value.origine == "calculé" and not value.masque and value.valeur == 0
