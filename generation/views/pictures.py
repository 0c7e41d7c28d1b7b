"""Pictures for an `<img>`: the address itself is the permission."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from common.api.errors import not_found
from common.errors import NotFoundError
from generation.events import ShownPicture, shown_by
from generation.pages.looking import limited_looks
from generation.selectors import get_shown_thumbnail
from generation.selectors.revisions import get_version, present_version
from generation.services.exports import find_export
from generation.services.pictures import PictureFile, scale_down

# A revision of a picture never changes, and its address is one person's; an address of whichever is shown may.
_LASTING = f"private, max-age={6 * 3600}, immutable"
_CHANGING = "private, no-cache"


@require_safe
@limited_looks(by_user=True)
def picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer the picture a signed address is good for.

    `width` scales it down to one of a few widths; `format` and `size` name an export that its owner asked for before.
    """
    try:
        shown = shown_by(token)
        file = _picture(request, shown)
    except NotFoundError as error:
        return not_found(request, error)
    tag = f'"{hashlib.sha256(file.data).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Cache-Control"] = _CHANGING if shown.revision is None else _LASTING
    response["ETag"] = tag
    return response


def _picture(request: HttpRequest, shown: ShownPicture) -> PictureFile:
    thumbnail = get_shown_thumbnail(shown.thumbnail_id)
    version = present_version(thumbnail) if shown.revision is None else get_version(thumbnail, shown.revision)
    asked = request.GET
    width = asked.get("width")
    if width is not None:
        return scale_down(version.file, width)
    return find_export(thumbnail.pk, version, format=asked.get("format", ""), size=asked.get("size", ""))
