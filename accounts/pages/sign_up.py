"""Opening an account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.forms import SignUpForm
from accounts.pages.referrals import forget_referral_code, remembered_referral_code
from accounts.services.registration import SignUpOrigin, sign_up
from accounts.services.sessions import open_browser_session
from common.client_address import hashed_ip
from common.errors import ValidationFailedError
from common.rate_limits.pages import limited


@method_decorator([sensitive_post_parameters("password"), csrf_protect, never_cache, limited("auth")], name="dispatch")
class SignUpPage(FormView[SignUpForm]):
    """Opens an account and signs in."""

    template_name = "accounts/signup.html"
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(referral_code=remembered_referral_code(self.request), **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        code = remembered_referral_code(self.request)
        try:
            user = sign_up(
                **form.cleaned_data, origin=SignUpOrigin(ip_digest=hashed_ip(self.request), referral_code=code)
            )
        except ValidationFailedError as error:
            for problem in error.details["validation_errors"]:
                form.add_error(problem["field"] if problem["field"] in form.fields else None, problem["message"])
            return self.form_invalid(form)
        forget_referral_code(self.request)
        open_browser_session(self.request, user, way="sign_up")
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
