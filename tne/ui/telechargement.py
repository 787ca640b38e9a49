"""Why a file that a button offers could not be made: in French, and with the reason where it is an expected one.

Files are made when their button is pressed: meanwhile a backup may have given way to newer ones, or a right have ended. Streamlit
answers every fault with one English sentence, under the button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError

from tne.erreurs import ErreurTNE
from tne.typographie import typographier

if TYPE_CHECKING:
    from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
    from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse

FAUTE = typographier("Ce fichier n'a pas pu être préparé : rechargez la page, puis demandez-le de nouveau.")

_execute, _handle = MediaFileManager.execute_deferred, DeferredFileHandler.handle
_REFUS: dict[str, str] = {}  # file → its refusal, until it is told


def _execute_or_note(self: MediaFileManager, file_id: str) -> str:
    try:
        return _execute(self, file_id)
    except MediaFileStorageError as error:
        if isinstance(error.__cause__, ErreurTNE):
            _REFUS[file_id] = typographier(str(error.__cause__))
        raise


async def _handle_and_say(
    self: DeferredFileHandler, request: BackendOperationRequest, session_id: str
) -> BackendOperationResponse:
    response = await _handle(self, request, session_id)
    if response.error_msg:
        response.error_msg = _REFUS.pop(request.deferred_file.file_id, FAUTE)
    return response


def installer() -> None:
    """Set once, before the first page is drawn."""
    MediaFileManager.execute_deferred = _execute_or_note  # type: ignore[method-assign]
    DeferredFileHandler.handle = _handle_and_say  # type: ignore[method-assign]
