"""A list that was handed in, carried in the page itself while something about it is asked: nothing is stored for it."""

import base64
import binascii
from dataclasses import dataclass

from sectorlaunch.errors import BadInput
from sectorlaunch.portal.portal_request import LARGEST_KEPT, Upload


@dataclass(frozen=True)
class KeptList:
    """The file's name and its bytes in Base64; `content` is empty for one too large to be carried."""

    name: str
    content: str


def kept(name: str, data: bytes) -> KeptList:
    content = base64.b64encode(data).decode("ascii")
    return KeptList(name, content if len(content) < LARGEST_KEPT else "")


def handed_in(upload: Upload) -> tuple[str, bytes]:
    """Name and bytes of the file that was chosen, else of the one the page carries. Raises BadInput for neither."""
    if upload.data:
        return upload.name or "list", upload.data
    try:
        data = base64.b64decode(upload.fields.get("kept", ""), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise BadInput("Choose the file with your list, then send it.")
    return upload.fields.get("kept_name", "")[:200] or "list", data
