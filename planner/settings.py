"""Every setting once: its name, type, default and the sentence that explains it.

`docs/settings.md` is written from this table (a test compares them), and a value that makes no sense stops the start with a sentence.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner import setting_values as values


class SettingRefused(Exception):
    """A setting makes no sense; the text says which, why, and what would do."""


@dataclass(frozen=True)
class Setting:
    """One option: `read` turns the text of the environment into a value or raises ValueError with the rest of the sentence."""

    name: str
    read: Callable[[str], object]
    default: str
    sentence: str
    example: str = ""


SETTINGS = (
    Setting(
        "PLANNER_DATA_DIR",
        values.text,
        "instance",
        "The folder for the database, the secret key and the mail outbox.",
        "/var/lib/planner",
    ),
    Setting(
        "PLANNER_DATABASE_URL",
        values.database,
        "",
        "Where the data live. Empty: an SQLite file in the data folder.",
        "postgresql://planner:secret@db/planner",
    ),
    Setting(
        "PLANNER_SECRET_KEY",
        values.text,
        "",
        "Signs sessions and answer links, 32 characters or more. Empty: one is made and kept in the data folder.",
    ),
    Setting(
        "PLANNER_BASE_URL",
        values.base_url,
        "http://127.0.0.1:5000",
        "The address under which people reach Planner; every link in a mail or feed begins with it.",
        "https://planner.example.org",
    ),
    Setting(
        "PLANNER_SMTP_URL",
        values.smtp,
        "",
        "The mail server. Empty: mail is written to a local outbox that HR can read in the browser.",
        "smtp+starttls://user:password@mail.example.org:587",
    ),
    Setting(
        "PLANNER_SMTP_CONNECT_SECONDS",
        values.seconds,
        "30",
        "How long the mail server may take to answer before a mail is handed over.",
    ),
    Setting(
        "PLANNER_SMTP_DATA_SECONDS",
        values.data_seconds,
        "600",
        "How long it may take to say that it has taken a mail, 60 or more: whoever gives up sooner sends copies.",
    ),
    Setting(
        "PLANNER_IMAP_URL",
        values.imap,
        "",
        "The mailbox of PLANNER_MAIL_FROM, from which answers to invitations are read. Empty: answers are not asked for.",
        "imaps://planner:password@mail.example.org:993/INBOX",
    ),
    Setting(
        "PLANNER_MAIL_FROM",
        values.address,
        "Planner <planner@localhost>",
        "The sender of every mail.",
        "planner@example.org",
    ),
    Setting(
        "PLANNER_INSIDE_HOSTS",
        values.hosts,
        "",
        "Machines inside the network that a chat or webhook address may name, with commas between. Empty: the open internet only.",
        "ntfy.example.org,mattermost.example.org",
    ),
    Setting(
        "PLANNER_HEARTBEAT_URL",
        values.web_address,
        "",
        "Asked (GET) every minute as long as messages go out in time, so that a watchdog elsewhere notices when they do not.",
        "https://hc-ping.com/your-uuid",
    ),
    Setting(
        "PLANNER_ZONE",
        values.zone,
        "UTC",
        "The time zone of a person about whom nothing else is known.",
        "Europe/Dublin",
    ),
    Setting(
        "PLANNER_TRUSTED_PROXIES",
        values.whole_number,
        "0",
        "How many reverse proxies stand in front and may say who the caller is (X-Forwarded-For, -Proto, -Host).",
        "1",
    ),
    Setting(
        "PLANNER_MIGRATE_ON_START",
        values.boolean,
        "true",
        "Whether `planner serve` brings the database up to date before it serves.",
        "false",
    ),
    Setting(
        "PLANNER_MAX_UPLOAD_MB",
        values.whole_number,
        "10",
        "The largest file that may be brought in, in megabytes.",
        "25",
    ),
    Setting("PLANNER_TICK_SECONDS", values.whole_number, "30", "How often the worker looks for what is due.", "10"),
    Setting(
        "PLANNER_MESSAGES_PER_WEEK",
        values.whole_number,
        "5",
        "At most so many nudges reach one person in a week; the rest wait for the digest.",
    ),
)


def read_settings(environment: Mapping[str, str]) -> dict[str, object]:
    """All settings by name without the PLANNER_ prefix; raises SettingRefused for a value or a name that makes no sense."""
    known = {setting.name: setting for setting in SETTINGS}
    for name in environment:
        if name.startswith("PLANNER_") and name not in known:
            raise SettingRefused(f"{name} is not a setting of Planner. docs/settings.md lists them all.")
    return {name.removeprefix("PLANNER_"): _read(setting, environment) for name, setting in known.items()}


def _read(setting: Setting, environment: Mapping[str, str]) -> object:
    value = environment.get(setting.name, setting.default).strip()
    try:
        return setting.read(value)
    except ValueError as error:
        hint = f" For example: {setting.example}" if setting.example else ""
        raise SettingRefused(f"{setting.name} {error}: {value!r}.{hint}") from None


def flask_config(settings: Mapping[str, object]) -> dict[str, object]:
    """What Flask and its extensions want to be told, drawn from the settings; makes the data folder and the key where needed."""
    folder = Path(str(settings["DATA_DIR"])).resolve()
    _make_folder(folder)
    base_url = str(settings["BASE_URL"])
    secure = base_url.startswith("https://")
    return {
        **{f"PLANNER_{name}": value for name, value in settings.items()},
        "PLANNER_DATA_DIR": folder,
        "SECRET_KEY": _secret_key(str(settings["SECRET_KEY"]), folder),
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"] or f"sqlite:///{folder / 'planner.sqlite'}",
        "SESSION_COOKIE_NAME": "__Host-planner" if secure else "planner",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": int(str(settings["MAX_UPLOAD_MB"])) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a form that was open over lunch must still be accepted
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingRefused(f"PLANNER_DATA_DIR: {folder} cannot be made ({error.strerror}).") from None


def _secret_key(given: str, folder: Path) -> str:
    if given and len(given) < 32:
        raise SettingRefused(
            "PLANNER_SECRET_KEY is too short: give 32 characters or more, or leave it empty to have one made."
        )
    return given or _kept_key(folder / "secret-key")


def _kept_key(path: Path) -> str:
    """The key of this installation, made at the first start.

    Of two processes that start together one wins: the file comes into being whole, or the other would read an empty one.
    """
    try:
        if not path.exists():
            _write_key(path)
    except OSError as error:
        raise SettingRefused(f"The secret key cannot be kept in {path} ({error.strerror}).") from None
    key = path.read_text().strip()
    if len(key) < 32:
        raise SettingRefused(
            f"{path} holds no usable secret key. Remove the file to have a new one made (everybody signs in again)."
        )
    return key


def _write_key(path: Path) -> None:
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    fresh.touch(mode=0o600, exist_ok=False)
    try:
        fresh.write_text(secrets.token_urlsafe(48))
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def settings_page() -> str:
    """The text of docs/settings.md."""
    rows = [f"| `{s.name}` | {s.sentence} | {_shown(s.default)} | {_shown(s.example)} |" for s in SETTINGS]
    return "\n".join([_PAGE_HEAD, *rows, ""])


def _shown(value: str) -> str:
    return f"`{value}`" if value else ""


_PAGE_HEAD = """# Settings

Planner reads its settings from the environment. This page is written from `planner/settings.py` by `planner settings
--page`, and a test compares the two. A name that begins with `PLANNER_` and is not in the table, or a value that makes no sense, stops the
start with a sentence.

| name | what it does | default | example |
|---|---|---|---|"""
