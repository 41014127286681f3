"""Others who send the same mail: smtplib with nothing around it, procrastinate, huey. Runs in an environment of its own, without Planner.

The task is the same for all: write the mail with Python's own email package, and hand it over on a line that is kept open.
"""

import json
import os
import smtplib
import sys
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid
from pathlib import Path
from typing import Any

SAMPLE = json.loads(Path(os.environ["SAMPLE"]).read_text())
_line: list[smtplib.SMTP] = []


def write(number: int) -> EmailMessage:
    """A mail with the headers, the text and the HTML of one of Planner's."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Planner <planner@localhost>"
    mail["To"] = f"Person {number} Example <p{number}@example.org>"
    mail["Subject"] = SAMPLE["subject"]
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = make_msgid(str(number), "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(SAMPLE["text"])
    mail.add_alternative(SAMPLE["html"], subtype="html")
    return mail


def line() -> smtplib.SMTP:
    """One connection for the whole process."""
    if not _line:
        _line.append(smtplib.SMTP("127.0.0.1", int(os.environ["SINK"])))
    return _line[0]


def send(number: int) -> None:
    """Writes and sends."""
    line().send_message(write(number))


def bare(first: int, last: int) -> None:
    """The ceiling: nothing is asked, nothing is kept."""
    for number in range(first, last):
        send(number)


def bytes_alone(first: int, last: int) -> None:
    """Higher than the ceiling: nothing is even written, the same bytes go again and again under another Message-ID."""
    raw = write(0).as_bytes()
    head, _, rest = raw.partition(b"Message-ID:")
    rest = rest.partition(b"\r\n")[2]
    for number in range(first, last):
        mail = head + b"Message-ID: <" + str(number).encode() + b"@x>\r\n" + rest
        line().sendmail("planner@localhost", [f"p{number}@example.org"], mail)


def procrastinate_app() -> Any:  # noqa: ANN401  # not installed where types are checked
    """Its default settings."""
    import procrastinate

    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=os.environ["DATABASE"]))
    app.task(name="send")(send)
    return app


def procrastinate_fill(count: int) -> None:
    """Queues the mails."""
    import asyncio

    app = procrastinate_app()

    async def fill() -> None:
        async with app.open_async():
            await app.schema_manager.apply_schema_async()
            await app.configure_task("send").batch_defer_async(*({"number": number} for number in range(count)))

    asyncio.run(fill())


def procrastinate_work() -> None:
    """One worker, until nothing is left."""
    app = procrastinate_app()
    with app.open():
        app.run_worker(concurrency=1, wait=False, listen_notify=False)


def huey_app() -> Any:  # noqa: ANN401  # not installed where types are checked
    """Its default settings, on a file."""
    from huey import SqliteHuey

    huey = SqliteHuey("bench", filename=os.environ["DATABASE"], results=False)
    return huey, huey.task()(send)


def huey_fill(count: int) -> None:
    """Queues the mails."""
    _, task = huey_app()
    for number in range(count):
        task(number)


def huey_work() -> None:
    """One worker, until it is stopped."""
    huey, _ = huey_app()
    consumer = huey.create_consumer(workers=1, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer.run()


if __name__ == "__main__":
    globals()[sys.argv[1]](*map(int, sys.argv[2:]))
