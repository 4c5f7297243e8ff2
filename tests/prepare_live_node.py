"""Makes a live node's tables and the cast in them, in one process: python -m tests.prepare_live_node"""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)

    from tests import cast

    cast.enter()
