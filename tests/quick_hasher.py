from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2PasswordHasher(Argon2PasswordHasher):
    """The same algorithm with the least of everything: a test signs in hundreds of times."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
