"""The archive of an account: all that is its owner's, and nothing of anybody else's."""

import io
import json
import tracemalloc
from typing import Any
from zipfile import ZipFile

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import AuditEntry, Authenticator, BrandAsset, User, WebhookEndpoint
from accounts.services.exporting import export_account
from chat.models import Conversation, Message, Participant
from common.api.sending import PiecemealFileResponse
from generation.models import Status
from tests.accounts.canaries import CANARY, marked_user
from tests.accounts.people import client_of, make_user
from tests.generation.api_rows import make_algorithm, make_generation, make_thumbnail

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

EXPORT = "/api/v1/users/export"
MEGABYTE = 1024 * 1024


def exported(user: User) -> dict[str, bytes]:
    """The entries of the archive by name."""
    with export_account(user) as file, ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def names_in(entries: dict[str, bytes], start: str) -> list[str]:
    return [name for name in entries if name.startswith(start)]


class TestTheArchive:
    def test_has_every_part(self):
        entries = exported(marked_user())

        account = json.loads(entries["account.json"])
        assert (account["username"], account["full_name"]) == (CANARY, f"Sara {CANARY}")
        assert account["preferences"]["note"] == CANARY
        assert json.loads(entries["api_keys.json"])[0]["name"] == CANARY
        assert json.loads(entries["webhooks.json"])[0]["description"] == CANARY
        assert json.loads(entries["sign_ins.json"])["passkeys"][0]["name"] == CANARY
        assert {entry["what"] for entry in json.loads(entries["activity.json"])} >= {"api_key.created"}
        assert len(names_in(entries, "assets/avatar-")) == 1
        assert json.loads(entries[names_in(entries, "conversations/2")[0]])["title"] == CANARY
        assert json.loads(entries["conversations/in_others.json"])[0]["content"] == CANARY
        assert {line["kind"] for line in json.loads(entries["money/credits-1.json"])} >= {"grant", "held"}
        assert len(json.loads(entries["money/orders.json"])) == 2
        assert len(json.loads(entries["money/invoices.json"])) == 1
        assert json.loads(entries["money/plans.json"])[0]["plan_id"] == "basic"

    def test_has_each_generation_with_its_picture_and_document(self):
        user = make_user()
        generation = make_generation(user, make_algorithm(), status=Status.COMPLETED, prompt="Two cats")
        make_thumbnail(generation, document={"layers": ["a title"]})

        entries = exported(user)

        folder = f"generations/{generation.created_at:%Y-%m-%d}-{generation.pk}"
        assert json.loads(entries[f"{folder}/generation.json"])["prompt"] == "Two cats"
        assert json.loads(entries[f"{folder}/0-document.json"]) == {"layers": ["a title"]}
        assert entries[f"{folder}/0.jpg"].startswith(b"\xff\xd8")

    def test_has_nothing_of_anybody_else(self):
        user, omid = make_user(), marked_user("omid", "tirili")
        talk = Conversation.objects.create(owner=user, title="Ours", message_count=2)
        Participant.objects.create(conversation=talk, user=omid)
        Message.objects.create(conversation=talk, number=1, author="user", sender=omid, content="tirili")
        Message.objects.create(conversation=talk, number=2, author="user", sender=user, content="mine")

        entries = exported(user)

        told = [name for name, data in entries.items() if b"tirili" in data.lower() or "tirili" in name]
        assert told == []
        assert b"mine" in entries[names_in(entries, "conversations/2")[0]]

    def test_has_no_secret(self):
        user = marked_user()
        seed = "JBSWY3DPEHPK3PXP"
        Authenticator.objects.filter(user=user).update(seed=seed)
        WebhookEndpoint.objects.filter(user=user).update(secret="whsec_0123456789")
        key = user.api_keys.get()

        everything = b"".join(exported(user).values()).decode("latin-1")

        for secret in (seed, "whsec_0123456789", key.digest, user.password):
            assert secret not in everything

    def test_leaves_out_what_was_deleted(self):
        entries = exported(marked_user())

        assert f"Deleted {CANARY}".encode() not in b"".join(entries.values())

    def test_passes_over_a_picture_that_is_gone(self):
        user = marked_user()
        asset = BrandAsset.objects.get(owner=user)
        default_storage.delete(str(asset.file))

        assert names_in(exported(user), "assets/") == []

    def test_writes_every_script_as_it_is(self):
        user = make_user(full_name="سارا")

        assert json.loads(exported(user)["account.json"])["full_name"] == "سارا"

    def test_is_written_down(self):
        user = make_user()

        exported(user)

        assert AuditEntry.objects.get(user=user).action == "account.exported"

    def test_holds_one_picture_at_a_time_in_memory(self):
        user = make_user()
        for index in range(12):
            asset = BrandAsset(owner=user, kind="face", format="png", width=1, height=1, bytes=1, sha256="0" * 64)
            asset.file = default_storage.save(f"assets/{user.pk}/{index}.png", ContentFile(bytes(4 * MEGABYTE)))
            asset.save()

        tracemalloc.start()
        try:
            export_account(user).close()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

        assert peak < 12 * MEGABYTE


class TestAskingForIt:
    def test_needs_a_sign_in(self):
        assert client_of(None).get(EXPORT).status_code == 401

    def test_answers_a_zip_file(self):
        user = make_user()

        answer = client_of(user).get(EXPORT)

        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/zip"
        assert answer["Content-Disposition"].startswith('attachment; filename="routix-')
        assert answer["Cache-Control"] == "no-store"
        with ZipFile(io.BytesIO(answer.getvalue())) as archive:
            assert "account.json" in archive.namelist()

    def test_is_sent_in_pieces_under_asgi(self, tmp_path):
        path = tmp_path / "large.bin"
        path.write_bytes(bytes(range(256)) * 4096)

        async def read() -> list[bytes]:
            return [piece async for piece in response]

        with path.open("rb") as file:
            response: Any = PiecemealFileResponse(file)
            pieces = async_to_sync(read)()

        assert b"".join(pieces) == path.read_bytes()
        assert max(map(len, pieces)) == 256 * 1024
        assert len(pieces) == 4
