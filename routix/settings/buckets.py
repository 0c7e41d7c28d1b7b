"""One bucket of S3 or R2, said the way django-storages wants it."""

from typing import Any

from botocore.config import Config  # type: ignore[import-untyped]


def bucket_options(
    *,
    bucket: str,
    access_key: str,
    secret_key: str,
    endpoint_url: str,
    region: str,
    cache_control: str,
    folder: str = "",
) -> dict[str, Any]:
    """OPTIONS of a storage whose objects lie in `bucket` under `folder`. An empty endpoint is Amazon's.

    No ACL is sent: without one an object is private, while buckets that have ACLs switched off (the default of S3,
    and R2 throughout) refuse requests that name one.
    """
    return {
        "bucket_name": bucket,
        "location": folder,
        "access_key": access_key,
        "secret_key": secret_key,
        "endpoint_url": endpoint_url or None,
        "region_name": region,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": 600,
        "object_parameters": {"CacheControl": cache_control},
        # It replaces what django-storages would make of its own options, so it says all of it.
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            # R2 and older servers don't know the checksums that boto3 adds of its own accord.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"max_attempts": 3, "mode": "standard"},
            connect_timeout=3,
            read_timeout=30,
        ),
    }
