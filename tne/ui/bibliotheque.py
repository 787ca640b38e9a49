"""Plotly's library for the browser: that of the package `plotly`, without what our figures never draw with.

The whole has 4.8 MB, which a browser reads and builds at each first visit: a sixth of the time to the first chart. Ours has
1.3 MB: it registers two of the 47 kinds of charts, and the modules that nothing needs any more are left out. Two things that it
did for each chart at each drawing wait until they are needed.

`python -m tne.ui.bibliotheque` makes it, for a server whose account may not write beside the program (docs/securite.md).
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from tne.erreurs import ErreurTNE

STATIQUES = Path(__file__).parents[2] / "static"
"""What Streamlit serves under `app/static/`."""

_ENREGISTRES = re.compile(r"(?<=\.register\(\[)(?:\w+\(\),?)+(?=\]\))")
_UTILES = (0, 2)
"""Ranks of the bars and the squares among the modules that the whole library registers; lines and points come with its core."""
_MODULE = re.compile(r"(?<=;)var (?P<nom>[\w$]+)=(?P<par>[\w$]+)\((?:\([\w$,]*\)|[\w$]+)=>\{")
"""Where a module of the bundle starts: esbuild wraps each, as CommonJS, in a function called when it is first asked for."""
AUTRES = re.compile(
    r"(?<=[;}])var (?:(?:[\w$]+,)*(?P<enveloppe>[\w$]+)=[\w$]+\(\(\)=>\{|(?P<exports>[\w$]+)=\{\};[\w$]+\((?P=exports),\{)"
)
"""What else a module may be asked for by: ES modules stand behind the one before them, each with a wrapper and an object of
its exports, through which alone the others reach it."""
_MOT = re.compile(r"[\w$]+")
A_TEMPS = (
    # Before the ranges of the axes are worked out, all annotations are drawn to know the room they take; then they are drawn. That
    # room is asked for by an axis without a range alone.
    (
        re.compile(
            r"(?<=\.annotations\);if\()(?P<mots>[\w$]+)\.length(?=&&(?P<figure>[\w$]+)\._fullData\.length\)return [\w$]+\.syncOrAsync\(\[)"
        ),
        r"\g<mots>.some(m=>[m.xref,m.yref].some(a=>\g<figure>._fullLayout[a.replace(/^[xy]/,'$&axis')]?.autorange))",
    ),
    # Which of its lists have a value for each of its marks is looked for in all that a trace may be given, and asked for by a mark
    # under the pointer alone.
    (
        re.compile(
            r"(?P<trace>[\w$]+)\._arrayAttrs=(?P<cherchees>[\w$]+\.findArrayAttributes)\((?P=trace)\)"
        ),
        r"\g<trace>._arrayAttrs=(t=>{let l;return new Proxy([],{get:(_,k)=>(l??=\g<cherchees>(t))[k]})})(\g<trace>)",
    ),
)
"""What each chart did at each drawing and hardly ever needed, and what does it when it is needed: a third of the time."""


@lru_cache(maxsize=1)
def adresse(dossier: Path = STATIQUES) -> str:
    """The address of the library, from the page; made from that of the package where it is not there yet, once per version of
    it and of what is done to it here.

    Raises ErreurTNE where the folder cannot be written.
    """
    done = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    name = f"plotly-{version('plotly')}-allegee-{done}-tne.min.js"
    place = dossier / name
    if not place.exists():
        whole = entiere()
        try:
            opened, unfinished = tempfile.mkstemp(dir=dossier, prefix=name)
            with open(opened, "w", encoding="utf-8") as copy:
                copy.write(allegee(whole))
            Path(unfinished).chmod(0o644)
            # All at once: another instance may be asked for it now.
            Path(unfinished).replace(place)
        except OSError as e:
            raise ErreurTNE(
                f"Les graphiques ne peuvent pas être préparés\u202f: {dossier} n\u2019accepte pas d\u2019écriture ({e.strerror}). "
                "Lancez une fois, sous un compte qui peut y écrire, «\u00a0python -m tne.ui.bibliotheque\u00a0»."
            ) from e
    return f"app/static/{name}"


def entiere() -> str:
    """The text of the whole library, as the package has it."""
    found = find_spec("plotly")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def allegee(texte: str) -> str:
    """The library that registers what our figures draw with, without the modules that this leaves unused. As it is where it
    registers its modules otherwise than we know.
    """
    registered = enregistree(texte)
    if registered is None:
        return texte
    pieces, done = [], 0
    for start, end in inutiles(registered):
        pieces.append(registered[done:start])
        done = end
    return a_temps("".join((*pieces, registered[done:])))


def a_temps(texte: str) -> str:
    """The library that does what it hardly ever needs when it needs it, where it is written as we know."""
    for place, done in A_TEMPS:
        if len(place.findall(texte)) == 1:
            texte = place.sub(done, texte)
    return texte


def enregistree(texte: str) -> str | None:
    """The library that registers what our figures draw with; None where it registers its modules otherwise than we know."""
    if len(_ENREGISTRES.findall(texte)) != 1:
        return None

    def utiles(found: re.Match[str]) -> str:
        modules = found[0].split(",")
        return ",".join(modules[i] for i in _UTILES)

    return _ENREGISTRES.sub(utiles, texte)


def inutiles(texte: str) -> list[tuple[int, int]]:
    """Where the modules stand that nothing reaches from what stays, each as (start, end) with its closing semicolon.

    A name in any place of a module, be it another one's of the same letters, counts as a call: more may stay than must.
    """
    alike = list(_MODULE.finditer(texte))
    if not alike:
        return []
    # One function wraps them all; the others that are called so are calls inside of modules.
    wrapper, _ = Counter(m["par"] for m in alike).most_common(1)[0]
    found = [m for m in alike if m["par"] == wrapper]
    # What follows the last one is the start of the library itself, and stays with it.
    bounds = [m.start() for m in found]
    places = list(pairwise(bounds))
    named: dict[str, set[int]] = {}
    for rank, (m, (start, end)) in enumerate(zip(found, places, strict=False)):
        others = (other["enveloppe"] or other["exports"] for other in AUTRES.finditer(texte, start, end))
        for name in {m["nom"], *others}:
            named.setdefault(name, set()).add(rank)

    def called(start: int, end: int) -> set[int]:
        return {rank for word in _MOT.findall(texte, start, end) for rank in named.get(word, ())}

    waiting = {rank for rank, (_, end) in enumerate(places) if not texte.startswith("});", end - 3)}
    waiting |= called(0, bounds[0]) | called(bounds[-1], len(texte))
    kept: set[int] = set()
    while waiting:
        kept.add(rank := waiting.pop())
        waiting |= called(*places[rank]) - kept
    return [place for rank, place in enumerate(places) if rank not in kept]


if __name__ == "__main__":
    try:
        print(STATIQUES / Path(adresse()).name)
    except ErreurTNE as refusal:
        raise SystemExit(str(refusal)) from refusal
