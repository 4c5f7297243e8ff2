"""The OpenAPI document, and the page that shows it."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from api import urls


@pytest.mark.django_db
def test_the_document_is_valid_and_without_a_warning(tmp_path: object) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))


@pytest.mark.django_db
def test_the_document_tells_of_every_endpoint_and_both_credentials() -> None:
    document = Client().get("/api/schema/?format=json").json()
    described = {re.sub(r"\{\w+\}", "<id>", path) for path in document["paths"]}
    routes = [f"/{url.pattern}" for url in urls.urlpatterns if str(url.pattern).startswith("api/")]
    served = {re.sub(r"<[^>]+>", "<id>", route) for route in routes} - {"/api/schema/", "/api/docs/", "/api/demo/"}
    assert described == served
    assert set(document["components"]["securitySchemes"]) >= {"bearer", "session"}


@pytest.mark.django_db
def test_the_page_asks_for_nothing_of_another_site() -> None:
    page = Client().get("/api/docs/")
    text = page.content.decode()
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert sources
    assert not [source for source in sources if re.match(r"(https?:)?//", source)]
    assert "<script>" not in text
    assert "'unsafe-inline'" not in page["Content-Security-Policy"].replace("style-src", "")
