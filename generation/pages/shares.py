"""The page of a shared thumbnail, and its picture, for anybody who has the address."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.api.errors import not_found
from common.errors import NotFoundError
from generation.pages.looking import limited_looks
from generation.selectors.shares import shared_picture
from generation.serializers.opinions import share_url, shared_picture_url
from generation.services.pictures import read_file, scale_down
from generation.services.sharing import count_view, find_share

# An edit or an end of the share is seen within minutes.
_KEPT_SECONDS = 300


@require_safe
@limited_looks(by_user=False)
def share_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the picture, at full size and as small as people meet it. 404 once the share is over."""
    try:
        share = find_share(token)
        shown = shared_picture(share)
    except NotFoundError as error:
        return not_found(request, error)
    count_view(share)
    context = {"shown": shown, "page_url": share_url(share), "picture_url": shared_picture_url(share)}
    response = render(request, "generation/share.html", context)
    # Whoever got the address may pass it on; a search engine should not.
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@limited_looks(by_user=False)
def share_picture(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer the picture of a share as it is now; `width` scales it down to one of a few widths."""
    try:
        thumbnail = shared_picture(find_share(token)).thumbnail
        key, width = str(thumbnail.file), request.GET.get("width")
        file = read_file(key) if width is None else scale_down(key, width)
    except NotFoundError as error:
        return not_found(request, error)
    tag = f'"{hashlib.sha256(file.data).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Cache-Control"] = f"public, max-age={_KEPT_SECONDS}"
    response["ETag"] = tag
    response["X-Robots-Tag"] = "noindex"
    return response
