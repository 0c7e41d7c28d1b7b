"""What OPTIONS tells: which methods there are. What they take stands in the schema, and is told once."""

from typing import Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request


class PlainMetadata(BaseMetadata):
    """The name and the methods of an address."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        return {"name": view.get_view_name(), "methods": view.allowed_methods}
