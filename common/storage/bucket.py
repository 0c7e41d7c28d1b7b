"""Objects in a bucket of S3, R2 or what speaks their language."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError  # type: ignore[import-untyped]
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from common.storage.exact import ExactStorage, StoredObject


class BucketStorage(ExactStorage, S3Storage):  # type: ignore[misc]  # django-storages has no types
    """A bucket, or a folder of one. One request writes one object, which S3 does whole or not at all."""

    def put(self, key: str, data: bytes) -> None:
        name = self._name(key)
        parameters = self._get_write_parameters(name)
        self._client.put_object(Bucket=self.bucket_name, Key=name, Body=data, **parameters)

    def find(self, key: str) -> StoredObject | None:
        try:
            head = self._client.head_object(Bucket=self.bucket_name, Key=self._name(key))
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise
        return StoredObject(key=key, size=head["ContentLength"], modified_at=head["LastModified"])

    def pages(self, prefix: str, *, size: int = 500) -> Iterator[list[StoredObject]]:
        # A trailing slash keeps `originals` from meaning `originals2` too.
        root = f"{self.location}/" if self.location else ""
        listing = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_name, Prefix=f"{root}{prefix}", PaginationConfig={"PageSize": size}
        )
        for answer in listing:
            page = [
                StoredObject(key=one["Key"].removeprefix(root), size=one["Size"], modified_at=one["LastModified"])
                for one in answer.get("Contents", ())
            ]
            if page:
                yield page

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _name(self, key: str) -> str:
        """The key within the bucket. Raises `SuspiciousOperation` for one that leads out of the folder."""
        name: str = self._normalize_name(clean_name(key))
        return name
