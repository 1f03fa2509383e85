"""Load the starting content."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from resource_centre.starter.books import PackError, content_exists
from resource_centre.starter.loader import Loader
from resource_centre.starter.schema import CONTENT, SCHEMA, read


class Command(BaseCommand):
    """`manage.py load_starter_content`: add the records of the pack that are missing, leave alone what staff changed."""

    help = (
        "Loads the starting content by key. Run again it adds what is missing, brings up to date what nobody has "
        "touched, and leaves alone what staff have changed, archived or deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--folder", type=Path, default=CONTENT, help="another pack, for example a newer one")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if the database holds any content already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check all files, then load them. Raises CommandError, with nothing written, where anything is wrong."""
        if options["if_empty"] and content_exists():
            self.stdout.write("The database holds content already: no starting content loaded.")
            return
        pack, problems = read(options["folder"])
        if problems:
            raise CommandError(self.wrong(list(map(str, problems))))
        try:
            report = Loader(pack, self.progress).load()
        except PackError as error:
            raise CommandError(self.wrong(list(map(str, error.problems)))) from error
        for file in SCHEMA:
            self.stdout.write(
                f"{file.replace('_', ' '):>14}: {report.added[file]} added, {report.changed[file]} brought up to date, "
                f"{report.kept[file]} as before, {report.left_to_staff[file]} left to staff"
            )

    def wrong(self, lines: list[str]) -> str:
        """Return what is wrong with the pack, one problem a line."""
        return "\n".join(["The starting content has mistakes; nothing was written.", *lines])

    def progress(self, done: int, total: int) -> None:
        """Show how far the load has come, twenty times at most."""
        if self.stdout.isatty():
            step, start, end = max(1, total // 100), "\r", "\n" if done == total else ""
        else:
            step, start, end = max(1, total // 5), "", "\n"
        if done == total or done % step == 0:
            self.stdout.write(f"{start}Loading starting content: {done} of {total}", ending=end)
            self.stdout.flush()
