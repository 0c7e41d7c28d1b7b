"""Pages of one's own account beside what guards it."""

from django.urls import path

from accounts.pages import account, api_keys, profile

urlpatterns = [
    path("account/profile", profile.profile_page, name="account-profile"),
    path("account/profile/avatar", profile.avatar_page, name="account-avatar"),
    path("account/api-keys", api_keys.api_keys_page, name="account-api-keys"),
    path("account/api-keys/revoke-all", api_keys.api_keys_revoke_all_page, name="account-api-keys-revoke-all"),
    path("account/api-keys/<uuid:key_id>/revoke", api_keys.api_key_revoke_page, name="account-api-key-revoke"),
    path("account/export", account.export_page, name="account-export"),
    path("account/erase", account.erase_page, name="account-erase"),
]
