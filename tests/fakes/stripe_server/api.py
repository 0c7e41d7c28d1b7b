"""One request, from what came over the wire to what goes back: who asks, what for, whether it is a repetition."""

import logging
import traceback

from tests.fakes.stripe_server import forms
from tests.fakes.stripe_server.answers import Answer, Request, as_json, as_problem
from tests.fakes.stripe_server.asked import Asked
from tests.fakes.stripe_server.endpoints import ROUTES
from tests.fakes.stripe_server.expanding import expand
from tests.fakes.stripe_server.faults import Faults
from tests.fakes.stripe_server.idempotency import IdempotencyKeys
from tests.fakes.stripe_server.parameters import check
from tests.fakes.stripe_server.problems import StandInGapError, StripeProblem, invalid
from tests.fakes.stripe_server.routes import Route, find_route
from tests.fakes.stripe_server.state import API_VERSION, Row, State, public

logger = logging.getLogger(__name__)
_FORM = "application/x-www-form-urlencoded"


class Api:
    """Answers requests out of the state, by the rules of Stripe."""

    def __init__(self, state: State, api_key: str) -> None:
        self.requests: list[Request] = []
        self.faults = Faults()
        self._state = state
        self._api_key = api_key
        self._keys = IdempotencyKeys()

    def answer(self, method: str, path: str, encoded: str, headers: dict[str, str]) -> Answer:
        """Answer one request. `encoded` is its form or its query, `headers` are in lower case."""
        request_id = self._state.new_id("req")
        try:
            answer = self._answered(method, path, encoded, headers, request_id)
        except Exception:
            # A bug of the stand-in's own has to be seen by whoever reads the failing test, not guessed at.
            logger.exception("the stand-in broke on %s %s", method, path)
            answer = as_problem(StandInGapError(f"{method} {path}, on which it broke:\n{traceback.format_exc()}"))
        return Answer(
            answer.status,
            answer.body,
            {"Request-Id": request_id, "Stripe-Version": API_VERSION, **answer.headers},
            answer.content_type,
            answer.breaks,
        )

    def _answered(self, method: str, path: str, encoded: str, headers: dict[str, str], request_id: str) -> Answer:
        key = headers.get("idempotency-key") if method == "POST" else None
        try:
            params = forms.decode(encoded)
        except (StripeProblem, UnicodeDecodeError) as problem:
            self.requests.append(Request(method, path, {}, key, headers))
            return as_problem(problem if isinstance(problem, StripeProblem) else invalid("Invalid UTF-8"))
        request = Request(method, path, params, key, headers)
        self.requests.append(request)
        fault = self.faults.take(method, path)
        if fault and not fault.after_work:
            return fault.answer
        try:
            answer = self._executed(request, encoded, request_id)
        except StripeProblem as problem:
            answer = as_problem(problem)
        return fault.answer if fault else answer

    def _executed(self, request: Request, encoded: str, request_id: str) -> Answer:
        self._check_caller(request)
        route, ids = find_route(ROUTES, request.method, request.path)
        asked = Asked(check(request.params, route.params))
        key = request.idempotency_key
        if key is None:
            return self._carried_out(route, ids, asked, request_id, request)
        if len(key) > 255:
            raise invalid("Idempotency keys can have up to 255 characters")
        before = self._keys.begin(key, request.path, encoded, at=self._state.now)
        if before:
            headers = {**before.headers, "Idempotent-Replayed": "true"}
            return Answer(before.status, before.body, headers, before.content_type)
        try:
            answer = self._carried_out(route, ids, asked, request_id, request)
        except BaseException:
            self._keys.release(key)
            raise
        self._keys.keep(key, answer)
        return answer

    def _carried_out(
        self, route: Route, ids: tuple[str, ...], asked: Asked, request_id: str, request: Request
    ) -> Answer:
        self.faults.wait_at_gate(request.path)
        origin = {"id": request_id, "idempotency_key": request.idempotency_key}
        try:
            with self._state.transaction(origin):
                row: Row = public(route.answer(self._state, asked, *ids))
                row = expand(self._state, row, asked.get("expand", []))
                for param in asked.unread():
                    raise StandInGapError(f"{param} of {request.method} {request.path}")
        except StripeProblem as problem:
            return as_problem(problem)
        return as_json(row)

    def _check_caller(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not given or given == "None":
            raise StripeProblem(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
                status=401,
            )
        if given != self._api_key:
            raise StripeProblem(f"Invalid API Key provided: {given[:8]}****{given[-4:]}", status=401)
        version = request.headers.get("stripe-version")
        if version != API_VERSION:
            raise invalid(f"Invalid Stripe API version: {version}. The stand-in speaks {API_VERSION}.")
        if request.method == "POST" and request.headers.get("content-type", "").split(";")[0] != _FORM:
            raise invalid(f"Invalid request: the body has to be {_FORM}.")
