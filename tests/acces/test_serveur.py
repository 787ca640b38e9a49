"""The server as its settings make it: who may speak to it, how much, and what it tells when something goes wrong.

Over HTTP and Streamlit's own websocket, on a server that runs as a person's does.
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.fil import COOKIE, Seance, xsrf
from tests.navigateur.banc import Serveur, demarrer
from tne.ui.discretion import FAUTE

SECRET = "motdepasse-sentinelle /chemin/secret.duckdb"
# What the dashboard sets is set; `?faute=` then breaks the page, the button breaks what it calls.
EN_FAUTE = """
import os
import streamlit as st
from tne.ui import discretion
discretion.installer()
mot = os.environ["ESSAI_MOT"]
def casser(): raise ValueError(f"rappel {mot}")
st.button("Casser", on_click=casser, key="casser")
try:
    int(mot)
except ValueError as error:
    if "faute" in st.query_params:
        raise RuntimeError(f"page {mot}") from error
"""


@pytest.fixture(scope="module")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """The dashboard on a base without an import. Its log must show that it called nobody."""
    from tne.db import Base

    folder = tmp_path_factory.mktemp("serveur")
    Base(str(folder / "tne.duckdb")).close()
    running = demarrer(folder / "tne.duckdb", folder)
    yield running
    running.arreter()
    running.verifier_sorties()


@pytest.fixture
def seance(serveur: Serveur) -> Iterator[Seance]:
    """A visitor who has opened the first page."""
    with Seance(serveur.url) as visitor:
        visitor.ouvrir()
        yield visitor


def ask(
    serveur: Serveur, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, str, str]:
    """Status, cookies and text of an answer. Headers with an underscore for a dash; the body may be shorter than told."""
    connection = http.client.HTTPConnection("127.0.0.1", serveur.port, timeout=20)
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Set-Cookie", ""), answer.read().decode(errors="replace")
    finally:
        connection.close()


def test_only_its_own_pages_may_speak_to_it(serveur: Serveur, seance: Seance) -> None:
    for foreign in (
        {"hote": f"tne.exemple.fr:{serveur.port}"},
        {"hote": "127.0.0.1.exemple.fr"},
        {"origine": "http://exemple.fr"},
        {"origine": "null"},
        {"hote": "exemple.fr", "origine": "http://exemple.fr"},
    ):
        with pytest.raises(InvalidStatus, match="403"):
            Seance(serveur.url, **foreign)
    # One more, by another of its names.
    with Seance(f"http://localhost:{serveur.port}") as visitor:
        assert visitor.ouvrir("aide").titre
    # Refusing them asked nobody for the address under which this machine is seen.
    serveur.verifier_sorties()


def test_no_site_that_frames_a_page_may_steer_it(serveur: Serveur) -> None:
    assert json.loads(ask(serveur, "/_stcore/host-config")[2])["allowedOrigins"] == []


def test_its_cookie_stays_on_its_own_pages(serveur: Serveur) -> None:
    cookie = ask(serveur, "/_stcore/health")[1]
    assert cookie.startswith(COOKIE)
    # Without HttpOnly by its nature: the page's script sends it back beside each upload. No person is behind it.
    assert {part.strip() for part in cookie.split(";")[1:]} == {"Path=/", "SameSite=Strict"}


def test_an_upload_needs_the_token_of_the_page_and_is_bounded(serveur: Serveur, seance: Seance) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="../../a.csv"\r\n\r\na;b\r\n--x--\r\n'
    place = f"/_stcore/upload_file/{seance.numero}/1"
    form = {"Content_Type": "multipart/form-data; boundary=x"}
    token = {"X_Xsrftoken": seance.jeton, "Cookie": f"{COOKIE}={seance.jeton}"}
    other = {"X_Xsrftoken": xsrf(serveur.url), "Cookie": f"{COOKIE}={seance.jeton}"}
    for wrong in ({}, {"Cookie": token["Cookie"]}, {"X_Xsrftoken": seance.jeton}, other):
        assert ask(serveur, place, "PUT", body, **form, **wrong)[0] == 403
        assert ask(serveur, place, "DELETE", **wrong)[0] == 403
    assert ask(serveur, place, "PUT", body, **form, **token)[0] == 204
    assert ask(serveur, place.replace(seance.numero, "autre"), "PUT", body, **form, **token)[0] == 400
    large = str((200 << 20) + 1)
    status, _, said = ask(serveur, place, "PUT", body, Content_Length=large, **form, **token)
    assert (status, said) == (413, "File too large")
    assert ask(serveur, place, "DELETE", **token)[0] == 204


def test_no_file_of_the_machine_can_be_asked_for(serveur: Serveur) -> None:
    for path in (
        "/app/static/../app.py", "/app/static/..%2fapp.py", "/app/static/%2e%2e/%2e%2e/etc/passwd", "/media/../tne.duckdb",
        "/component/../../etc/passwd", "/_stcore/bidi-components/x/..%2f..%2fpyproject.toml", "//etc/passwd", "/..%5capp.py",
        "/app/static/..\\app.py", "/app/static//etc/passwd", "/app/static/", "/media/inconnu",
    ):  # fmt: skip
        status, _, text = ask(serveur, path)
        assert status in (400, 404), path
        assert len(text) < 60, path
    # Whatever else is asked for gets the empty page in which Streamlit draws, never a file of the project.
    shell = ask(serveur, "/")[2]
    for path in ("/data/tne.duckdb", "/tne.cle", "/.streamlit/secrets.toml", "/app.py"):
        assert ask(serveur, path)[2] == shell
    assert "TNE" not in shell


def test_programs_cannot_drive_it_and_its_measures_name_nobody(serveur: Serveur, seance: Seance) -> None:
    for path in ("/_stcore/agent/interact", "/_stcore/agent/mcp"):
        assert (
            "does not serve the agent API"
            in ask(serveur, path, "POST", b"{}", Content_Type="application/json")[2]
        )
    measures = ask(serveur, "/_stcore/metrics")[2]
    assert "session" in measures
    for word in (seance.numero, str(serveur.base.parent), "127.0.0.1", "@"):
        assert word not in measures


def test_a_visitor_neither_stops_it_nor_asks_for_its_files_nor_parts_it_from_its_base(
    serveur: Serveur, seance: Seance
) -> None:
    for wanted in (
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(load_git_info=True),
        BackMsg(set_run_on_save=True),
        BackMsg(clear_cache=True),
    ):
        seance.envoyer(wanted.SerializeToString())
    page = seance.ouvrir("importer")
    assert page.titre
    assert page.fautes == []
    assert not [m for m in page.messages if m.WhichOneof("type") == "git_info_changed"]
    # What is no message at all ends that session alone.
    seance.envoyer(b"\xff\xff\xff")
    with pytest.raises(ConnectionClosed):
        seance.ouvrir()
    with Seance(serveur.url) as visitor:
        assert visitor.ouvrir().fautes == []


def test_an_unexpected_error_tells_nothing_but_one_french_sentence(base_vide: Path, tmp_path: Path) -> None:
    script = tmp_path / "en_faute.py"
    script.write_text(EN_FAUTE, encoding="utf-8")
    running = demarrer(base_vide, tmp_path, {"ESSAI_MOT": SECRET}, script)
    try:
        with Seance(running.url) as first:
            first.ouvrir()  # before the first page is drawn nothing is set yet
        with Seance(running.url) as visitor:
            page = visitor.ouvrir(question="faute=oui")
            clicked = visitor.ouvrir()
            button = next(b.id for b in clicked.elements("button"))
            clicked = visitor.choisir({button: None})
    finally:
        running.arreter()
    for seen in (page, clicked):
        (fault,) = seen.fautes
        assert (fault.message, fault.type, list(fault.stack_trace)) == (FAUTE, "", [])
        for word in ("sentinelle", "secret.duckdb", str(tmp_path), "Traceback", "ValueError", "RuntimeError"):
            assert word not in seen.texte
    log = running.journal()
    assert "sentinelle" not in log
    assert "secret.duckdb" not in re.sub(r"raise \w+\(.*\)( from error)?", "", log)
    assert re.search(r'File ".*en_faute\.py", line \d+, in casser\n', log), "where it happened"
    assert "builtins.RuntimeError (message non écrit)\nqui vient de :" in log
