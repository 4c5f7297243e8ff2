"""The administration: what it lists, what its actions do, and what nobody sees there."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import AuthEvent, Mode, Revocation, RevocationKind, Session, SignIn, User
from api.models import SigningKey
from tests.devices import App, Browser

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = [
    "accounts/user/",
    "accounts/signin/",
    "accounts/session/",
    "accounts/revocation/",
    "accounts/authevent/",
    "token_blacklist/outstandingtoken/",
    "token_blacklist/blacklistedtoken/",
    "api/signingkey/",
    "api/serviceclient/",
    "auth/group/",
]


@pytest.fixture
def office(staff: User) -> Browser:
    browser = Browser()
    browser.sign_in("stella")
    return browser


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


@pytest.mark.parametrize("path", ["", *LISTS])
def test_every_list_is_shown_to_a_superuser(office: Browser, app: App, path: str) -> None:
    assert app.refresh().status_code == 200
    assert office.client.get(f"/admin/{path}").status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(office: Browser, app: App, path: str) -> None:
    populate(10)
    few = statements_of(office, path)
    populate(300)
    assert statements_of(office, path) == few


@pytest.mark.parametrize("path", LISTS[:8])
def test_a_list_can_be_searched_and_filtered(office: Browser, app: App, path: str) -> None:
    populate(3)
    for query in ("q=ann", "q=no+such+thing"):
        assert office.client.get(f"/admin/{path}?{query}").status_code == 200


@pytest.mark.parametrize("state, count", [("live", 2), ("ended", 1), ("expired", 3)])
def test_sign_ins_are_filtered_by_their_state(office: Browser, app: App, state: str, count: int) -> None:
    ended, now = App(), timezone.now()
    ended.sign_in()
    ended.sign_out()
    make_sign_ins(3, expires_at=now - timedelta(days=1))
    page = office.client.get(f"/admin/accounts/signin/?state={state}").content.decode()
    assert f"{count} sign-in" in page


def test_the_page_of_a_user_shows_the_live_sign_ins(office: Browser, app: App, ann: User) -> None:
    page = office.client.get(f"/admin/accounts/user/{ann.pk}/change/").content.decode()
    assert "Firefox on Linux" in page
    app.sign_out()
    assert "Firefox on Linux" not in office.client.get(f"/admin/accounts/user/{ann.pk}/change/").content.decode()


def test_all_sign_ins_of_chosen_users_end(office: Browser, app: App, ann: User, ben: User) -> None:
    browser = Browser()
    browser.sign_in("ben")
    done = act(office, "accounts/user/", "end_all_sign_ins", ann.pk, ben.pk)
    assert "2 sign-ins ended." in done
    assert app.is_dead
    assert browser.is_dead


def test_a_disabled_user_cannot_sign_in(office: Browser, app: App, ann: User) -> None:
    assert "1 disabled." in act(office, "accounts/user/", "disable", ann.pk)
    assert app.is_dead
    assert App().sign_in().status_code == 401


def test_one_sign_in_ends_and_the_others_go_on(office: Browser, app: App) -> None:
    other = App()
    other.sign_in()
    assert "1 sign-in ended." in act(office, "accounts/signin/", "end", app.sign_in_id)
    assert app.is_dead
    assert other.is_signed_in


def test_a_rotation_of_the_key_signs_nobody_out(office: Browser, app: App) -> None:
    before = SigningKey.objects.get()
    done = act(office, "api/signingkey/", "rotate", before.pk)
    assert f"Key {SigningKey.objects.get(retired_at=None).kid} signs from" in done
    assert app.is_signed_in


def test_the_emergency_retires_a_key_with_its_tokens(office: Browser, app: App) -> None:
    done = act(office, "api/signingkey/", "retire_at_once", SigningKey.objects.get().pk)
    assert "Every token of 1 key(s) is refused from now on." in done
    assert app.is_dead


def test_no_secret_is_shown(office: Browser, app: App, ann: User) -> None:
    """Neither the hash of a password, nor what a session holds, nor a key, nor a token."""
    key, session, token = SigningKey.objects.get(), Session.objects.get(), OutstandingToken.objects.get()
    pages = {
        f"api/signingkey/{key.pk}/change/": key.private,
        f"accounts/session/{session.pk}/change/": session.session_data,
        f"token_blacklist/outstandingtoken/{token.pk}/change/": app.refresh_token,
        f"accounts/user/{ann.pk}/change/": ann.password,
        "accounts/session/": office.credentials[0],
    }
    for path, secret in pages.items():
        shown = office.client.get(f"/admin/{path}")
        assert shown.status_code == 200, path
        assert secret not in shown.content.decode(), path


@pytest.mark.parametrize("path", [path for path in LISTS[1:8] if "token_blacklist" not in path])
def test_what_happened_is_not_edited(office: Browser, app: App, path: str) -> None:
    assert office.client.get(f"/admin/{path}add/").status_code == 403
    row = {"accounts/signin/": SignIn, "accounts/session/": Session, "api/signingkey/": SigningKey}.get(path)
    if row is not None:
        pk = row.objects.first().pk
        assert office.submit(f"/admin/{path}{pk}/change/").status_code == 403
        assert office.submit(f"/admin/{path}{pk}/delete/", post="yes").status_code == 403


@pytest.mark.parametrize("path", LISTS)
def test_staff_without_permission_see_and_do_nothing(ann: User, app: App, path: str) -> None:
    clerk = make_clerk(ann)
    assert clerk.client.get(f"/admin/{path}").status_code == 403
    assert clerk.submit(f"/admin/{path}", action="end", _selected_action="1").status_code == 403


@pytest.mark.parametrize(
    "path, model, action",
    [
        ("accounts/user/", "user", "end_all_sign_ins"),
        ("accounts/user/", "user", "disable"),
        ("accounts/signin/", "signin", "end"),
        ("api/signingkey/", "signingkey", "retire_at_once"),
        ("api/signingkey/", "signingkey", "rotate"),
    ],
)
def test_staff_who_may_only_look_can_end_nothing(
    ann: User, ben: User, app: App, path: str, model: str, action: str
) -> None:
    clerk = make_clerk(ben, f"view_{model}")
    listed = {"user": ann.pk, "signin": app.sign_in_id, "signingkey": SigningKey.objects.get().pk}
    clerk.submit(f"/admin/{path}", action=action, _selected_action=str(listed[model]))
    assert clerk.client.get(f"/admin/{path}").status_code == 200
    assert app.is_signed_in
    assert SigningKey.objects.count() == 1


def test_visitors_are_led_to_the_sites_own_door(ann: User) -> None:
    visitor = Browser()
    assert places(visitor, "/admin/")[-1] == "/accounts/login/?next=/admin/"
    visitor.sign_in()
    assert places(visitor, "/admin/")[-1] == "/accounts/"


def test_the_administration_signs_out_through_the_same_door(office: Browser) -> None:
    thief = office.copy()
    assert office.client.get("/admin/logout/").status_code == 405
    assert office.submit("/admin/logout/").status_code == 302
    assert thief.is_dead


def places(browser: Browser, path: str) -> list[str]:
    return [place for place, _ in browser.client.get(path, follow=True).redirect_chain]


def act(office: Browser, path: str, action: str, *chosen: object) -> str:
    fields = {"action": action, "_selected_action": [str(pk) for pk in chosen]}
    token = {"csrfmiddlewaretoken": office.csrf_token}
    return office.client.post(f"/admin/{path}", fields | token, follow=True).content.decode()


def statements_of(office: Browser, path: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        response: HttpResponse = office.client.get(f"/admin/{path}")
    assert response.status_code == 200
    return len(statements)


def make_clerk(user: User, *permissions: str) -> Browser:
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    clerk = Browser()
    clerk.sign_in(user.username)
    return clerk


def make_sign_ins(count: int, **fields: object) -> list[SignIn]:
    """Each of a user of its own, so that a statement a row would show."""
    now, start = timezone.now(), User.objects.count()
    users = User.objects.bulk_create(
        [User(username=f"u{n}", email=f"u{n}@example.org") for n in range(start, start + count)]
    )
    fields = {"expires_at": now + timedelta(days=1)} | fields
    rows = [SignIn(user=user, mode=Mode.JWT, credentials_expire_at=now, **fields) for user in users]
    return SignIn.objects.bulk_create(rows)


def populate(count: int) -> None:
    now = timezone.now()
    sign_ins = make_sign_ins(count)
    Session.objects.bulk_create(
        [Session(session_key=s.id.hex, session_data="", expire_date=now, sign_in=s) for s in sign_ins]
    )
    Revocation.objects.bulk_create(
        [Revocation(kind=RevocationKind.SIGN_IN, subject=s.id.hex, expires_at=now) for s in sign_ins]
    )
    AuthEvent.objects.bulk_create([AuthEvent(kind="signed_in", succeeded=True, user=s.user) for s in sign_ins])
    tokens = OutstandingToken.objects.bulk_create(
        [OutstandingToken(user=s.user, jti=s.id.hex, token="", created_at=now, expires_at=now) for s in sign_ins]
    )
    BlacklistedToken.objects.bulk_create([BlacklistedToken(token=token) for token in tokens])
    SigningKey.objects.bulk_create([SigningKey(kid=s.id.hex, algorithm="EdDSA", retired_at=now) for s in sign_ins])
