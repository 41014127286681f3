"""One thin function per job. Each is the same however often and wherever it runs; what it needs to remember is in the database."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from planner.actions.busy import read_due
from planner.actions.commitments import sweep
from planner.actions.feed_truth import tell_those_behind
from planner.actions.feeds import render_again
from planner.actions.night_audits import audit_if_due
from planner.actions.replies import read_answers
from planner.actions.retention import sweep as sweep_kept
from planner.actions.rules_by_date import keep_days
from planner.actions.tombstones import reapply
from planner.actions.zone_rules import ask_zones_again
from planner.models.audit_chain import forget_head, remember_head
from planner.models.base import writing
from planner.models.generations import next_waiting
from planner.models.holds import note_restore, remember_extent
from planner.models.housekeeping import forget_ended, forget_links
from planner.models.tombstone_files import keep_beside
from planner.reminders.channels import REGISTRY
from planner.reminders.delivery import Outcome, Sender
from planner.reminders.due import tick
from planner.reminders.invitations import invite
from planner.reminders.letterhead import letterhead_of
from planner.reminders.lulls import Lull
from planner.reminders.mailbox import box_of

Now = Callable[[], datetime]


def look(app: Flask, now: Now, lull: Lull | None = None) -> int:
    """Writes rows for what is due; after a restore of the database it holds back what may have gone already.

    What it finds out about the time to come is kept in `lull` for the next look.
    """
    with app.app_context():
        moment, folder = now(), app.config["PLANNER_DATA_DIR"]
        if note_restore(moment, folder):
            forget_head(folder)
            reapply(folder, now=moment, base_url=app.config["PLANNER_BASE_URL"])
        count = tick(moment, letterhead_of(app.config).kindness, lull) + invite(moment)
        remember_extent(folder)
        keep_beside(folder)
        return count


def tell_behind(app: Flask, now: Now) -> int:
    """Writes to those whose calendar cannot show a change of what is near."""
    with app.app_context():
        return tell_those_behind(now())


def slip(app: Flask, now: Now) -> int:
    """Makes late what is late, and missed what is missed; lets changed rules hold, and trials end, on their day."""
    with app.app_context():
        moment = now()
        return sweep(moment) + keep_days(moment)


def read_mailbox(app: Flask, now: Now, stop: Callable[[], bool] = lambda: False) -> int:
    """Reads what calendars answered; how many answers there were. Nothing where no mailbox is set."""
    with app.app_context():
        if not app.config["PLANNER_IMAP_URL"]:
            return 0
        found = read_answers(box_of(app.config["PLANNER_IMAP_URL"]), app.config["PLANNER_MAIL_FROM"], now(), stop)
        return found.counted + found.refused


def read_calendars(app: Flask, now: Now) -> int:
    """Reads the calendars of leaders whose turn it is; how many."""
    with app.app_context():
        return read_due(now())


def deliver(app: Flask, sender: Sender) -> Outcome:
    """Sends what is due."""
    with app.app_context():
        return sender.deliver()


TO_OTHERS = tuple(name for name, kind in REGISTRY.items() if kind.takes_address)
"""Channels that lead to addresses which people gave, each as slow as it likes."""
TO_OUR_OWN = tuple(name for name in REGISTRY if name not in TO_OTHERS)


def sender_for(
    app: Flask, now: Now, stop: Callable[[], bool] = lambda: False, channels: tuple[str, ...] = tuple(REGISTRY)
) -> Sender:
    """A dispatcher of this process; keep it, because it remembers which channel is down."""
    return Sender(letterhead_of(app.config), now, stop, channels=channels)


def generate(app: Flask, now: Now) -> bool:
    """Works off one wish for a draft year; whether there was one."""
    from planner.actions.generate import work_off_next

    with app.app_context():
        return work_off_next(now())


def year_is_wanted(app: Flask, now: Now) -> bool:
    """Whether a wish for a draft year waits."""
    from planner.actions.generate import DEAD_AFTER

    with app.app_context():
        return next_waiting(now() - DEAD_AFTER) is not None


def redraw(app: Flask, now: Now) -> int:
    """Renders anew what calendars would show otherwise by now: other zone rules, a renamed site, another base address, new words."""
    with app.app_context():
        moment, base_url = now(), app.config["PLANNER_BASE_URL"]
        return ask_zones_again(now=moment, base_url=base_url) + render_again(now=moment, base_url=base_url)


def audit(app: Flask, now: Now) -> bool:
    """Holds what was due against what was sent, once a night; whether it did."""
    with app.app_context():
        return audit_if_due(now())


def tidy(app: Flask, now: Now) -> None:
    """Nightly housekeeping: what has been kept for long enough goes, and how far the audit log has come is kept beside it."""
    with app.app_context():
        with writing():
            forget_links(now())
            forget_ended(now())
        folder = app.config["PLANNER_DATA_DIR"]
        sweep_kept(folder, now())
        remember_head(folder)


def once(app: Flask, now: Now) -> Outcome:
    """One pass of everything that is due."""
    read_mailbox(app, now)
    read_calendars(app, now)
    slip(app, now)
    while generate(app, now):
        pass
    look(app, now)
    tell_behind(app, now)
    return deliver(app, sender_for(app, now))
