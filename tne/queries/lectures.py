"""Which tables a question reads, through the views that it names."""

import re
from functools import lru_cache

from tne.queries.views import VIEWS
from tne.store.schema import tables


@lru_cache(maxsize=512)
def tables_lues(sql: str) -> frozenset[str]:
    """The tables of the base that this SQL names, or that its views read. A column called as one counts as it: never too few."""
    words = set(re.findall(r"\w+", re.sub(r"'[^']*'", "", sql)))
    return frozenset(words & tables().keys()).union(*(tables_lues(VIEWS[v]) for v in words & VIEWS.keys()))
