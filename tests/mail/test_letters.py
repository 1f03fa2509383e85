"""What letters are made of: two bodies that say the same, and nothing of others that becomes a link or markup."""

import datetime
import itertools
import re
from typing import Any, cast

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy

from resource_centre.mail import letters, links
from resource_centre.mail.delivery import deliver_due
from resource_centre.mail.outbox import post
from resource_centre.vocabularies.models import Topic
from tests.document import Document
from tests.mail.conftest import Writers


@pytest.mark.parametrize(
    ("words", "unlinked"),
    [
        ("https://evil.example.org/a.b?c=d@e", "https[:]//evil[.]example[.]org/a[.]b?c=d[@]e"),
        ("www.example.org", "www[.]example[.]org"),
        ("maria@example.org", "maria[@]example[.]org"),
        ("example。org and example．org", "example[。]org and example[．]org"),
        ("HTTP://1.2.3.4/x", "HTTP[:]//1.2.3.4/x"),
        ("a\u200b.org", "a\u200b[.]org"),
        ("javascript://%0aalert(1)", "javascript[:]//%0aalert(1)"),
        ("Come on 12.05.2026 at 14.30. It costs 3.50 euro... Yes: free.", "Come on 12.05.2026 at 14.30. It costs 3.50 euro... Yes: free."),
        ("Write to us. Thank you @ all", "Write to us. Thank you @ all"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_of_others_hold_nothing_that_a_mail_program_makes_a_link_of(words: str, unlinked: str) -> None:
    assert letters.unlinked(words) == unlinked


def parts() -> list[letters.Part]:
    """Return one part of each kind, with words of others that try to be more than words."""
    return [
        letters.text("Somebody wrote to you."),
        letters.heading("What they wrote"),
        letters.quote("<script>alert(1)</script> <b>see</b> https://evil.example.org\n\n{{ 1|add:1 }}\n-- \nend"),
        letters.rows(("Name", "<img src=x> evil.example.org"), ("Country", "Ireland & Malta")),
        letters.button("Answer", "https://example.org/answer/?a=1&b=2"),
    ]


@pytest.fixture
def sent(writers: Writers) -> mail.EmailMultiAlternatives:
    """A letter with every part, as it left."""
    writers["parts"] = lambda _letter: letters.Contents("A message", parts(), "You asked for messages & more.")
    post("parts", "maria@example.org", language="en")
    deliver_due()
    [message] = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    return message


def html_of(message: mail.EmailMultiAlternatives) -> str:
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return str(html)


@pytest.mark.django_db
def test_both_bodies_say_the_same(sent: mail.EmailMultiAlternatives) -> None:
    class Response:
        content = html_of(sent).encode()

    document = Document(Response())
    page = "".join(document.one("body").text.split())
    plain = "".join(re.sub(r"^> ?", "", str(sent.body), flags=re.MULTILINE).split())
    for part in parts():
        for words in [part.text, *(word for row in part.rows for word in row)]:
            assert "".join(words.split()) in page
            assert "".join(words.split()).lower() in plain.lower()
    assert [link["href"] for link in document.all("a")] == [
        "https://example.org/answer/?a=1&b=2",
        "http://127.0.0.1:8000/urgent-help/",
    ]
    assert "https://example.org/answer/?a=1&b=2" in plain
    assert "http://127.0.0.1:8000/urgent-help/" in plain
    assert "Youaskedformessages&more.GAMIAN-Europe" in page
    assert "Youaskedformessages&more.GAMIAN-Europe" in plain


@pytest.mark.django_db
def test_words_of_others_are_words_in_html(sent: mail.EmailMultiAlternatives) -> None:
    html = html_of(sent)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;see&lt;/b&gt; https[:]//evil[.]example[.]org" in html
    assert "&lt;img src=x&gt; evil[.]example[.]org" in html
    assert "{{ 1|add:1 }}" in html
    assert re.findall(r"<(script|img|link|iframe|object)\b", html) == []
    assert "evil.example" not in html + str(sent.body)


@pytest.mark.django_db
def test_letter_fetches_nothing_and_says_what_it_is(sent: mail.EmailMultiAlternatives) -> None:
    html, whole = html_of(sent), sent.message()
    assert re.findall(r"<[^>]*\s(?:src|background|srcset)\s*=|url\(|@import", html) == []
    assert (whole["Auto-Submitted"], whole["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert [part.get_content_type() for part in whole.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.django_db
def test_plain_text_is_not_escaped_and_short_enough_to_quote(sent: mail.EmailMultiAlternatives) -> None:
    lines = str(sent.body).splitlines()
    assert "Country: Ireland & Malta" in lines
    assert "> <script>alert(1)</script> <b>see</b> https[:]//evil[.]example[.]org" in lines
    assert ("", "") not in list(itertools.pairwise(lines))
    assert "WHAT THEY WROTE" in lines


@pytest.mark.django_db
def test_letter_is_in_its_language_from_subject_to_last_word(writers: Writers) -> None:
    subject, text, reason = (cast(str, gettext_lazy(words)) for words in ("Need help now?", "Library", "Countries"))
    writers["lazy"] = lambda _letter: letters.Contents(subject, [letters.text(text)], reason)
    for language in ("de", "en"):
        post("lazy", "maria@example.org", language=language)
    deliver_due()
    german, english = mail.outbox
    assert (german.subject, english.subject) == ("Brauchen Sie jetzt Hilfe?", "Need help now?")
    assert '<html lang="de">' in html_of(german)  # type: ignore[arg-type]
    assert "/de/urgent-help/" in str(german.body)
    assert ("Bibliothek" in str(german.body), "Library" in str(english.body)) == (True, True)


@pytest.mark.django_db
def test_link_in_a_letter_is_made_when_it_leaves(topic: Topic, writers: Writers, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.mail.linked_urls"
    addresses = []

    def write(letter: Any) -> letters.Contents:
        addresses.append(letters.linked("linked", "status", letter.about, datetime.timedelta(days=1)))
        return letters.Contents("Hello", [letters.button("Look", addresses[0])], "You asked for it.")

    writers["linked"] = write
    post("linked", "maria@example.org", about=topic, language="de")
    deliver_due()
    [message] = mail.outbox
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/de/linked/([\w-]{43})/", addresses[0])
    assert found is not None
    assert addresses[0] in str(message.body)
    link = links.find("status", found[1])
    assert link is not None
    assert link.about == topic
