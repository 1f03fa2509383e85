"""A real mail server on loopback, which can be told to misbehave. No test in here."""

import asyncio
import contextlib
import email.policy
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: What a server can be told to do instead of an answer.
HANG, DIE = "hang", "die"
#: Seconds that a sender waits for a server that hangs.
SHORT = 0.3


class MailServer:
    """What the server received, and how it answers: with a line such as "550 5.1.1 No such user", or HANG, or DIE."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.at_greeting = self.at_sender = self.at_recipient = self.at_data = ""
        #: Answers to recipients that differ from the rest.
        self.to: dict[str, str] = {}
        #: How many senders connected.
        self.connections = 0
        self.port = 0
        self._over = threading.Event()

    @property
    def addresses(self) -> list[str]:
        """Whom letters were for, in their order."""
        return [address for address, _message in self.received]

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters, in their order."""
        return [message for _address, message in self.received]

    # What aiosmtpd calls

    async def handle_EHLO(  # noqa: N802 - its name for it
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Answer to a sender that has connected."""
        self.connections += 1
        session.host_name = hostname
        answer = await self._do(server, self.at_greeting)
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to the name of the sender."""
        if answer := await self._do(server, self.at_sender):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to the name of a recipient."""
        if answer := await self._do(server, self.to.get(address, self.at_recipient)):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer to a letter."""
        if answer := await self._do(server, self.at_data):
            return answer
        content = envelope.content or b""
        whole: Any = email.message_from_bytes(
            content.encode() if isinstance(content, str) else content, policy=email.policy.default
        )
        self.received += [(address, whole) for address in envelope.rcpt_tos]
        return "250 OK"

    async def _do(self, server: SMTP, wish: str) -> str:
        if wish == DIE:
            transport: Any = server.transport
            transport.abort()
            return "421 Gone"
        if wish == HANG:
            while not self._over.is_set():
                await asyncio.sleep(0.02)
            return "421 Too late"
        return wish

    def let_go(self) -> None:
        """End what hangs."""
        self._over.set()


class _Controller(Controller):
    """aiosmtpd's controller, on a port that the system chooses."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server until the block ends."""
    server = MailServer()
    controller = _Controller(server, hostname="127.0.0.1", port=0)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        server.let_go()
        controller.stop()


def send_to(server: MailServer, settings: Any) -> None:
    """Let the site send its letters to `server` instead of keeping them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, SHORT
