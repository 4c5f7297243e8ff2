"""Everything `manage.py serve` does, in the order in which it is done."""

from authcompare.serving.errors import CannotServe
from authcompare.serving.journey import serve

__all__ = ["CannotServe", "serve"]
