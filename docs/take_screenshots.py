"""Takes the pictures of the README and the guides anew, from the sample partnership in the middle of its launch: `make screenshots`."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, ViewportSize

from tests.engine.browsing import PHONE, OpenHouse, chromium, open_house
from tests.engine.conftest import find_free_port
from tests.sample import Moment, samples
from tests.sectorlaunch.portal.pages import CONVENER, addresses

FOLDER = Path(__file__).parent / "pictures"
SAMPLE = Path(__file__).parents[1] / "examples/high-valley-manufacturing/partnership.yaml"
SCREEN: ViewportSize = {"width": 1180, "height": 820}


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it. `path` is the pattern of its address, as the application reports it."""

    name: str
    moment: Moment
    path: str
    who: str = CONVENER
    on_a_phone: bool = False
    which: int = 0
    """Of several addresses of the pattern in the catalog of pages."""


PICTURES = (
    Picture("today", Moment.INVITED, "/"),
    Picture("partnership", Moment.INVITED, "/partnerships/{slug}"),
    Picture("partnership-step-5", Moment.ACTION, "/partnerships/{slug}"),
    Picture("gate", Moment.CHAMPIONS_ASKED, "/partnerships/{slug}/gates/{gate_key}"),
    Picture("coming", Moment.INVITED, "/partnerships/{slug}/coming"),
    Picture("pipeline", Moment.CHAMPIONS_ASKED, "/partnerships/{slug}/pipeline"),
    Picture("meeting", Moment.INVITED, "/partnerships/{slug}/meetings/{meeting_id}"),
    Picture("champion-on-a-phone", Moment.CHAMPIONS_ASKED, "/p/{token}", "champion", on_a_phone=True),
    Picture("guest-on-a-phone", Moment.INVITED, "/p/{token}", "guest", on_a_phone=True),
)


def main() -> None:
    with TemporaryDirectory() as folder, chromium() as browser, ExitStack() as houses:
        caught = samples(Path(folder), SAMPLE, *{picture.moment for picture in PICTURES})
        opened = {
            moment: houses.enter_context(open_house(sample, find_free_port()))
            for moment, sample in caught.items()
        }
        for name in _taken(opened, browser):
            print(f"docs/pictures/{name}.png")


def _taken(houses: dict[Moment, OpenHouse], browser: Browser) -> Iterator[str]:
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        house = houses[picture.moment]
        found = [
            address
            for address in addresses(house.sample, house.app)
            if (address.path, address.who) == (picture.path, picture.who)
        ]
        if not found:
            print(f"There is no page {picture.path}: left out.", file=sys.stderr)
            continue
        window = house.visit(
            browser, signed_in=picture.who == CONVENER, viewport=PHONE if picture.on_a_phone else SCREEN
        )
        page = window.new_page()
        page.goto(house.address + found[picture.which].where, wait_until="load")
        page.screenshot(path=FOLDER / f"{picture.name}.png", scale="css", animations="disabled")
        window.close()
        yield picture.name


if __name__ == "__main__":
    main()
