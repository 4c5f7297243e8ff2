from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from accounts.models import User
from comparison.your_request import YourRequest, context


def test_the_credential_is_counted_as_it_arrived(ann: User, rf: RequestFactory) -> None:
    request = rf.get("/", headers={"Cookie": "sessionid=0123456789"})
    request.user, request.mode = ann, "session"  # type: ignore[attr-defined]
    told = YourRequest(request)
    assert told.mode
    assert told.mode.id == "session"
    assert told.credential_bytes == len("Cookie: sessionid=0123456789\r\n")


def test_who_is_not_signed_in_sent_no_credential(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"Cookie": "csrftoken=0123456789"})
    request.user = AnonymousUser()
    assert YourRequest(request).mode is None
    assert YourRequest(request).credential_bytes == 0


def test_a_page_says_it_where_answers_tell_what_they_cost(client: Client, db: None, settings: Settings) -> None:
    assert "Your request" not in client.get("/accounts/login/").content.decode()
    settings.SERVER_TIMING = True
    assert "not signed in, no credential" in " ".join(client.get("/accounts/login/").content.decode().split())
    assert context(RequestFactory().get("/")).keys() == {"your_request"}
