"""Who may open a page of test payments."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts.models import User
from billing.gateways.local.availability import is_available
from billing.models import LocalCustomer


@method_decorator([csrf_protect, never_cache], name="dispatch")
class HostedPage(LoginRequiredMixin, View):
    """404 where test payments are not available, whatever the addresses say; the signed-out are led to the sign-in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_available():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def require_owner(request: HttpRequest, customer: LocalCustomer) -> None:
    """Raise `Http404` for whoever is not that customer."""
    if not isinstance(request.user, User) or request.user.pk != customer.user_id:
        raise Http404
