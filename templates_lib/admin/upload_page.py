"""Bringing pictures in: a page that sends them one by one, or all at once where no scripts run."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from common.errors import DomainError
from common.images import NotAPictureError, PictureTooLargeError
from templates_lib.admin.look import LikeOriginal, likenesses
from templates_lib.admin.pictures import original_address
from templates_lib.admin.states import MOST_WATCHED, Shown, as_json, state_of, states_of
from templates_lib.forms import MOST_ADDRESSES, UploadForm
from templates_lib.models import Template
from templates_lib.services.uploading import LARGEST_FILE, Upload, upload_from_address, upload_picture

if TYPE_CHECKING:
    from templates_lib.admin.templates import TemplateAdmin

_LATEST = 24
_STATUSES = {"created": 201, "duplicate": 200}


@dataclass(frozen=True)
class Brought:
    """What became of one picture: `outcome` is `created`, `duplicate` or `refused`; `why` says why it was refused.

    `near` are templates whose originals look alike, the most alike first.
    """

    file_name: str
    outcome: str
    template: Template | None = None
    near: tuple[LikeOriginal, ...] = ()
    why: str = ""
    status: int = 200

    @property
    def state(self) -> Shown | None:
        return state_of(self.template) if self.template else None

    @property
    def picture(self) -> str:
        return original_address(self.template.pk, is_small=True) if self.template else ""

    def as_json(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        return {
            "outcome": self.outcome,
            "why": self.why,
            "original": self.picture,
            "template": as_json(self.template) if self.template else None,
            "near": [
                {
                    "name": one.name,
                    "address": reverse("admin:templates_lib_template_change", args=[one.template_id]),
                    "picture": one.picture,
                    "bits": one.bits,
                    "likeness": one.likeness,
                }
                for one in self.near
            ],
        }


def upload_page(model_admin: "TemplateAdmin", request: HttpRequest, by: User) -> HttpResponse:
    """Show the page, or take all pictures of its form at once."""
    form = UploadForm(request.POST or None, request.FILES or None)
    brought = list(_bring_all(form, by)) if request.method == "POST" and form.is_valid() else []
    context = {
        **model_admin.admin_site.each_context(request),
        "model_admin": model_admin,
        "title": "Add pictures to the bank",
        "media": model_admin.media,
        "form": form,
        "brought": brought,
        "latest": _latest(by),
        "largest_file": LARGEST_FILE,
        "most_addresses": MOST_ADDRESSES,
        "most_watched": MOST_WATCHED,
    }
    request.current_app = model_admin.admin_site.name
    return render(request, "admin/templates_lib/template/upload.html", context)


def receive_one(request: HttpRequest, by: User) -> JsonResponse:
    """Take one picture, as a file or from an address, and tell as JSON what became of it.

    201 for a new template, 200 for one that is there already, else the refusal's own status; 422 with `fields` for a
    form that is not valid.
    """
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        fields = {name: [str(message) for message in messages] for name, messages in form.errors.items()}
        return JsonResponse(
            {"outcome": "refused", "why": "Some fields above need a look.", "fields": fields}, status=422
        )
    for brought in _bring_all(form, by):
        return JsonResponse(brought.as_json(), status=brought.status)
    raise AssertionError("a valid form holds a picture")


def tell_states(request: HttpRequest) -> JsonResponse:
    """Tell where the templates of `?id=…&id=…` stand; ids that are none are passed over."""
    return JsonResponse({"templates": states_of(list(_ids(request.GET.getlist("id"))))})


def _ids(texts: list[str]) -> Iterator[uuid.UUID]:
    for text in texts[:MOST_WATCHED]:
        try:
            yield uuid.UUID(text)
        except ValueError:
            continue


def _bring_all(form: UploadForm, by: User) -> Iterator[Brought]:
    for file in form.cleaned_data["pictures"]:
        yield _bring(form, by, file=file)
    for address in form.cleaned_data["addresses"]:
        yield _bring(form, by, address=address)


def _bring(form: UploadForm, by: User, *, file: "UploadedFile[Any] | None" = None, address: str = "") -> Brought:
    name = (file.name or "") if file else address
    category = form.cleaned_data["category"]
    try:
        if file is None:
            upload = upload_from_address(address, provenance=form.provenance, category=category, by=by)
        else:
            if (file.size or 0) > LARGEST_FILE:  # before its bytes are read into memory
                raise PictureTooLargeError(f"This picture has more than {LARGEST_FILE // 1024 // 1024} MB.")
            if not file.size:
                raise NotAPictureError("This file is empty.")
            upload = upload_picture(file.read(), provenance=form.provenance, file_name=name, category=category, by=by)
    except DomainError as error:
        return Brought(name, "refused", why=_sentence(error), status=error.status)
    return _told(name, upload)


def _told(name: str, upload: Upload) -> Brought:
    template = Template.objects.select_related("analysis", "original").get(pk=upload.template.pk)
    near = likenesses(template.original.phash, but=template.pk) if upload.near_duplicates else ()
    return Brought(name, upload.outcome, template, near, status=_STATUSES[upload.outcome])


def _sentence(error: DomainError) -> str:
    """Return what is wrong, in the words of the field where the error names one."""
    faults = error.details.get("validation_errors") or []
    return str(faults[0]["message"]) if faults else error.message


def _latest(by: User) -> list[Brought]:
    """What this person brought in lately: whoever left the page finds it all again."""
    rows = Template.objects.filter(original__uploaded_by=by).select_related("analysis").defer("document", "search_text")
    return [Brought("", "created", template) for template in rows.order_by("-created_at")[:_LATEST]]
