"""Credits under `/api/v1/`."""

from django.urls import path

from billing.views import CreditsView

urlpatterns = [path("users/credits", CreditsView.as_view(), name="users-credits")]
