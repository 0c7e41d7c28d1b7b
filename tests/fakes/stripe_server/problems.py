"""The refusals of Stripe, in the words and the shape its clients know."""

from typing import Any

_DOCS = "https://stripe.com/docs/error-codes/{}"


class StripeProblem(Exception):  # noqa: N818 - a refusal that was asked for is no error of the stand-in
    """A refusal. Whatever the request has changed is taken back, unless `keeps_changes`, as after a declined card."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        keeps_changes: bool = False,
        should_retry: bool | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keeps_changes = keeps_changes
        self.should_retry = should_retry
        self.details = {name: value for name, value in details.items() if value is not None}
        self.kind = kind

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that Stripe answers."""
        details = dict(self.details)
        if code := details.get("code"):
            details["doc_url"] = _DOCS.format(str(code).replace("_", "-"))
        return {"error": {**details, "message": str(self), "type": self.kind}}


class StandInGapError(StripeProblem):
    """Stripe would do this, but the stand-in cannot: a 501 that no client retries, so that no test believes it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the stand-in does not do {what}", status=501, kind="api_error", should_retry=False)


def unknown_parameter(param: str) -> StripeProblem:
    """Return the refusal of a parameter that the API does not know."""
    return StripeProblem(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def missing_parameter(param: str) -> StripeProblem:
    """Return the refusal of a request that lacks a required parameter."""
    return StripeProblem(f"Missing required param: {param}.", code="parameter_missing", param=param)


def empty_parameter(param: str) -> StripeProblem:
    """Return the refusal of an empty string where nothing can be unset."""
    return StripeProblem(
        f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; "
        f"however '{param}' cannot be unset. You should remove '{param}' from your request or supply a non-empty "
        "value.",
        code="parameter_invalid_empty",
        param=param,
    )


def invalid_integer(value: object, param: str) -> StripeProblem:
    """Return the refusal of what is no whole number."""
    return StripeProblem(f"Invalid integer: {value}", code="parameter_invalid_integer", param=param)


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> StripeProblem:
    """Return the refusal of a request that is well formed and makes no sense."""
    return StripeProblem(message, param=param, code=code)


def no_such(name: str, row_id: str, *, param: str, status: int = 400) -> StripeProblem:
    """Return the refusal of an id that nothing has: a 404 in a path, a 400 in a parameter."""
    return StripeProblem(f"No such {name}: '{row_id}'", status=status, code="resource_missing", param=param)
