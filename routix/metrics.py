"""Figures for Prometheus: what the latest look into the books found, and what waits."""

from collections.abc import Iterator
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from billing.selectors.books import Books, state_of_books


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever bears `METRICS_TOKEN`.

    401 with another token or none. Without the setting everybody may read them, but in production there is no such
    page then.
    """
    if settings.METRICS_TOKEN:
        # As bytes: digests of texts are compared in ASCII only.
        given = request.headers.get("Authorization", "").encode()
        if not compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    elif settings.IS_PRODUCTION:
        raise Http404
    # The rows are the truth for every process, so nothing is counted in this one.
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Money(state_of_books()))
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers=headers)


class _Money(Collector):
    """The books as gauges."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def collect(self) -> Iterator[Metric]:
        books = self._books
        found = GaugeMetricFamily(
            "routix_ledger_discrepancies",
            "Rows that should not be there, as the latest reconciliation counted them. Must be 0.",
            labels=["figure"],
        )
        for name, count in books.figures.items():
            found.add_metric([name], count)
        yield found
        if books.age is not None:
            yield GaugeMetricFamily(
                "routix_ledger_reconciliation_age_seconds",
                "Time since the latest reconciliation; absent before the first.",
                value=books.age.total_seconds(),
            )
        yield GaugeMetricFamily(
            "routix_ledger_needs_attention",
            "1 where the latest reconciliation found something, or none was made for 26 hours.",
            value=int(bool(books.wrong) or books.is_stale),
        )
        yield GaugeMetricFamily(
            "routix_stripe_events_waiting", "Webhook events that are not applied yet.", value=books.events_waiting
        )
        yield GaugeMetricFamily(
            "routix_stripe_events_failed", "Webhook events that were given up.", value=books.events_failed
        )
        yield GaugeMetricFamily(
            "routix_holds_open", "Holds that are neither charged nor returned.", value=books.open_holds
        )
