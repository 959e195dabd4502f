"""One folder of a mailbox over Microsoft Graph: each mail is read as the bytes it came in (`$value`).

Graph names a mail by a long word. Its number here is the second it arrived and 31 bits of that word's hash: in the order
of arrival, and the same each time it is asked for. https://learn.microsoft.com/graph/outlook-get-mime-message
"""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from notifications.inbox.mail import LARGEST
from notifications.wires.graph_line import THROTTLED, graph_error
from notifications.wires.reach import INSIDE, NotOutside, only_outside
from notifications.wires.retry_after import seconds_of
from notifications.wires.token_source import TokenSource
from sectorlaunch.inbox.imap_address import ImapAddress

SECONDS = 30.0
PAGE = 100
MOST_PAGES = 20
HASH_BITS = 31
CATEGORY = "Sector Launch"
"""What mail that was dealt with carries, beside being read."""
LONGEST_PAUSE = 15.0
"""A pause Graph asks for that is worth waiting for; after a longer one the mailbox is looked into with the next round."""


class GraphTrouble(Exception):
    """Graph does not show the mailbox now; why, in words without a secret."""


class GraphFolder:
    """`uid_validity` is always 1: an immutable id lasts as long as its mail stays in the mailbox."""

    uid_validity = 1
    look_back = 600 << HASH_BITS
    """Ten minutes, in numbers."""

    def __init__(self, http: httpx.Client, address: ImapAddress, tokens: TokenSource) -> None:
        self._http, self._tokens, self._grant = http, tokens, address.grant
        host = f"[{address.host}]" if ":" in address.host else address.host
        self._base = f"{'http' if address.mode == 'none' else 'https'}://{host}:{address.port}/v1.0"
        self._mailbox = f"{self._base}/users/{quote(address.user, safe='@')}"
        self._folder = f"{self._mailbox}/mailFolders/{quote(address.folder, safe='')}"
        self._token = ""
        self._ids: dict[int, str] = {}

    def next_uid(self) -> int:
        """What arrives within the second of the newest mail is told from it by the ids alone; it is looked at again."""
        newest = self._list({"$orderby": "receivedDateTime desc", "$top": "1"}, pages=1)
        return max(newest, default=0) + 1

    def count(self) -> int:
        return int(self._json("GET", self._folder, params={"$select": "totalItemCount"})["totalItemCount"])

    def uids_from(self, first: int) -> list[int]:
        since = datetime.fromtimestamp(first >> HASH_BITS, UTC)
        wanted = {
            "$filter": f"receivedDateTime ge {since:%Y-%m-%dT%H:%M:%SZ}",
            "$orderby": "receivedDateTime asc",
            "$top": str(PAGE),
        }
        return sorted(uid for uid in self._list(wanted, pages=MOST_PAGES) if uid >= first)

    def read(self, uid: int) -> bytes | None:
        name = self._id(uid)
        if name is None:
            return None
        answer = self._ask("GET", f"{self._mailbox}/messages/{quote(name, safe='')}/$value")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        self._check(answer)
        return answer.content[:LARGEST]

    def mark(self, uids: Sequence[int], move_to: str) -> None:
        folder_id = self._folder_named(move_to) if move_to and uids else ""
        for uid in uids:
            name = self._id(uid)
            if name is None:
                continue
            url = f"{self._mailbox}/messages/{quote(name, safe='')}"
            marked = self._ask("PATCH", url, json={"isRead": True, "categories": [CATEGORY]})
            if marked.status_code != httpx.codes.NOT_FOUND:
                self._check(marked)
            if folder_id and marked.status_code != httpx.codes.NOT_FOUND:
                self._json("POST", f"{url}/move", json={"destinationId": folder_id})

    def _id(self, uid: int) -> str | None:
        if uid not in self._ids:
            at = datetime.fromtimestamp(uid >> HASH_BITS, UTC)
            within = f"receivedDateTime ge {at:%Y-%m-%dT%H:%M:%SZ} and receivedDateTime lt "
            until = f"{at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
            self._list({"$filter": within + until, "$top": str(PAGE)}, pages=1)
        return self._ids.get(uid)

    def _list(self, params: dict[str, str], pages: int) -> list[int]:
        """The numbers of what is found; their names are kept."""
        found: list[int] = []
        page = self._json(
            "GET", f"{self._folder}/messages", params={**params, "$select": "id,receivedDateTime"}
        )
        for _ in range(pages):
            for one in page["value"]:
                uid = _number(str(one["id"]), str(one["receivedDateTime"]))
                self._ids[uid] = str(one["id"])
                found.append(uid)
            after = str(page.get("@odata.nextLink", ""))
            if not after.startswith(f"{self._base}/"):
                break
            page = self._json("GET", after)
        return found

    def _folder_named(self, name: str) -> str:
        quoted = name.replace("'", "''")
        folders = f"{self._mailbox}/mailFolders"
        found = self._json("GET", folders, params={"$filter": f"displayName eq '{quoted}'"})["value"]
        made = found[0] if found else self._json("POST", folders, json={"displayName": name})
        return str(made["id"])

    def _json(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        answer = self._ask(method, url, **options)
        self._check(answer)
        try:
            said = answer.json()
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise GraphTrouble("it does not answer as Microsoft Graph does.")
        return said

    def _ask(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Once more with another token where this one has ended, and after a short pause where one is asked for."""
        self._token = self._token or self._tokens.token(self._grant)
        answer = self._request(method, url, **options)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._token = self._tokens.token(self._grant, refused=self._token)
            answer = self._request(method, url, **options)
        if answer.status_code in THROTTLED:
            pause = seconds_of(answer.headers.get("Retry-After", ""), LONGEST_PAUSE)
            if pause <= LONGEST_PAUSE:
                time.sleep(pause)
                answer = self._request(method, url, **options)
        return answer

    def _request(self, method: str, url: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}", "Prefer": 'IdType="ImmutableId"'}
        try:
            return self._http.request(method, url, headers=headers, **options)
        except httpx.HTTPError as error:
            raise GraphTrouble(f"Microsoft Graph is not reached: {type(error).__name__}.") from error

    def _check(self, answer: httpx.Response) -> None:
        if not answer.is_success:
            raise GraphTrouble(" ".join(graph_error(answer)))


@contextmanager
def opened(address: ImapAddress, tokens: TokenSource) -> Iterator[GraphFolder]:
    """The folder, until the end of the block. Raises GraphTrouble and NoToken."""
    with only_outside(tokens.hosts), httpx.Client(timeout=SECONDS, follow_redirects=False) as http:
        try:
            yield GraphFolder(http, address, tokens)
        except NotOutside:
            raise GraphTrouble(f"{address.host} {INSIDE}") from None


def _number(name: str, received: str) -> int:
    at = datetime.fromisoformat(received.replace("Z", "+00:00"))
    mark = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") >> (32 - HASH_BITS)
    return (int(at.timestamp()) << HASH_BITS) | mark
