"""Every address, by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from routix import health
from routix.metrics import metrics
from routix.preview_mails import preview_mails

urlpatterns = [
    # First, since what is asked most often should pass the fewest others.
    path("api/v1/", include("accounts.urls.api")),
    path("api/v1/", include("accounts.urls.security")),
    path("api/v1/", include("accounts.urls.webhooks")),
    path("api/v1/", include("billing.urls.api")),
    path("api/v1/", include("templates_lib.urls")),
    path("api/v1/", include("generation.urls.documents")),
    path("api/v1/", include("generation.urls.api")),
    path("api/v1/", include("chat.urls.api")),
    path("api/v1/admin/", include("routix.staff.urls")),
    path("", include("chat.urls.pages")),
    path("", include("accounts.urls.pages")),
    path("", include("accounts.urls.account")),
    path("", include("billing.urls.pages")),
    path("", include("billing.urls.webhook")),
    path("generations/", include("generation.urls.files")),
    path("", include("generation.urls.pages")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    # Its HTML renderer breaks on OPTIONS, so it is not offered. Its script is an answer of its own, for the policy of
    # contents.
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", http_method_names=["get", "head"]),
        name="api-docs",
    ),
    path("docs", RedirectView.as_view(pattern_name="api-docs")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health", health.report, name="health"),
    path("metrics", metrics, name="metrics"),
    path("", include("billing.urls.admin")),
    path("admin/mails/", admin.site.admin_view(preview_mails), name="admin-mails"),
    path("admin/", admin.site.urls),
]

if not settings.IS_PRODUCTION:
    urlpatterns.append(path("", include("billing.urls.test_payments")))

handler400 = "common.api.errors.bad_request"
handler403 = "common.api.errors.forbidden"
handler404 = "common.api.errors.not_found"
handler500 = "common.api.errors.server_error"
