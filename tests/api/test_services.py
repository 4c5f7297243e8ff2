"""Revoke (RFC 7009), introspect (RFC 7662) and the metadata (RFC 8414), for services that are not Django."""

from base64 import b64encode
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from api import clients
from api.models import ServiceClient
from tests.devices import App

pytestmark = pytest.mark.django_db


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


@pytest.fixture
def service() -> dict[str, str]:
    secret = clients.create("billing")
    return {"Authorization": "Basic " + b64encode(f"billing:{secret}".encode()).decode()}


def introspect(token: str, **headers: str) -> dict[str, object]:
    answer = post("/api/token/introspect/", headers, token=token)
    assert answer.status_code == 200
    return answer.json()


def revoke(token: str) -> int:
    return post("/api/token/revoke/", token=token, token_type_hint="access_token").status_code


def post(path: str, headers: dict[str, str] | None = None, **fields: str) -> HttpResponse:
    """As the RFCs want it: a form."""
    body, form = urlencode(fields), "application/x-www-form-urlencoded"
    return Client().post(path, body, content_type=form, headers=headers or {})


def test_a_service_learns_what_an_access_token_says(app: App, service: dict[str, str]) -> None:
    told = introspect(app.access, **service)
    assert (told["active"], told["token_type"], told["username"]) == (True, "Bearer", "ann")
    assert {"sub", "sid", "jti", "iss", "aud", "iat", "nbf", "exp", "client_id", "roles"} <= told.keys()


@pytest.mark.both_databases
@pytest.mark.parametrize("client_id", [b"a\0b", b"\xff\xfe", b"", b"billing"])
def test_client_credentials_that_are_none_are_refused(service: dict[str, str], client_id: bytes) -> None:
    headers = {"Authorization": "Basic " + b64encode(client_id + b":nothing").decode()}
    assert post("/api/token/introspect/", headers, token="x").status_code == 401


def test_a_service_learns_that_a_refresh_token_is_in_force_until_it_is_used(app: App, service: dict[str, str]) -> None:
    used = app.refresh_token
    assert introspect(used, **service)["token_type"] == "refresh_token"
    app.refresh()
    assert introspect(used, **service) == {"active": False}


def test_of_an_ended_sign_in_nothing_is_told(app: App, service: dict[str, str]) -> None:
    app.sign_out()
    assert introspect(app.access, **service) == introspect("rubbish", **service) == {"active": False}


def test_staff_may_introspect_and_others_may_not(app: App, staff: User) -> None:
    stella = App()
    stella.sign_in("stella")
    assert introspect(app.access, Authorization=f"Bearer {stella.access}")["active"]
    assert app.call("POST", "/api/token/introspect/", {"token": app.access}).status_code == 403


@pytest.mark.parametrize("credentials", ["billing:wrong", "nobody:", "billing", ":", "\x00:\x00"])
def test_wrong_client_credentials_are_refused(service: dict[str, str], credentials: str) -> None:
    header = "Basic " + b64encode(credentials.encode()).decode()
    answer = post("/api/token/introspect/", {"Authorization": header}, token="x")
    assert answer.status_code == 401
    assert set(answer.json()) == {"detail", "code"}


def test_a_revoked_access_token_is_refused_and_its_sign_in_goes_on(app: App) -> None:
    assert revoke(app.access) == 200
    assert not app.is_signed_in
    app.refresh()
    assert app.is_signed_in


def test_a_revoked_refresh_token_ends_the_sign_in(app: App) -> None:
    assert revoke(app.refresh_token) == 200
    assert app.is_dead


def test_revoking_what_is_no_token_is_as_good_as_done() -> None:
    assert revoke("rubbish") == 200


def test_revoking_nothing_is_a_bad_request() -> None:
    assert post("/api/token/revoke/").status_code == 400


def test_the_metadata_name_endpoints_that_there_are() -> None:
    told = Client().get("/.well-known/oauth-authorization-server").json()
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint", "jwks_uri"):
        path = told[name].removeprefix(told["issuer"])
        assert Client().get(path).status_code in {200, 401, 405}


def test_a_client_is_made_once_and_its_secret_is_kept_as_a_digest() -> None:
    out = StringIO()
    call_command("create_client", "shop", stdout=out)
    secret = out.getvalue().split()[-1]
    assert secret not in str(ServiceClient.objects.values())
    with pytest.raises(CommandError, match="already"):
        call_command("create_client", "shop", stdout=out)
