"""Accounts under `/api/v1/`."""

from django.urls import path

from accounts.views.assets import AssetFileView, AssetsView, AssetView
from accounts.views.profile import ProfileView
from accounts.views.sign_in import LoginView, LogoutView, RefreshView, RegisterView, TicketView
from accounts.views.verification import ResendVerificationView, VerifyEmailView

urlpatterns = [
    path("users/register", RegisterView.as_view(), name="users-register"),
    path("users/login", LoginView.as_view(), name="users-login"),
    path("users/logout", LogoutView.as_view(), name="users-logout"),
    path("auth/refresh", RefreshView.as_view(), name="auth-refresh"),
    path("users/verify-email", VerifyEmailView.as_view(), name="users-verify-email"),
    path("users/verify-email/resend", ResendVerificationView.as_view(), name="users-verify-email-resend"),
    path("users/profile", ProfileView.as_view(), name="users-profile"),
    path("users/ws-ticket", TicketView.as_view(), name="users-ws-ticket"),
    path("users/assets", AssetsView.as_view(), name="assets"),
    path("users/assets/<uuid:asset_id>", AssetView.as_view(), name="asset"),
    path("users/assets/<uuid:asset_id>/file", AssetFileView.as_view(), name="asset-file"),
]
