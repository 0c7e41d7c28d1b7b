"""Finding templates by what somebody wants."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.inputs import Texts
from common.api.pagination import LimitOffset
from templates_lib.models import Template
from templates_lib.search import Match, question_from_text, search_templates
from templates_lib.selectors import public_templates, staff_templates
from templates_lib.serializers.inputs import MOST_FOUND, SearchInput
from templates_lib.serializers.outputs import MatchOutput, match_schema
from templates_lib.serializers.shapes import describe_for, describe_match
from templates_lib.views.rights import viewer


class FoundPages(LimitOffset):
    """Pages of what a search found, which is at most `MOST_FOUND`. `SearchInput` reads which page is wanted."""

    def cut(self, found: list[Match], *, limit: int, offset: int) -> list[Match]:
        self.limit, self.offset, self.total = limit, offset, len(found)
        return found[offset : offset + limit]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []


class TemplateSearch(GenericAPIView[Template]):
    scope = "templates"
    serializer_class = MatchOutput
    pagination_class = FoundPages

    @extend_schema(
        operation_id="templates_search",
        summary="Find templates",
        description=(
            "By meaning and by words, best first, among those in use. A search finds "
            f"{MOST_FOUND} at the most; `total` counts what it found."
        ),
        parameters=[SearchInput],
        responses={200: match_schema()},
    )
    def get(self, request: Request) -> Response:
        user, is_staff = viewer(request)
        asked = SearchInput(data=Texts(request.query_params.dict()))
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        found = search_templates(question_from_text(given["query"]), facets=asked.facets(), limit=MOST_FOUND)
        pages = FoundPages()
        page = pages.cut(found, limit=given["limit"], offset=given["offset"])
        rows = (staff_templates() if is_staff else public_templates()).in_bulk([match.template_id for match in page])
        kept = [match for match in page if match.template_id in rows]  # one may have been deleted meanwhile
        shapes = describe_for(user, [rows[match.template_id] for match in kept], for_staff=is_staff)
        items = [describe_match(shape, match, for_staff=is_staff) for shape, match in zip(shapes, kept, strict=True)]
        return pages.get_paginated_response(items)
