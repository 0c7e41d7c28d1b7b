"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with OWASP's first choice: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet, 2024).

    About 30 ms a sign-in; Django's own setting takes 100 MiB and 300 ms, which a few sign-ins at once can't afford.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
