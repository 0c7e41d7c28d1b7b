from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiKey, User, WsTicket
from accounts.services.secret_tokens import digest_of
from accounts.services.sign_in import sign_in
from accounts.services.tickets import SocketSignIn, issue_ticket, redeem_ticket
from tests.accounts.people import client_of, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def known(user: User) -> SocketSignIn:
    return SocketSignIn(user.pk, session_key="a-session")


class TestTicket:
    def test_opens_once(self):
        user = make_user()
        ticket, seconds = issue_ticket(known(user))

        assert seconds == 30
        assert redeem_ticket(ticket) == known(user)
        assert redeem_ticket(ticket) is None

    def test_expires(self):
        ticket, _ = issue_ticket(known(make_user()))
        WsTicket.objects.update(expires_at=timezone.now() - timedelta(milliseconds=1))

        assert redeem_ticket(ticket) is None

    def test_is_of_no_use_to_the_deactivated(self):
        ticket, _ = issue_ticket(known(make_user()))
        User.objects.update(is_active=False)

        assert redeem_ticket(ticket) is None

    @pytest.mark.parametrize("ticket", ["", "unknown", "\x00", "\ud800", "x" * 10_000])
    def test_must_be_known(self, ticket):
        assert redeem_ticket(ticket) is None

    def test_is_stored_as_a_digest(self):
        ticket, _ = issue_ticket(known(make_user()))

        assert ticket not in str(WsTicket.objects.values().get())


@pytest.mark.django_db(transaction=True)
class TestTicketInARace:
    def test_opens_for_one_of_many(self):
        user = make_user()
        ticket, _ = issue_ticket(known(user))

        answers = together(10, lambda _: redeem_ticket(ticket))

        assert sorted(answers, key=lambda answer: answer is not None) == [None] * 9 + [known(user)]


class TestTicketView:
    def test_refuses_the_signed_out(self):
        answer = client_of(None).post("/api/v1/users/ws-ticket")

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_gives_a_ticket_that_opens(self):
        user = make_user()

        answer = client_of(user).post("/api/v1/users/ws-ticket")

        assert answer.status_code == 201
        data = answer.json()["data"]
        assert data["expires_in"] == 30
        assert redeem_ticket(data["ticket"]).user_id == user.pk

    def test_remembers_the_sign_in_that_asked(self):
        signed_in = sign_in(make_user())
        client = client_of(None)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {signed_in.access_token}")

        ticket = client.post("/api/v1/users/ws-ticket").json()["data"]["ticket"]

        family = signed_in.user.token_families.get()
        assert redeem_ticket(ticket) == SocketSignIn(signed_in.user.pk, family_id=family.pk)

    def test_remembers_the_session_that_asked(self, client):
        user = make_user()
        client.force_login(user)

        ticket = client.post("/api/v1/users/ws-ticket").json()["data"]["ticket"]

        assert redeem_ticket(ticket) == SocketSignIn(user.pk, session_key=client.session.session_key)

    def test_remembers_the_key_that_asked_and_what_it_may_do(self):
        user = make_user()
        secret, digest = "rtx_abc_secret", digest_of("rtx_abc_secret")
        scopes = ["generations:read", "generations:write"]
        key = ApiKey.objects.create(user=user, name="n", prefix="rtx_abc", digest=digest, scopes=scopes)
        client = client_of(None)

        answer = client.post("/api/v1/users/ws-ticket", HTTP_X_API_KEY=secret)

        ticket = answer.json()["data"]["ticket"]
        expected = SocketSignIn(user.pk, api_key_id=key.pk, scopes=frozenset(scopes))
        assert redeem_ticket(ticket) == expected
