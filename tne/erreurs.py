"""The expected errors: each carries one French sentence for the person in front of the screen."""


class ErreurTNE(Exception):
    """An expected refusal. `str(error)` is a complete French sentence: where, what was found, what was expected."""


class FichierIllisible(ErreurTNE):
    """The bytes are no table we can read (image, archive, protected workbook, empty file...)."""


class ImportRefuse(ErreurTNE):
    """A readable table that cannot be imported (unknown columns, no usable row, wrong secret...)."""


class BaseIndisponible(ErreurTNE):
    """The base cannot be opened or written (held by another process, damaged, other version...)."""


class BaseTenue(BaseIndisponible):
    """Another process holds the base: wait, or close it there."""


class BaseProtegee(BaseIndisponible):
    """The system refuses to write where the base is: it may still be read."""


class BaseEndommagee(BaseIndisponible):
    """The file of the base, or a page of it, cannot be read: a backup must come back."""


class AccesRefuse(ErreurTNE):
    """The person may not do this; the sentence says how to get the right."""


class UsageIncorrect(ErreurTNE):
    """A call whose words are off (unknown data set, year, import number); exit code 2 on the command line."""
