"""What a person does on the pages, and what a program of theirs does beside them."""

import httpx
from playwright.sync_api import Page

from tests.cast import PASSWORD
from tests.live_node import LiveNode


def sign_up(page: Page, name: str, *, password: str = PASSWORD) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Create the account").click()


def sign_in(page: Page, name: str, *, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/accounts/")


def is_signed_in(page: Page) -> bool:
    """Asks for a page that only those who are signed in may see."""
    page.goto("/accounts/")
    return page.get_by_role("button", name="Sign out").is_visible()


def access_token(node: LiveNode, name: str, *, password: str = PASSWORD) -> str:
    answer = httpx.post(f"{node.url}/api/token/", json={"username": name, "password": password})
    return str(answer.raise_for_status().json()["access"])


def is_accepted(node: LiveNode, token: str) -> bool:
    answer = httpx.get(f"{node.url}/api/me/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in {200, 401}
    return answer.status_code == 200
