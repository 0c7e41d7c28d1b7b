"""The assistant's sentences, in the language of whom it answers."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.assistant.language import language_of
from generation.models import Generation, Status


def answer_of_request(generation: Generation) -> str:
    """Say what was asked for, once it stands in the queue with its credits set aside."""
    with translation.override(language_of(generation.prompt)):
        wanted = _("I am on it: %(algorithm)s, %(width)d×%(height)d.") % {
            "algorithm": generation.algorithm.name,
            "width": generation.width,
            "height": generation.height,
        }
        sentences = [wanted]
        if generation.variants > 1:
            sentences.append(
                ngettext("You asked for %(n)d picture.", "You asked for %(n)d pictures.", generation.variants)
                % {"n": generation.variants}
            )
        held = generation.credits_cost
        sentences.append(
            ngettext("%(n)d credit is set aside for it.", "%(n)d credits are set aside for it.", held) % {"n": held}
        )
        return " ".join(sentences)


def answer_of_end(generation: Generation, *, pictures: int, look: str) -> str:
    """Say how it ended: what was made, or why not, and where the credits are.

    `pictures` were delivered, the best of them following the public name `look`, "" for none.
    """
    with translation.override(language_of(generation.prompt)):
        sentences: Sequence[str]
        if generation.status == Status.COMPLETED:
            sentences = _of_pictures(generation, pictures, look)
        elif generation.status == Status.FAILED:
            why = _(str((generation.error or {}).get("message", "")))
            sentences = [_("It could not be made: %(why)s") % {"why": why}, _credits_back(generation)]
        else:
            sentences = [_("It was cancelled."), _credits_back(generation)]
        return " ".join(sentences)


def _of_pictures(generation: Generation, pictures: int, look: str) -> list[str]:
    sentences = [ngettext("%(n)d picture is ready.", "%(n)d pictures are ready.", pictures) % {"n": pictures}]
    headline = str(generation.brief.get("headline") or "")
    if headline:
        sentences.append(_("The headline is “%(headline)s”.") % {"headline": headline})
    if look:
        sentences.append(_("It follows the look “%(look)s”.") % {"look": look})
    if generation.score is not None:
        best = _("The best scores %(score)d of 100.") if pictures > 1 else _("It scores %(score)d of 100.")
        sentences.append(best % {"score": round(generation.score)})
    if generation.processing_seconds is not None:
        sentences.append(_("Making it took %(seconds).1f seconds.") % {"seconds": generation.processing_seconds})
    charged = generation.credits_charged
    sentences.append(ngettext("%(n)d credit was charged.", "%(n)d credits were charged.", charged) % {"n": charged})
    return sentences


def _credits_back(generation: Generation) -> str:
    back = generation.credits_cost - generation.credits_charged
    return ngettext("%(n)d credit was returned.", "%(n)d credits were returned.", back) % {"n": back}
