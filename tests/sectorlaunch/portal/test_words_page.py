"""The words of a kind on a page: looked at, kept, refused when misspelled, tried on oneself."""

from fastapi.testclient import TestClient
from httpx import Response

from sectorlaunch.engine import carry_out
from tests.cast import CONVENER
from tests.sectorlaunch.portal.conftest import MAIN, House, everything

PAGE = f"/partnerships/{MAIN}/words/answer-reminder"


def post(house: House, client: TestClient, **fields: str) -> Response:
    answer: Response = client.post(PAGE, data=house.form(client, **fields))
    return answer


def test_it_lists_every_kind_but_those_of_the_system(convener: TestClient) -> None:
    page = convener.get(f"/partnerships/{MAIN}/words").text
    assert "Answer reminder" in page
    assert "/words/sign-in" not in page
    assert convener.get(f"/partnerships/{MAIN}/words/sign-in").status_code == 404


def test_it_shows_typed_words_to_made_up_and_real_people_and_keeps_nothing(
    house: House, convener: TestClient
) -> None:
    before = everything(house.engine)
    page = post(house, convener, action="preview", opening="Hello {{ recipient.first_name }} <b>.").text
    assert "Hello Ravi &lt;b&gt;." in page
    assert "Hello Edda &lt;b&gt;." in page
    assert everything(house.engine) == before


def test_it_keeps_words_and_uses_them(house: House, convener: TestClient) -> None:
    words = "Hello {{ recipient.first_name }}."
    assert post(house, convener, action="keep", opening=words).status_code == 303
    assert "Hello Ravi." in convener.get(f"{PAGE}/letter").text
    house.launch.now = house.launch.touches("shared-table-reminder")[0].due_at
    house.launch.do(carry_out.due)
    assert all("Hello " in message.text for message in house.launch.messages("answer-reminder"))
    assert post(house, convener, action="reset").status_code == 303
    assert "Hello Ravi." not in convener.get(f"{PAGE}/letter").text


def test_it_refuses_a_misspelled_field_and_shows_what_was_typed(house: House, convener: TestClient) -> None:
    before = everything(house.engine)
    for action in ("keep", "preview", "test"):
        page = post(house, convener, action=action, subject="For {{ recipient.frist_name }}")
        assert page.status_code == 422
        assert "Did you mean recipient.first_name?" in page.text
        assert "For {{ recipient.frist_name }}" in page.text
    assert everything(house.engine) == before


def test_it_sends_a_test_of_what_was_typed_to_the_viewer_alone(house: House, convener: TestClient) -> None:
    assert post(house, convener, action="test", subject="Try").status_code == 303
    assert [(m.to_name, m.subject) for m in house.launch.messages("test-send")] == [(CONVENER, "Test: Try")]
