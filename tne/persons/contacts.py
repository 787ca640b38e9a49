"""Where a text gives an e-mail address or a telephone number, however it is written.

A text is read from left to right, each part of it a bounded number of times: one of any length and any signs is read at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# An address is looked for around its sign, or every sign that may stand in one would be a place to begin at.
_SIGNE = re.compile(r"[@＠]{1,3}|[(\[{] ?(?:at|a|arobase|@) ?[)\]}]", re.IGNORECASE)
# « M@gistère » is a platform. A domain may have letters with accents.
_DOMAINE = re.compile(
    r"\s?(?!gist[eè]re)[^\W_](?:(?:[\w-]*(?:\.|[(\[{] ?(?:dot|point) ?[)\]}]))+[^\W\d_]{2,24}|[\w-]*,(?:fr|com|org|net|eu))\b",
    re.IGNORECASE,
)
_HORS_ADRESSE = re.compile(r"[^\w.+'’%&-]")
_FIN_DE_NOM = re.compile(r"[\w+%&-]")
# Without a dot after the sign, only « prenom.nom@… » is an address, and whatever is written to a service of mail.
_MACHINE = re.compile(
    r"(?P<messagerie>(?:ac-[^\W\d_]+(?:-[^\W\d_]+)*|gmail|hotmail|outlook|laposte|orange|wanadoo|yahoo)(?![\w-]))|[\w-]+",
    re.IGNORECASE,
)
_HORS_PRENOM_NOM = re.compile(r"[^\w.+-]")
_PRENOM_NOM = re.compile(r"[\w+-][._][\w+-]")
_MAILTO = "mailto:"

# Between the figures of a telephone number; « · » in its many signs. « 01_02_2024_10 » is a day: « _ » stands between pairs alone.
_ENTRE = r"[ .·•‧∙⋅‐‑–-]{0,3}"


def _par_paires(entre: str) -> str:
    """« 05 49 00 00 17 »: the same sign, of the group of that name, between all pairs."""
    return rf"(?:\(0[1-9]\)|0[1-9])(?P<{entre}>{_ENTRE})\d\d(?:(?P={entre})\d\d){{3}}"


_AUTREMENT = rf"(?:\(0[1-9]\)|0[1-9])(?:{_ENTRE}\d){{8}}"
_PAR_BARRES = r"(?:0[1-9](?: ?/ ?\d\d){4}|0[1-9](?:_\d\d){4})"
_INDICATIF = r"(?:\+|00) ?(?:33|262|590|594|596)"
_AVEC_INDICATIF = rf"(?:\({_INDICATIF}\)|{_INDICATIF}){_ENTRE}(?:\(0\)|0)?{_ENTRE}[1-9](?:{_ENTRE}\d){{8}}"
# Ten figures that begin with 0 and stand alone: no SIRET, no UAI, no ISBN, no decimals. By pairs, a number may follow. Or several
# telephone numbers in a row: « 05 49 00 00 17/06 00 00 00 17 », « 05 49 00 00 17/18 ».
_COLLE = r"[./‐‑–-]?\d"
_LIEN = r" ?[.,/‐‑–-] ?"
_UN_AUTRE = rf"{_LIEN}(?:{_par_paires('autre')}|{_AUTREMENT}|{_PAR_BARRES}|{_AVEC_INDICATIF})(?!\w)"
_NUMERO = (
    rf"(?P<numero>{_par_paires('paires')}(?:(?=/\d\d(?![\d/]))|(?!{_COLLE}))|{_AUTREMENT}(?! ?{_COLLE})|{_PAR_BARRES}(?! ?/ ?\d)"
    rf"|{_AVEC_INDICATIF}|(?:{_par_paires('suivi')}|{_AUTREMENT}|{_PAR_BARRES}|{_AVEC_INDICATIF})(?={_UN_AUTRE}))(?!\w)"
)
# « tel0549000017 »: the only words that a number is glued to. « G0612345678 » is a code.
_MOT = r"(?<![^\W_])(?:t[ée]l(?:[ée]phone)?|phone|fax|gsm|sms|mob(?:ile)?|port(?:able)?|perso|bureau|standard|secr[ée]tariat|appeler|joindre)_?"
_PREMIER = re.compile(rf"(?:{_MOT}|(?<!\w)(?<!\d[.,/‐‑–-])){_NUMERO}", re.IGNORECASE)
_A_LA_SUITE = re.compile(_LIEN + _NUMERO)
# « 01-02-2024 10 » has ten figures too.
_DATE = re.compile(r"[0-3]\d[ ./‐‑–-][01]\d[ ./‐‑–-](?:19|20)\d\d(?!\d)")


def without_contacts(texte: str, place: str) -> str:
    """The text with `place` where an address or a telephone number stands."""
    return without_telephones(without_addresses(texte, lambda _: place), lambda _: place)


def without_addresses(texte: str, instead: Callable[[str], str]) -> str:
    """The text with what `instead` gives for each e-mail address of it."""
    return _replaced(texte, _addresses(texte), instead)


def without_telephones(texte: str, instead: Callable[[str], str]) -> str:
    """The text with what `instead` gives for each telephone number of it; a date with its hour is none."""
    return _replaced(texte, _telephones(texte), instead)


def _replaced(texte: str, places: Iterator[tuple[int, int]], instead: Callable[[str], str]) -> str:
    parts, at = [], 0
    for begin, end in places:
        parts += [texte[at:begin], instead(texte[begin:end])]
        at = end
    return "".join([*parts, texte[at:]])


def _addresses(texte: str) -> Iterator[tuple[int, int]]:
    """Where each address begins and ends, from left to right."""
    free = 0  # what stands before is of another address
    for sign in _SIGNE.finditer(texte):
        before, free = texte[free : sign.start()], max(free, sign.end())
        name = _HORS_ADRESSE.split(before[:-1] if before[-1:].isspace() else before)[-1]
        begin = sign.start() - before[-1:].isspace() - len(name)
        domain = _DOMAINE.match(texte, sign.end())
        if domain and _FIN_DE_NOM.fullmatch(name[-1:]):
            if texte[max(begin - len(_MAILTO), 0) : begin].lower() == _MAILTO:
                begin -= len(_MAILTO)
            free = domain.end()
            yield begin, free
            continue
        name = _HORS_PRENOM_NOM.split(before)[-1]
        machine = _MACHINE.match(texte, sign.end()) if sign[0] == "@" else None
        if machine and name[-1:] not in ("", ".") and (machine["messagerie"] or _PRENOM_NOM.search(name)):
            free = machine.end()
            yield sign.start() - len(name), free


def _telephones(texte: str) -> Iterator[tuple[int, int]]:
    """Where each telephone number begins and ends, from left to right."""
    found = _PREMIER.search(texte)
    while found:
        if not _DATE.match(found["numero"]):
            yield found.span("numero")
        found = _A_LA_SUITE.match(texte, found.end()) or _PREMIER.search(texte, found.end())
