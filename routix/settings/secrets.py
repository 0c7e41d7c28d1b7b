"""Secrets for a machine where nobody set any."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def local_secret(home: Path, name: str) -> str:
    """Return the secret of that name, made on first use and kept in a file only its owner reads.

    Several processes may ask at once: the file is linked into place, so that one of them wins and all read the same.
    """
    path = home / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
