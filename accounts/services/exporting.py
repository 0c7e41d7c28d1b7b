"""All that we keep of somebody, as one archive for themselves.

It is written into a file as it is read, entry by entry, so neither a long history nor large pictures fill the memory.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.module_loading import import_string

from accounts.models import ApiKey, AuditEntry, BrandAsset, BrowserSession, Passkey, TokenFamily, User, WebhookEndpoint
from accounts.selectors import assets_of
from accounts.services import audit
from accounts.services.assets import open_picture
from accounts.services.devices import described
from common.errors import NotFoundError

_PICTURES = ("jpg", "jpeg", "png", "webp", "pdf")
_AT_ONCE = 500

README = """Everything that Routix keeps about you.

account.json         your profile and preferences
activity.json        what happened to your account in the last year
sign_ins.json        where you are signed in
api_keys.json        your API keys, without their secrets (we don't have them)
webhooks.json        your webhook endpoints, without their secrets
assets/              the pictures you uploaded
conversations/       what you wrote and were answered
generations/         every thumbnail, the document it is drawn from, and what you asked for
money/               your credits line by line, orders and invoices

Times are UTC, amounts of money in minor units (999 is 9.99).
"""


def export_account(user: User, *, ip_digest: str = "") -> IO[bytes]:
    """A zip archive of all that is the user's and nothing of anybody else's, open at its beginning.

    It lies in a file of the system's own, which goes when it is closed.
    """
    file = TemporaryFile("w+b")  # noqa: SIM115 - whoever sends it closes it
    try:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, data in _entries(user):
                # Pictures are compressed already.
                archive.writestr(name, data, ZIP_STORED if name.rpartition(".")[2] in _PICTURES else ZIP_DEFLATED)
        audit.record("account.exported", user=user, actor=user, ip_digest=ip_digest)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def as_json(value: Any) -> bytes:
    """A value as an entry of the archive."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def _entries(user: User) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    yield "account.json", as_json(_account(user))
    yield "activity.json", as_json(list(_activity(user)))
    yield "sign_ins.json", as_json(_sign_ins(user))
    yield "api_keys.json", as_json(_api_keys(user))
    yield "webhooks.json", as_json(_webhooks(user))
    yield from _assets(user)
    for exporter in map(import_string, settings.EXPORTERS):
        yield from exporter(user)


def _account(user: User) -> Mapping[str, Any]:
    names = ("id", "username", "email", "full_name", "role", "is_verified", "preferences", "last_login", "created_at")
    return {name: getattr(user, name) for name in names} | {"avatar_asset_id": user.avatar_id}


def _activity(user: User) -> Iterable[Mapping[str, Any]]:
    entries = AuditEntry.objects.filter(user=user).order_by("created_at")
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        by = "you" if entry.actor_id == user.pk else "staff" if entry.actor_id else "nobody signed in"
        yield {"at": entry.created_at, "what": entry.action, "by": by, "details": entry.details}


def _sign_ins(user: User) -> Mapping[str, Any]:
    sessions = BrowserSession.objects.filter(user=user)
    families = TokenFamily.objects.filter(user=user)
    passkeys = Passkey.objects.filter(user=user)
    return {
        "browsers": [
            {"device": described(row.user_agent), "since": row.created_at, "last_seen_at": row.last_seen_at}
            for row in sessions
        ],
        "programs": [
            {
                "device": described(row.user_agent),
                "since": row.created_at,
                "last_used_at": row.last_used_at,
                "expires_at": row.expires_at,
                "revoked_at": row.revoked_at,
            }
            for row in families
        ],
        "passkeys": list(passkeys.values("name", "created_at", "last_used_at")),
    }


def _api_keys(user: User) -> list[Mapping[str, Any]]:
    columns = ("name", "prefix", "scopes", "monthly_cap", "expires_at", "last_used_at", "revoked_at", "created_at")
    return list(ApiKey.objects.filter(user=user).values(*columns))


def _webhooks(user: User) -> list[Mapping[str, Any]]:
    columns = ("url", "description", "events", "is_active", "created_at")
    return list(WebhookEndpoint.objects.filter(user=user).values(*columns))


def _assets(user: User) -> Iterator[tuple[str, bytes]]:
    assets: Iterable[BrandAsset] = assets_of(user)
    for asset in assets:
        try:
            with open_picture(asset) as picture:
                yield f"assets/{asset.kind}-{asset.pk}.{asset.format}", picture.read()
        except NotFoundError:
            continue  # deleted while the archive was being written
