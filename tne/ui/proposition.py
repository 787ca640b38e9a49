"""A field that holds what is proposed to it until a person says otherwise.

Streamlit keeps under a key what was proposed first. What is proposed later (another year said of the whole file, what another session
has written meanwhile) would change nothing there, and what was proposed before would be taken for an answer.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import streamlit as st


def suivre(proposees: MutableMapping[str, Any], champ: str, proposee: Any) -> str:
    """The key of a field, which is given its value here and no other default.

    `proposees` holds what was proposed to each field, as long as these may be drawn.
    """
    state = st.session_state
    before = proposees.get(champ)
    if champ not in state or (before != proposee and state[champ] == before):
        state[champ] = proposee
    proposees[champ] = proposee
    return champ
