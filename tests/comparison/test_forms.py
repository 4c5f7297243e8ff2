"""A form is read as a browser would submit it."""

import pytest

from comparison import forms
from comparison.errors import WireError

PAGE = """
<form id="other"><input name="no" value="1"></form>
<form id="user_form">
  <input type="hidden" name="csrf" value="t"><input name="email" value="a@b">
  <input type="checkbox" name="is_active" checked><input type="checkbox" name="is_staff">
  <input type="submit" name="_save" value="Save">
  <select name="groups" multiple>
    <option value="1" selected>role-000</option><option value="2">role-001</option>
  </select>
</form>
"""


def test_what_would_be_sent_is_read() -> None:
    form = forms.read(PAGE, "user_form")
    assert form.fields == [("csrf", "t"), ("email", "a@b"), ("is_active", "on"), ("groups", "1")]
    assert form.options["groups"] == {"role-000": "1", "role-001": "2"}


def test_one_field_may_be_chosen_otherwise() -> None:
    form = forms.read(PAGE, "user_form")
    assert form.having("groups", ["2"])[-1] == ("groups", "2")
    assert not any(name == "groups" for name, _ in form.having("groups", []))


def test_a_page_without_the_form_is_an_error() -> None:
    with pytest.raises(WireError, match="no form absent"):
        forms.read(PAGE, "absent")
