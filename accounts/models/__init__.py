"""Users, what signs them in, and the pictures they brought along."""

from accounts.models.assets import AssetKind, BrandAsset
from accounts.models.sign_in import RefreshToken, TokenFamily, WsTicket
from accounts.models.user import Role, User

__all__ = ["AssetKind", "BrandAsset", "RefreshToken", "Role", "TokenFamily", "User", "WsTicket"]
