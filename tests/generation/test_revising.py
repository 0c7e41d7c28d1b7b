"""States that are kept, when somebody else comes between: the picture shows the same number, and is another one."""

import pytest
from django.core.files.storage import default_storage

from generation.errors import RevisionConflictError
from generation.models import Revision, Thumbnail
from generation.selectors.revisions import Version, get_version, present_version
from generation.services.revising import Made, keep, show
from tests.generation.api_rows import make_algorithm, make_user
from tests.generation.edited_rows import drawn_result, stored_names

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def made(number: int, data: bytes = b"") -> Made:
    return Made({"layers": [], "meta": {"number": str(number)}}, [], [], data, 50.0, {})


def present() -> Thumbnail:
    return Thumbnail.objects.select_related("generation__algorithm").get()


def edited(number: int) -> Thumbnail:
    thumbnail = present()
    return keep(thumbnail, present_version(thumbnail), made(number, b"picture"), editor=None)


@pytest.fixture
def undone() -> tuple[Thumbnail, Version]:
    """A picture that shows what was delivered, and the edit ahead of it, as somebody sees them who means to redo."""
    drawn_result(make_user(), make_algorithm())
    edited(1)
    thumbnail = show(present(), get_version(present(), 0))
    return thumbnail, get_version(thumbnail, 1)


@pytest.fixture
def overtaken(undone: tuple[Thumbnail, Version]) -> tuple[Thumbnail, Version]:
    """The same, after somebody else edited, which dropped what lay ahead, and undid that."""
    edited(2)
    show(present(), get_version(present(), 0))
    return undone


class TestARedoThatWasOvertaken:
    def test_is_refused(self, overtaken: tuple[Thumbnail, Version]) -> None:
        thumbnail, gone = overtaken
        with pytest.raises(RevisionConflictError):
            show(thumbnail, gone)
        shown = present()
        assert shown.revision == 0
        assert default_storage.exists(str(shown.file))

    @pytest.mark.parametrize("data", [b"", b"picture"], ids=["that nobody sees", "that is seen"])
    def test_is_refused_with_an_edit_on_top(self, overtaken: tuple[Thumbnail, Version], data: bytes) -> None:
        thumbnail, gone = overtaken
        with pytest.raises(RevisionConflictError):
            keep(thumbnail, gone, made(3, data), editor=None)
        shown = present()
        assert shown.revision == 0
        assert default_storage.exists(str(shown.file))
        assert all(default_storage.exists(str(row.file)) for row in Revision.objects.all())
        assert len(stored_names(shown.generation)) == 2
