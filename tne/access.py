"""Who may do what. Every writing path asks a `Droit`; a button that is not shown protects nothing."""

from __future__ import annotations

import getpass
import math
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tne.erreurs import AccesRefuse, UsageIncorrect

_LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Headers by which a proxy says that it speaks for somebody else.
_FORWARDING = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")

_MODES = ("", "poste", "serveur")

_TROP_ANCIENNE = "votre connexion est trop ancienne, reconnectez-vous."
_SORTIE = "vous vous êtes déconnecté dans une autre fenêtre, reconnectez-vous."

# Sign-ins that were ended by who had made them. A page keeps the one that it was opened with, whatever the browser forgets.
_sorties: set[str] = set()


def sortir(entree: str) -> None:
    """End a sign-in (`Visite.entree`): every page that was opened with it."""
    _sorties.add(entree)


@dataclass(frozen=True)
class Droit:
    """What one person may do, and under which name it is journalled. `raison` says how to get the right. `fin`: when it ends, in
    seconds since 1970; a page that stays open keeps the one that it was drawn with. `entree`: the sign-in that gives it.
    """

    ecrire: bool
    qui: str
    raison: str = ""
    fin: float | None = field(default=None, compare=False)
    entree: str = field(default="", compare=False)

    def require(self, action: str) -> None:
        """Raise AccesRefuse unless this person may write, at this moment."""
        if not self.ecrire:
            raise AccesRefuse(f"Vous ne pouvez pas {action} : {self.raison}")
        if self.entree in _sorties:
            raise AccesRefuse(f"Vous ne pouvez pas {action} : {_SORTIE}")
        if self.fin is not None and time.time() > self.fin:
            raise AccesRefuse(f"Vous ne pouvez pas {action} : {_TROP_ANCIENNE}")


@dataclass(frozen=True)
class Visite:
    """What a server knows of a request: where it listens, what it was asked, who signed in."""

    adresse: str | None  # server.address; None listens everywhere
    headers: Mapping[str, str]
    headless: bool
    oidc: bool  # sign-in is configured
    email: str | None  # of the signed-in person
    coordinateurs: tuple[str, ...] = ()
    connexion: float | None = None  # seconds since the person signed in; None when the provider does not say
    entree: str = ""  # what tells this sign-in from the others

    @property
    def reste(self) -> float:
        """Seconds for which the sign-in still gives rights; less than none once it is too old, or of an age that nobody says."""
        return session_heures() * 3600 - (math.inf if self.connexion is None else self.connexion)

    @property
    def sortie(self) -> bool:
        """True when the sign-in was ended, from another page perhaps."""
        return self.entree in _sorties

    @property
    def trop_ancienne(self) -> bool:
        """True when the sign-in gives no right any more."""
        return self.reste < 0


def session_heures() -> float:
    """How long a sign-in gives rights: `TNE_SESSION_HEURES`, default 12. The cookie itself lives for 30 days."""
    raw = (os.environ.get("TNE_SESSION_HEURES", "").strip() or "12").replace(",", ".")
    try:
        hours = float(raw)
    except ValueError:
        hours = math.nan
    if not hours > 0:
        raise UsageIncorrect(
            f"TNE_SESSION_HEURES vaut « {raw} » : un nombre d'heures plus grand que 0 est attendu."
        )
    return hours


def acces_annonce() -> str:
    """What `TNE_ACCES` says of the server: `poste`, `serveur`, or "" where nobody says. UsageIncorrect for another word: taken for
    none, « server » would let the visitors of a machine with a screen write, behind a proxy that tells nothing of itself.
    """
    said = os.environ.get("TNE_ACCES", "")
    mode = said.strip().lower()
    if mode not in _MODES:
        raise UsageIncorrect(f"TNE_ACCES vaut « {said} » : « poste » ou « serveur » est attendu.")
    return mode


def _utilisateur() -> str:
    """The account of this machine, for the journal. A container may run under a number that has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "compte sans nom"


def droit_ligne_de_commande() -> Droit:
    """Who runs a command on this machine already holds the file."""
    return Droit(True, _utilisateur())


def _asked_here(headers: Mapping[str, str]) -> bool:
    """True when nothing in the request speaks of another machine or of a proxy.

    A proxy that passes nothing on (nginx's default) sends a local Host, but the page's own address stays in Origin.
    """
    sent = {k.lower(): v.strip() for k, v in headers.items()}
    host = sent.get("host", "")
    if not _LOCAL_HOST.fullmatch(host):
        return False
    if any(h in _FORWARDING or h.startswith("x-forwarded") for h in sent):
        return False
    origin = sent.get("origin")
    return origin is None or origin.lower() == f"http://{host.lower()}"


def droit_visite(visite: Visite) -> Droit:
    """The right of a visitor of the dashboard (design: rights without login only at the desk itself).

    With sign-in configured, only the listed coordinators write, for some hours after they signed in. Without, the server must listen on loopback, the
    request's Host be local and carry no forwarding header, and somebody sit there: `TNE_ACCES=poste`, or a server
    started on a desktop. Behind a proxy everyone looks local: Host, Origin and the forwarding headers tell; where a
    proxy hides them all, `TNE_ACCES=serveur` or a server without a screen does.
    """
    if visite.oidc:
        if visite.sortie:
            return Droit(False, "", _SORTIE)
        email = (visite.email or "").strip().lower()
        if email and email in {c.strip().lower() for c in visite.coordinateurs}:
            if visite.trop_ancienne:
                return Droit(False, email, _TROP_ANCIENNE)
            return Droit(True, email, fin=time.time() + visite.reste, entree=visite.entree)
        if email:
            return Droit(
                False,
                email,
                "votre compte n'est pas sur la liste des coordinateurs (secrets.toml, [tne] coordinateurs).",
            )
        return Droit(False, "", "connectez-vous avec un compte inscrit sur la liste des coordinateurs.")
    how = (
        "ce tableau de bord est en lecture. Pour y écrire, ouvrez-le sur le poste lui-même (make run, lancer.cmd ou lancer.sh), "
        "ou faites configurer la connexion des coordinateurs (docs/securite.md)."
    )
    mode = acces_annonce()
    local = visite.adresse in _LOOPBACK and _asked_here(visite.headers)
    somebody = mode == "poste" or (mode != "serveur" and not visite.headless)
    if local and somebody:
        return Droit(True, _utilisateur())
    return Droit(False, "", how)
