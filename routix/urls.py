"""Every address, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from routix import health
from routix.metrics import metrics

urlpatterns = [
    path("", include("chat.urls.pages")),
    path("", include("accounts.urls.pages")),
    path("api/v1/", include("accounts.urls.api")),
    path("", include("billing.urls.pages")),
    path("", include("billing.urls.webhook")),
    path("api/v1/", include("billing.urls.api")),
    path("api/v1/", include("templates_lib.urls")),
    path("api/v1/", include("generation.urls.api")),
    path("generations/", include("generation.urls.files")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    # Its HTML renderer breaks on OPTIONS, so it is not offered.
    path(
        "api/docs/",
        SpectacularSwaggerView.as_view(url_name="schema", http_method_names=["get", "head"]),
        name="api-docs",
    ),
    path("docs", RedirectView.as_view(pattern_name="api-docs")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health", health.report, name="health"),
    path("metrics", metrics, name="metrics"),
    path("", include("billing.urls.admin")),
    path("admin/", admin.site.urls),
]

if not settings.IS_PRODUCTION:
    urlpatterns.append(path("", include("billing.urls.test_payments")))

handler400 = "common.api.errors.bad_request"
handler403 = "common.api.errors.forbidden"
handler404 = "common.api.errors.not_found"
handler500 = "common.api.errors.server_error"
