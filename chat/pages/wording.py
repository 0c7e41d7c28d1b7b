"""What the pages call things."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from generation.models import AspectRatio, Stage, Status

STAGES: dict[str, Any] = {
    Stage.ANALYZING: _("Reading the prompt"),
    Stage.MATCHING: _("Choosing a look"),
    Stage.DIRECTING: _("Planning the layout"),
    Stage.RENDERING: _("Making the background"),
    Stage.COMPOSING: _("Drawing the layers"),
    Stage.CHECKING: _("Checking readability"),
    Stage.STORING: _("Saving the picture"),
}

STATUSES: dict[str, Any] = {
    Status.QUEUED: _("In the queue"),
    Status.PROCESSING: _("Being made"),
    Status.COMPLETED: _("Done"),
    Status.FAILED: _("Did not work"),
    Status.CANCELLED: _("Cancelled"),
}

STATUS_ICONS: dict[str, str] = {
    Status.QUEUED: "hourglass",
    Status.PROCESSING: "hourglass",
    Status.COMPLETED: "image",
    Status.FAILED: "circle-alert",
    Status.CANCELLED: "ban",
}

RATIOS: dict[str, Any] = {
    AspectRatio.WIDE: _("wide, for YouTube"),
    AspectRatio.SQUARE: _("square"),
    AspectRatio.TALL: _("upright, for Shorts"),
    AspectRatio.PORTRAIT: _("portrait"),
}

LANGUAGES: dict[str, Any] = {
    "ar": _("Arabic"),
    "de": _("German"),
    "en": _("English"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fr": _("French"),
    "hi": _("Hindi"),
    "ja": _("Japanese"),
}

# the axes of canvas.scoring and their faults
AXES: dict[str, Any] = {
    "text_height": _("Size of the text"),
    "text_contrast": _("Contrast of the text"),
    "preview": _("Text at small size"),
    "words": _("Number of words"),
    "badge": _("Room for the duration"),
    "margin": _("Distance to the edge"),
    "subject_size": _("Size of the subject"),
    "salience": _("Subject stands out"),
    "subject_clear": _("Subject is not covered"),
    "face_clear": _("Face is not covered"),
    "clutter": _("Calm or busy"),
    "colour": _("Strength of colour"),
    "contrast": _("Light and dark"),
    "brightness": _("Brightness"),
    "sharpness": _("Sharpness"),
    "balance": _("Use of the area"),
}

FAULTS: dict[str, Any] = {
    "headline_small": _("The smallest line is hard to read at the size people see. Fewer words would let it grow."),
    "headline_faint": _("The text stands out too little from what is behind it."),
    "headline_lost_small": _("The text blurs into the picture when it is small."),
    "too_many_words": _("There are more words than are read at a glance."),
    "under_the_badge": _("Something lies where YouTube puts the duration."),
    "type_at_the_edge": _("Text comes close to the edge."),
    "subject_small": _("The subject takes up little of the picture."),
    "subject_unnoticed": _("The subject stands out too little from the background."),
    "type_over_subject": _("Text covers part of the subject."),
    "type_over_face": _("Text covers part of the face."),
    "cluttered": _("Many small details compete with the headline."),
    "bare": _("There is little to look at."),
    "dull_colours": _("The colours are muted."),
    "garish_colours": _("The colours are so strong that they compete with each other."),
    "flat_contrast": _("Light and dark parts are close to each other."),
    "too_dark": _("The picture is dark."),
    "too_bright": _("The picture is very bright."),
    "soft": _("The picture is soft."),
    "empty_area": _("A large part of the picture is empty."),
}

# the hints of canvas.people and canvas.brief; the first ones matter most
HINTS: dict[str, Any] = {
    "no_face": _("The photo shows no face. To be in the picture, try one that shows it."),
    "face_cut": _("The photo's edge cuts through the face, so the whole photo is shown. Try one with all of the head."),
    "too_bright": _("The photo is burnt out in places. One with less light would look better."),
    "too_small": _("The person in the photo is small. A closer photo would be sharper."),
    "too_dark": _("The photo is dark. A brighter one would look better."),
    "many_people": _("There are several people in the photo. One alone is cut out more cleanly."),
    "photo_would_help": _("A person would suit this one. Attach a photo to be in the picture."),
    "no_words": _("The prompt names no topic, so the picture is a general one. Say what the video is about."),
    "prompt_cut": _("The prompt is long; its beginning shaped the picture."),
    "many_topics": _("The prompt names several topics; the first ones lead."),
    "props_generic": _("No object of the prompt could be drawn, so a general one stands in. Name one to see it."),
    "category_unsure": _("The kind of video is unclear. A word such as gaming, food or travel helps."),
    "headline_shortened": _("The headline was shortened to be read at a glance. Give exact words to choose your own."),
}

# what canvas.brief calls categories, moods, marks and expressions
TRAITS: dict[str, Any] = {
    "gaming": _("gaming"),
    "technology": _("technology"),
    "education": _("education"),
    "vlog": _("vlog"),
    "entertainment": _("entertainment"),
    "business": _("business"),
    "lifestyle": _("lifestyle"),
    "sports": _("sports"),
    "food": _("food"),
    "travel": _("travel"),
    "music": _("music"),
    "bold": _("bold"),
    "dark": _("dark"),
    "epic": _("epic"),
    "scary": _("scary"),
    "happy": _("happy"),
    "calm": _("calm"),
    "clean": _("clean"),
    "luxury": _("luxury"),
    "cute": _("cute"),
    "retro": _("retro"),
    "romantic": _("romantic"),
    "dramatic": _("dramatic"),
    "playful": _("playful"),
    "mysterious": _("mysterious"),
    "warm": _("warm"),
    "cold": _("cold"),
    "arrow": _("arrow"),
    "circle": _("circle"),
    "underline": _("underline"),
    "badge": _("badge"),
    "burst": _("burst"),
    "shocked": _("shocked"),
    "surprised": _("surprised"),
    "scared": _("scared"),
    "angry": _("angry"),
    "crying": _("crying"),
    "sad": _("sad"),
    "laughing": _("laughing"),
    "excited": _("excited"),
    "thinking": _("thinking"),
    "disgusted": _("disgusted"),
    "cool": _("cool"),
    "amazed": _("amazed"),
    "love": _("love"),
    "worried": _("worried"),
    "serious": _("serious"),
    "tired": _("tired"),
}

EXAMPLES: tuple[str, ...] = (
    "I survived 7 days in the Arctic with no food, shocked face, red arrow",
    "How black holes work",
    "Grandma's secret lasagna recipe in 20 minutes",
    "سفر رویایی به بالی",
)


def readable(code: str) -> str:
    """Turn a code such as `safe_zone` into words."""
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def trait(code: str) -> str:
    """What a brief says, in the language of the page where it is one of its usual words."""
    return str(TRAITS[code]) if code in TRAITS else readable(code).lower()
