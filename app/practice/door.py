"""Who may come in: the path, the key, and how many at once."""

from __future__ import annotations

import hmac
import http
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.http11 import Request

CONNECTIONS: Final = 8
"""How many at once. An application has one, and a second while it moves."""

# Any prefix and doubled slashes: the SDK joins its base address and the path without looking.
_PATH: Final = re.compile(
    r"/+(.*/)?ws/google\.ai\.generativelanguage\.(v1|v1beta|v1alpha)"
    r"\.GenerativeService\.BidiGenerateContent(Constrained)?"
)


def refusal_at_door(request: Request, key: str, open_now: int) -> http.HTTPStatus | None:
    """Return the status with which an upgrade is refused, or None to let it in.

    Args:
        request: The upgrade.
        key: What the client must show: as ``x-goog-api-key``, as ``Authorization: Token``, or
            in the query as ``key`` or ``access_token``.
        open_now: How many connections there are.
    """
    url = urlsplit("//localhost" + request.path)  # a path may begin with two slashes
    if not _PATH.fullmatch(url.path):
        return http.HTTPStatus.NOT_FOUND
    shown = [*_keys_in_headers(request.headers), *_keys_in_query(url.query)]
    if not any(hmac.compare_digest(one.encode(), key.encode()) for one in shown):
        return http.HTTPStatus.UNAUTHORIZED
    if open_now >= CONNECTIONS:
        return http.HTTPStatus.SERVICE_UNAVAILABLE
    return None


def _keys_in_headers(headers: Headers) -> Iterator[str]:
    yield from headers.get_all("x-goog-api-key")
    for value in headers.get_all("Authorization"):
        scheme, _, token = value.partition(" ")
        if scheme.lower() == "token":
            yield token.strip()


def _keys_in_query(query: str) -> Iterator[str]:
    fields = parse_qs(query)
    yield from fields.get("key", [])
    yield from fields.get("access_token", [])
