"""Whose dashboard it is: départements, name, academy, holiday zone, map. Set without touching code.

`TNE_TERRITOIRE` holds département codes (`094`, `086,079`) or names a TOML file; without it `data/territoire.toml`
is read, and failing that the territory is the Vienne. What the file leaves out comes from the list of
départements shipped in `data/reference`.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tne.erreurs import UsageIncorrect
from tne.folding import folded

DATA = Path(__file__).resolve().parent.parent / "data"
PAR_DEFAUT = ("086",)
ZONES = ("A", "B", "C")
NOMS_ECRITS = 8
"""Départements that the name of a territory lists: the largest académie has as many. Beyond, their number."""

_COLLECTIVITES = ("975", "977", "978")
"""Overseas, no département: schools of Saint-Pierre-et-Miquelon, Saint-Barthélemy and Saint-Martin."""
_CORSE = ("20", "020", "620", "720", "corse")
"""What is taken for the code of Corsica: that of its postcodes, those of its schools, its name."""
_PARIS = "Europe/Paris"
# The time zones of the others: https://data.iana.org/time-zones/tzdb/zone.tab
_FUSEAUX = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
}
# « 086, 079 », « 94;93 », « 086 079 »; the name of a département may hold spaces.
_SEPARES = re.compile(r"[,;]|(?<=[\dABab])\s+(?=\d)")
_REGLAGES = ("departements", "nom", "academie", "zone", "carte")


@dataclass(frozen=True)
class Territoire:
    """One territory. `zone` is "" where no metropolitan holiday zone applies; `carte` a GeoJSON of communes, or None."""

    departements: tuple[str, ...]
    nom: str
    academie: str
    zone: str
    carte: Path | None = None

    @property
    def fuseau(self) -> str:
        """The time zone of its schools, that of Paris where they are of several."""
        zones = {_FUSEAUX.get(code, _PARIS) for code in self.departements}
        return zones.pop() if len(zones) == 1 else _PARIS


@dataclass(frozen=True)
class Departement:
    """One département as `data/reference/departements.csv` gives it."""

    nom: str
    academie: str
    zone: str


def en_cours() -> Territoire:
    """The territory of the environment, read at each call. UsageIncorrect when its setting makes no sense."""
    asked = os.environ.get("TNE_TERRITOIRE", "").strip()
    if asked.lower().endswith(".toml"):
        return _du_fichier(Path(asked).expanduser())
    if asked:
        return territoire(_codes(_SEPARES.split(asked), "TNE_TERRITOIRE"))
    ours = DATA / "territoire.toml"
    return _du_fichier(ours) if ours.is_file() else territoire(PAR_DEFAUT)


@lru_cache(maxsize=8)
def territoire(codes: tuple[str, ...]) -> Territoire:
    """The territory of these départements ("086"), everything else from the list of départements."""
    known = [_departements()[c] for c in codes if c in _departements()]
    zones = {d.zone for d in known}
    names = [d.nom for d in known]
    if len(known) != len(codes) <= NOMS_ECRITS:
        names = [f"Département{'s' if len(codes) > 1 else ''} " + _et([c.lstrip("0") for c in codes])]
    return Territoire(
        codes,
        _et(names) if len(codes) <= NOMS_ECRITS else f"{len(codes)} départements",
        _et(list(dict.fromkeys(d.academie for d in known))),
        zones.pop() if len(zones) == 1 else "",
    )


@lru_cache(maxsize=1)
def _departements() -> Mapping[str, Departement]:
    with (DATA / "reference" / "departements.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Departement(row["nom"], row["academie"], row["zone"])
            for row in csv.DictReader(file, delimiter=";")
        }


def noms_des_departements() -> dict[str, str]:
    """Code of a département ("086") → its name."""
    return {code: d.nom for code, d in _departements().items()}


def _et(words: list[str]) -> str:
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _codes(texts: list[str], where: str) -> tuple[str, ...]:
    written = {t.strip().upper().lstrip("0").rjust(3, "0"): t.strip() for t in texts if t.strip()}
    # A code that nobody has would set every row of a national file aside.
    wrong = next(
        (t for c, t in written.items() if c not in _departements() and c not in _COLLECTIVITES), None
    )
    if wrong is not None or not written:
        found = f"« {wrong} » n'est pas" if wrong is not None else "il n'y a pas"
        expected = "086, 2A ou 971 est attendu"
        if folded(wrong or "") in _CORSE:
            expected = "la Corse s'écrit 2A, 2B, ou l'un des deux"
        elif (named := _du_nom(wrong)) is not None:
            expected = f"écrivez {named}"
        raise UsageIncorrect(f"Territoire ({where}) : {found} un code de département ; {expected}.")
    return tuple(written)


def _du_nom(text: str | None) -> str | None:
    """The code of the département of that name, as a setting writes it."""
    codes = {folded(d.nom): code for code, d in _departements().items()}
    return codes.get(folded(text or ""))


def _du_fichier(path: Path) -> Territoire:
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise UsageIncorrect(
            f"Le fichier de territoire « {path} » (TNE_TERRITOIRE) est introuvable."
        ) from error
    return _lu(path, stamp)


@lru_cache(maxsize=4)
def _lu(path: Path, _stamp: int) -> Territoire:
    # Kept by the time of its last change: every query asks for the territory.
    import tomllib  # few territories have such a file, and every command would load it

    where = path.name
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # a TOMLDecodeError and bad UTF-8 are ValueErrors
        raise UsageIncorrect(f"Le fichier de territoire « {where} » n'est pas du TOML lisible.") from error
    section = read.get("territoire", read)
    if not isinstance(section, dict):
        raise UsageIncorrect(f"Le fichier de territoire « {where} » : une section [territoire] est attendue.")
    if unknown := sorted(set(section) - set(_REGLAGES)):
        raise UsageIncorrect(
            f"Le fichier de territoire « {where} » : réglage « {unknown[0]} » inconnu ; "
            f"{', '.join(_REGLAGES)} sont attendus."
        )
    listed = section.get("departements")
    if not isinstance(listed, list) or not all(isinstance(c, str) for c in listed):
        raise UsageIncorrect(
            f'Le fichier de territoire « {where} » : departements = ["094"] est attendu, entre guillemets.'
        )
    base = territoire(_codes(listed, where))
    zone = _texte(section, "zone", base.zone, where).upper()
    if zone not in ("", *ZONES):
        raise UsageIncorrect(
            f"Le fichier de territoire « {where} » : zone « {zone} » inconnue ; A, B, C ou rien est attendu."
        )
    return Territoire(
        base.departements,
        _texte(section, "nom", base.nom, where) or base.nom,
        _texte(section, "academie", base.academie, where),
        zone,
        _carte(path, _texte(section, "carte", "", where)),
    )


def _texte(section: Mapping[str, object], key: str, default: str, where: str) -> str:
    value = section.get(key, default)
    if not isinstance(value, str):
        raise UsageIncorrect(
            f'Le fichier de territoire « {where} » : {key} = "…" est attendu, entre guillemets.'
        )
    return value.strip()


def _carte(settings_file: Path, name: str) -> Path | None:
    if not name:
        return None
    path = settings_file.parent / Path(name).expanduser()
    if not path.is_file():
        raise UsageIncorrect(
            f"Le fichier de territoire « {settings_file.name} » : la carte « {name} » est introuvable à côté de lui : "
            "posez-l'y, ou ôtez la ligne « carte »."
        )
    return path.resolve()
