"""A visitor without a browser: Streamlit's own protocol over its websocket, so that all that reaches a browser can be read."""

from __future__ import annotations

import json
import re
import socket
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

COOKIE = "_streamlit_xsrf"
# One message may carry a map of the whole territory.
TAILLE = 64 << 20


def xsrf(url: str) -> str:
    """The token that the server hands out as a cookie."""
    with urllib.request.urlopen(f"{url}/_stcore/health", timeout=10) as answer:
        cookie = str(answer.headers["Set-Cookie"])
    return cookie.split(";")[0].removeprefix(f"{COOKIE}=")


@dataclass
class Passage:
    """All that the server sent for one run of a page."""

    messages: list[ForwardMsg] = field(default_factory=list)
    octets: int = 0

    def elements(self, kind: str = "") -> Iterator[Any]:
        """The elements of the page, or those of one kind (the name Streamlit gives it: « multiselect »)."""
        for message in self.messages:
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                found = element.WhichOneof("type")
                if found and kind in ("", found):
                    yield getattr(element, found)

    def graphes(self) -> list[dict[str, Any]]:
        """The Plotly figures of the page, in its order."""
        return graphes(self.elements("bidi_component"))

    def choix(self) -> Iterator[tuple[str, Any]]:
        """The choices that stand in the address: the key there, and its list."""
        return ((str(m.query_param_key), m) for m in self.elements("multiselect") if m.query_param_key)

    @property
    def filtres(self) -> dict[str, str]:
        """Each choice → its identifier."""
        return {key: str(m.id) for key, m in self.choix()}

    @property
    def offres(self) -> dict[str, list[str]]:
        """Each choice → what it offers, as it is read."""
        return {key: list(m.options) for key, m in self.choix()}

    def repli(self, cle: str) -> str:
        """The identifier of the closed block of that key."""
        blocks = (m.delta.add_block.expandable for m in self.messages if m.WhichOneof("type") == "delta")
        return next(str(b.id) for b in blocks if b.id.endswith(f"-{cle}"))

    @property
    def titre(self) -> str:
        """The question of the page (tne/ui/tete.py)."""
        written = "".join(str(h.body) for h in self.elements("html"))
        found = re.search(r"<h1\b.*?</h1>", written)
        return found.group() if found else ""

    def bouton(self, debut: str) -> str | None:
        """The identifier of the first button whose words begin so."""
        return next((str(b.id) for b in self.elements("button") if b.label.startswith(debut)), None)

    @property
    def texte(self) -> str:
        """Every message as text, texts in clear."""
        return "\n".join(clair(m) for m in self.messages)

    @property
    def fautes(self) -> list[Message]:
        """The unexpected errors that the page shows."""
        return list(self.elements("exception"))


def pieces(composants: Iterable[Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """What the sheets among these components show (tne/ui/planche.py): each piece as the browser gets it, and the text of its body."""
    for c in composants:
        if c.component_name != "tne_planche":
            continue
        entete, *corps = c.bytes.decode("utf-8").split("\n")
        suite = iter(corps)
        for colonne in json.loads(entete)["colonnes"]:
            for piece in colonne:
                yield piece, next(suite) if piece["genre"] else ""


def graphes(composants: Iterable[Any]) -> list[dict[str, Any]]:
    """The Plotly figures among the components of a page."""
    return [json.loads(corps) for piece, corps in pieces(composants) if piece["genre"] == "graphe"]


def listes(composants: Iterable[Any]) -> list[dict[str, Any]]:
    """The lists of schools among the components of a page, as the browser gets them."""
    return [json.loads(corps) for piece, corps in pieces(composants) if piece["genre"] == "liste"]


def clair(message: Message) -> str:
    """Every text and every run of bytes that a message holds, itself and those within, one on a line."""
    out: list[str] = []
    for _, value in message.ListFields():
        for one in value if hasattr(value, "__len__") and not isinstance(value, str | bytes) else [value]:
            if isinstance(one, Message):
                out.append(clair(one))
            elif isinstance(one, bytes):
                out.append(one.decode("utf-8", errors="replace"))
            elif isinstance(one, str):
                out.append(one)
    return "\n".join(out)


class Seance:
    """One session on the server, as a browser holds it open."""

    def __init__(
        self, url: str, *, hote: str | None = None, origine: str | None = "", jeton: str | None = None
    ) -> None:
        """Connect. `hote` and `origine` are the headers sent (by default those of the page itself, None for no Origin)."""
        parts = urlsplit(url)
        self.url = url
        self.jeton = xsrf(url) if jeton is None else jeton
        origin = url if origine == "" else origine
        self._ouvert = ExitStack()
        self._fil: ClientConnection = self._ouvert.enter_context(
            connect(
                f"ws://{hote or parts.netloc}/_stcore/stream",
                sock=socket.create_connection((parts.hostname, parts.port), timeout=30),
                origin=origin,  # type: ignore[arg-type]
                subprotocols=[Subprotocol("streamlit"), Subprotocol(self.jeton)],
                additional_headers={"Cookie": f"{COOKIE}={self.jeton}"},
                max_size=TAILLE,
                open_timeout=30,
                compression=None,
            )
        )
        self.numero = ""
        self._gardes: dict[str, ForwardMsg] = {}
        self._page = ""
        self._valeurs: dict[str, WidgetState] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.fermer()

    def fermer(self) -> None:
        """Leave, as one who closes the window."""
        self._ouvert.close()

    def envoyer(self, octets: bytes) -> None:
        """Send anything at all."""
        self._fil.send(octets)

    def ouvrir(self, page: str = "", question: str = "", delai: float = 60) -> Passage:
        """Open a page by its name in the address, with a query (« annee=2023-2024 »), and read it whole."""
        self._valeurs.clear()
        message = BackMsg()
        message.rerun_script.page_name = page
        self._etat(message, question)
        return self._demander(message, delai)

    def deposer(self, depot: str, nom: str, octets: bytes, delai: float = 60) -> Passage:
        """Drop a file on the uploader of that identifier, as a browser does: ask where, send it there, say that it is there."""
        message = BackMsg()
        message.file_urls_request.request_id = "depot"
        message.file_urls_request.file_names.append(nom)
        message.file_urls_request.session_id = self.numero
        self.envoyer(message.SerializeToString())
        while (got := self._lire(delai)[0]).WhichOneof("type") != "file_urls_response":
            pass
        (place,) = got.file_urls_response.file_urls
        head = f'--x\r\nContent-Disposition: form-data; name="{nom}"; filename="{nom}"\r\n\r\n'
        body = head.encode() + octets + b"\r\n--x--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=x",
            "X-Xsrftoken": self.jeton,
            "Cookie": f"{COOKIE}={self.jeton}",
        }
        request = urllib.request.Request(self.url + place.upload_url, body, headers, method="PUT")
        urllib.request.urlopen(request, timeout=delai).close()
        state = WidgetState(id=depot)
        state.file_uploader_state_value.uploaded_file_info.add(
            name=nom, size=len(octets), file_id=place.file_id, file_urls=place
        )
        self._valeurs[depot] = state
        return self.choisir({}, delai=delai)

    def ouvrir_filtree(self, page: str = "", question: str = "", delai: float = 60) -> Passage:
        """`ouvrir`, then « Plus de filtres »: all filters are there."""
        closed = self.ouvrir(page, question, delai)
        return self.choisir({closed.repli("tne-facettes"): True}, question, delai=delai)

    def choisir(
        self, valeurs: Mapping[str, object], question: str = "", page: str | None = None, delai: float = 60
    ) -> Passage:
        """Change widgets (identifier → value), on the page that is open or on the way to another; read what is drawn anew."""
        for number, value in valeurs.items():
            self._valeurs[number] = _valeur(number, value)
        message = BackMsg()
        if page is None:
            message.rerun_script.page_script_hash = self._page
        else:
            message.rerun_script.page_name = page
        message.rerun_script.widget_states.widgets.extend(self._valeurs.values())
        self._etat(message, question)
        # A button is pressed once.
        for number in [n for n, state in self._valeurs.items() if state.HasField("trigger_value")]:
            del self._valeurs[number]
        return self._demander(message, delai)

    def _etat(self, message: BackMsg, question: str) -> None:
        client = message.rerun_script
        client.query_string = question
        client.cached_message_hashes.extend(self._gardes)
        client.context_info.url = f"{self.url}/{client.page_name}"
        client.context_info.locale = "fr-FR"
        client.context_info.timezone = "Europe/Paris"

    def _demander(self, message: BackMsg, delai: float) -> Passage:
        self._fil.send(message.SerializeToString())
        passage = Passage()
        while True:
            got, size = self._lire(delai)
            passage.octets += size
            passage.messages.append(got)
            kind = got.WhichOneof("type")
            if kind == "new_session":
                self.numero = got.new_session.initialize.session_id
            elif kind == "navigation":
                self._page = got.navigation.page_script_hash
            elif kind == "script_finished":
                if got.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return passage
                passage.messages.clear()

    def _lire(self, delai: float) -> tuple[ForwardMsg, int]:
        """The next message, the one kept from before where the server only refers to it; bytes that came."""
        raw = self._fil.recv(timeout=delai)
        assert isinstance(raw, bytes)
        got = ForwardMsg()
        got.ParseFromString(raw)
        if got.WhichOneof("type") == "ref_hash":
            return self._gardes[got.ref_hash], len(raw)
        if got.metadata.cacheable:
            self._gardes[got.hash] = got
        return got, len(raw)


def _valeur(number: str, value: object) -> WidgetState:
    state = WidgetState(id=number)
    match value:
        case bool():
            state.bool_value = value
        case list():
            state.string_array_value.data.extend(map(str, value))
        case str():
            state.string_value = value
        case None:
            state.trigger_value = True
        case _:
            state.json_value = json.dumps(value)
    return state
