"""The WSGI application that a server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "authcompare.settings")

application = get_wsgi_application()

from accounts.revocation.node import this_node  # noqa: E402 (models need the application to be set up)

# Loads the replica before the first request needs it; where that fails, the first request tries again.
this_node.is_in_step()
