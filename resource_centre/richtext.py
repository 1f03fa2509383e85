"""Body texts: edited as rich text, sanitised whenever they are saved, trusted by templates for that reason alone."""

from typing import Any

from django.db import models
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# What a text may hold. Headings start at level 3: levels 1 and 2 belong to the page.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Heading": {"levels": [3, 4]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "History": True,
    "Typographic": False,
}
_sanitise = create_sanitizer(EXTENSIONS)


def sanitise(html: str) -> SafeString:
    """Return `html` with every tag, attribute and address taken out that body texts may not hold."""
    return mark_safe(str(_sanitise(html)))  # noqa: S308 - this is the one place where HTML becomes trusted


def paragraphs(text: str) -> SafeString:
    """Return plain `text` as HTML paragraphs, one for every block between empty lines."""
    blocks = [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]
    return format_html_join("", "<p>{}</p>", ((block,) for block in blocks))


class RichTextField(ProseEditorField):
    """Sanitised HTML.

    A value that comes from the database is a `SafeString`, because nothing gets into it without passing `sanitise`.
    A value that was set on an object but not saved yet is an ordinary string, which templates escape.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=True, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> SafeString:
        """Return the sanitised text that goes into the database, and put it on the object too."""
        clean = sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, clean)
        return clean

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return what goes into the database: sanitised on every way in, also for `update` and `bulk_create`."""
        return super().get_db_prep_save(sanitise(value) if isinstance(value, str) else value, connection)

    def value_from_object(self, obj: models.Model) -> Any:
        """Return the text for a form: an ordinary string, so that the box shows it as it is stored."""
        value = super().value_from_object(obj)
        return value[:] if isinstance(value, str) else value  # a slice of a SafeString is an ordinary string

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> SafeString | None:
        """Return the stored text as trusted HTML."""
        return None if value is None else mark_safe(value)  # noqa: S308 - sanitised by get_db_prep_save
