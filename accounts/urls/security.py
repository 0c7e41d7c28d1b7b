"""What guards an account, under `/api/v1/`."""

from django.urls import path

from accounts.views.passwords import ChangePasswordView, ConfirmResetView, RequestResetView
from accounts.views.security import AuthenticatorView, ConfirmAuthenticatorView, RecoveryCodesView, SecondFactorView
from accounts.views.sessions import EndOtherSignInsView, SignInsView, SignInView

urlpatterns = [
    path("users/password/change", ChangePasswordView.as_view(), name="users-password-change"),
    path("users/password-reset/request", RequestResetView.as_view(), name="users-password-reset-request"),
    path("users/password-reset/confirm", ConfirmResetView.as_view(), name="users-password-reset-confirm"),
    path("users/2fa", SecondFactorView.as_view(), name="users-2fa"),
    path("users/2fa/totp", AuthenticatorView.as_view(), name="users-2fa-totp"),
    path("users/2fa/totp/confirm", ConfirmAuthenticatorView.as_view(), name="users-2fa-totp-confirm"),
    path("users/2fa/recovery-codes", RecoveryCodesView.as_view(), name="users-2fa-recovery-codes"),
    path("users/sessions", SignInsView.as_view(), name="users-sessions"),
    path("users/sessions/revoke-others", EndOtherSignInsView.as_view(), name="users-sessions-revoke-others"),
    path("users/sessions/<uuid:sign_in_id>", SignInView.as_view(), name="users-session"),
]
