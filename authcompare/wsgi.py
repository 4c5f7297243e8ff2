"""The WSGI application that a server serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "authcompare.settings")

django.setup(set_prefix=False)

from accounts.revocation.node import this_node  # noqa: E402 (models need the application to be set up)
from authcompare.requests import Handler  # noqa: E402

application = Handler()

# Loads the replica before the first request needs it; where that fails, the first request tries again.
this_node.is_in_step()
