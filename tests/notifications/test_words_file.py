"""Words files: blocks by name, line ends where one sees them, mistakes named with their line."""

from string import Formatter

import pytest
from jinja2 import meta

from languages import Language
from notifications import phone_text, phrases, words_file
from notifications.markdown import escaped, page, with_addresses
from notifications.rendering import context_class, kinds_with, known_kinds, language_of, render
from notifications.role_sheets import role_sheets
from notifications.words_file import HERE, WordsFileWrong, as_letter, letter_to_sign, unescaped

ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


def filled(words: str, **values: object) -> str:
    environment = words_file._environment(ENGLISH)
    return words_file._compiled(environment, "trial/en.md", words).render(values).strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Subjekt\nHello", "trial, line 1: there is no block “Subjekt”. Did you mean “# Subject”?"),
        ("# Subject\nA\n\n# Subject\nB", "trial, line 4: the block “Subject” stands here twice."),
        ("Hello", "trial: a words file begins with a block, such as “# Subject”."),
    ],
)
def test_it_names_the_line_of_a_mistake(text: str, said: str) -> None:
    with pytest.raises(WordsFileWrong) as raised:
        words_file._split("trial", text)
    assert str(raised.value) == said


def test_it_names_the_line_of_a_condition_that_does_not_end() -> None:
    blocks = words_file._split("trial", "# Subject\nOne\n\n# Letter\nTwo\n{% if a %}\nThree {% fi %}\n")
    with pytest.raises(WordsFileWrong, match=r"^trial, line 7: "):
        words_file._compiled(words_file._environment(ENGLISH), "trial", blocks["letter"])


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("{{ link }}", "There are: coming, "),
        ("https://launch.example.org", "There are: coming, "),
        ("{{ to.question }}", "Did you mean {{ to.questions }}?"),
    ],
)
def test_it_never_happens__a_label_that_names_no_form(target: str, hint: str) -> None:
    """“Answer in a sentence” went to 31 people and led to a page without a place for the sentence."""
    words = f"\n\n**[Answer in a sentence]({target})**\n"
    with pytest.raises(WordsFileWrong) as raised:
        words_file._compiled(words_file._environment(ENGLISH), "trial/en.md", words)
    said = str(raised.value)
    assert said.startswith(
        "trial/en.md, line 3: “Answer in a sentence” names no form; write {{ to.questions }}"
    )
    assert hint in said


def test_it_ends_a_line_where_it_ends_and_leaves_none_behind_a_condition() -> None:
    words = "{% if a %}\nOne{% if b %} more{% endif %}\n{% endif %}\nTwo"
    assert filled(words, a=True, b=True) == "One more\nTwo"
    assert filled(words, a=True, b=False) == "One\nTwo"
    assert filled(words, a=False, b=False) == "Two"


def test_it_never_takes_what_people_typed_for_a_mark() -> None:
    name = "*A* [b](https://c) <i> &amp; # _d_ {{ e }} > f"
    made = page(filled("Dear {{ name }},\n\n- {{ name }}", name=name))
    assert made.text == f"Dear {name},\n\n- {name}"
    assert "<a" not in made.html
    assert "<i>" not in made.html
    assert unescaped(escaped(name)) == name


def test_it_makes_a_button_of_a_link_that_stands_alone() -> None:
    made = page("**[Yes](https://a.example/x?b=1&c=2)**\n\n[No](https://a.example/y)\n\n[Gone]()")
    assert made.text == "Yes:\nhttps://a.example/x?b=1&c=2\n\nNo:\nhttps://a.example/y"
    assert made.html.count('class="button main"') == made.html.count('class="button quiet"') == 1
    assert "Gone" not in made.html


def test_it_makes_no_button_of_a_telephone_number() -> None:
    made = page("**Ana**\n[+1 555 010 0100](tel:+15550100100)")
    assert made.text == "Ana\n+1 555 010 0100"
    assert made.html == (
        '<p><strong>Ana</strong><br><a class="plain" href="tel:+15550100100">+1 555 010 0100</a></p>'
    )


def test_it_lets_addresses_in_own_words_be_pressed() -> None:
    made = page(with_addresses("See https://a.example/x_y. *Soon*"))
    assert made.text == "See https://a.example/x_y. *Soon*"
    assert '<a href="https://a.example/x_y">https://a.example/x_y</a>.' in made.html


def test_it_says_one_stop_after_a_field_that_brings_its_own() -> None:
    assert unescaped(words_file._one_stop(filled("Until {{ time }}.", time="5:00 p.m."))) == "Until 5:00 p.m."


def test_it_reads_the_signed_letter_as_paragraphs_and_headings() -> None:
    made = page(as_letter("Why now\n\nBecause it is time.\n\nCome!"))
    assert made.html == "<h2>Why now</h2>\n<p>Because it is time.</p>\n<p>Come!</p>"


def test_it_puts_the_conveners_paragraph_before_the_standard_letter() -> None:
    words = letter_to_sign(ENGLISH, "two hours", "Three plants closed a shift.")
    assert words.startswith(
        "Three plants closed a shift.\n\nWhat is in it for your company\n\nTwo hours with"
    )
    assert "\\" not in words


@pytest.mark.parametrize(
    ("words", "places", "fits"),
    [
        ("a" * 160, 160, True),
        ("a" * 161, 161, False),
        ("€" * 80, 160, True),
        ("¿Puede venir el martes, señora Peña?", 36, True),
        ("ж" * 70, 70, True),
        ("ж" * 71, 71, False),
        ("👍" * 35, 70, True),
        ("👍" * 36, 72, False),
    ],
)
def test_it_counts_a_short_text_as_telephones_do(words: str, places: int, fits: bool) -> None:
    assert phone_text.length(words) == places
    assert phone_text.fits(words) is fits


def test_it_writes_spanish_with_the_letters_a_telephone_has() -> None:
    assert phone_text.in_its_letters("Reunión «jueves», ¿sí?") == 'Reunion "jueves", ¿si?'


def in_language(language: Language) -> list[str]:
    return [kind for kind in sorted(known_kinds()) if words_file.speaks(kind.replace("-", "_"), language)]


def fields_named(path: str) -> set[str]:
    environment = words_file._environment(ENGLISH)
    text = (HERE / path).read_text(encoding="utf-8")
    found: set[str] = set()
    for words in words_file._split(path, text).values():
        found |= meta.find_undeclared_variables(environment.parse(words))
    return found - set(environment.globals)


def test_it_speaks_english_in_every_kind() -> None:
    assert in_language(ENGLISH) == sorted(known_kinds())


def test_it_speaks_spanish_in_every_kind_but_two_of_the_convener() -> None:
    missing = known_kinds() - set(in_language(SPANISH))
    assert missing == {"gate-opened", "weekly-digest"}


def test_it_knows_which_kinds_quote_the_playbook_or_a_paper_there_is_in_english_alone() -> None:
    quoting = {
        kind
        for kind in in_language(SPANISH)
        if {"gate_title", "script", "work", "survey"} & context_class(kind).model_fields.keys()
    }
    assert quoting == set(kinds_with("quotes_playbook"))
    assert {kind: language_of(kind, SPANISH) for kind in kinds_with("quotes_english")} == {
        "keeper-news": ENGLISH,
        "yes-request": ENGLISH,
    }
    assert language_of("invitation", SPANISH) is SPANISH


@pytest.mark.parametrize("translated", in_language(SPANISH))
def test_it_asks_for_no_more_than_a_telephone_shows_in_spanish(translated: str) -> None:
    context = context_class(translated).sample()
    made = render(translated, context.model_copy(update={"language": SPANISH}))
    assert len(made.subject) <= 60
    assert phone_text.fits(made.short_text)


@pytest.mark.parametrize("translated", in_language(SPANISH))
def test_it_says_every_field_in_spanish_that_it_says_in_english(translated: str) -> None:
    folder = translated.replace("-", "_")
    english, spanish = (fields_named(f"kinds/{folder}/{short}.md") for short in ("en", "es"))
    assert spanish == english


@pytest.mark.parametrize("translated", in_language(SPANISH))
def test_it_has_the_same_blocks_in_spanish(translated: str) -> None:
    folder = translated.replace("-", "_")
    blocks = [
        set(words_file._split(path, (HERE / path).read_text(encoding="utf-8")))
        for path in (f"kinds/{folder}/en.md", f"kinds/{folder}/es.md")
    ]
    assert blocks[0] == blocks[1]


@pytest.mark.parametrize("language", Language)
def test_it_has_the_same_phrases_and_role_sheets_in_every_language(language: Language) -> None:
    english, others = phrases.all_of(ENGLISH), phrases.all_of(language)
    own = {key for key in others if key.startswith(("industries.", "sectors.", "subsectors."))}
    assert others.keys() - own == english.keys()
    for key, words in english.items():
        assert fields_in(others[key]) == fields_in(words), key
    assert role_sheets(language).keys() == role_sheets(ENGLISH).keys()


@pytest.mark.parametrize(("language", "said"), [(ENGLISH, "on Tuesday"), (SPANISH, "el Tuesday")])
def test_it_takes_no_key_for_a_truth_value(language: Language, said: str) -> None:
    assert phrases.say(language, "launch.on", day="Tuesday") == said


def fields_in(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_it_renders_each_kind_in_each_of_its_languages() -> None:
    for language in Language:
        for kind in in_language(language):
            context = context_class(kind).sample().model_copy(update={"language": language})
            assert f'<html lang="{language.value}">' in render(kind, context).html
