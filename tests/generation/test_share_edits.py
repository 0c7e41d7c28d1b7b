"""What the secret of a share lets its holder do, and what it does not."""

import json
from typing import Any

import pytest
from django.test import Client

from canvas.document import Logo, Plate
from generation import services
from generation.models import Generation, Revision
from generation.selectors.revisions import present_version
from generation.services.editing import Edit, edit_picture
from generation.services.revising import MOST_REVISIONS, Made, keep
from tests.generation.api_rows import make_algorithm, make_user
from tests.generation.edited_rows import LOGO, a_document, add_drawn, drawn_result, make_asset
from tests.generation.openapi import assert_described

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PATH = "shares/{token}/edit"
UNDO, REDO = {"op": "undo"}, {"op": "redo"}
UNLOGO = {"op": "remove", "layer": "logo"}


def say(text: str) -> dict[str, Any]:
    return {"op": "set_text", "layer": "headline", "text": text}


class Holder:
    """Whoever was given the address of a share and its secret."""

    def __init__(self, generation: Generation) -> None:
        shared = services.share_generation(generation.owner, generation.pk)
        self.token, self.secret = shared.share.token, shared.edit_token

    def ask(self, *operations: dict[str, Any], **fields: Any) -> Any:
        body = {"operations": operations, "edit_token": self.secret, **fields}
        return Client().post(f"/api/v1/shares/{self.token}/edit", json.dumps(body), "application/json")

    def done(self, *operations: dict[str, Any], **fields: Any) -> Any:
        response = self.ask(*operations, **fields)
        assert response.status_code == 200, response.content
        return assert_described(response, PATH)

    def refused(self, *operations: dict[str, Any]) -> str:
        response = self.ask(*operations)
        assert response.status_code == 409, response.content
        assert_described(response, PATH)
        return str(response.json()["error"]["type"])


@pytest.fixture
def generation() -> Generation:
    """A result with a picture of its owner's library on it, which is called `logo`."""
    owner = make_user(is_verified=True)
    document = a_document(Logo(id="logo", slot="logo", source="picture:logo"))
    return drawn_result(owner, make_algorithm(), document, {"logo": LOGO}, logo_asset=make_asset(owner))


def edit(generation: Generation, *operations: dict[str, Any]) -> None:
    edit_picture(generation, Edit(operations), editor=generation.owner)


def layers(generation: Generation) -> set[str]:
    return {layer["id"] for layer in generation.thumbnails.get(index=0).document["layers"]}


class TestWhatWasRemoved:
    def test_before_it_was_shared_stays_away(self, generation: Generation) -> None:
        edit(generation, UNLOGO)
        holder = Holder(generation)
        assert holder.refused(UNDO) == "nothing_to_undo"
        assert holder.refused(UNDO, say("MINE")) == "nothing_to_undo"
        assert "logo" not in layers(generation)

    def test_by_an_undo_before_it_was_shared_stays_away(self, generation: Generation) -> None:
        edit(generation, say("SECRET"))
        edit(generation, UNDO)
        assert Holder(generation).refused(REDO) == "nothing_to_redo"

    def test_since_it_was_shared_stays_away(self, generation: Generation) -> None:
        holder = Holder(generation)
        holder.done(say("MINE"))
        edit(generation, UNLOGO)
        assert holder.refused(UNDO) == "nothing_to_undo"
        assert "logo" not in layers(generation)

    def test_stays_away_behind_what_the_holder_did(self, generation: Generation) -> None:
        edit(generation, UNLOGO)
        holder = Holder(generation)
        holder.done(say("MINE"))
        holder.done(UNDO)
        assert holder.refused(UNDO) == "nothing_to_undo"
        holder.done(REDO)
        assert holder.refused(UNDO, UNDO) == "nothing_to_undo"
        assert "logo" not in layers(generation)

    def test_stays_away_from_the_holder_of_a_later_share(self, generation: Generation) -> None:
        Holder(generation).done(say("MINE"))
        edit(generation, UNDO)
        services.revoke_share(generation.owner, generation.pk)
        assert Holder(generation).refused(REDO) == "nothing_to_redo"

    def test_stays_away_when_all_that_lay_between_was_dropped(self, generation: Generation) -> None:
        """Only a hundred states are kept, so that what was delivered comes next to one that was made much later."""
        edit(generation, UNLOGO)
        holder = Holder(generation)
        for number in range(MOST_REVISIONS + 1):
            thumbnail = generation.thumbnails.select_related("generation__algorithm").get()
            document = {**thumbnail.document, "meta": {"number": str(number)}}
            keep(thumbnail, present_version(thumbnail), Made(document, [], [], b"", 50.0, {}), editor=None)
        Revision.objects.filter(number__gt=0, number__lt=MOST_REVISIONS + 2).delete()
        assert holder.refused(UNDO) == "nothing_to_undo"
        assert "logo" not in layers(generation)


class TestWhatTheHolderDid:
    def test_can_be_taken_back_and_brought_again(self, generation: Generation) -> None:
        edit(generation, say("OURS"))
        holder = Holder(generation)
        first, second = holder.done(say("ONE")), holder.done(say("TWO"))
        assert (first["can_undo"], first["can_redo"]) == (True, False)
        back = holder.done(UNDO, UNDO)
        assert (back["revision"], back["can_undo"], back["can_redo"]) == (1, False, True)
        assert holder.done(REDO, REDO)["document"] == second["document"]

    def test_can_be_taken_back_to_what_was_delivered(self, generation: Generation) -> None:
        holder = Holder(generation)
        holder.done(say("ONE"))
        assert holder.done(UNDO)["revision"] == 0


class TestOtherPictures:
    def test_of_the_same_generation_are_not_shared(self, generation: Generation) -> None:
        other = add_drawn(generation, a_document(Plate(id="secret", source="paint:gradient")), index=1)
        data = Holder(generation).done(say("MINE"), index=1)
        assert data["index"] == 0
        assert "secret" not in {layer["id"] for layer in data["document"]["layers"]}
        other.refresh_from_db()
        assert other.revision == 0


class TestItsAddresses:
    def test_end_with_the_share(self, generation: Generation) -> None:
        data = Holder(generation).done(say("MINE"))
        addresses = [data["thumbnail_url"], data["preview_url"]]
        assert [Client().get(address).status_code for address in addresses] == [200, 200]
        services.revoke_share(generation.owner, generation.pk)
        assert [Client().get(address).status_code for address in addresses] == [404, 404]

    def test_show_what_is_shown_now(self, generation: Generation) -> None:
        holder = Holder(generation)
        first, second = holder.done(say("ONE")), holder.done(say("TWO"))
        assert first["thumbnail_url"] != second["thumbnail_url"]  # so that no browser takes one for the other
        edit(generation, UNLOGO)
        shown = {Client().get(data["thumbnail_url"]).content for data in (first, second)}
        assert shown == {Client().get(f"/s/{holder.token}/thumbnail.jpg").content}
        assert len(Client().get(first["preview_url"]).content) < len(shown.pop())
