"""What Routix is, for whoever is not signed in yet. Each picture is what came out of its prompt, unretouched."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from accounts.forms import SignUpForm
from accounts.pages.referrals import remembered_referral_code

# File below static/routix/showcase, and prompt; the first one stands in the hero. Each was made by
# `manage.py generate "<prompt>" --algorithm routix_v6 --seed 7` and scaled to 1280×720.
PIECES: tuple[tuple[str, str], ...] = (
    ("burger.webp", "Smash burger at home in 15 minutes, cozy kitchen"),
    ("first-song.webp", "Learn to mix your first song, neon purple"),
    ("laptop.webp", "The laptop I wish I had bought first, honest review"),
    ("goal.webp", "The last minute goal that shocked the stadium"),
    ("pizza.webp", "آموزش سریع پیتزا خانگی در ۱۵ دقیقه"),
    ("mystery-box.webp", "We opened a $1 vs $1000 mystery box"),
    ("crypto.webp", "How I turned $100 into $10,000 with crypto, green"),
)


@dataclass(frozen=True)
class Piece:
    url: str
    prompt: str


def welcome_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the welcome page shows: the sign-up form, whose code it bears, the welcome credits, the pictures."""
    form = SignUpForm()
    # the page is more than a form: focus stays where it is, so that small screens don't scroll past the beginning
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    pieces = [Piece(static(f"routix/showcase/{file}"), prompt) for file, prompt in PIECES]
    return {
        "signup_form": form,
        "referral_code": remembered_referral_code(request),
        "welcome_credits": settings.WELCOME_CREDITS,
        "first_piece": pieces[0] if pieces else None,
        "showcase": pieces[1:],
    }
