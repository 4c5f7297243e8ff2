from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.templatetags.moments import ago


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=3, minutes=20), "3 hours ago"),
        (timedelta(days=9), "1 week ago"),
    ],
)
def test_a_moment_is_told_by_its_largest_unit(passed: timedelta, words: str) -> None:
    assert ago(timezone.now() - passed).replace("\xa0", " ") == words
