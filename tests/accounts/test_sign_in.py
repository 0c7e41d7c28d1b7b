from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.errors import InvalidCredentialsError, InvalidRefreshTokenError
from accounts.hashers import Argon2idHasher
from accounts.models import RefreshToken, TokenFamily, User, WsTicket
from accounts.selectors import find_signed_in_user
from accounts.services.access_tokens import read_access_token
from accounts.services.sign_in import (
    SignedIn,
    refresh,
    sign_in,
    sign_in_with_password,
    sign_out,
    sign_out_by_token,
    sign_out_everywhere,
)
from accounts.tasks import delete_expired_tokens
from tests.accounts.people import PASSWORD, make_user
from tests.common.together import together

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


class CountingHasher(Argon2idHasher):
    """Cheap, and it counts."""

    algorithm = "argon2"
    memory_cost = 64
    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        type(self).count += 1
        return super().verify(password, encoded)


def is_signed_in(signed_in: SignedIn) -> bool:
    claims = read_access_token(signed_in.access_token.encode())
    assert claims is not None
    return find_signed_in_user(user_id=claims.user_id, family_id=claims.family_id) is not None


class TestSignInWithPassword:
    @pytest.mark.parametrize("identifier", ["sara", "SARA", "sara@example.com", "Sara@Example.com"])
    def test_takes_name_or_address_in_any_case(self, identifier):
        user = make_user("sara")

        assert sign_in_with_password(identifier, PASSWORD, is_remembered=False).user == user

    @pytest.mark.parametrize("identifier", ["nobody", "nobody@example.com", "sara"])
    def test_tells_nothing_about_what_was_wrong(self, identifier):
        make_user("sara")

        with pytest.raises(InvalidCredentialsError) as caught:
            sign_in_with_password(identifier, "a wrong password", is_remembered=False)

        assert (caught.value.message, caught.value.details) == (InvalidCredentialsError.message, {})

    def test_refuses_the_deactivated(self):
        make_user("sara", is_active=False)

        with pytest.raises(InvalidCredentialsError):
            sign_in_with_password("sara", PASSWORD, is_remembered=False)

    def test_works_as_hard_for_an_unknown_user_as_for_a_wrong_password(self, settings):
        settings.PASSWORD_HASHERS = ["tests.accounts.test_sign_in.CountingHasher"]
        make_user("sara")
        make_user("gone", is_active=False)
        work = {}
        for identifier in ("sara", "gone", "nobody", "nobody@example.com"):
            CountingHasher.count = 0
            with pytest.raises(InvalidCredentialsError):
                sign_in_with_password(identifier, "a wrong password", is_remembered=False)
            work[identifier] = CountingHasher.count

        assert set(work.values()) == {1}

    def test_notes_when_it_was(self):
        user = make_user("sara")

        sign_in_with_password("sara", PASSWORD, is_remembered=False)

        assert User.objects.get(pk=user.pk).last_login is not None


class TestSignIn:
    def test_stores_no_secret(self):
        signed_in = sign_in(make_user())

        row = RefreshToken.objects.values().get()
        assert signed_in.refresh_token not in str(row)
        assert len(row["digest"]) == 64

    @pytest.mark.parametrize(
        ("is_remembered", "days"), [(False, settings.REFRESH_TOKEN_DAYS), (True, settings.REFRESH_TOKEN_REMEMBER_DAYS)]
    )
    def test_lasts_longer_when_remembered_and_still_after_a_refresh(self, is_remembered, days):
        first = sign_in(make_user(), is_remembered=is_remembered)
        refresh(first.refresh_token)

        for expires_at in RefreshToken.objects.values_list("expires_at", flat=True):
            assert abs(expires_at - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)
        assert TokenFamily.objects.get().expires_at == RefreshToken.objects.latest("expires_at").expires_at


class TestRefresh:
    def test_gives_a_new_pair_of_the_same_sign_in(self):
        first = sign_in(make_user())

        second = refresh(first.refresh_token)

        assert second.refresh_token != first.refresh_token
        assert is_signed_in(second)
        assert TokenFamily.objects.count() == 1

    def test_revokes_the_family_when_a_token_comes_back(self):
        first = sign_in(make_user())
        second = refresh(first.refresh_token)

        with pytest.raises(InvalidRefreshTokenError):
            refresh(first.refresh_token)

        assert not is_signed_in(second)
        with pytest.raises(InvalidRefreshTokenError):
            refresh(second.refresh_token)

    def test_leaves_other_sign_ins_alone_when_a_token_comes_back(self):
        user = make_user()
        elsewhere, first = sign_in(user), sign_in(user)
        refresh(first.refresh_token)
        with pytest.raises(InvalidRefreshTokenError):
            refresh(first.refresh_token)

        assert is_signed_in(refresh(elsewhere.refresh_token))

    @pytest.mark.parametrize("token", ["unknown", "", "\x00", "\ud800"])
    def test_refuses_the_unknown(self, token):
        with pytest.raises(InvalidRefreshTokenError):
            refresh(token)

    def test_refuses_the_expired_without_revoking(self):
        signed_in = sign_in(make_user())
        RefreshToken.objects.update(expires_at=timezone.now())

        with pytest.raises(InvalidRefreshTokenError):
            refresh(signed_in.refresh_token)

        assert TokenFamily.objects.get().revoked_at is None

    def test_refuses_the_deactivated(self):
        user = make_user()
        signed_in = sign_in(user)
        User.objects.filter(pk=user.pk).update(is_active=False)

        with pytest.raises(InvalidRefreshTokenError):
            refresh(signed_in.refresh_token)

        assert not is_signed_in(signed_in)


@pytest.mark.django_db(transaction=True)
class TestRefreshInParallel:
    def test_gives_exactly_one_successor_and_a_later_replay_kills_the_family(self):
        first = sign_in(make_user())

        answers = together(10, lambda _: refresh(first.refresh_token))

        successors = [answer for answer in answers if isinstance(answer, SignedIn)]
        assert len(successors) == 1
        assert all(isinstance(answer, SignedIn | InvalidRefreshTokenError) for answer in answers), answers
        assert RefreshToken.objects.filter(used_at=None).count() == 1
        with pytest.raises(InvalidRefreshTokenError):
            refresh(first.refresh_token)
        assert not is_signed_in(successors[0])
        with pytest.raises(InvalidRefreshTokenError):
            refresh(successors[0].refresh_token)

    def test_forgives_one_who_asked_before_the_token_was_used(self):
        signed_in = sign_in(make_user())
        RefreshToken.objects.update(used_at=timezone.now() + timedelta(seconds=5))

        with pytest.raises(InvalidRefreshTokenError):
            refresh(signed_in.refresh_token)

        assert TokenFamily.objects.get().revoked_at is None


class TestSignOut:
    def test_ends_the_refresh_and_access_tokens_of_that_sign_in_only(self):
        user = make_user()
        here, elsewhere = sign_in(user), sign_in(user)
        claims = read_access_token(here.access_token.encode())
        assert claims is not None

        sign_out(claims.family_id)
        sign_out(claims.family_id)

        assert not is_signed_in(here)
        assert is_signed_in(elsewhere)
        with pytest.raises(InvalidRefreshTokenError):
            refresh(here.refresh_token)

    def test_by_token_takes_only_ones_own(self):
        sara, omid = make_user("sara"), make_user("omid")
        saras = sign_in(sara)

        sign_out_by_token(omid, saras.refresh_token)
        assert is_signed_in(saras)

        sign_out_by_token(sara, saras.refresh_token)
        assert not is_signed_in(saras)

    def test_everywhere_ends_all(self):
        sara, omid = make_user("sara"), make_user("omid")
        saras, omids = [sign_in(sara), sign_in(sara)], sign_in(omid)

        sign_out_everywhere(sara)

        assert [is_signed_in(each) for each in saras] == [False, False]
        assert is_signed_in(omids)


class TestDeleteExpiredTokens:
    def test_keeps_what_still_signs_somebody_in_or_ended_lately(self):
        user = make_user()
        for days in (-8, -6, 1):
            expires_at = timezone.now() + timedelta(days=days)
            sign_in(user)
            TokenFamily.objects.filter(expires_at__gt=timezone.now() + timedelta(days=10)).update(expires_at=expires_at)
            WsTicket.objects.create(user=user, digest=str(days), expires_at=expires_at)

        delete_expired_tokens()

        assert TokenFamily.objects.count() == 2
        assert RefreshToken.objects.count() == 2
        assert set(WsTicket.objects.values_list("digest", flat=True)) == {"-6", "1"}
