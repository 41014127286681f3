"""Sign-in links by mail: queued at once, good for fifteen minutes, and kept nowhere in clear."""

import secrets
from datetime import datetime

from flask import current_app

from planner.actions.accounts import LINK_LASTS, make_account, token_hash
from planner.actions.guessing import may_have_link
from planner.models.accounts import SignInLink, account_of
from planner.models.base import db, writing
from planner.models.messages import insert_new
from planner.models.people import Person
from planner.reminders.letterhead import letterhead_of
from planner.reminders.rows import key_of, message_row
from planner.reminders.sign_in import sign_in_token


def mail_link_if_known(email: str, now: datetime) -> None:
    """A link for whoever has this address, at most five an hour; nothing for anybody else.

    One transaction in both cases: how long the answer takes must not tell whether somebody is known.
    """
    with writing():
        allowed = may_have_link(email, now=now)
        account = account_of(email)
        if allowed and account is not None and account.person.active:
            mail_sign_in_link(account.person, now=now)


def mail_sign_in_link(person: Person, now: datetime) -> None:
    """Queues a mail with a link that signs the person in once. The worker writes the token when it writes the mail."""
    step = f"sign-in-{secrets.token_hex(12)}"
    key = key_of("person", person.id, 1, step, person.id)
    token = sign_in_token(letterhead_of(current_app.config).secret, key)
    with writing():
        make_account(person, now=now)
        db.session.add(SignInLink(person_id=person.id, token_hash=token_hash(token), expires_at=now + LINK_LASTS))
        row = message_row(
            name="sign-in",
            about="person",
            about_id=person.id,
            recipient_id=person.id,
            step=step,
            due_at=now,
            expires_at=now + LINK_LASTS,
            now=now,
        )
        insert_new([row])
