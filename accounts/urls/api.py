"""Accounts under `/api/v1/`."""

from django.urls import path

from accounts.views.account import AccountView, ActivityView, ExportView
from accounts.views.api_keys import ApiKeysView, ApiKeyView
from accounts.views.assets import AssetFileView, AssetsView, AssetView
from accounts.views.profile import ProfileView
from accounts.views.sign_in import LoginView, LogoutView, RefreshView, RegisterView
from accounts.views.tickets import TicketView
from accounts.views.verification import ResendVerificationView, VerifyEmailView

urlpatterns = [
    path("users/register", RegisterView.as_view(), name="users-register"),
    path("users/login", LoginView.as_view(), name="users-login"),
    path("users/logout", LogoutView.as_view(), name="users-logout"),
    path("auth/refresh", RefreshView.as_view(), name="auth-refresh"),
    path("users/verify-email", VerifyEmailView.as_view(), name="users-verify-email"),
    path("users/verify-email/resend", ResendVerificationView.as_view(), name="users-verify-email-resend"),
    path("users/account", AccountView.as_view(), name="account"),
    path("users/activity", ActivityView.as_view(), name="activity"),
    path("users/export", ExportView.as_view(), name="export"),
    path("users/api-keys", ApiKeysView.as_view(), name="api-keys"),
    path("users/api-keys/<uuid:key_id>", ApiKeyView.as_view(), name="api-key"),
    path("users/profile", ProfileView.as_view(), name="users-profile"),
    path("users/ws-ticket", TicketView.as_view(), name="users-ws-ticket"),
    path("users/assets", AssetsView.as_view(), name="assets"),
    path("users/assets/<uuid:asset_id>", AssetView.as_view(), name="asset"),
    path("users/assets/<uuid:asset_id>/file", AssetFileView.as_view(), name="asset-file"),
]
