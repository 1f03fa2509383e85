"""`manage.py run_due_jobs`: everything that the site does by itself."""

import os
import time
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from resource_centre.jobs.run import run_due_jobs

PAUSE = 2.0


class Command(BaseCommand):
    """Do what is due, once or again and again."""

    help = "Sends waiting mail and does all other work that is due. Run it every minute, or once with --loop. “serve” runs it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the ways of going on."""
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--while-parent", type=int, default=0, help="with --loop: end when this process ends")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is due and print the names of the jobs that were done."""
        if not options["loop"]:
            for name in run_due_jobs():
                self.stdout.write(name)
            return
        parent = options["while_parent"]
        while not parent or os.getppid() == parent:
            try:
                run_due_jobs()
            except DatabaseError as error:  # the database restarts: so does our patience
                self.stderr.write(f"The database does not answer: {type(error).__name__}")
            close_old_connections()
            time.sleep(PAUSE)
