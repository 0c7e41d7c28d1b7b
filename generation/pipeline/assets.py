"""A user's own pictures, and the keys by which documents name them."""

from accounts.models import BrandAsset

FACE, LOGO = "face", "logo"


def read_asset(asset: BrandAsset) -> bytes:
    """Return the bytes of a picture."""
    with asset.file.open("rb") as file:
        return bytes(file.read())
