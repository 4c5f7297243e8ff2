"""docs/api.md: the table of the calls is what the URL conf, the OpenAPI document and the server itself say."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from api.urls import urlpatterns
from tests.devices import App
from tests.live_node import PROJECT

PAGE = (PROJECT / "docs" / "api.md").read_text()
CALL = re.compile(r"^\| (GET|POST|DELETE) \| `([^`]+)` \| ([^|]+) \| ([^|]*) ?\| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    credential: str
    required: frozenset[str]
    optional: frozenset[str]
    statuses: frozenset[str]


def calls() -> Iterator[Call]:
    for method, path, credential, body, answers in CALL.findall(PAGE):
        fields = re.findall(r"`(\w+\??)`", body)
        required = frozenset(name for name in fields if not name.endswith("?"))
        optional = frozenset(name.rstrip("?") for name in fields if name.endswith("?"))
        yield Call(method, path, credential, required, optional, frozenset(re.findall(r"`(\d{3})`", answers)))


CALLS = {(call.method, call.path): call for call in calls()}


def document() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


def documented() -> dict[tuple[str, str], dict[str, Any]]:
    """The OpenAPI document's operations by method and path."""
    paths = document()["paths"].items()
    return {(method.upper(), path): call for path, methods in paths for method, call in methods.items()}


def body_of(operation: dict[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the required and of the optional fields."""
    if "requestBody" not in operation:
        return frozenset(), frozenset()
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    shape = document()["components"]["schemas"][name]
    required = frozenset(shape.get("required", []))
    return required, frozenset(shape["properties"]) - required


def test_every_address_stands_in_the_table_and_no_other() -> None:
    served = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern)) for route in urlpatterns}
    assert {path for _, path in CALLS} == served


def test_every_documented_call_stands_in_the_table() -> None:
    assert len(documented()) == 14
    assert documented().keys() <= CALLS.keys()
    assert all(method == "GET" for method, _ in CALLS.keys() - documented().keys())


@pytest.mark.parametrize("call", documented(), ids=" ".join)
def test_the_bodies_are_those_of_the_openapi_document(call: tuple[str, str]) -> None:
    assert (CALLS[call].required, CALLS[call].optional) == body_of(documented()[call])


@pytest.mark.parametrize("call", documented(), ids=" ".join)
def test_the_answers_of_the_openapi_document_stand_in_the_table(call: tuple[str, str]) -> None:
    assert frozenset(documented()[call]["responses"]) <= CALLS[call].statuses


BODIES = {"nothing": "{}", "no JSON": "{", "wrong types": json.dumps({"token": {}, "keep": [], "refresh": []})}


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: f"{call.method} {call.path}")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_server_answers_nothing_else(call: Call, body: str, ann: User) -> None:
    app = App()
    app.sign_in("ann")
    path = call.path.format(sign_in_id=uuid4())
    given = Client().generic(call.method, path, body, content_type="application/json")
    bearer = {"Authorization": f"Bearer {app.access}"}
    signed_in = Client().generic(call.method, path, body, content_type="application/json", headers=bearer)
    assert {str(given.status_code), str(signed_in.status_code)} <= call.statuses


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: f"{call.method} {call.path}")
def test_whoever_needs_a_credential_is_refused_without(call: Call, db: None) -> None:
    body = json.dumps(dict.fromkeys(call.required, "x"))
    path = call.path.format(sign_in_id=uuid4())
    answer = Client().generic(call.method, path, body, content_type="application/json")
    needs_one = call.credential not in {"none", "the token itself"}
    assert (answer.status_code == 401) == (needs_one or "401" in call.statuses)


def test_every_status_is_explained() -> None:
    explained = set(re.findall(r"`(\d{3})`", PAGE.split("## Refusals")[1]))
    assert {status for call in CALLS.values() for status in call.statuses if status >= "400"} <= explained
