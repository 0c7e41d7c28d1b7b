"""Inviting others."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.pages.access import for_signed_in
from billing.selectors import referral_facts_of
from billing.services.referring import code_of


@require_safe
@never_cache
@for_signed_in
def referrals_page(request: HttpRequest, user: User) -> HttpResponse:
    """The user's link, what it brings and what it has brought. Who came is nobody's business: only how many."""
    link = f"{settings.PUBLIC_URL}{reverse('studio')}?ref={code_of(user)}"
    context = {
        "section": "referrals",
        "link": link,
        "facts": referral_facts_of(user),
        "newcomer_credits": settings.REFERRAL_CREDITS,
        "referrer_credits": settings.REFERRER_CREDITS,
    }
    return render(request, "billing/referrals.html", context)
