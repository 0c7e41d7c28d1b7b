"""The contract's lines of staff."""

import uuid

from tests.contract.lines import Bad, Steps, staff_only
from tests.contract.people import Ask
from tests.contract.scene import Scene

_UNREAL_TOKEN = Bad(401, headers={"Authorization": "Bearer made.up.token"})


@staff_only("GET admin/dashboard", bad=_UNREAL_TOKEN)
def dashboard(scene: Scene) -> Steps:
    answer = yield Ask()
    users = scene.rows.same("users", answer.data["people"]["users"], _USERS)
    posted = "SELECT sum(posted)::int FROM billing_creditaccount"
    return f"{users}, " + scene.rows.same("credits of all", answer.data["credits"]["posted"], posted)


@staff_only("GET admin/stats", bad=_UNREAL_TOKEN)
def stats(scene: Scene) -> Steps:
    answer = yield Ask()
    assert answer.data["users"] == scene.staff.ask("GET admin/dashboard").data["people"]["users"]
    users = scene.rows.same("users", answer.data["users"], _USERS)
    charged = "SELECT sum(credits_charged)::int FROM generation_generation"
    return f"{users}, " + scene.rows.same("credits_charged", answer.data["credits_charged"], charged)


@staff_only("GET admin/analytics", bad=Bad(query={"days": "all"}))
def analytics(scene: Scene) -> Steps:
    answer = yield Ask(query={"days": 7})
    asked = "SELECT count(*) FROM generation_generation WHERE created_at > now() - interval '6 days'"
    return scene.rows.same("generations", answer.data["work"]["total"], asked)


@staff_only("GET admin/activity", bad=Bad(query={"user_id": "somebody"}))
def activity(scene: Scene) -> Steps:
    answer = yield Ask(query={"user_id": scene.user.id})
    entries = "SELECT count(*) FROM accounts_auditentry WHERE user_id = %s"
    return scene.rows.same("entries about the user", answer.data["total"], entries, scene.user.id)


@staff_only("GET admin/users", bad=Bad(query={"tier": "golden"}))
def users(scene: Scene) -> Steps:
    answer = yield Ask(query={"search": "maya@example.com"})
    (told,) = answer.data["items"]
    posted = "SELECT posted - held FROM billing_creditaccount WHERE user_id = %s"
    return scene.rows.same("available", told["credits"]["available"], posted, told["id"])


@staff_only("PUT admin/users/{id}", bad=Bad(json={"role": "emperor"}))
def change_user(scene: Scene) -> Steps:
    before = scene.rows.value("SELECT posted FROM billing_creditaccount WHERE user_id = %s", scene.user.id)
    yield Ask(
        ids=(scene.user.id,),
        json={"role": "moderator", "credits": {"amount": 7, "reason": "a gift"}},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    role = scene.rows.same("role", "moderator", "SELECT role FROM accounts_user WHERE id = %s", scene.user.id)
    posted = "SELECT posted FROM billing_creditaccount WHERE user_id = %s"
    given = scene.rows.same("balance", before + 7, posted, scene.user.id)
    by = "SELECT actor_id::text FROM accounts_auditentry WHERE user_id = %s AND action LIKE '%%role%%'"
    scene.rows.same("who did it", scene.staff.id, by, scene.user.id)
    # What comes later asks again as a user, not as a moderator.
    back = scene.staff.ask("PUT admin/users/{id}", scene.user.id, json={"role": "user"})
    assert back.status == 200, back.body
    return f"{role}, {given}, written down with who did it"


@staff_only("POST admin/broadcast", status=201, bad=Bad(json={"title": "", "message": ""}))
def broadcast(scene: Scene) -> Steps:
    answer = yield Ask(json={"title": "Tonight", "message": "A pause of five minutes.", "expires_in_hours": 1})
    kept = "SELECT message FROM chat_broadcast WHERE id = %s"
    return scene.rows.same("message", "A pause of five minutes.", kept, answer.data["id"])


_USERS = "SELECT count(*) FROM accounts_user WHERE erased_at IS NULL"
