"""Addresses and parameter types, read from the methods of the SDK that call them."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.problems import StandInGapError, StripeProblem


@dataclass(frozen=True)
class Route:
    """One address. `answer` is called with the state, the parameters and the ids that stand in the path."""

    method: Callable[..., Any]
    verb: str
    pattern: re.Pattern[str]
    params: type
    answer: Callable[..., Any]


def route(method: Callable[..., Any], answer: Callable[..., Any]) -> Route:
    """Return the route that a method of an SDK service calls, answered by `answer`."""
    verb, address = _called(method)
    pattern = re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(address))
    return Route(method, verb.upper(), re.compile(pattern), _params_of(method), answer)


def routes_left_out(done: list[Route]) -> list[Route]:
    """Return the routes that the SDK's services of `done` call beside them, answered by the admission of a gap."""
    methods = {entry.method for entry in done}
    services = {getattr(inspect.getmodule(method), method.__qualname__.split(".")[0]) for method in methods}
    return [
        route(method, _gap_of(name))
        for service in sorted(services, key=lambda service: str(service))
        for name, method in vars(service).items()
        if inspect.isfunction(method) and not name.startswith("_") and not name.endswith("_async")
        if method not in methods
    ]


def _gap_of(name: str) -> Callable[..., Any]:
    def answer(_state: object, asked: Asked, *_ids: str) -> None:
        asked.plain()
        raise StandInGapError(f"the method {name} of this service")

    return answer


def find_route(routes: list[Route], verb: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """Return the route of a request and the ids in its path. Raises Stripe's 404."""
    for candidate in routes:
        match = candidate.pattern.fullmatch(path)
        if match and candidate.verb == verb:
            return candidate, match.groups()
    raise StripeProblem(
        f"Unrecognized request URL ({verb}: {path}). Please see https://stripe.com/docs or we can help at "
        "https://support.stripe.com/.",
        status=404,
    )


def _called(method: Callable[..., Any]) -> tuple[str, str]:
    """The verb and the address in `self._request("get", "/v1/x/{id}".format(…), …)`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self._request":
            verb, address = node.args[:2]
            if isinstance(address, ast.Call) and isinstance(address.func, ast.Attribute):
                address = address.func.value
            return str(ast.literal_eval(verb)), str(ast.literal_eval(address))
    raise LookupError(f"{method.__qualname__} of the SDK calls no address")


def _params_of(method: Callable[..., Any]) -> type:
    """The type of `params`, which the SDK imports for type checkers only."""
    annotation = inspect.signature(method).parameters["params"].annotation
    hint = get_args(annotation)[0] if get_args(annotation) else annotation
    name = hint if isinstance(hint, str) else hint.__forward_arg__
    source = inspect.getsource(inspect.getmodule(method) or method)
    match = re.search(rf"from (stripe\.params\S*) import \(?\s*{name}\b", source)
    if match is None:
        raise LookupError(f"{method.__qualname__} of the SDK does not say where {name} comes from")
    kind: type = getattr(importlib.import_module(match[1]), name)
    return kind
