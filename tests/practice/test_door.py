import http

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request

from app.practice.door import CONNECTIONS, refusal_at_door

PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
KEY = "right"


def at_door(path: str = PATH, open_now: int = 0, **headers: str) -> http.HTTPStatus | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal_at_door(Request(path, Headers(named)), KEY, open_now)


@pytest.mark.parametrize(
    "path",
    [
        PATH,
        "/" + PATH,
        "/pre/" + PATH,
        PATH.replace("v1beta", "v1"),
        PATH.replace("v1beta", "v1alpha") + "Constrained",
    ],
)
def test_the_services_paths_lead_in_also_with_doubled_slashes(path: str) -> None:
    assert at_door(path, x_goog_api_key=KEY) is None


@pytest.mark.parametrize(
    "path", ["/", "//", "/ws", PATH + "X", PATH.replace("v1beta", "v2"), PATH.replace("ws/", "")]
)
def test_any_other_path_is_not_found(path: str) -> None:
    assert at_door(path, x_goog_api_key=KEY) == 404


def test_the_key_is_taken_in_each_of_four_places() -> None:
    assert at_door(x_goog_api_key=KEY) is None
    assert at_door(authorization=f"Token {KEY}") is None
    assert at_door(f"{PATH}?key={KEY}") is None
    assert at_door(f"/{PATH}?alt=x&access_token={KEY}") is None


def test_a_wrong_or_missing_key_is_not_let_in() -> None:
    assert at_door() == 401
    assert at_door(x_goog_api_key="wrong") == 401
    assert at_door(x_goog_api_key="") == 401
    assert at_door(x_goog_api_key="r\u00efght") == 401
    assert at_door(authorization=f"Bearer {KEY}") == 401
    assert at_door(f"{PATH}?key=wrong") == 401


def test_only_so_many_are_let_in_at_once() -> None:
    assert at_door(open_now=CONNECTIONS - 1, x_goog_api_key=KEY) is None
    assert at_door(open_now=CONNECTIONS, x_goog_api_key=KEY) == 503
    assert at_door(open_now=CONNECTIONS) == 401
