import time

import pytest
import time_machine
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Reason
from api import keys, verification
from api.keys import ring
from api.models import SigningKey
from api.verification import Type, verify
from tests.api.tokens import access, header_of, reason
from tests.cast import PASSWORD
from tests.devices import App
from tests.live_node import LiveNode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


def test_the_first_token_of_a_deployment_makes_its_key(app: App) -> None:
    assert [key.kid for key in SigningKey.objects.all()] == [header_of(app.access)["kid"]]


def test_a_new_key_is_published_before_it_signs(app: App) -> None:
    old = header_of(app.access)["kid"]
    new = keys.rotate().kid
    assert published() == {old, new}
    app.refresh()
    assert header_of(app.access)["kid"] == old
    with time_machine.travel(timezone.now() + keys.PUBLISHED_AHEAD):
        forget()
        app.refresh()
        assert header_of(app.access)["kid"] == new


def test_a_second_rotation_before_the_first_has_taken_effect_signs_nobody_out(app: App) -> None:
    keys.rotate()
    last = keys.rotate().kid
    assert app.is_signed_in
    with time_machine.travel(timezone.now() + keys.PUBLISHED_AHEAD):
        forget()
        app.refresh()
        assert header_of(app.access)["kid"] == last


def test_a_new_key_signs_and_the_old_one_goes_on_verifying(app: App) -> None:
    before = app.copy()
    keys.rotate(at_once=True)
    app.sign_in()
    assert header_of(app.access)["kid"] != header_of(before.access)["kid"]
    assert before.is_signed_in
    assert before.refresh().status_code == 200


def test_both_keys_are_published_for_as_long_as_a_token_of_the_old_one_may_live(app: App) -> None:
    old = header_of(app.access)["kid"]
    new = keys.rotate().kid
    assert published() == {old, new}
    with time_machine.travel(timezone.now() + keys.longest_lifetime() + site.ACCESS_TOKEN_LIFETIME):
        assert published() == {new}


def test_the_emergency_refuses_every_token_of_a_key_at_once(app: App) -> None:
    other = App()
    keys.rotate(at_once=True)
    other.sign_in()
    keys.retire_at_once(SigningKey.objects.get(kid=header_of(app.access)["kid"]))
    assert app.is_dead
    assert header_of(app.access)["kid"] not in published()
    assert other.is_signed_in


def test_after_an_emergency_people_sign_in_with_a_new_key(app: App) -> None:
    keys.retire_at_once(SigningKey.objects.get())
    app.sign_in()
    assert app.is_signed_in


def test_the_command_rotates_and_retires(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    old = header_of(app.access)["kid"]
    call_command("rotate_signing_key", retire=old)
    new = SigningKey.objects.get(retired_at=None).kid
    assert f"EdDSA key {new} signs from now on." in capsys.readouterr().out
    assert app.is_dead


def test_the_command_knows_no_invented_key(app: App) -> None:
    with pytest.raises(CommandError, match="There is no key nonsense"):
        call_command("rotate_signing_key", retire="nonsense")
    assert app.is_signed_in


def test_a_change_of_the_secret_key_is_survived_with_the_old_one_as_fallback(app: App, settings: object) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-secret-key-0123456789-0123456789"
    forget()
    assert app.is_signed_in
    assert app.refresh().status_code == 200


def test_a_change_of_the_secret_key_without_fallback_ends_all_and_starts_anew(app: App, settings: object) -> None:
    settings.SECRET_KEY = "the-next-secret-key-0123456789-0123456789"
    forget()
    assert app.is_dead
    app.sign_in()
    assert app.is_signed_in


def test_a_change_of_algorithm_keeps_the_tokens_of_the_old_one(app: App, settings: object) -> None:
    before = app.copy()
    for algorithm in ("ES256", "RS256", "HS256"):
        settings.JWT_ALGORITHM = algorithm
        forget()
        app.sign_in()
        assert header_of(app.access)["alg"] == algorithm
        assert app.is_signed_in
        assert before.is_signed_in


def test_a_process_that_remembers_a_revoked_key_signs_with_another(app: App) -> None:
    remembered = keys.ring.signing()
    keys.retire_at_once(SigningKey.objects.get())
    keys.ring._signing = (time.monotonic(), remembered)  # as in a process that was not told
    app.sign_in()
    assert app.is_signed_in


def test_a_retired_key_is_named_as_the_reason() -> None:
    token = access()
    keys.retire_at_once(SigningKey.objects.get())
    verification.cache.clear()
    assert reason(token) is Reason.KEY_RETIRED


def test_a_remembered_key_costs_no_statement(django_assert_num_queries: object) -> None:
    token = access()
    verify(token, Type.ACCESS)
    verification.cache.clear()
    with django_assert_num_queries(0):
        verify(token, Type.ACCESS)


def test_rotating_twice_at_two_processes_refuses_nobody(live_node: LiveNode) -> None:
    body, tokens = {"username": "ben", "password": PASSWORD}, []
    with live_node.client() as client:
        for _ in range(2):
            tokens.append(client.post("/api/token/", json=body).json()["access"])
            rotated = live_node.manage("rotate_signing_key").split()[2]
            for token in tokens * 6:
                assert client.get("/api/me/", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert rotated in {key["kid"] for key in client.get("/.well-known/jwks.json").json()["keys"]}


def test_the_emergency_is_known_to_every_process_at_once(live_node: LiveNode) -> None:
    with live_node.client() as client:
        token = client.post("/api/token/", json={"username": "ben", "password": PASSWORD}).json()["access"]
        bearer = {"Authorization": f"Bearer {token}"}
        assert {client.get("/api/me/", headers=bearer).status_code for _ in range(12)} == {200}
        live_node.manage("rotate_signing_key", "--retire", header_of(token)["kid"])
    for _ in range(12):
        with live_node.client() as anew:
            assert anew.get("/api/me/", headers=bearer).status_code == 401


def published() -> set[str]:
    return {jwk["kid"] for jwk in App().client.get("/.well-known/jwks.json").json()["keys"]}


def forget() -> None:
    """As a node that has just been started."""
    ring.forget()
    verification.cache.clear()


def test_a_key_id_can_be_named_on_a_command_line() -> None:
    assert all(keys._new_kid()[0].isalnum() for _ in range(300))
