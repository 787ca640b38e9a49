"""What a template of Typst reads: the words of a document as JSON, no date cut at the end of a line."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tne.typographie import dates_entieres


def entree(data: Mapping[str, object]) -> str:
    """The data as the text that a template decodes. Every word of a document passes here, whoever wrote it."""
    return dates_entieres(json.dumps(data, ensure_ascii=False))
