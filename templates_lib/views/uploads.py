"""Staff bring pictures into the bank."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.api.envelope import Answer
from common.api.parsers import BoundedJSONParser
from common.errors import BodyTooLargeError, ValidationFailedError
from templates_lib.selectors import staff_templates
from templates_lib.serializers.inputs import MOST_AT_ONCE, UploadFormInput, UploadInput
from templates_lib.serializers.outputs import UploadedOutput
from templates_lib.serializers.shapes import describe_for, describe_upload
from templates_lib.services.batches import Result, upload_many
from templates_lib.services.uploading import LARGEST_FILE, find_category
from templates_lib.views.rights import staff_who_may

# Room for the boundaries and the other fields of the form.
_LARGEST_BODY = MOST_AT_ONCE * (LARGEST_FILE + 4096) + 64 * 1024


class TemplateUpload(APIView):
    parser_classes = (MultiPartParser, FormParser, BoundedJSONParser)
    failure_statuses = ("413",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a huge body by its stated length, and whoever may not upload, before the form is read.

        The length comes first, since a session's sign-in looks for its CSRF token in the form.
        """
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > _LARGEST_BODY:
            raise BodyTooLargeError
        super().initial(request, *args, **kwargs)
        staff_who_may(request, "add")

    @extend_schema(
        operation_id="templates_upload",
        summary="Bring pictures into the bank",
        description=(
            f"Staff. Up to {MOST_AT_ONCE} pictures at once, as files or as addresses to fetch them from. Each is "
            "judged by itself, in the order sent, files first: `created` (it waits for its analysis), `duplicate` "
            "(the very same picture is there already) or `refused`. Pictures that look alike are told, not refused. "
            "422 when all were refused, with the same list in `error.details.results`."
        ),
        request={
            "multipart/form-data": UploadFormInput,
            "application/x-www-form-urlencoded": UploadInput,
            "application/json": UploadInput,
        },
        responses={
            201: OpenApiResponse(UploadedOutput(many=True), description="At least one is new."),
            200: OpenApiResponse(UploadedOutput(many=True), description="None is new, but some are there already."),
        },
    )
    def post(self, request: Request) -> Response:
        user = staff_who_may(request, "add")
        form = UploadFormInput(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        results = upload_many(
            files=given["files"],
            addresses=given["urls"],
            provenance=form.provenance(),
            category=find_category(given["category"]),
            by=user,
        )
        shown = _described(user, results)
        outcomes = [result.outcome for result in results]
        if "created" in outcomes:
            return Answer(shown, message=f"{outcomes.count('created')} new.", status=201)
        if "duplicate" in outcomes:
            return Answer(shown, message="These are here already.")
        raise _all_refused(results, shown)


def _described(user: User, results: list[Result]) -> list[dict[str, Any]]:
    ids = {result.upload.template.pk for result in results if result.upload}
    rows = list(staff_templates().filter(pk__in=ids))
    shapes = {row.pk: shape for row, shape in zip(rows, describe_for(user, rows, for_staff=True), strict=True)}
    return [
        describe_upload(
            result.name,
            result.outcome,
            template=shapes.get(result.upload.template.pk) if result.upload else None,
            near=result.upload.near_duplicates if result.upload else (),
            error=result.error,
        )
        for result in results
    ]


def _all_refused(results: list[Result], shown: list[dict[str, Any]]) -> ValidationFailedError:
    error = ValidationFailedError("None of the pictures could be taken.")
    faults = [
        {"field": f"pictures[{index}]", "message": result.error.message, "type": result.error.code}
        for index, result in enumerate(results)
        if result.error
    ]
    error.details.update(validation_errors=faults, results=shown)
    return error
