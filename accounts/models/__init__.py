"""Users, what signs them in, what proves their address, and the pictures they brought along."""

from accounts.models.assets import AssetKind, BrandAsset
from accounts.models.sign_in import RefreshToken, TokenFamily, WsTicket
from accounts.models.user import Role, User
from accounts.models.verification import EmailVerification

__all__ = [
    "AssetKind",
    "BrandAsset",
    "EmailVerification",
    "RefreshToken",
    "Role",
    "TokenFamily",
    "User",
    "WsTicket",
]
