"""Which sizes a picture may be made and downloaded in."""

import pytest

from generation.models import Algorithm, AspectRatio
from generation.services.sizes import LARGEST_DOWNLOAD, aspect_of, largest_download

pytestmark = pytest.mark.unit


class TestLargestDownload:
    @pytest.mark.parametrize(
        ("own", "drawn", "largest"),
        [
            ((1280, 720), (1280, 720), (1280, 720)),
            ((1920, 1080), (1280, 720), (1920, 1080)),
            ((1920, 1080), (1080, 1920), (1920, 1080)),
            ((2560, 1440), (1280, 720), (3840, 2160)),
            ((1920, 1080), (2560, 1440), (3840, 2160)),
        ],
    )
    def test_is_4k_where_the_algorithm_draws_1440p_or_the_picture_was_made_as_large(
        self, own: tuple[int, int], drawn: tuple[int, int], largest: tuple[int, int]
    ) -> None:
        assert largest_download(Algorithm(max_width=own[0], max_height=own[1]), drawn) == largest


class TestAspectOf:
    @pytest.mark.parametrize("size", [(3840, 2160), (2561, 1441), (160, 90)])
    def test_refuses_what_nothing_is_generated_in(self, size: tuple[int, int]) -> None:
        with pytest.raises(ValueError, match="Sides must"):
            aspect_of(*size)

    def test_takes_4k_where_it_may_be_as_large(self) -> None:
        assert aspect_of(3840, 2160, largest_side=max(LARGEST_DOWNLOAD)) == AspectRatio.WIDE
