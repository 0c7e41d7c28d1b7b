import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings as project
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AuditEntry, BrowserSession, TokenFamily, User
from accounts.services import notices, sessions, sign_in
from accounts.services.devices import Device, described
from accounts.services.sign_in import SignedIn, refresh, sign_in_with_password, sign_out_everywhere
from accounts.tasks import delete_ended_sessions
from tests.accounts.people import PASSWORD, client_of, make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = "/api/v1/users/sessions"
OTHERS = "/api/v1/users/sessions/revoke-others"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def sara() -> User:
    return make_user("sara", is_verified=True)


@pytest.fixture
def closed(monkeypatch) -> list[uuid.UUID]:
    """Whose sockets were asked to look again at who they are."""
    asked: list[uuid.UUID] = []
    for module in (sign_in, sessions):
        monkeypatch.setattr(module, "close_sockets", asked.append)
    return asked


def browser(user_agent: str = FIREFOX, name: str = "sara") -> Client:
    """A browser that signed in on the page."""
    client = Client(headers={"User-Agent": user_agent})
    assert client.post(reverse("login"), {"username": name, "password": PASSWORD}).status_code == 302
    return client


def program(name: str = "sara", user_agent: str = "python-requests/2.32") -> tuple[APIClient, dict[str, str]]:
    """A program that signed in by the API, and its tokens."""
    client = APIClient(headers={"User-Agent": user_agent})
    tokens = client.post("/api/v1/users/login", {"username": name, "password": PASSWORD}).json()["data"]
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access_token']}", HTTP_USER_AGENT=user_agent)
    return client, tokens


def is_in(client: Client) -> bool:
    return client.get(reverse("security")).status_code == 200


class TestDescribed:
    @pytest.mark.parametrize(
        ("user_agent", "words"),
        [
            (FIREFOX, "Firefox on Windows"),
            (PHONE, "Safari on iPhone"),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
                "Edge on Linux",
            ),
            ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome on Android"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15) AppleWebKit Version/18 Safari/605", "Safari on macOS"),
            ("python-requests/2.32.5", "python-requests"),
            ("curl/8.5.0", "curl"),
            ("", "Unknown device"),
            ("<script>alert(1)</script>", "Unknown device"),
            ("a" * 200, "a" * 40),
        ],
    )
    def test_is_what_people_recognise(self, user_agent, words):
        assert described(user_agent) == words


class TestBrowserSession:
    def test_is_kept_at_the_sign_in(self, sara):
        client = browser()

        row = BrowserSession.objects.get()
        assert (row.user, row.session_key, row.user_agent) == (sara, client.session.session_key, FIREFOX)

    def test_is_kept_at_the_sign_up(self):
        client = Client(headers={"User-Agent": FIREFOX})
        client.post(reverse("signup"), {"username": "omid", "email": "o@example.com", "password": PASSWORD})

        assert BrowserSession.objects.get().session_key == client.session.session_key

    def test_has_another_key_than_the_session_before_it(self, sara):
        client = Client()
        client.get("/signup", {"ref": "CODE"})
        before = client.session.session_key

        client.post(reverse("login"), {"username": "sara", "password": PASSWORD})

        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    def test_is_touched_once_a_minute_and_writes_nothing_between(self, sara):
        client = browser()
        client.get(reverse("authenticator"))
        BrowserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("authenticator"))
        assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
        assert BrowserSession.objects.get().last_seen_at < timezone.now() - timedelta(minutes=59)
        session = client.session
        session["seen_at"] -= 61
        session.save()

        client.get(reverse("authenticator"))

        assert BrowserSession.objects.get().last_seen_at > timezone.now() - timedelta(minutes=1)

    def test_ends_at_the_sign_out(self, sara, closed):
        client = browser()

        client.post(reverse("logout"))

        assert not BrowserSession.objects.exists()
        assert not Session.objects.exists()
        assert closed == [sara.pk]

    def test_ends_at_the_sign_out_by_the_api(self, sara, closed):
        client = browser()

        assert client.post("/api/v1/users/logout", {}, content_type="application/json").status_code == 200

        assert not BrowserSession.objects.exists()
        assert not is_in(client)
        assert closed == [sara.pk]

    def test_of_a_session_that_is_over_is_cleaned_up(self, sara):
        browser()
        browser()
        Session.objects.filter(session_key=BrowserSession.objects.first().session_key).update(
            expire_date=timezone.now() - timedelta(seconds=1)
        )

        delete_ended_sessions()

        assert (BrowserSession.objects.count(), Session.objects.count()) == (1, 1)


class TestList:
    def test_tells_of_browsers_and_programs_the_latest_used_first(self, sara):
        browser()
        client, _ = program()

        answer = client.get(LIST)

        data = answer.json()["data"]
        assert (answer.status_code, data["total"]) == (200, 2)
        assert [(row["kind"], row["user_agent"], row["is_current"]) for row in data["items"]] == [
            ("api", "python-requests", True),
            ("browser", "Firefox on Windows", False),
        ]
        assert set(data["items"][0]) == {"id", "kind", "user_agent", "created_at", "last_used_at", "is_current"}

    def test_knows_the_browser_that_asks(self, sara):
        browser(PHONE)
        client = browser()

        items = client.get(LIST).json()["data"]["items"]

        assert {row["user_agent"]: row["is_current"] for row in items} == {
            "Firefox on Windows": True,
            "Safari on iPhone": False,
        }

    def test_leaves_out_what_is_over_or_somebody_elses(self, sara):
        make_user("omid")
        browser(name="omid")
        program("omid")
        browser()
        Session.objects.filter(session_key=BrowserSession.objects.get(user=sara).session_key).delete()
        program()
        TokenFamily.objects.filter(user=sara).update(revoked_at=timezone.now())
        program()
        TokenFamily.objects.filter(user=sara, revoked_at=None).update(expires_at=timezone.now())
        client = client_of(sara)

        items = client.get(LIST).json()["data"]["items"]

        assert [row["is_current"] for row in items] == [True]

    def test_takes_the_same_queries_however_many_there_are(self, sara, django_assert_num_queries):
        client, _ = program()
        for _ in range(6):
            browser()
            program()
        client.get(LIST)

        with django_assert_num_queries(2):
            assert len(client.get(LIST).json()["data"]["items"]) == 13

    def test_comes_in_pages(self, sara):
        client, _ = program()
        for _ in range(3):
            program()

        data = client.get(LIST, {"limit": 2, "offset": 1}).json()["data"]

        assert (len(data["items"]), data["total"], data["has_more"]) == (2, 4, True)

    def test_says_when_a_program_was_last_seen(self, sara):
        _, tokens = program()
        TokenFamily.objects.update(last_used_at=timezone.now() - timedelta(days=3))
        refresh(tokens["refresh_token"])

        assert TokenFamily.objects.get().last_used_at > timezone.now() - timedelta(minutes=1)

    def test_is_closed_to_strangers(self):
        assert APIClient().get(LIST).status_code == 401


class TestEnd:
    def test_ends_a_program_at_once(self, sara, closed):
        here, _ = program()
        other, tokens = program()
        (row,) = [each for each in here.get(LIST).json()["data"]["items"] if not each["is_current"]]

        assert here.delete(f"{LIST}/{row['id']}").status_code == 200

        assert other.get("/api/v1/users/profile").status_code == 401
        assert other.post("/api/v1/auth/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
        assert here.get("/api/v1/users/profile").status_code == 200
        assert closed == [sara.pk]
        assert AuditEntry.objects.filter(action="sign_in.ended", actor=sara).count() == 1
        assert here.delete(f"{LIST}/{row['id']}").status_code == 404

    def test_ends_a_browser_at_once(self, sara, closed):
        client, other = browser(), browser(PHONE)
        row = BrowserSession.objects.get(session_key=other.session.session_key)

        assert client.delete(f"{LIST}/{row.pk}").status_code == 200

        assert not is_in(other)
        assert is_in(client)
        assert closed == [sara.pk]

    def test_does_not_bring_back_a_session_that_was_in_use(self, sara):
        client = browser()
        store = import_module(project.SESSION_ENGINE).SessionStore(client.session.session_key)
        assert "seen_at" in store
        sign_out_everywhere(sara)
        store["something"] = "written by a request that began before"

        with pytest.raises(UpdateError):
            store.save()
        assert not is_in(client)

    @pytest.mark.parametrize("kind", ["browser", "api"])
    def test_is_404_for_somebody_elses(self, sara, kind):
        make_user("omid")
        browser()
        program()
        thief, _ = program("omid")
        rows = BrowserSession.objects.all() if kind == "browser" else TokenFamily.objects.filter(user=sara)

        assert thief.delete(f"{LIST}/{rows.get().pk}").status_code == 404

        assert BrowserSession.objects.count() == 1
        assert not TokenFamily.objects.exclude(revoked_at=None).exists()

    def test_is_404_for_what_is_not_there(self, sara):
        assert client_of(sara).delete(f"{LIST}/{uuid.uuid4()}").status_code == 404


class TestEndOthers:
    def test_keeps_the_program_that_asks(self, sara, closed):
        client, _ = program()
        other, _ = program()
        page = browser()

        assert client.post(OTHERS).status_code == 200

        assert client.get("/api/v1/users/profile").status_code == 200
        assert other.get("/api/v1/users/profile").status_code == 401
        assert not is_in(page)
        assert closed == [sara.pk]

    def test_keeps_the_browser_that_asks(self, sara):
        client, _ = program()
        page, other = browser(), browser(PHONE)

        assert page.post(reverse("sign-ins-end-others"))["Location"] == reverse("security")

        assert is_in(page)
        assert not is_in(other)
        assert client.get("/api/v1/users/profile").status_code == 401

    def test_touches_nobody_else(self, sara):
        make_user("omid")
        omid = browser(name="omid")
        client, _ = program()

        client.post(OTHERS)

        assert is_in(omid)


class TestSecurityPage:
    def test_shows_where_one_is_signed_in_and_ends_it(self, sara):
        page, other = browser(), browser(PHONE)
        text = page.get(reverse("security")).content.decode()
        assert "Firefox on Windows" in text
        assert "Safari on iPhone" in text
        row = BrowserSession.objects.get(session_key=other.session.session_key)

        assert page.post(reverse("sign-in-end", args=[row.pk]))["Location"] == reverse("security")

        assert not is_in(other)
        assert page.post(reverse("sign-in-end", args=[row.pk])).status_code == 302

    def test_ends_nobody_elses(self, sara):
        make_user("omid")
        omid = browser(name="omid")
        row = BrowserSession.objects.get()

        browser().post(reverse("sign-in-end", args=[row.pk]))

        assert is_in(omid)

    def test_tells_what_happened_lately(self, sara):
        page = browser()

        events = page.get(reverse("security")).context["events"]

        assert [(event.text, event.where, event.is_by_staff) for event in events] == [
            ("Signed in", "Firefox on Windows", False)
        ]

    def test_shows_no_markup_that_a_browser_calls_itself(self, sara):
        page = browser('Mozilla/5.0 "><script>alert(1)</script> Firefox/1 Windows')

        assert "<script>alert" not in page.get(reverse("security")).content.decode()

    def test_takes_the_same_queries_however_many_there_are(self, sara, django_assert_max_num_queries):
        page = browser()
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("security"))
            few = len(queries)
        for _ in range(5):
            browser()
            program()

        with django_assert_max_num_queries(few):
            page.get(reverse("security"))


class TestNewDevice:
    @pytest.fixture
    def mailed(self, monkeypatch) -> list[str]:
        devices: list[str] = []
        monkeypatch.setattr(notices, "send_mail_later", lambda **sent: devices.append(sent["context"]["device"]))
        return devices

    def test_is_told_by_mail_but_not_the_first_nor_a_known_one(self, sara, mailed):
        browser()
        assert mailed == []
        browser()
        assert mailed == []
        program()
        browser(PHONE)
        browser(PHONE)

        assert mailed == ["python-requests", "Safari on iPhone"]

    def test_is_remembered_after_the_sign_out(self, sara, mailed):
        browser().post(reverse("logout"))
        browser()

        assert mailed == []


class TestLastUse:
    def test_of_a_sign_in_by_the_api_is_known(self, sara):
        signed_in = sign_in_with_password(
            "sara", PASSWORD, is_remembered=False, device=Device(user_agent="curl/8", ip_digest="d" * 64)
        )

        assert isinstance(signed_in, SignedIn)
        family = TokenFamily.objects.get()
        assert family.user_agent == "curl/8"
        assert family.last_used_at is not None
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.details, entry.ip_digest) == (
            "signed_in",
            {"device": "curl", "way": "api"},
            "d" * 64,
        )


class TestNoteBrowsers:
    def test_works_in_an_event_loop_too(self, sara):
        client, server = browser(), AsyncClient()
        server.cookies = client.cookies
        BrowserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=1))
        session = client.session
        session["seen_at"] -= 61
        session.save()

        assert async_to_sync(server.get)(reverse("authenticator")).status_code == 200

        assert BrowserSession.objects.get().last_seen_at > timezone.now() - timedelta(minutes=1)
