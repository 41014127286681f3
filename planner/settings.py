"""Settings read from the environment: a value that makes no sense, or a name that is not in the table, stops the start with a sentence.

`docs/settings.md` is written from the table (a test compares them).
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from planner.setting_table import SETTINGS, Setting


class SettingRefused(Exception):
    """A setting makes no sense; the text says which, why, and what would do."""


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
        "SECRET_KEY_FALLBACKS": settings["OLD_SECRET_KEYS"],
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"] or f"sqlite:///{folder / 'planner.sqlite'}",
        "SESSION_COOKIE_NAME": "__Host-planner" if secure else "planner",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": int(str(settings["MAX_UPLOAD_MB"])) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_SSL_STRICT": False,  # pages with a secret in their address send no Referer; Sec-Fetch-Site is asked instead
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
