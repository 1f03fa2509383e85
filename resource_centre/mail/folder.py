"""Where letters go while no mail server is named: into files that only the owner of the folder can read."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends import filebased
from django.utils import timezone

#: As long as that, a letter can be read in the folder.
KEEP = datetime.timedelta(days=30)
BACKEND = "resource_centre.mail.folder.EmailBackend"


class EmailBackend(filebased.EmailBackend):
    """Django's backend that writes letters into files, in a folder that is closed to others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)


def forget_files() -> int:
    """Delete letters from the folder that have been there for long. Return how many went."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return 0
    before = (timezone.now() - KEEP).timestamp()
    old = [path for path in Path(folder).glob("*.log") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
