"""`manage.py rotate_secrets`: secrets at rest, anew under the first of `ENCRYPTION_KEYS`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.encryption import encrypted_fields, rotate


class Command(BaseCommand):
    """Run it after a new key was put in front of the old one; after it the old one can go."""

    help = "Encrypts every stored secret under the first of ENCRYPTION_KEYS. May be stopped and run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        lost: list[str] = []
        for model, field in encrypted_fields():
            name = f"{model._meta.label}.{field.name}"
            done = rotate(model, field)
            self.stdout.write(f"{name}: {done.rotated} rotated, {done.current} current already")
            lost += [f"{name} of {key}" for key in done.lost]
        if lost:
            listed = "\n".join(lost)
            raise CommandError(f"No key opens these; put the key back that they were written with:\n{listed}")
        self.stdout.write(self.style.SUCCESS("Every secret stands under the first key."))
