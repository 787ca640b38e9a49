"""What a fault of the program tells of itself where it is written: its kind and where it happened, never its message.

A message may quote a cell, which may name someone.
"""

from __future__ import annotations

import sys
import threading
import traceback

from tne.erreurs import ErreurTNE

NON_ECRIT = "(message non écrit)"


def sorte(error: object) -> str:
    """The kind of an error, in place of its message."""
    return f"{type(error).__module__}.{type(error).__qualname__} {NON_ECRIT}"


def ecrits(error: object) -> tuple[str, ...]:
    """The ways in which a text may quote an error, the longest first; none of our own sentences, and of what is no error."""
    own = isinstance(error, ErreurTNE) or not isinstance(error, BaseException)
    return () if own else tuple(filter(None, (repr(error), str(error))))


def sans_message(error: BaseException) -> str:
    """The stack of an error and of those behind it, without one word of their messages."""
    parts: list[str] = []
    step: BaseException | None = error
    while step is not None and len(parts) < 10:
        frames = "".join(traceback.format_tb(step.__traceback__))
        parts.append(f"{frames}{sorte(step)}")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\nqui vient de :\n".join(parts)


def taire(faute: str) -> None:
    """From here on, write without their messages the errors that nothing catches: of the program, of a thread, of an object that
    is thrown away. `faute`: the sentence before one of the program.
    """

    def of_the_program(_: object, error: BaseException, __: object) -> None:
        # Who stops a command knows why.
        first = f"{faute}\n" if isinstance(error, Exception) else ""
        print(first + sans_message(error), file=sys.stderr)

    def of_a_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and told.exc_type is not SystemExit:
            name = told.thread.name if told.thread else "?"
            print(f"Fil « {name} » :\n{sans_message(told.exc_value)}", file=sys.stderr)

    def of_an_object(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            print(sans_message(told.exc_value), file=sys.stderr)

    # Whoever listens to these errors already (a test) hears them still.
    if sys.excepthook is sys.__excepthook__:
        sys.excepthook = of_the_program
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = of_a_thread
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = of_an_object
