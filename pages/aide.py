"""How does it work? The coordinator's guide, as it stands in docs/guide.md."""

from tne.ui import aide as blocks
from tne.ui import parts
from tne.ui.contexte import contexte

contexte()
parts.page_header("neutre", "Aide", "Comment s\u2019y prendre\u202f?")
blocks.guide()
