"""A visitor without a browser: speaks to a running dashboard as Streamlit's page does, so that only the server is timed."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect


@dataclass(frozen=True)
class Passage:
    """One run of the page: seconds from the request to its end, processor seconds of the server, what was sent."""

    secondes: float
    processeur: float
    octets: int
    messages: int
    elements: Counter[str]


def processeur(pid: int) -> float:
    """Processor seconds that a process has used, all its threads together (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass
class Visiteur:
    """One session on one page. `ouvrir` first; then `choisir` as often as one likes."""

    url: str
    pid: int
    page: str = ""
    _con: ClientConnection | None = None
    _ids: dict[str, str] = field(default_factory=dict)
    _hash: str = ""
    _etats: dict[str, list[str]] = field(default_factory=dict)
    _adresse: str = ""

    def ouvrir(self, adresse: str = "") -> Passage:
        """The first run, with a query such as « presentation=true »."""
        place = self.url.replace("http", "ws") + "/_stcore/stream"
        self._con = connect(place, subprotocols=["streamlit"], max_size=None, origin=self.url)  # type: ignore[arg-type, list-item]
        self._adresse = adresse
        return self._passer()

    def fermer(self) -> None:
        """Leave."""
        if self._con is not None:
            self._con.close()

    def choisir(self, cle: str, valeurs: list[str]) -> Passage:
        """Set one filter to these values."""
        self._etats[cle] = valeurs
        return self._passer()

    def _passer(self) -> Passage:
        assert self._con is not None
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self._adresse
        if self._hash:
            run.page_script_hash = self._hash
        else:
            run.page_name = self.page
        run.context_info.url = f"{self.url}/{self.page}"
        for cle, valeurs in self._etats.items():
            state = run.widget_states.widgets.add()
            state.id = self._ids[cle]
            state.string_array_value.data.extend(valeurs)
        before, start = processeur(self.pid), time.perf_counter()
        self._con.send(message.SerializeToString())
        size, number, kinds = 0, 0, Counter[str]()
        while True:
            raw = self._con.recv()
            assert isinstance(raw, bytes)
            size += len(raw)
            number += 1
            told = ForwardMsg.FromString(raw)
            what = told.WhichOneof("type")
            if what == "navigation":
                self._hash = told.navigation.page_script_hash
            if what == "delta":
                self._noter(told, kinds)
            if what == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        seconds = time.perf_counter() - start
        return Passage(seconds, processeur(self.pid) - before, size, number, kinds)

    def _noter(self, told: ForwardMsg, kinds: Counter[str]) -> None:
        delta = told.delta
        if delta.WhichOneof("type") != "new_element":
            kinds[f"block:{delta.add_block.WhichOneof('type')}"] += 1
            return
        kind = str(delta.new_element.WhichOneof("type"))
        kinds[kind] += 1
        assert kind != "exception", delta.new_element.exception.message
        if kind == "multiselect":
            self._ids[delta.new_element.multiselect.id.split("-")[-1]] = delta.new_element.multiselect.id
