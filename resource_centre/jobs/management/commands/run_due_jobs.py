"""`manage.py run_due_jobs`: everything that the site does by itself."""

import signal
import time
from typing import Any

from django.core.management import BaseCommand, CommandParser

from resource_centre.jobs.run import run_due_jobs, stop

#: Seconds between two looks at what is due, and between two looks at whether to stop.
PAUSE, BLINK = 2.0, 0.25


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
        stop.parent = options["while_parent"]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, hear)  # what was begun is finished: no letter is left half sent
        self.loop()

    def loop(self) -> None:
        """Do what is due until told to stop, whatever happens. Say once what keeps all jobs from being done."""
        trouble = ""
        while not stop.wanted:
            try:
                run_due_jobs()
            except Exception as error:  # the database restarts: so does our patience
                name = type(error).__name__
                if name != trouble:
                    self.stderr.write(f"No job can be done at the moment: {name}.")
                trouble = name
            else:
                trouble = ""
            end = time.monotonic() + PAUSE
            while time.monotonic() < end and not stop.wanted:
                time.sleep(BLINK)


def hear(*_signal: Any) -> None:
    """Remember that the process was told to stop."""
    stop.told = True
