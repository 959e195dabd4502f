"""Names beside circles: inside the picture, off each other, off the circles where there is room."""

from sectorlaunch.census import labels
from sectorlaunch.census.labels import Circle


def test_it_writes_above_a_circle_that_stands_alone() -> None:
    (one,) = labels.placed([Circle(300, 200, 20, "Retail")], 600, 400)
    assert (one.dx, one.dy < -20, one.align) == (0, True, "center")


def test_it_keeps_a_name_inside_the_picture() -> None:
    (one,) = labels.placed([Circle(590, 200, 10, "Mining, oil and gas")], 600, 400)
    assert one.align == "right"


def test_it_keeps_off_the_circle_above() -> None:
    upper, lower = labels.placed([Circle(300, 200, 30), Circle(300, 245, 12, "Finance")], 600, 400)
    assert upper.name == ""
    assert lower.dy >= 0


def test_it_writes_no_name_upon_another() -> None:
    close = [
        Circle(300, 200, 10, "Wholesale"),
        Circle(312, 200, 9, "Finance"),
        Circle(306, 211, 8, "Transport"),
    ]
    boxes = [labels._box(one) for one in labels.placed(close, 600, 400)]
    assert all(one.overlap(other) == 0 for one in boxes for other in boxes if one is not other)


def test_it_leaves_circles_without_a_name_alone() -> None:
    circles = [Circle(300, 200, 10), Circle(320, 220, 10)]
    assert labels.placed(circles, 600, 400) == circles
