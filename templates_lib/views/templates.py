"""The bank: its list, one template, and what staff change about it."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api.envelope import Answer
from common.api.inputs import Texts
from templates_lib.models import Template
from templates_lib.selectors import find_templates, get_template
from templates_lib.serializers.inputs import CorrectionInput, ListInput
from templates_lib.serializers.outputs import NO_DATA, TemplateOutput, TemplateStaffOutput, template_schema
from templates_lib.serializers.shapes import describe_for, describe_one
from templates_lib.services.curating import analyse_anew, correct
from templates_lib.services.uploading import delete_template, find_category
from templates_lib.views.rights import staff_who_may, viewer


class TemplateList(GenericAPIView[Template]):
    scope = "templates"
    serializer_class = TemplateOutput

    @extend_schema(
        operation_id="templates_list",
        summary="The templates",
        description="The ones that are in use. Staff see all of them, and more of each.",
        parameters=[ListInput],
        responses={200: template_schema(many=True)},
    )
    def get(self, request: Request) -> Response:
        user, is_staff = viewer(request)
        asked = ListInput(data=Texts(request.query_params.dict()))
        asked.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_templates(asked.wanted(), for_staff=is_staff))
        return self.get_paginated_response(describe_for(user, page or [], for_staff=is_staff))


class TemplateDetail(APIView):
    scope = "templates"
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="templates_get",
        summary="One template",
        description="404 for one that is not in use, but for staff.",
        responses={200: template_schema()},
    )
    def get(self, request: Request, template_id: uuid.UUID) -> Response:
        user, is_staff = viewer(request)
        return Answer(describe_one(user, get_template(template_id, for_staff=is_staff), for_staff=is_staff))

    @extend_schema(
        operation_id="templates_put",
        summary="Correct a template",
        description=(
            "Staff. PUT and PATCH do the same: fields that are not sent stay as they are. A name, a category and tags "
            "that were set by hand stay when the picture is analysed anew."
        ),
        request=CorrectionInput,
        responses={200: TemplateStaffOutput},
    )
    def put(self, request: Request, template_id: uuid.UUID) -> Response:
        return self._correct(request, template_id)

    @extend_schema(
        operation_id="templates_patch",
        summary="Correct a template",
        description="Staff. The same as PUT.",
        request=CorrectionInput,
        responses={200: TemplateStaffOutput},
    )
    def patch(self, request: Request, template_id: uuid.UUID) -> Response:
        return self._correct(request, template_id)

    @extend_schema(
        operation_id="templates_delete",
        summary="Delete an uploaded template and its picture",
        description="Staff. 409 for a look that ships with Routix: deactivate it instead.",
        responses={200: NO_DATA},
    )
    def delete(self, request: Request, template_id: uuid.UUID) -> Response:
        user = staff_who_may(request, "delete")
        delete_template(get_template(template_id, for_staff=True), by=user)
        return Answer(None, message="Deleted.")

    def _correct(self, request: Request, template_id: uuid.UUID) -> Response:
        user = staff_who_may(request, "change")
        form = CorrectionInput(data=request.data)
        form.is_valid(raise_exception=True)
        changes = dict(form.validated_data)
        if "category" in changes:
            changes["category"] = find_category(changes["category"] or "")
        correct(template_id, changes, by=user)
        template = get_template(template_id, for_staff=True)
        return Answer(describe_one(user, template, for_staff=True), message="Saved.")


class TemplateAnalyse(APIView):
    failure_statuses = ("409",)

    @extend_schema(
        operation_id="templates_analyse",
        summary="Analyse a template's picture anew",
        description="Staff. One that is in use stays so meanwhile. 409 for a look that was designed.",
        request=None,
        responses={202: TemplateStaffOutput},
    )
    def post(self, request: Request, template_id: uuid.UUID) -> Response:
        user = staff_who_may(request, "change")
        get_template(template_id, for_staff=True)
        analyse_anew(Template.objects.filter(pk=template_id), by=user)
        template = get_template(template_id, for_staff=True)
        return Answer(describe_one(user, template, for_staff=True), status=202)
