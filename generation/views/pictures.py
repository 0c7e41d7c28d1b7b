"""Pictures for an `<img>`: the address itself is the permission."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe

from common.api.errors import not_found
from common.errors import NotFoundError
from generation.events import thumbnail_of
from generation.selectors import get_shown_thumbnail
from generation.services.exports import find_export
from generation.services.pictures import PictureFile, scale_down

_KEPT_SECONDS = 6 * 3600


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer the picture a signed address is good for.

    `width` scales it down to one of a few widths; `format` and `size` name an export that its owner asked for before.
    """
    try:
        file = _picture(request, token)
    except NotFoundError as error:
        return not_found(request, error)
    tag = f'"{hashlib.sha256(file.data).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = HttpResponse(file.data, content_type=file.media_type)
    # a delivered picture never changes, and its address is one person's
    response["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}, immutable"
    response["ETag"] = tag
    return response


def _picture(request: HttpRequest, token: str) -> PictureFile:
    thumbnail = get_shown_thumbnail(thumbnail_of(token))
    asked = request.GET
    width = asked.get("width")
    if width is not None:
        return scale_down(str(thumbnail.file), width)
    return find_export(thumbnail, format=asked.get("format", ""), size=asked.get("size", ""))
