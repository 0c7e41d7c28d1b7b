"""The contract's lines of users: who someone is, and what is theirs."""

import hashlib
import io
import uuid
import zipfile
from typing import Any

from tests.contract.browser import Browser
from tests.contract.endpoints import require_fields
from tests.contract.lines import Bad, Steps, anybody, own, owned
from tests.contract.people import PASSWORD, Ask, Person
from tests.contract.pictures import picture
from tests.contract.scene import Scene

_NEW_PASSWORD = "another long passphrase"
_LAST_PASSWORD = "the longest passphrase of all"


@anybody("POST users/register", status=201, bad=Bad(json={"username": "maya", "email": "no address", "password": "x"}))
def register(scene: Scene) -> Steps:
    answer = yield Ask(json={"username": "maya", "email": "maya@example.com", "password": PASSWORD})
    require_fields("signed in", answer.data)
    require_fields("user", answer.data["user"])
    scene.user.keep(answer.data)
    kept = scene.rows.value("SELECT password FROM accounts_user WHERE id = %s", scene.user.id)
    assert "$argon2id$" in kept, "the password is not kept by Argon2id"
    welcome = scene.rows.same("welcome credits", answer.data["user"]["credits"], _POSTED, scene.user.id)
    return f"accounts_user {_username(scene)}, password by Argon2id, {welcome}"


@anybody("POST users/login", bad=Bad(401, json={"username_or_email": "maya", "password": "not the passphrase"}))
def login(scene: Scene) -> Steps:
    answer = yield Ask(json={"username_or_email": "maya@example.com", "password": PASSWORD, "remember_me": True})
    require_fields("signed in", answer.data)
    for name, value in (("username", "maya"), ("email", "maya@example.com")):
        again = scene.nobody.ask("POST users/login", json={name: value, "password": PASSWORD})
        assert again.status == 200, f"{name} does not sign in"
    kept = "SELECT count(*) FROM accounts_tokenfamily WHERE user_id = %s"
    remembered = "SELECT count(*) FROM accounts_tokenfamily WHERE user_id = %s AND is_remembered"
    sign_ins = scene.rows.same("sign-ins", 4, kept, scene.user.id)
    return f"{sign_ins}, " + scene.rows.same("is_remembered", 1, remembered, scene.user.id)


@own("POST users/logout", bad=Bad(json={"refresh_token": ["no", "text"]}))
def logout(scene: Scene) -> Steps:
    sent: dict[str, str] = {}

    def ask(person: Person) -> Ask:
        if not person.token:
            return Ask(json={})
        sent[person.username] = scene.nobody.ask(
            "POST users/login", json={"username": person.username, "password": person.password}
        ).data["access_token"]
        return Ask(headers={"Authorization": f"Bearer {sent[person.username]}"}, json={})

    yield ask
    after = scene.nobody.ask("GET users/profile", headers={"Authorization": f"Bearer {sent['maya']}"})
    assert after.status == 401, "the access token outlives its sign-in"
    newest = "SELECT revoked_at IS NOT NULL FROM accounts_tokenfamily WHERE user_id = %s ORDER BY created_at DESC"
    return scene.rows.same("family revoked", True, newest, scene.user.id)


@anybody("POST auth/refresh", bad=Bad(401, json={"refresh_token": "made up"}))
def refresh(scene: Scene) -> Steps:
    signed_in = scene.nobody.ask("POST users/login", json={"username": "maya", "password": PASSWORD}).data
    answer = yield Ask(json={"refresh_token": signed_in["refresh_token"]})
    used = _token_row(scene, "used_at IS NOT NULL", signed_in["refresh_token"])
    again = scene.nobody.ask("POST auth/refresh", json={"refresh_token": signed_in["refresh_token"]})
    assert again.status == 401, "an old refresh token works twice"
    family = (
        "SELECT f.revoked_at IS NOT NULL FROM accounts_refreshtoken t"
        " JOIN accounts_tokenfamily f ON f.id = t.family_id WHERE t.digest = %s"
    )
    assert used
    assert scene.rows.value(family, _digest(answer.data["refresh_token"])), "the family outlives the reuse"
    return "old token used_at set; its reuse set revoked_at of the family"


@own("GET users/profile", bad=Bad(401, headers={"Authorization": "Bearer made.up.token"}))
def profile(scene: Scene) -> Steps:
    answer = yield Ask()
    require_fields("user", answer.data)
    return scene.rows.same("email", answer.data["email"], _of_user("email"), scene.user.id)


@own("PUT users/profile", bad=Bad(json={"username": "not a name!"}))
def replace_profile(scene: Scene) -> Steps:
    yield lambda person: Ask(json={"full_name": f"{person.username.title()} Vance", "preferences": {"theme": "dark"}})
    name = scene.rows.same("full_name", "Maya Vance", _of_user("full_name"), scene.user.id)
    return f"{name}, " + scene.rows.same("theme", "dark", _of_user("preferences->>'theme'"), scene.user.id)


@own("PATCH users/profile", bad=Bad(json={"full_name": "x" * 121}))
def change_profile(scene: Scene) -> Steps:
    yield lambda person: Ask(json={"full_name": f"{person.username.title()} V."})
    name = scene.rows.same("full_name", "Maya V.", _of_user("full_name"), scene.user.id)
    return f"{name}, " + scene.rows.same("theme kept", "dark", _of_user("preferences->>'theme'"), scene.user.id)


@own("POST users/password/change", bad=Bad(json={"current_password": PASSWORD, "new_password": "short"}))
def change_password(scene: Scene) -> Steps:
    before = scene.rows.value(_of_user("password"), scene.user.id)
    yield Ask(json={"current_password": PASSWORD, "new_password": _NEW_PASSWORD})
    for person in (scene.user, scene.stranger, scene.staff):
        person.password = _NEW_PASSWORD
    assert scene.rows.value(_of_user("password"), scene.user.id) != before
    old = scene.nobody.ask("POST users/login", json={"username": "maya", "password": PASSWORD})
    assert old.status == 401, "the old password still works"
    left = "SELECT count(*) FROM accounts_tokenfamily WHERE user_id = %s AND revoked_at IS NULL"
    return "another hash; " + scene.rows.same("sign-ins left", 1, left, scene.user.id)


@anybody("POST users/verify-email", bad=Bad(json={"token": "made-up"}))
def verify_email(scene: Scene) -> Steps:
    assert scene.rows.value(_of_user("is_verified"), scene.user.id) is False
    yield Ask(json={"token": scene.letter("maya@example.com", "verify")})
    return scene.rows.same("is_verified", True, _of_user("is_verified"), scene.user.id)


@anybody("POST users/password-reset/request", status=202, bad=Bad(json={"email": "no address"}))
def request_reset(scene: Scene) -> Steps:
    yield Ask(json={"email": "maya@example.com"})
    unknown = scene.nobody.ask("POST users/password-reset/request", json={"email": "nobody@example.com"})
    assert unknown.status == 202, "the answer tells whether an address is known"
    lasts = (
        "SELECT round(extract(epoch FROM expires_at - created_at) / 60) FROM accounts_passwordreset WHERE user_id = %s"
    )
    return scene.rows.same("minutes that the link lasts", 60, lasts, scene.user.id)


@anybody("POST users/password-reset/confirm", bad=Bad(json={"token": "made-up", "password": _LAST_PASSWORD}))
def confirm_reset(scene: Scene) -> Steps:
    token = scene.letter("maya@example.com", "password/reset")
    yield Ask(json={"token": token, "password": _LAST_PASSWORD})
    scene.user.password = _LAST_PASSWORD
    assert scene.user.ask("GET users/profile").status == 401, "sign-ins outlive the old password"
    scene.user.sign_in()
    used = "SELECT used_at IS NOT NULL FROM accounts_passwordreset WHERE digest = %s"
    return scene.rows.same("link used", True, used, _digest(token))


@own("GET users/credits", bad=Bad(401, headers={"X-API-Key": "rtx_made-up"}))
def see_credits(scene: Scene) -> Steps:
    given = scene.staff.ask(
        "PUT admin/users/{id}",
        scene.user.id,
        json={"credits": {"amount": 490, "reason": "for the walk"}},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert given.status == 200, given.body
    answer = yield Ask()
    require_fields("credits", answer.data)
    assert answer.data["recent_transactions"]
    for lot in answer.data["expiring"]:
        require_fields("lot", lot)
    posted = scene.rows.same("balance", answer.data["available"] + answer.data["held"], _POSTED, scene.user.id)
    lots = "SELECT sum(posted)::int FROM billing_creditlot WHERE account_id = %s"
    return f"{posted}, " + scene.rows.same("sum of lots", 500, lots, scene.user.id)


@own("POST users/credits/purchase", status=201, bad=Bad(json={"pack": "no-such-pack"}))
def buy(scene: Scene) -> Steps:
    before = scene.rows.value(_POSTED, scene.user.id)
    answer = yield Ask(json={"credits": 100})
    require_fields("purchase", answer.data)
    order = answer.data["order_id"]
    amount = scene.rows.same("amount", answer.data["amount"], "SELECT amount FROM billing_order WHERE id = %s", order)
    with Browser(scene.user) as browser:
        assert browser.post(answer.data["checkout_url"], {"card": "works"}).status_code == 302
    scene.wait_for("the payment", "SELECT paid_at IS NOT NULL FROM billing_order WHERE id = %s", order)
    state = scene.rows.same("state", "paid", "SELECT state FROM billing_order WHERE id = %s", order)
    after = scene.rows.same("balance", before + 100, _POSTED, scene.user.id)
    return f"{amount} cents, paid at the checkout: {state}, {after}"


@own("GET users/analytics", bad=Bad(query={"days": "many"}))
def analytics(scene: Scene) -> Steps:
    answer = yield Ask(query={"days": 30})
    available = answer.data["credits"]["available"]
    balance = "SELECT posted - held FROM billing_creditaccount WHERE user_id = %s"
    return scene.rows.same("available", available, balance, scene.user.id)


@anybody("GET users/subscription/tiers", bad=Bad(401, headers={"Authorization": "Bearer made.up.token"}))
def tiers(scene: Scene) -> Steps:
    answer = yield Ask()
    told = [(one["tier"], one["price"], one["monthly_credits"]) for one in answer.data["tiers"]]
    found = scene.rows.all("SELECT tier, price, monthly_credits FROM billing_plan WHERE is_active ORDER BY price")
    assert told == found, (told, found)
    return ", ".join(f"{tier} {price} cents {monthly} credits" for tier, price, monthly in found)


@own("POST users/subscription/upgrade", status=201, bad=Bad(json={"tier": "golden"}))
def upgrade(scene: Scene) -> Steps:
    answer = yield Ask(json={"tier": "pro"})
    assert answer.data["checkout_url"]
    plan = "SELECT plan_id FROM billing_order WHERE id = %s"
    return "billing_order: " + scene.rows.same("plan", "pro", plan, answer.data["order_id"])


@own("GET users/export", bad=Bad(401, headers={"Authorization": "Bearer made.up.token"}))
def export(scene: Scene) -> Steps:
    answer = yield Ask()
    archive = zipfile.ZipFile(io.BytesIO(answer.response.content))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"maya@example.com" in everything
    assert scene.stranger.email.encode() not in everything
    count = "SELECT count(*) FROM accounts_auditentry WHERE user_id = %s AND action LIKE '%%export%%'"
    return f"{len(archive.namelist())} files; " + scene.rows.same("audit entries of it", 1, count, scene.user.id)


@own("DELETE users/account", stranger=422, staff=409, bad=Bad(json={}))
def erase(scene: Scene) -> Steps:
    leaving = scene.person("nora")
    mine = {"Authorization": f"Bearer {leaving.token}"}
    # It is the password of the one who leaves, not that of the others; and staff are not erased at all.
    yield lambda person: Ask(json={"password": PASSWORD}, headers=mine if person is scene.user else {})
    assert scene.stranger.ask("GET users/profile").status == 200
    assert scene.nobody.ask("POST users/login", json={"username": "nora", "password": PASSWORD}).status == 401
    gone = "SELECT email <> 'nora@example.com' AND username <> 'nora' FROM accounts_user WHERE id = %s"
    erased = scene.rows.same("erased_at set", True, _of_user("erased_at IS NOT NULL"), leaving.id)
    return f"{erased}, " + scene.rows.same("name and address gone", True, gone, leaving.id)


@own("POST users/api-keys", status=201, bad=Bad(json={"name": "CI", "scopes": ["everything"]}))
def make_key(scene: Scene) -> Steps:
    answer = yield Ask(json={"name": "CI", "scopes": ["generations:read", "account:read"], "monthly_cap": 50})
    key = scene.made["key"] = answer.data["key"]
    by_key = {"X-API-Key": key}
    assert scene.nobody.ask("GET generation/history", headers=by_key).status == 200
    refused = scene.nobody.ask("POST generation/create", json={"prompt": "x"}, headers=by_key)
    assert refused.status == 403, f"a key without the scope got {refused.status}"
    kept = scene.rows.value("SELECT row_to_json(k)::text FROM accounts_apikey k WHERE id = %s", answer.data["id"])
    assert key not in kept, "the key itself is kept"
    cap = "SELECT monthly_cap FROM accounts_apikey WHERE id = %s"
    return f"its digest alone, {scene.rows.same('monthly_cap', 50, cap, answer.data['id'])}"


@own("GET users/api-keys", bad=Bad(query={"limit": 101}))
def list_keys(scene: Scene) -> Steps:
    answer = yield Ask()
    assert scene.made["key"] not in answer.response.text
    count = "SELECT count(*) FROM accounts_apikey WHERE user_id = %s AND revoked_at IS NULL"
    return scene.rows.same("keys", answer.data["total"], count, scene.user.id)


@own("DELETE users/api-keys", bad=Bad(401, headers={"Authorization": "Bearer made.up.token"}))
def revoke_keys(scene: Scene) -> Steps:
    yield Ask()
    assert scene.nobody.ask("GET generation/history", headers={"X-API-Key": scene.made["key"]}).status == 401
    count = "SELECT count(*) FROM accounts_apikey WHERE user_id = %s AND revoked_at IS NULL"
    return scene.rows.same("keys left", 0, count, scene.user.id)


@own("POST users/assets", status=201, bad=Bad(415, form={"kind": "face"}, files={"file": ("a.jpg", b"no picture")}))
def add_asset(scene: Scene) -> Steps:
    answer = yield Ask(form={"kind": "reference"}, files={"file": ("sea.png", picture(), "image/png")})
    scene.made["asset"] = answer.data["id"]
    size = "SELECT bytes FROM accounts_brandasset WHERE id = %s"
    return "accounts_brandasset: " + scene.rows.same("bytes", answer.data["bytes"], size, answer.data["id"])


@own("GET users/assets", bad=Bad(query={"offset": -1}))
def list_assets(scene: Scene) -> Steps:
    answer = yield Ask()
    count = "SELECT count(*) FROM accounts_brandasset WHERE owner_id = %s"
    return scene.rows.same("assets", answer.data["total"], count, scene.user.id)


@owned("DELETE users/assets/{id}", bad=Bad(404, ids=("0190a5c8-0000-7000-8000-000000000000",)))
def delete_asset(scene: Scene) -> Steps:
    yield Ask(ids=(scene.made["asset"],))
    count = "SELECT count(*) FROM accounts_brandasset WHERE id = %s"
    return scene.rows.same("rows left", 0, count, scene.made["asset"])


@own("POST users/ws-ticket", status=201, bad=Bad(401, headers={"Authorization": "Bearer made.up.token"}))
def ticket(scene: Scene) -> Steps:
    answer = yield Ask()
    require_fields("ticket", answer.data)
    lasts = "SELECT round(extract(epoch FROM expires_at - created_at))::int FROM accounts_wsticket WHERE digest = %s"
    return scene.rows.same("seconds", answer.data["expires_in"], lasts, _digest(answer.data["ticket"]))


_POSTED = "SELECT posted FROM billing_creditaccount WHERE user_id = %s"


def _of_user(expression: str) -> str:
    return f"SELECT {expression} FROM accounts_user WHERE id = %s"  # noqa: S608  the expressions stand above


def _username(scene: Scene) -> str:
    return str(scene.rows.value(_of_user("username"), scene.user.id))


def _token_row(scene: Scene, expression: str, token: str) -> Any:
    return scene.rows.value(f"SELECT {expression} FROM accounts_refreshtoken WHERE digest = %s", _digest(token))  # noqa: S608


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
