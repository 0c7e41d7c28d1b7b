"""What Routix is, for whoever is not signed in yet. Each picture is what came out of its prompt, unretouched."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from accounts.forms import SignUpForm

# file below static/routix/showcase, prompt; the first one stands in the hero
PIECES: tuple[tuple[str, str], ...] = ()


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
