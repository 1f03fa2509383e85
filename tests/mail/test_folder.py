"""Where letters go while no mail server is named."""

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from resource_centre.mail.delivery import deliver_due
from resource_centre.mail.folder import BACKEND, KEEP, forget_files
from resource_centre.mail.outbox import post


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder for letters that does not exist yet."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = BACKEND, str(tmp_path / "letters")
    return tmp_path / "letters"


@pytest.mark.django_db
@pytest.mark.usefixtures("writers")
def test_letter_without_a_mail_server_becomes_a_file_that_others_cannot_read(folder: Path) -> None:
    post("hello", "maria@example.org")
    deliver_due()
    [path] = folder.iterdir()
    assert "To: maria@example.org\n" in path.read_text()
    assert folder.stat().st_mode & 0o077 == 0


def test_old_files_go_and_new_ones_and_files_of_others_stay(folder: Path) -> None:
    assert forget_files() == 0
    folder.mkdir()
    now = timezone.now()
    for name, age in (("old.log", KEEP + datetime.timedelta(hours=1)), ("new.log", KEEP / 2), ("note.txt", KEEP * 2)):
        (folder / name).touch()
        os.utime(folder / name, times=((now - age).timestamp(),) * 2)
    assert forget_files() == 1
    assert sorted(path.name for path in folder.iterdir()) == ["new.log", "note.txt"]


def test_nothing_is_deleted_where_a_mail_server_is_named(settings: Any) -> None:
    settings.EMAIL_FILE_PATH = None
    assert forget_files() == 0
