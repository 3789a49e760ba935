"""Argon2 with the least cost, counting its work: equal answers must also cost equal work."""

from typing import ClassVar

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """`done` counts every hash computed since the run began."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
    done: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        QuickHasher.done += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        QuickHasher.done += 1
        return super().verify(password, encoded)

    def harden_runtime(self, password: str, encoded: str) -> None:
        return None
