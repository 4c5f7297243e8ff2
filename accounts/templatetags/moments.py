from datetime import datetime

from django import template
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def ago(moment: datetime) -> str:
    """`3 hours ago`: the largest unit alone, which is as exact as one reads it."""
    since = timesince(moment, depth=1)
    return "just now" if since.startswith("0") else f"{since} ago"
