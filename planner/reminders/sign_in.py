"""Sign-in links in mails. The token is derived from the message's key when the mail is written, so that no table holds it in clear."""

import base64
import hashlib
import hmac

from planner.reminders.letterhead import Letterhead


def sign_in_token(secret: str, key: str) -> str:
    """256 bits that only this installation can derive; the message's key holds a random part."""
    digest = hmac.new(secret.encode(), f"planner sign-in {key}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def sign_in_link(letterhead: Letterhead, key: str) -> str:
    """The address that signs the recipient of the message in, once."""
    return letterhead.link(f"/sign-in/{sign_in_token(letterhead.secret, key)}")
