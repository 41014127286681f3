"""Passwords, second factors, spare codes, sign-ons and posters that ended, by fingerprint: an older backup does not revive them."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from planner.models.accounts import Account, Identity
from planner.models.base import db
from planner.models.insight_routes import InsightIntake
from planner.models.tombstones import Grave, bury


def of_password(account: Account) -> list[str]:
    """The mark of the account's password; nothing without one. A hash with its salt is like no other."""
    return [_mark("password", account.password_hash)] if account.password_hash else []


def of_second_factor(account: Account) -> list[str]:
    """The marks of the account's second factor and its spare codes; nothing without one."""
    return [_mark("second factor", account.second_secret)] * bool(account.second_secret) + account.spare_codes


def of_identity(identity: Identity) -> str:
    """The mark of a connection with a provider: made anew, it is another one."""
    return _mark("sign-on", identity.issuer, identity.subject, identity.made_at.isoformat())


def of_poster(intake: InsightIntake) -> list[str]:
    """The mark of the address on the floor's poster; nothing without one."""
    return [_mark("poster", intake.token)] if intake.token else []


def _mark(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def bury_credentials(marks: Collection[str], now: datetime) -> None:
    """Says that these have ended, in the running transaction."""
    bury(Grave.credential, marks, now)


def end_again(ended: Collection[str]) -> int:
    """Ends what is here although it had ended, in the running transaction; how many. Whoever lost a password gets in by a link."""
    count = sum(_end_in_account(account, ended) for account in db.session.scalars(select(Account)))
    for identity in db.session.scalars(select(Identity)).all():
        if of_identity(identity) in ended:
            db.session.delete(identity)
            count += 1
    for intake in db.session.scalars(select(InsightIntake).where(InsightIntake.token.is_not(None))):
        if set(of_poster(intake)) & set(ended):
            intake.token = None
            count += 1
    return count


def _end_in_account(account: Account, ended: Collection[str]) -> int:
    count = 0
    if set(of_password(account)) & set(ended):
        account.password_hash = None
        count += 1
    left = [code for code in account.spare_codes if code not in ended]
    if set(of_second_factor(account)[:1]) & set(ended):
        account.second_secret, account.second_step, account.spare_codes = "", 0, []
        count += 1
    elif len(left) < len(account.spare_codes):
        account.spare_codes = left
        count += 1
    return count
