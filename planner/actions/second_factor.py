"""A second factor: codes from an authenticator app (RFC 6238), and ten spare codes for the day the phone is lost."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from planner.actions.accounts import token_hash
from planner.domain.refusals import Refused
from planner.models.accounts import Account
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.credentials import bury_credentials, of_second_factor
from planner.models.people import Person
from planner.models.tries import count_try, forget_tries

STEP_SECONDS = 30
SPARE_CODES = 10
TRIES = 10
WINDOW = timedelta(minutes=15)
WRONG = "This code does not fit. Take the one that the app shows now; each works once."


def new_secret() -> str:
    """What the app and Planner will both know."""
    return pyotp.random_base32()


def app_address(secret: str, person: Person, organisation: str) -> str:
    """The otpauth:// address that the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=organisation)


def is_on(account: Account | None) -> bool:
    """Whether the account asks for a code."""
    return account is not None and account.second_secret != ""


def turn_on(person: Person, secret: str, code: str, keys: Sequence[str], *, now: datetime) -> list[str]:
    """Switches the second factor on and gives the spare codes, to be shown once. Raises Refused for a code that does not fit."""
    step = _step_of(secret, code, now)
    if step is None:
        raise Refused(WRONG, "code")
    spare = [_spare_code() for _ in range(SPARE_CODES)]
    with writing():
        account = _account(person)
        bury_credentials(of_second_factor(account), now)
        account.second_secret = _box(keys).encrypt(secret.encode()).decode()
        account.second_step = step
        account.spare_codes = [token_hash(_plain(word)) for word in spare]
        note("second factor on", "person", person.id, f"{person.name} asks for a second factor.", by=person, now=now)
    return spare


def turn_off(person: Person, *, by: Person | None, now: datetime) -> None:
    """Switches it off: by the person, who has just confirmed who they are, or by whoever runs the server for a lost phone."""
    with writing():
        account = _account(person)
        bury_credentials(of_second_factor(account), now)
        account.second_secret, account.second_step, account.spare_codes = "", 0, []
        sentence = f"The second factor of {person.name} was switched off."
        note("second factor off", "person", person.id, sentence, by=by, now=now)


def accept(person: Person, code: str, keys: Sequence[str], *, now: datetime) -> None:
    """Uses up a code of the app, or a spare one. Raises Refused for any other, and after ten tries in a quarter of an hour."""
    with writing():
        if count_try(f"code:{person.id}", WINDOW, now) > TRIES:
            raise Refused("Too many codes were tried. Wait a quarter of an hour.", "code")
    with writing():
        if not _use_up(_account(person), code, keys, now):
            raise Refused(WRONG, "code")
        forget_tries(f"code:{person.id}")


def _use_up(account: Account, code: str, keys: Sequence[str], now: datetime) -> bool:
    spare = token_hash(_plain(code))
    others = [kept for kept in account.spare_codes if not hmac.compare_digest(kept, spare)]
    if len(others) < len(account.spare_codes):
        bury_credentials([spare], now)
        account.spare_codes = others
        return True
    step = _step_of(_opened(account, keys), code, now)
    if step is None or step <= account.second_step:
        return False
    account.second_step = step
    return True


def _opened(account: Account, keys: Sequence[str]) -> str:
    try:
        return _box(keys).decrypt(account.second_secret.encode()).decode()
    except InvalidToken:
        raise Refused(
            "The second factor of this account was set up under another secret key. Use a spare code, or ask whoever runs "
            "the server to switch it off with “planner user second-factor-off”.",
            "code",
        ) from None


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that a code belongs to: this one, the one before, or the one after, because clocks differ."""
    this = int(now.timestamp()) // STEP_SECONDS
    app, given = pyotp.HOTP(secret), _plain(code)
    fits = [step for step in (this - 1, this, this + 1) if hmac.compare_digest(app.at(step).encode(), given.encode())]
    return fits[-1] if fits else None


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def _spare_code() -> str:
    word = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(word[place : place + 4] for place in range(0, len(word), 4))


def _box(keys: Sequence[str]) -> MultiFernet:
    """Encrypts with the first key, and opens what the earlier ones closed."""
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"planner second factor " + key.encode()).digest())


def _account(person: Person) -> Account:
    account = db.session.get(Account, person.id)
    if account is None:
        raise Refused("This person has no account.")
    return account
