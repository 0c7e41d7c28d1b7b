"""Users, what signs them in and guards that, their programs' keys and webhooks, and the pictures they brought along."""

from accounts.models.api_keys import ApiKey, Scope
from accounts.models.assets import AssetKind, BrandAsset
from accounts.models.audit import AuditEntry
from accounts.models.security import (
    Authenticator,
    BrowserSession,
    FailedSignIns,
    Passkey,
    PasswordReset,
    RecoveryCode,
)
from accounts.models.sign_in import RefreshToken, TokenFamily, WsTicket
from accounts.models.user import Role, User
from accounts.models.verification import EmailVerification
from accounts.models.webhooks import DeliveryStatus, WebhookDelivery, WebhookEndpoint, WebhookEvent

__all__ = [
    "ApiKey",
    "AssetKind",
    "AuditEntry",
    "Authenticator",
    "BrandAsset",
    "BrowserSession",
    "DeliveryStatus",
    "EmailVerification",
    "FailedSignIns",
    "Passkey",
    "PasswordReset",
    "RecoveryCode",
    "RefreshToken",
    "Role",
    "Scope",
    "TokenFamily",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
    "WsTicket",
]
