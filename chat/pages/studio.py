"""The studio at `/`: ask for a thumbnail, watch it being made, take it along."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from accounts.models import User
from accounts.pages.access import for_signed_in, is_htmx
from chat.pages import wording
from chat.pages.composer import composer_context, read_photo, read_request
from chat.pages.history import history_context
from chat.pages.panel import Panel, panel_of
from chat.pages.refusals import WayOut, told, way_out
from chat.pages.welcome import welcome_context
from chat.services.studio import request_once, request_with_photo
from common.errors import DomainError, NotFoundError
from common.ids import new_id
from common.rate_limits.pages import require_page_allowance
from generation.errors import NotCancellableError
from generation.events import snapshot
from generation.models import ACTIVE_STATUSES, Generation, Status
from generation.selectors import find_thumbnails, get_generation
from generation.services.cancelling import cancel_generation
from generation.services.requesting import GenerationRequest

_personal = cache_control(private=True, no_cache=True)


@require_safe
@_personal
def home(request: HttpRequest) -> HttpResponseBase:
    """The studio of whoever is signed in, with what is being made for them; else what Routix is."""
    if not isinstance(request.user, User):
        return render(request, "chat/welcome.html", welcome_context(request))
    user = request.user
    running = Generation.objects.filter(owner=user, status__in=ACTIVE_STATUSES, deleted_at=None).first()
    return _studio(request, user, panel=_panel(user, running) if running else None)


@require_safe
@_personal
@for_signed_in
def generation(request: HttpRequest, user: User, generation_id: UUID) -> HttpResponse:
    """The studio with one of the user's generations on the stage."""
    try:
        shown = get_generation(user, generation_id)
    except NotFoundError as error:
        return _not_found(request, error)
    return _studio(request, user, panel=_panel(user, shown))


@require_POST
@for_signed_in
def create(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for a thumbnail: the stage with the new generation, or what was refused beside the form."""
    asked = read_request(request)
    photo = read_photo(request)
    key = request.POST.get("request_key") or str(new_id())
    try:
        require_page_allowance(request, "generation")
        made = request_with_photo(user, asked, photo=photo, key=key) if photo else request_once(user, asked, key=key)
    except DomainError as error:
        return _refused(request, user, asked, error)
    address = resolve_url("studio-generation", made.pk)
    if not is_htmx(request):
        return redirect(address)
    return push_url(_stage(request, user, made, request_key=str(new_id())), address)


@require_safe
@_personal
@for_signed_in
def stage(request: HttpRequest, user: User, generation_id: UUID) -> HttpResponse:
    """The stage alone. 204 when a run has nothing newer to show than the sequence number `seen`."""
    if not is_htmx(request):
        return redirect("studio-generation", generation_id)
    try:
        shown = get_generation(user, generation_id)
    except NotFoundError as error:
        return _not_found(request, error)
    seen = request.GET.get("seen", "")
    if shown.status == Status.PROCESSING and seen.isdecimal() and shown.sequence <= int(seen):
        return HttpResponse(status=204)
    return _stage(request, user, shown)


@require_POST
@for_signed_in
def cancel(request: HttpRequest, user: User, generation_id: UUID) -> HttpResponse:
    """Cancel a generation and show how it ended, which may be: with a picture, a moment before."""
    try:
        shown = cancel_generation(user, generation_id)
    except NotCancellableError:
        shown = get_generation(user, generation_id)
    except NotFoundError as error:
        return _not_found(request, error)
    if not is_htmx(request):
        return redirect("studio-generation", generation_id)
    return _stage(request, user, shown)


@require_safe
@_personal
@for_signed_in
def history(request: HttpRequest, user: User) -> HttpResponse:
    """The grid of what the user made; from an `offset` on only further cards."""
    sent = request.GET.get("offset", "")
    offset = int(sent) if sent.isdecimal() and len(sent) < 7 else 0
    template = "chat/_history_cards.html" if offset else "chat/_history.html"
    return render(request, template, history_context(user, offset=offset))


def _studio(
    request: HttpRequest,
    user: User,
    *,
    panel: Panel | None,
    sent: GenerationRequest | None = None,
    errors: tuple[str, ...] = (),
    way: WayOut | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "panel": panel,
        "way_out": way,
        "examples": wording.EXAMPLES,
        **composer_context(user, sent, errors),
        **history_context(user),
    }
    return render(request, "chat/studio.html", context, status=status)


def _stage(request: HttpRequest, user: User, shown: Generation, *, request_key: str = "") -> HttpResponse:
    """The stage; with `request_key` the form's next request is another one than its last."""
    context = {"panel": _panel(user, shown), "request_key": request_key}
    return render(request, "chat/_stage_update.html", context)


def _panel(user: User, shown: Generation) -> Panel:
    thumbnails = find_thumbnails(shown) if shown.status == Status.COMPLETED else []
    axes = thumbnails[0].score_axes if thumbnails else {}
    return panel_of(shown, snapshot(shown), channel=user.username, score_axes=axes)


def _refused(request: HttpRequest, user: User, asked: GenerationRequest, error: DomainError) -> HttpResponse:
    errors, way = tuple(told(error)), way_out(error)
    if not is_htmx(request):
        return _studio(request, user, panel=None, sent=asked, errors=errors, way=way, status=error.status)
    context = {"errors": errors, "way_out": way}
    response = render(request, "chat/_composer_errors.html", context, status=error.status)
    return reswap(retarget(response, "#composer-errors"), "innerHTML")


def _not_found(request: HttpRequest, error: DomainError) -> HttpResponse:
    if is_htmx(request):
        return render(request, "chat/_stage_missing.html", status=error.status)
    context = {"status": error.status, "message": gettext(error.message)}
    return render(request, "error.html", context, status=error.status)
