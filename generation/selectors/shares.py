"""What the public may see of a shared thumbnail."""

from dataclasses import dataclass

from common.errors import NotFoundError
from generation.models import Share, Thumbnail


@dataclass(frozen=True)
class SharedPicture:
    """The best picture of a share and what is told of it: never the prompt, and never the look it follows.

    `headline` is the type in the picture as it is now, "" where it has none.
    """

    share: Share
    thumbnail: Thumbnail
    headline: str
    owner_name: str

    @property
    def is_wide(self) -> bool:
        """Whether it has the shape of a video's thumbnail."""
        return self.thumbnail.width > self.thumbnail.height


def shared_picture(share: Share) -> SharedPicture:
    """Return what a living share shows. `NotFoundError` where the picture is gone."""
    thumbnail = Thumbnail.objects.filter(generation=share.generation, index=0).first()
    if thumbnail is None:
        raise NotFoundError
    owner = share.generation.owner
    return SharedPicture(share, thumbnail, _headline(thumbnail), owner.full_name or owner.username)


def _headline(thumbnail: Thumbnail) -> str:
    layers = thumbnail.document.get("layers", ())
    words = [
        str(layer.get("text", "")) for layer in layers if layer.get("kind") == "text" and layer.get("visible", True)
    ]
    return " ".join(" ".join(words).split())
