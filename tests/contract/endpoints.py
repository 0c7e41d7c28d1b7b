"""Every endpoint that the contract names, in its order, and the fields of answers that clients count on."""

_USERS = """
POST users/register
POST users/login
POST users/logout
POST auth/refresh
GET users/profile
PUT users/profile
PATCH users/profile
POST users/password/change
POST users/verify-email
POST users/password-reset/request
POST users/password-reset/confirm
GET users/credits
POST users/credits/purchase
GET users/analytics
GET users/subscription/tiers
POST users/subscription/upgrade
GET users/export
DELETE users/account
POST users/api-keys
GET users/api-keys
DELETE users/api-keys
POST users/assets
GET users/assets
DELETE users/assets/{id}
POST users/ws-ticket
"""

_GENERATION = """
POST generation/create
POST generation/batch
GET generation/{id}
GET generation/{id}/status
GET generation/{id}/result
GET generation/{id}/document
POST generation/{id}/edit
POST generation/{id}/upscale
POST generation/{id}/variations
DELETE generation/{id}/cancel
POST generation/{id}/cancel
POST generation/{id}/retry
DELETE generation/{id}
GET generation/history
GET generation/user
GET generation/{id}/download
POST generation/{id}/favorite
DELETE generation/{id}/favorite
POST generation/{id}/share
GET shares/{token}
DELETE generation/{id}/share
POST generation/{id}/rating
GET generation/queue/status
GET generation/analytics/summary
"""

_ALGORITHMS = """
GET algorithms/
GET algorithms/{id}
POST algorithms/
PUT algorithms/{id}
DELETE algorithms/{id}
GET algorithms/stats/performance
GET generation/algorithms
"""

_CHAT = """
POST chat/conversations
GET chat/conversations
GET chat/conversations/{id}
PUT chat/conversations/{id}/title
POST chat/conversations/{id}/messages
GET chat/conversations/{id}/messages
GET chat/search
GET chat/conversations/{id}/export
POST chat/conversations/{id}/participants
GET chat/conversations/{id}/participants
DELETE chat/conversations/{id}/participants/{pid}
GET chat/analytics/summary
DELETE chat/conversations/{id}
"""

_TEMPLATES = """
GET templates
GET templates/search
GET templates/{id}
POST templates/upload
PUT templates/{id}
DELETE templates/{id}
"""

_STAFF = """
GET admin/dashboard
GET admin/stats
GET admin/analytics
GET admin/activity
GET admin/users
PUT admin/users/{id}
POST admin/broadcast
"""

_OUTSIDE = """
GET /health/live
GET /health/ready
GET /health
GET /metrics
POST /billing/webhook
GET /api/schema/
GET /api/docs/
GET /docs
"""

# Below `/api/v1/`, and those that have addresses of their own.
API = (_USERS + _GENERATION + _ALGORITHMS + _CHAT + _TEMPLATES + _STAFF).split("\n")
API = [line for line in API if line]
OUTSIDE = [line for line in _OUTSIDE.split("\n") if line]

# "Fields that clients count on", by what bears them. What the contract calls by another name in the same breath, or
# further fields, may stand beside these.
FIELDS = {
    "signed in": "user access_token refresh_token expires_in",
    "user": "id username email full_name role subscription_tier is_verified credits preferences created_at",
    "credits": "available held expiring monthly_allowance subscription_tier recent_transactions",
    "lot": "amount bucket expires_at",
    "purchase": "checkout_url order_id",
    "create": "generation_id status credits_cost status_url ws_url",
    "generation": (
        "id prompt brief status stage progress sequence algorithm template thumbnail_url size score credits "
        "is_favorite download_count share_count rating processing_time engine parent_id conversation_id created_at "
        "completed_at error"
    ),
    "template of a generation": "name traits",
    "ticket": "ticket expires_in",
    "share": "token url expires_at edit_token",
    "algorithm": "id slug name description version credit_cost features tier is_active max_resolution stats",
    "stats of an algorithm": "success_rate median_seconds usage_count",
    "template": "id name category tags preview_url traits usage_count status",
    "snapshot": (
        "generation_id status stage progress sequence queue_position estimated_time preview_url thumbnail_url score "
        "credits processing_time error"
    ),
    "credits of a snapshot": "held charged returned",
}


def require_fields(kind: str, value: dict[str, object]) -> None:
    """Raise `AssertionError` unless all fields of that kind of thing are there."""
    missing = set(FIELDS[kind].split()) - set(value)
    assert not missing, f"{kind} lacks {', '.join(sorted(missing))}"
