"""The account pages."""

from django.urls import path

from accounts.pages import passkeys, security, webhooks
from accounts.pages.passwords import ConfirmResetPage, RequestResetPage, change_password_page
from accounts.pages.sign_in import CodePage, LoginPage, LogoutPage
from accounts.pages.sign_up import SignUpPage
from accounts.pages.verification import VerificationLinkPage, VerificationPage

urlpatterns = [
    path("login", LoginPage.as_view(), name="login"),
    path("login/code", CodePage.as_view(), name="login-code"),
    path("login/passkey/options", passkeys.passkey_sign_in_options_page, name="login-passkey-options"),
    path("login/passkey", passkeys.passkey_sign_in_page, name="login-passkey"),
    path("signup", SignUpPage.as_view(), name="signup"),
    path("logout", LogoutPage.as_view(), name="logout"),
    path("verify", VerificationPage.as_view(), name="verify"),
    path("verify/<str:token>", VerificationLinkPage.as_view(), name="verify-token"),
    path("password/reset", RequestResetPage.as_view(), name="password-reset"),
    path("password/reset/<str:token>", ConfirmResetPage.as_view(), name="password-reset-token"),
    path("account/security", security.security_page, name="security"),
    path("account/security/password", change_password_page, name="password-change"),
    path("account/security/authenticator", security.authenticator_page, name="authenticator"),
    path("account/security/authenticator/off", security.authenticator_off_page, name="authenticator-off"),
    path("account/security/recovery-codes", security.recovery_codes_page, name="recovery-codes"),
    path("account/security/sign-ins/end-others", security.end_other_sign_ins_page, name="sign-ins-end-others"),
    path("account/security/sign-ins/<uuid:sign_in_id>/end", security.end_sign_in_page, name="sign-in-end"),
    path("account/security/passkeys/options", passkeys.passkey_options_page, name="passkey-options"),
    path("account/security/passkeys", passkeys.passkey_add_page, name="passkey-add"),
    path("account/security/passkeys/<uuid:passkey_id>/rename", passkeys.passkey_rename_page, name="passkey-rename"),
    path("account/security/passkeys/<uuid:passkey_id>/delete", passkeys.passkey_delete_page, name="passkey-delete"),
    path("account/webhooks", webhooks.webhooks_page, name="account-webhooks"),
    path("account/webhooks/<uuid:endpoint_id>", webhooks.webhook_page, name="webhook"),
    path("account/webhooks/<uuid:endpoint_id>/change", webhooks.webhook_change_page, name="webhook-change"),
    path("account/webhooks/<uuid:endpoint_id>/test", webhooks.webhook_test_page, name="webhook-test"),
    path("account/webhooks/<uuid:endpoint_id>/secret", webhooks.webhook_secret_page, name="webhook-secret"),
    path("account/webhooks/<uuid:endpoint_id>/switch", webhooks.webhook_switch_page, name="webhook-switch"),
    path("account/webhooks/<uuid:endpoint_id>/delete", webhooks.webhook_delete_page, name="webhook-delete"),
    path("account/webhooks/deliveries/<uuid:delivery_id>/replay", webhooks.webhook_replay_page, name="webhook-replay"),
]
