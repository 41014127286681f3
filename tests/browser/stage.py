"""What the chapters of the story share: the running installation, its database, its post, browsers, and the clock for rehearsals."""

import os
import re
import time as seconds
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.fitting import fits
from tests.browser.live import Live
from tests.browser.mailbox import text_of
from tests.browser.records import Records

PATIENCE = 60.0
PHONE = {"width": 360, "height": 780}


@dataclass
class Stage:
    """`open` gives a page in a browser of its own, at the width that it is given."""

    live: Live
    open: Callable[..., Page]
    records: Records
    folder: Path

    def desk(self) -> Page:
        return self._patient(self.open())

    def phone(self) -> Page:
        return self._patient(self.open(PHONE))

    def _patient(self, page: Page) -> Page:
        page.set_default_timeout(PATIENCE * 1000)
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(path if path.startswith("http") else self.live.address + path)

    def shot(self, page: Page, name: str) -> None:
        """Keeps a picture, and sees that nothing is wider than the screen."""
        fits(page)
        kept = [self.folder] + ([Path("shots")] if os.environ.get("PLANNER_SHOTS") else [])
        for folder in kept:
            folder.mkdir(exist_ok=True)
            page.screenshot(path=folder / f"story-{name}.png", full_page=True)

    def mail(self, address: str, subject: str, since: int = 0) -> EmailMessage:
        """The first mail to an address whose subject has these words, once it is there."""
        until = seconds.monotonic() + PATIENCE
        while seconds.monotonic() < until:
            for mail in self.live.mailbox.mails[since:]:
                if recipient(mail) == address and subject in str(mail["Subject"]):
                    return mail
            seconds.sleep(0.1)
        subjects = [f"{recipient(mail)}: {mail['Subject']}" for mail in self.live.mailbox.mails]
        raise AssertionError(f"No mail about {subject!r} came to {address}. There came: {subjects}")

    def sign_in_by_mail(self, page: Page, address: str) -> None:
        """Asks for a link, as somebody without a password does, and uses it."""
        self.go(page, "/sign-in")
        page.get_by_label("E-mail address").fill(address)
        page.get_by_role("button", name="Sign in").click()
        self.go(page, link_in(self.mail(address, "sign-in link"), "within 15 minutes:"))
        page.get_by_role("button", name="Sign in now").click()

    def settle(self) -> int:
        """Waits until the worker has sent everything that is due by the real clock; how many mails there are then.

        Rehearsals set the clock years ahead: what is still on its way would be thrown away there as too late.
        """
        until = seconds.monotonic() + PATIENCE
        while self.records.waiting():
            assert seconds.monotonic() < until, "Messages that are due are not sent."
            seconds.sleep(0.2)
        return len(self.live.mailbox.mails)

    def rehearse(self, first: date, address: str, subject: str) -> tuple[EmailMessage, datetime]:
        """Sets the clock to noon of one working day after the other from `first` on, until the mail is there; it and the moment."""
        self.settle()
        for noon in _noons(first):
            before = len(self.live.mailbox.mails)
            self.live.planner("worker", "--once", "--now", noon.isoformat().replace("+00:00", "Z"))
            for mail in self.live.mailbox.mails[before:]:
                if recipient(mail) == address and subject in str(mail["Subject"]):
                    return mail, noon
        raise AssertionError(f"No mail about {subject!r} came to {address} in ten working days from {first}.")


def _noons(first: date) -> Iterator[datetime]:
    days = (first + timedelta(days=number) for number in range(14))
    return (datetime.combine(day, time(12), UTC) for day in days if day.weekday() < 5)


def recipient(mail: EmailMessage) -> str:
    return str(mail["To"].addresses[0].addr_spec)


def link_in(mail: EmailMessage, words: str) -> str:
    """The address in the text part that comes first after these words."""
    found = re.search(r"http\S+", text_of(mail).partition(words)[2])
    assert found is not None, text_of(mail)
    return found[0]
