"""What Routix is, for whoever is not signed in yet. Each picture is what came out of its prompt, unretouched."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from accounts.forms import SignUpForm

# File below static/routix/showcase, and prompt; the first one stands in the hero. Each was made by
# `manage.py generate "<prompt>" --algorithm routix_v6 --seed 7` and scaled to 1280×720.
PIECES: tuple[tuple[str, str], ...] = (
    ("black-holes.webp", "How black holes work"),
    ("burger.webp", "The $3 burger that beat them all"),
    ("guitar.webp", "I tried learning the guitar in 30 days"),
    ("house.webp", "خانه‌ای که با دست خالی ساختم"),
    ("coffee.webp", "I quit coffee for 30 days"),
    ("volcano.webp", "How volcanoes erupt"),
    ("gaming-pc.webp", "I built a gaming PC for $300"),
)


@dataclass(frozen=True)
class Piece:
    url: str
    prompt: str


def welcome_context() -> dict[str, Any]:
    """Return what the welcome page shows: the sign-up form, the welcome credits, and the pictures."""
    form = SignUpForm()
    # the page is more than a form: focus stays where it is, so that small screens don't scroll past the beginning
    for field in form.fields.values():
        field.widget.attrs.pop("autofocus", None)
    pieces = [Piece(static(f"routix/showcase/{file}"), prompt) for file, prompt in PIECES]
    return {
        "signup_form": form,
        "welcome_credits": settings.WELCOME_CREDITS,
        "first_piece": pieces[0] if pieces else None,
        "showcase": pieces[1:],
    }
