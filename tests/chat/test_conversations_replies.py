"""What the assistant says, and who is told."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.utils import translation
from django.utils.translation import gettext

from chat.assistant import answer_of_end, answer_of_request, language_of
from chat.events import describe_message
from chat.models import Author, Message
from chat.selectors import current_broadcasts, describe_broadcast, find_rows
from chat.services.broadcasting import tell_everybody
from chat.services.posting import post_message, post_request
from chat.services.replying import answer_ended
from common.errors import ValidationFailedError
from common.realtime import group_name, sender
from generation import lifecycle
from generation.errors import GenerationFailedError
from generation.models import Generation, Status
from generation.services.requesting import GenerationRequest
from templates_lib.models import Category
from tests.chat.talking import begin, default_algorithm, make_user, rich_user
from tests.generation.api_rows import make_algorithm, make_generation
from tests.generation.core_rows import a_picture
from tests.templates_lib.bank import make_template

pytestmark = pytest.mark.integration

PROMPT = "I survived 7 days in the Arctic"


def asked(sara=None, **wishes):
    sara = sara or rich_user()
    default_algorithm()
    return post_request(sara, begin(sara).pk, GenerationRequest(prompt=PROMPT, **wishes))


def claimed(posted):
    found = lifecycle.claim(worker="a test", only=posted.generation.pk)
    assert found is not None
    return found


def reply():
    return Message.objects.get(author=Author.ASSISTANT)


@pytest.mark.django_db
class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "language"),
        [("How black holes work", "en"), ("سفر رویایی به بالی", "fa"), ("", "en"), ("🙂", "en"), ("Привет", "en")],
    )
    def test_is_that_of_the_message(self, text, language):
        assert language_of(text) == language

    def test_is_spoken_in_whatever_language_the_server_does(self):
        generation = make_generation(make_user(), make_algorithm(), prompt="سفر رویایی به بالی", status="cancelled")
        with translation.override("fa"):
            persian = gettext("It was cancelled.")
        with translation.override("en"):
            assert answer_of_end(generation, pictures=0, look="").startswith(persian)

    def test_is_english_for_english_on_a_persian_page(self):
        generation = make_generation(make_user(), make_algorithm(name="Routix V6", credit_cost=2), variants=3)
        with translation.override("fa"):
            told = answer_of_request(generation)
        assert told == ("I am on it: Routix V6, 1280×720. You asked for 3 pictures. 2 credits are set aside for it.")


@pytest.mark.django_db
class TestReply:
    def test_says_what_was_made(self):
        posted = asked()
        run = claimed(posted)
        Generation.objects.filter(pk=run.pk).update(brief={"headline": "7 DAYS"})
        Category.objects.get_or_create(slug="gaming", defaults={"name": "Gaming"})
        template = make_template("boss-fight", name="Crimson Duel")
        template.save()
        lifecycle.succeed(run, [a_picture(84.4)], engine="local", template_id=template.pk)
        said = reply()
        run.refresh_from_db()
        assert said.content == (
            "1 picture is ready. The headline is “7 DAYS”. It follows the look “Crimson Duel”. It scores 84 of 100. "
            f"Making it took {run.processing_seconds:.1f} seconds. 2 credits were charged."
        )
        assert said.revision == 2
        assert said.updated_at > said.created_at

    def test_says_of_several_what_the_best_one_scores(self):
        posted = asked(variants=2)
        lifecycle.succeed(claimed(posted), [a_picture(80), a_picture(70)], engine="local", wanted=2)
        assert "2 pictures are ready." in reply().content
        assert "The best scores 80 of 100." in reply().content

    def test_says_why_nothing_was_made(self):
        posted = asked()
        lifecycle.fail(claimed(posted), GenerationFailedError("The moon was in the way."))
        assert reply().content == "It could not be made: The moon was in the way. 2 credits were returned."

    def test_says_that_it_was_cancelled(self):
        lifecycle.cancel(asked().generation)
        assert reply().content == "It was cancelled. 2 credits were returned."

    def test_leaves_what_people_said_alone(self):
        posted = asked()
        lifecycle.cancel(posted.generation)
        assert Message.objects.get(author=Author.USER).content == PROMPT

    def test_is_no_concern_of_generations_outside_of_conversations(self, django_assert_num_queries):
        generation = make_generation(make_user(), make_algorithm(), status=Status.CANCELLED)
        with django_assert_num_queries(0):
            answer_ended(generation)

    def test_goes_on_where_the_conversation_was_deleted(self):
        posted = asked()
        Message.objects.all().delete()
        lifecycle.cancel(posted.generation)
        posted.generation.refresh_from_db()
        assert posted.generation.status == Status.CANCELLED


class Ear:
    """Hears what is published to a group."""

    def __init__(self, group):
        sender().submit(lambda: None).result(timeout=10)  # what was said before is not heard
        self._layer = get_channel_layer()
        self._channel = async_to_sync(self._layer.new_channel)()
        async_to_sync(self._layer.group_add)(group, self._channel)

    def heard(self):
        sender().submit(lambda: None).result(timeout=10)  # one thread sends, in order
        return [async_to_sync(self._layer.receive)(self._channel) for _ in range(self._waiting())]

    def _waiting(self):
        return self._layer.channels[self._channel].qsize()


@pytest.fixture
def layer(settings):
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.mark.usefixtures("layer")
@pytest.mark.django_db(transaction=True)
class TestEvents:
    def test_tell_of_each_message_once_it_is_there(self):
        sara = rich_user()
        default_algorithm()
        conversation = begin(sara)
        ear = Ear(group_name("conversation", conversation.pk))
        posted = post_request(sara, conversation.pk, GenerationRequest(prompt=PROMPT))
        heard = ear.heard()
        assert [one["event"] for one in heard] == ["message_created", "message_created"]
        assert [one["data"] for one in heard] == [posted.message, posted.reply]

    def test_tell_of_the_end(self):
        posted = asked()
        ear = Ear(group_name("conversation", posted.message["conversation_id"]))
        lifecycle.succeed(claimed(posted), [a_picture(84)], engine="local")
        (heard,) = ear.heard()
        (row,) = find_rows(Message.objects.filter(author=Author.ASSISTANT))
        assert (heard["event"], heard["data"]) == ("message_updated", describe_message(row))
        assert heard["data"]["generation"]["status"] == "completed"
        assert heard["data"]["generation"]["thumbnail_url"] is not None

    def test_tell_nothing_of_what_was_not_kept(self):
        sara = make_user()
        conversation = begin(sara)
        ear = Ear(group_name("conversation", conversation.pk))
        with pytest.raises(ValidationFailedError):
            post_message(sara, conversation.pk, " ")
        post_message(sara, conversation.pk, "hello")
        (heard,) = ear.heard()
        assert heard["data"]["content"] == "hello"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("layer")
class TestBroadcast:
    def test_reaches_who_is_there_and_who_comes(self):
        ear = Ear(group_name("everyone", "all"))
        sent = tell_everybody(
            make_user(), title="Tonight", message="We move.", level="info", expires_in=timedelta(hours=1)
        )
        (heard,) = ear.heard()
        assert (heard["event"], heard["data"]) == ("broadcast", describe_broadcast(sent))
        assert current_broadcasts() == [heard["data"]]

    def test_is_over_when_it_expires(self):
        tell_everybody(make_user(), title="Then", message="x", level="info", expires_in=timedelta(hours=-1))
        assert current_broadcasts() == []
