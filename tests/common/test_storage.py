"""Storage of originals: the same promises on a folder and on a real S3 server, whose signatures are real."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3  # type: ignore[import-untyped]
import httpx
import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.db import transaction
from django.utils import timezone

from common.storage import (
    check_signature,
    content_key,
    delete_after_commit,
    open_or_none,
    originals,
    put_once,
    sign_address,
    sweep_orphans,
)
from common.storage.bucket import BucketStorage
from common.storage.exact import ExactStorage
from common.storage.folder import FolderStorage
from routix.settings.buckets import bucket_options
from tests.fakes.s3_server import ACCESS_KEY, SECRET_KEY, S3Server, s3_server

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
BUCKET = "routix-tests"
DIGEST = hashlib.sha256(b"a picture").hexdigest()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        client(server).create_bucket(Bucket=BUCKET)
        yield server


def options(server: S3Server, *, folder: str, secret_key: str = SECRET_KEY) -> dict[str, Any]:
    return bucket_options(
        bucket=BUCKET,
        access_key=ACCESS_KEY,
        secret_key=secret_key,
        endpoint_url=server.endpoint,
        region="auto",
        cache_control="private, no-store",
        folder=folder,
    )


def client(server: S3Server):
    return boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
        region_name="auto",
        config=options(server, folder="")["client_config"],
    )


@pytest.fixture
def bucket(s3: S3Server) -> BucketStorage:
    """A folder of its own in the one bucket, whose first object takes the server seconds."""
    return BucketStorage(**options(s3, folder=uuid.uuid4().hex))


@pytest.fixture
def folder(tmp_path: Path) -> FolderStorage:
    return FolderStorage(location=tmp_path / "originals", directory_permissions_mode=0o700, file_permissions_mode=0o600)


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest) -> ExactStorage:
    return request.getfixturevalue(request.param)


def keys(store: ExactStorage, prefix: str = "", **paging) -> list[str]:
    return sorted(one.key for page in store.pages(prefix, **paging) for one in page)


def content(store: ExactStorage, key: str) -> bytes:
    with store.open(key) as file:
        return file.read()


def at_once(count: int, action: Callable[[int], object]) -> list[Any]:
    barrier = threading.Barrier(count)

    def run(index: int):
        barrier.wait(10)
        return action(index)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def none_known(_) -> set[str]:
    return set()


class TestContentKey:
    def test_is_the_same_for_the_same_bytes(self):
        assert content_key("originals", DIGEST, "webp") == f"originals/{DIGEST[:2]}/{DIGEST}.webp"

    def test_has_no_slash_without_a_prefix(self):
        assert content_key("", DIGEST, "png") == f"{DIGEST[:2]}/{DIGEST}.png"

    @pytest.mark.parametrize("digest", ["", "ab", DIGEST.upper(), DIGEST[:-1] + "/", DIGEST + "\n", "../" + DIGEST[3:]])
    def test_refuses_what_is_no_digest(self, digest):
        with pytest.raises(ValueError, match="SHA-256"):
            content_key("originals", digest, "webp")

    @pytest.mark.parametrize("extension", ["", ".webp", "we/bp", "../x", "WEBP", "webp\n", "a" * 9])
    def test_refuses_what_is_no_extension(self, extension):
        with pytest.raises(ValueError, match="extension"):
            content_key("originals", DIGEST, extension)


class TestPutOnce:
    def test_keeps_the_bytes_under_exactly_that_key(self, store):
        assert put_once(store, "ab/picture.webp", b"bytes") is True
        assert keys(store) == ["ab/picture.webp"]
        assert content(store, "ab/picture.webp") == b"bytes"

    def test_leaves_what_is_there_already(self, store):
        put_once(store, "ab/picture.webp", b"bytes")
        assert put_once(store, "ab/picture.webp", b"BYTES") is False
        assert keys(store) == ["ab/picture.webp"]
        assert content(store, "ab/picture.webp") == b"bytes"

    def test_mends_an_object_of_another_size(self, store):
        put_once(store, "ab/picture.webp", b"half")
        assert put_once(store, "ab/picture.webp", b"whole picture") is True
        assert content(store, "ab/picture.webp") == b"whole picture"

    def test_makes_an_old_object_young_so_that_no_sweep_takes_it(self, store, monkeypatch):
        put_once(store, "old.webp", b"bytes")
        before = store.find("old.webp").modified_at
        time.sleep(1.1)  # the server tells time in seconds
        later = timezone.now() + timedelta(hours=2)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert put_once(store, "old.webp", b"bytes") is False
        assert store.find("old.webp").modified_at > before

    def test_may_be_done_by_many_at_once(self, store):
        data = os.urandom(300_000)
        answers = at_once(8, lambda _: put_once(store, "ab/picture.webp", data))
        assert any(answers)
        assert keys(store) == ["ab/picture.webp"]
        assert content(store, "ab/picture.webp") == data

    def test_refuses_a_key_that_leads_out(self, store):
        with pytest.raises(SuspiciousOperation):
            put_once(store, "../outside.webp", b"bytes")

    def test_refuses_a_storage_that_renames(self):
        with pytest.raises(TypeError, match="InMemoryStorage"):
            put_once(InMemoryStorage(), "a.webp", b"bytes")


class TestOpenOrNone:
    def test_opens_what_is_there(self, store):
        put_once(store, "a.webp", b"bytes")
        with open_or_none(store, "a.webp") as file:
            assert file.read() == b"bytes"

    def test_is_none_for_what_is_gone(self, store):
        assert open_or_none(store, "gone.webp") is None


@pytest.mark.django_db(transaction=True)
class TestDeleteAfterCommit:
    def test_deletes_the_object_once_the_row_is_gone_for_good(self, store):
        put_once(store, "a.webp", b"bytes")
        with transaction.atomic():
            delete_after_commit(store, "a.webp")
            assert store.find("a.webp") is not None
        assert store.find("a.webp") is None

    def test_deletes_nothing_when_the_transaction_is_rolled_back(self, store):
        put_once(store, "a.webp", b"bytes")
        with transaction.atomic():
            delete_after_commit(store, "a.webp")
            transaction.set_rollback(True)
        assert store.find("a.webp") is not None

    def test_takes_a_missing_object_as_deleted(self, store, caplog):
        delete_after_commit(store, "gone.webp")
        assert store.find("gone.webp") is None
        assert caplog.records == []

    def test_keeps_an_object_that_another_row_names(self, store):
        put_once(store, "shared.webp", b"bytes")
        delete_after_commit(store, "shared.webp", known=set)
        assert content(store, "shared.webp") == b"bytes"

    def test_lets_the_transaction_stand_when_the_storage_fails(self, s3, caplog):
        broken = BucketStorage(**options(s3, folder="x", secret_key="another-secret-that-is-not-it"))
        with transaction.atomic():
            delete_after_commit(broken, "a.webp")
        assert "Error calling" in caplog.text


class TestSweepOrphans:
    def test_deletes_old_objects_that_no_row_names(self, store):
        for name in ("known", "orphan"):
            put_once(store, f"ab/{name}.webp", b"bytes")
        time.sleep(0.01)
        assert sweep_orphans(store, known=lambda some: {"ab/known.webp"} & set(some), older_than=timedelta(0)) == 1
        assert keys(store) == ["ab/known.webp"]

    def test_leaves_young_objects_whose_rows_may_be_on_their_way(self, store):
        put_once(store, "young.webp", b"bytes")
        asked = []

        def known(some):
            asked.extend(some)
            return set()

        assert sweep_orphans(store, known=known, older_than=timedelta(hours=1)) == 0
        assert keys(store) == ["young.webp"]
        assert asked == []

    def test_leaves_an_object_that_is_put_again_meanwhile(self, store, monkeypatch):
        put_once(store, "again.webp", b"bytes")
        put_once(store, "orphan.webp", b"bytes")
        time.sleep(1.1)
        real = timezone.now

        def known(_):
            time.sleep(1.1)  # the server tells time in seconds
            monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=2))
            put_once(store, "again.webp", b"bytes")
            return set()

        assert sweep_orphans(store, known=known, older_than=timedelta(0)) == 1
        assert keys(store) == ["again.webp"]

    def test_walks_in_pages_and_deletes_on_the_way(self, store):
        names = [f"{index % 3:02}/{index}.webp" for index in range(11)]
        for name in names:
            store.put(name, b"bytes")
        assert [len(page) for page in store.pages("", size=4)] == [4, 4, 3]
        assert keys(store, size=4) == sorted(names)
        for page in store.pages("", size=4):
            for one in page:
                store.delete(one.key)
        assert keys(store) == []

    def test_stays_within_its_prefix(self, store):
        for name in ("previews/a.webp", "previews2/b.webp", "originals/c.webp"):
            put_once(store, name, b"bytes")
        time.sleep(0.01)
        assert sweep_orphans(store, known=none_known, older_than=timedelta(0), prefix="previews/") == 1
        assert keys(store) == ["originals/c.webp", "previews2/b.webp"]
        assert keys(store, "previews") == ["previews2/b.webp"]

    def test_deletes_nothing_when_the_rows_can_not_be_asked(self, store):
        put_once(store, "a.webp", b"bytes")
        time.sleep(0.01)

        def known(_):
            raise ConnectionError("no database")

        with pytest.raises(ConnectionError):
            sweep_orphans(store, known=known, older_than=timedelta(0))
        assert keys(store) == ["a.webp"]

    def test_finds_nothing_in_an_empty_storage(self, store):
        assert sweep_orphans(store, known=none_known, older_than=timedelta(0)) == 0


class TestFolder:
    def test_is_read_by_its_owner_only(self, folder, tmp_path):
        before = os.umask(0o022)
        try:
            put_once(folder, "ab/cd.webp", b"bytes")
        finally:
            os.umask(before)
        modes = {path: stat.S_IMODE((tmp_path / path).stat().st_mode) for path in ("originals", "originals/ab")}
        assert modes == {"originals": 0o700, "originals/ab": 0o700}
        assert stat.S_IMODE((tmp_path / "originals/ab/cd.webp").stat().st_mode) == 0o600

    def test_does_not_close_the_folder_above_it(self, tmp_path):
        store = FolderStorage(location=tmp_path / "home" / "originals", directory_permissions_mode=0o700)
        put_once(store, "a.webp", b"bytes")
        assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o777 & ~_umask()

    def test_has_no_addresses(self, folder):
        put_once(folder, "a.webp", b"bytes")
        with pytest.raises(ValueError, match="not accessible"):
            folder.url("a.webp")

    def test_shows_readers_the_old_or_the_new_but_never_half(self, folder):
        versions = [bytes([number]) * 2_000_000 for number in (1, 2)]
        folder.put("a.webp", versions[0])
        is_over = threading.Event()
        seen = set()

        def read() -> None:
            while not is_over.is_set():
                seen.add(hashlib.sha256(content(folder, "a.webp")).digest())

        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(read)
            for round_ in range(20):
                folder.put("a.webp", versions[round_ % 2])
            is_over.set()
            reading.result(10)
        assert seen <= {hashlib.sha256(version).digest() for version in versions}
        assert seen

    def test_leaves_nothing_of_a_write_that_failed(self, folder, tmp_path):
        folder.put("a.webp", b"before")
        with pytest.raises(TypeError):
            folder.put("a.webp", "text, not bytes")
        assert [path.name for path in (tmp_path / "originals").iterdir()] == ["a.webp"]
        assert content(folder, "a.webp") == b"before"

    def test_sweeps_what_a_crash_left_half_written(self, folder, tmp_path):
        folder.put("a.webp", b"bytes")
        (tmp_path / "originals" / ".b.webp.0123.part").write_bytes(b"by")
        time.sleep(0.01)
        assert sweep_orphans(folder, known=lambda some: {"a.webp"} & set(some), older_than=timedelta(0)) == 1
        assert keys(folder) == ["a.webp"]


def _umask() -> int:
    before = os.umask(0)
    os.umask(before)
    return before


class TestBucket:
    def test_refuses_a_stranger(self, bucket, s3):
        put_once(bucket, "a.webp", b"secret")
        answer = httpx.get(f"{s3.endpoint}/{BUCKET}/{bucket.location}/a.webp", trust_env=False)
        assert answer.status_code == 403
        assert b"secret" not in answer.content

    def test_refuses_a_stranger_the_list(self, s3):
        assert httpx.get(f"{s3.endpoint}/{BUCKET}?list-type=2", trust_env=False).status_code == 403

    def test_answers_a_signed_address(self, bucket):
        put_once(bucket, "a.webp", b"secret")
        answer = httpx.get(bucket.url("a.webp", expire=60), trust_env=False)
        assert (answer.status_code, answer.content) == (200, b"secret")
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["cache-control"] == "private, no-store"

    def test_refuses_a_signed_address_for_another_object(self, bucket):
        for name in ("a.webp", "b.webp"):
            put_once(bucket, name, b"secret")
        address = bucket.url("a.webp", expire=60).replace("a.webp", "b.webp")
        assert httpx.get(address, trust_env=False).status_code == 403

    def test_refuses_a_signed_address_that_expired(self, bucket):
        put_once(bucket, "a.webp", b"secret")
        address = bucket.url("a.webp", expire=1)
        time.sleep(2.1)
        assert httpx.get(address, trust_env=False).status_code == 403

    def test_refuses_a_wrong_secret(self, bucket, s3):
        put_once(bucket, "a.webp", b"secret")
        other = BucketStorage(**options(s3, folder=bucket.location, secret_key="another-secret-that-is-not-it"))
        for attempt in (lambda: other.find("a.webp"), lambda: other.put("b.webp", b"x"), lambda: keys(other)):
            with pytest.raises(ClientError) as refused:
                attempt()
            assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
        assert keys(bucket) == ["a.webp"]

    def test_really_deletes_the_object(self, bucket, s3):
        put_once(bucket, "a.webp", b"secret")
        bucket.delete("a.webp")
        with pytest.raises(ClientError) as gone:
            client(s3).head_object(Bucket=BUCKET, Key=f"{bucket.location}/a.webp")
        assert gone.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404

    def test_keeps_two_folders_of_one_bucket_apart(self, bucket, s3):
        beside = BucketStorage(**options(s3, folder=f"{bucket.location}2"))
        put_once(bucket, "a.webp", b"one")
        put_once(beside, "b.webp", b"two")
        time.sleep(0.01)
        assert keys(bucket) == ["a.webp"]
        assert sweep_orphans(bucket, known=none_known, older_than=timedelta(0)) == 1
        assert keys(beside) == ["b.webp"]

    def test_still_renames_what_is_saved_by_name(self, bucket):
        names = {bucket.save("a.webp", ContentFile(text)) for text in (b"one", b"two")}
        assert len(names) == 2
        assert {content(bucket, name) for name in names} == {b"one", b"two"}


class TestOriginals:
    def test_lie_apart_from_what_users_are_shown(self, settings):
        assert originals() is storages["originals"]
        place, media = (Path(storages[name].path("")) for name in ("originals", "default"))
        assert not place.is_relative_to(media)
        assert not media.is_relative_to(place)

    def test_follow_the_settings(self, settings, tmp_path):
        backend = {"BACKEND": "common.storage.folder.FolderStorage", "OPTIONS": {"location": str(tmp_path / "other")}}
        settings.STORAGES = {**settings.STORAGES, "originals": backend}
        put_once(originals(), "a.webp", b"bytes")
        assert (tmp_path / "other" / "a.webp").read_bytes() == b"bytes"


def configured(**environment: str) -> dict[str, Any]:
    """Both storages as the settings make them of that environment."""
    script = (
        "import json; from routix.settings import base; "
        "print(json.dumps({name: base.STORAGES[name] for name in ('default', 'originals')}, default=lambda one: "
        "one._user_provided_options if hasattr(one, '_user_provided_options') else str(one)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "ROUTIX_ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout)


ACCOUNT = {
    "STORAGE_BACKEND": "s3",
    "STORAGE_BUCKET": "thumbnails",
    "STORAGE_ACCESS_KEY": "key",
    "STORAGE_SECRET_KEY": "secret",
}


class TestStorageSettings:
    def test_keep_originals_in_a_closed_folder_outside_the_media(self, tmp_path):
        found = configured(STORAGE_BACKEND="local", ROUTIX_HOME=str(tmp_path))
        assert found["default"]["OPTIONS"]["location"] == str(tmp_path / "media")
        assert found["originals"]["OPTIONS"] == {
            "location": str(tmp_path / "originals"),
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        }

    def test_put_originals_under_a_folder_of_the_one_bucket(self):
        found = configured(**ACCOUNT)
        places = {name: (one["OPTIONS"]["bucket_name"], one["OPTIONS"]["location"]) for name, one in found.items()}
        assert places == {"default": ("thumbnails", ""), "originals": ("thumbnails", "originals")}

    def test_put_originals_into_a_bucket_of_their_own(self):
        found = configured(**ACCOUNT, STORAGE_ORIGINALS_BUCKET="secrets")["originals"]["OPTIONS"]
        assert (found["bucket_name"], found["location"]) == ("secrets", "")

    @pytest.mark.parametrize("name", ["default", "originals"])
    def test_speak_to_s3_as_r2_needs_it(self, name):
        found = configured(**ACCOUNT)[name]["OPTIONS"]
        assert found["file_overwrite"] is False
        assert found["default_acl"] is None
        assert found["client_config"] == {
            "signature_version": "s3v4",
            "s3": {"addressing_style": "path"},
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
            "retries": {"max_attempts": 3, "mode": "standard"},
            "connect_timeout": 3,
            "read_timeout": 30,
        }


class TestSignedAddress:
    def signed(self, path: str = "/admin/originals/7", **options) -> str:
        address = sign_address(path, user_id=options.pop("user_id", UUID(int=1)), **options)
        return address.removeprefix(f"{path}?signature=")

    def test_is_good_for_its_path_and_user(self):
        assert check_signature("/admin/originals/7", self.signed(), user_id=UUID(int=1)) is True

    def test_passes_through_a_query_unchanged(self):
        address = httpx.URL("http://x" + sign_address("/a:b/é", user_id=UUID(int=1)))
        assert check_signature("/a:b/é", address.params["signature"], user_id=UUID(int=1)) is True

    def test_is_worth_nothing_to_another_user(self):
        assert check_signature("/admin/originals/7", self.signed(), user_id=UUID(int=2)) is False
        # 1 and 11: the parts are told apart.
        assert check_signature("/admin/originals/7", self.signed(user_id=UUID(int=11)), user_id=UUID(int=1)) is False

    def test_is_worth_nothing_for_another_path(self):
        assert check_signature("/admin/originals/8", self.signed(), user_id=UUID(int=1)) is False

    def test_is_worth_nothing_once_expired(self, monkeypatch):
        signature = self.signed(seconds=10)
        present = time.time()
        monkeypatch.setattr(time, "time", lambda: present + 9)
        assert check_signature("/admin/originals/7", signature, user_id=UUID(int=1)) is True
        monkeypatch.setattr(time, "time", lambda: present + 12)
        assert check_signature("/admin/originals/7", signature, user_id=UUID(int=1)) is False

    def test_can_not_be_made_to_live_longer(self):
        signature = self.signed(seconds=10)
        assert (
            check_signature("/admin/originals/7", signature.replace("10.", "99999.", 1), user_id=UUID(int=1)) is False
        )

    def test_is_refused_with_any_character_changed(self):
        signature = self.signed()
        changed = [
            signature[:index] + ("A" if signature[index] != "A" else "B") + signature[index + 1 :]
            for index in range(len(signature))
        ]
        assert not any(check_signature("/admin/originals/7", one, user_id=UUID(int=1)) for one in changed)

    @pytest.mark.parametrize(
        "signature", ["", ".", "..", "300", "300.x", "300.x.y", "-1.x.y", "0.a.b", "٣٠٠.a.b", "a" * 5000]
    )
    def test_is_refused_when_malformed(self, signature):
        assert check_signature("/admin/originals/7", signature, user_id=UUID(int=1)) is False

    def test_needs_a_plain_path_and_a_lifetime(self):
        with pytest.raises(ValueError, match="query"):
            sign_address("/a?b=c", user_id=UUID(int=1))
        with pytest.raises(ValueError, match="seconds"):
            sign_address("/a", user_id=UUID(int=1), seconds=0)
