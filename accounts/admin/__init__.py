"""What staff see of accounts. Importing a module here registers its pages."""

from accounts.admin.api_keys import ApiKeyAdmin
from accounts.admin.assets import BrandAssetAdmin
from accounts.admin.audit import AuditEntryAdmin
from accounts.admin.users import GroupAdmin, NewPasswordForm, NewUserForm, UserAdmin
from accounts.admin.webhooks import WebhookDeliveryAdmin, WebhookEndpointAdmin

__all__ = [
    "ApiKeyAdmin",
    "AuditEntryAdmin",
    "BrandAssetAdmin",
    "GroupAdmin",
    "NewPasswordForm",
    "NewUserForm",
    "UserAdmin",
    "WebhookDeliveryAdmin",
    "WebhookEndpointAdmin",
]
