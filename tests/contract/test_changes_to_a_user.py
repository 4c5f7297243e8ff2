"""Whatever door a change comes through, the credentials of the user follow it in the same moment."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group

from accounts.models import AuthEvent, EndReason, User
from tests.devices import TOKENS, Browser, Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def office(staff: User) -> Browser:
    """Stella's browser, in which the administration is open."""
    browser = Browser()
    browser.sign_in("stella")
    return browser


def _save(ann: User, office: Browser) -> None:
    ann.is_active = False
    ann.save()


def _save_what_was_loaded_in_part(ann: User, office: Browser) -> None:
    partial = User.objects.only("username").get(pk=ann.pk)
    partial.is_active = False
    partial.save()


def _save_after_reading_again(ann: User, office: Browser) -> None:
    User._base_manager.filter(pk=ann.pk).update(is_active=False)
    stale = User.objects.get(pk=ann.pk)
    User._base_manager.filter(pk=ann.pk).update(is_active=True)
    stale.refresh_from_db()
    stale.is_active = False
    stale.save()


def _update_in_bulk(ann: User, office: Browser) -> None:
    User.objects.filter(username__startswith="a").update(is_active=False)


def _bulk_update(ann: User, office: Browser) -> None:
    ann.is_active = False
    User.objects.bulk_update([ann], ["is_active"])


def _delete(ann: User, office: Browser) -> None:
    ann.delete()


def _delete_in_bulk(ann: User, office: Browser) -> None:
    User.objects.filter(username__startswith="a").delete()


def _disable_in_the_admin(ann: User, office: Browser) -> None:
    act(office, "disable", ann)


def _end_in_the_admin(ann: User, office: Browser) -> None:
    act(office, "end_all_sign_ins", ann)


def _delete_in_the_admin(ann: User, office: Browser) -> None:
    act(office, "delete_selected", ann, post="yes")


WAYS_TO_GO: tuple[Callable[[User, Browser], None], ...] = (
    _save,
    _save_what_was_loaded_in_part,
    _save_after_reading_again,
    _update_in_bulk,
    _bulk_update,
    _delete,
    _delete_in_bulk,
    _disable_in_the_admin,
    _end_in_the_admin,
    _delete_in_the_admin,
)


@pytest.mark.parametrize("go", WAYS_TO_GO, ids=lambda go: go.__name__.strip("_"))
def test_all_of_a_user_ends_with_the_user(
    device: Device, way: Way, ann: User, ben: User, office: Browser, go: Callable[[User, Browser], None]
) -> None:
    of_ben = way.signed_in("ben")
    go(ann, office)
    assert device.is_dead
    assert of_ben.is_signed_in
    assert office.is_signed_in


def test_a_deleted_user_leaves_a_trail(device: Device, ann: User) -> None:
    ann.delete()
    ended = AuthEvent.objects.get(kind=AuthEvent.Kind.SIGN_IN_ENDED)
    assert (ended.reason, ended.user) == (EndReason.USER_DELETED, None)


def test_a_user_disabled_behind_the_sites_back_goes_no_further(device: Device, ann: User) -> None:
    """By SQL, say. What asks for the row or renews a credential finds out."""
    User._base_manager.filter(pk=ann.pk).update(is_active=False)
    if isinstance(device, Browser):
        assert device.client.get("/accounts/")["Location"].startswith("/accounts/login/")
    else:
        assert device.refresh().status_code == 401


def test_a_user_who_is_enabled_again_has_to_sign_in_again(way: Way, device: Device, ann: User) -> None:
    for active in (False, True):
        ann.is_active = active
        ann.save()
    assert device.is_dead
    assert way.signed_in().is_signed_in


def test_a_change_that_concerns_no_credential_ends_none(device: Device, ann: User) -> None:
    ann.first_name = "Anna"
    ann.save()
    assert device.is_signed_in


def test_a_new_group_shows_at_once(device: Device, ann: User) -> None:
    ann.groups.add(Group.objects.create(name="editors"))
    assert device.read_roles() == ["editors"]


def test_a_group_taken_away_is_gone_at_once(device: Device, ann: User) -> None:
    group = Group.objects.create(name="editors")
    group.user_set.add(ann)
    assert device.read_roles() == ["editors"]
    group.user_set.clear()
    assert device.read_roles() == []


def test_a_renamed_group_shows_at_once(device: Device, ann: User) -> None:
    group = Group.objects.create(name="editors")
    ann.groups.add(group)
    group.name = "authors"
    group.save()
    assert device.read_roles() == ["authors"]


@pytest.mark.parametrize("delete", [lambda g: g.delete(), lambda g: Group.objects.filter(pk=g.pk).delete()])
def test_a_deleted_group_is_gone_at_once(device: Device, ann: User, delete: Callable[[Group], None]) -> None:
    group = Group.objects.create(name="editors")
    ann.groups.add(group)
    assert device.read_roles() == ["editors"]
    delete(group)
    assert device.read_roles() == []


def test_an_access_token_with_stale_roles_is_refused(ann: User) -> None:
    app = TOKENS[0].signed_in()
    ann.groups.add(Group.objects.create(name="editors"))
    assert app.me().status_code == 401
    assert app.read_roles() == ["editors"]


def test_a_promotion_shows_at_once(device: Device, ann: User) -> None:
    ann.is_staff = True
    ann.save()
    assert device.read_roles() == ["staff"]


@pytest.mark.parametrize("name", ["staff", "superuser", "editors\x1fsuperuser"])
def test_no_name_of_a_group_makes_an_administrator(device: Device, ann: User, name: str) -> None:
    ann.groups.add(Group.objects.create(name=name))
    assert set(device.read_roles()).isdisjoint({"staff", "superuser"})
    assert device.call("GET", "/admin/").status_code == 302
    assert device.call("POST", "/api/token/introspect/", {"token": "x"}).status_code == 403


def test_a_change_of_groups_in_the_admin_shows_at_once(device: Device, ann: User, office: Browser) -> None:
    group = Group.objects.create(name="editors")
    fields = {"username": "ann", "email": "ann@example.org", "is_active": "on", "groups": str(group.pk)}
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    inline = {f"sign_ins-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    saved = office.submit(f"/admin/accounts/user/{ann.pk}/change/", **fields, **joined, **inline)
    assert saved.status_code == 302
    assert device.read_roles() == ["editors"]


def test_a_role_change_signs_nobody_out_of_a_session(desk: Browser, ann: User) -> None:
    before = desk.credentials
    ann.groups.add(Group.objects.create(name="editors"))
    assert desk.me().json()["roles"] == ["editors"]
    assert desk.credentials == before


def test_roles_of_others_stay_in_force(way: Way, device: Device, ann: User, ben: User) -> None:
    of_ben = way.signed_in("ben")
    ann.groups.add(Group.objects.create(name="editors"))
    assert of_ben.is_signed_in


def act(office: Browser, action: str, user: User, **fields: str) -> None:
    done = office.submit("/admin/accounts/user/", action=action, _selected_action=str(user.pk), **fields)
    assert done.status_code == 302
