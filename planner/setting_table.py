"""Every setting once: its name, type, default and the sentence that explains it. `docs/settings.md` is written from this table."""

from collections.abc import Callable
from dataclasses import dataclass

from planner import setting_values as values


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
        "PLANNER_OLD_SECRET_KEYS",
        values.words,
        "",
        "Earlier secret keys, with commas between: what they signed still opens. Leave them out to end it all.",
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
        "The mail server. Without encryption (STARTTLS or smtps) nothing is sent, except to this very machine or with smtp+plain://. "
        "Empty: mail is written to a local outbox that HR can read in the browser.",
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
        "PLANNER_SIGN_IN_HOURS",
        values.whole_number,
        "8",
        "Who did not use Planner for so long signs in again.",
        "12",
    ),
    Setting(
        "PLANNER_SIGN_IN_DAYS",
        values.whole_number,
        "14",
        "After so many days everybody signs in again, however much they use Planner.",
    ),
    Setting(
        "PLANNER_OIDC_ISSUER",
        values.issuer,
        "",
        "The address of a provider of single sign-on (OpenID Connect). Empty: there is no such button.",
        "https://login.example.org/realms/staff",
    ),
    Setting("PLANNER_OIDC_CLIENT_ID", values.text, "", "What the provider knows Planner by."),
    Setting("PLANNER_OIDC_CLIENT_SECRET", values.text, "", "What Planner proves itself to the provider with."),
    Setting(
        "PLANNER_OIDC_NAME",
        values.text,
        "single sign-on",
        "What people call the provider, for the button.",
        "Acme login",
    ),
    Setting(
        "PLANNER_OIDC_BY_EMAIL",
        values.boolean,
        "false",
        "Whether somebody who comes for the first time is known by an e-mail address that the provider says it has verified. "
        "Otherwise people connect it themselves, signed in.",
        "true",
    ),
    Setting(
        "PLANNER_TWO_PEOPLE",
        values.boolean,
        "false",
        "Whether nobody decides on a rule that they named themselves: somebody else does.",
        "true",
    ),
    Setting(
        "PLANNER_HEALTH_TOKEN",
        values.token,
        "",
        "Opens /healthz/detail and /metrics to a watchdog that sends it as “Authorization: Bearer …”; 32 characters or more. "
        "Empty: both are closed.",
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
        "3",
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
