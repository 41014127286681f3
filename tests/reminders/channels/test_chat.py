"""Chats and push: what each is told, where it may go, and which addresses are none."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from apprise import Apprise

from planner.domain.refusals import Refused
from planner.net import Net, is_public
from planner.reminders.channels.chat import Chat
from planner.reminders.channels.chat_addresses import read_chat_address
from planner.reminders.channels.contract import Handover, NotSent
from tests.reminders.channels.test_contract import KEY, WEBHOOK, letter_to
from tests.reminders.chat_server import chat_server, said

BASE = "https://planner.example.org"
LINK = f"{BASE}/inbox/1"
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TEAMS = (
    "https://prod-15.uksouth.logic.azure.com:443/workflows/3XXX5/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=iXXXU"
)
ADDRESSES = {
    SLACK: "Slack",
    TEAMS: "Microsoft Teams",
    "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": "Discord",
    "https://chat.googleapis.com/v1/spaces/AAA/messages?key=K&token=T": "Google Chat",
    "https://mattermost.example.org/hooks/abc": "Mattermost at mattermost.example.org",
    "https://ntfy.sh/my-secret-topic": "ntfy",
    "ntfys://ntfy.example.org/topic": "ntfy at ntfy.example.org",
    "gotifys://push.example.org/AbCdEfGhIjKlMnO": "Gotify at push.example.org",
    "https://example.org/hook?token=x%26y": "A webhook at example.org",
    "jsons://planner:secret@example.org/hook": "A webhook at example.org",
}


@pytest.mark.parametrize(("pasted", "label"), ADDRESSES.items())
def test_the_address_that_a_chat_gives_is_all_that_is_asked(pasted: str, label: str) -> None:
    assert read_chat_address(f"  {pasted}\n").label == label


@pytest.mark.parametrize("pasted", ADDRESSES)
def test_each_chat_is_told_the_subject_the_words_and_the_link(pasted: str) -> None:
    with chat_server() as server:
        Chat(server.net(), BASE).send(letter_to(read_chat_address(pasted).address), Handover())
    [post] = server.posts
    told = f"{post.text} {post.headers.get('Title', '')}".replace("\\n", " ")
    assert [words in told for words in ("Tomorrow: Billing", "At ten.", LINK)] == [True, True, True]
    assert post.headers["Idempotency-Key"] == KEY


@pytest.mark.parametrize("pasted", ADDRESSES)
def test_nothing_that_goes_out_speaks_of_the_tool_behind_it(pasted: str) -> None:
    with chat_server() as server:
        Chat(server.net(), BASE).send(letter_to(read_chat_address(pasted).address), Handover())
    assert [name for name in ("apprise", "caronc") if name in server.posts[0].text.lower()] == []


def test_teams_gets_a_link_that_leads_somewhere_and_words_that_stay_words() -> None:
    with chat_server() as server:
        letter = replace(letter_to(read_chat_address(TEAMS).address), short=f"Room [a_b] *1*\n{LINK}")
        Chat(server.net(), BASE).send(letter, Handover())
    card = json.loads(server.posts[0].body)["attachments"][0]["content"]
    assert card["body"][1]["text"] == f"Room \\[a\\_b\\] \\*1\\*\n\n[Open in Planner]({LINK})"


def test_what_stands_behind_the_question_mark_of_a_webhook_is_kept() -> None:
    with chat_server() as server:
        address = read_chat_address("https://example.org/hook?token=x%26y&b=1").address
        Chat(server.net(), BASE).send(letter_to(address), Handover())
    assert (server.posts[0].path, server.posts[0].headers["Host"]) == ("/hook?token=x%26y&b=1", "example.org")


@pytest.mark.parametrize(
    "pasted",
    [
        *("", "garbage", "https://", "mailto://a:b@example.org", "syslog://", "file:///etc/passwd", "dbus://"),
        *("amqp://localhost/q", "mqtt://localhost/q", "ses://a@b/c/d/us-east-1/x@y", "windows://", "growl://localhost"),
        *("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?template=/etc/passwd", "jsons://[::1", "a" * 2001),
        *("https://example.org/a b", "https://example.org/\r\nHost: x", "jsons://example.org/?Template=file:///x"),
    ],
)
def test_what_is_no_address_of_a_chat_is_refused_in_a_sentence(pasted: str) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        read_chat_address(pasted)


def test_nothing_of_another_service_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some read files or write them as soon as they are made."""
    made: list[object] = []
    monkeypatch.setattr(Apprise, "instantiate", staticmethod(lambda *given, **_: made.append(given)))
    for pasted in (
        "fcm://project@key/token?keyfile=/etc/passwd",
        "vapid://x@example.org/y",
        "mailto://a:b@example.org",
    ):
        with pytest.raises(Refused):
            read_chat_address(pasted)
    assert made == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "169.254.169.254", "10.0.0.1"])
def test_the_inside_of_the_network_is_never_written_to(host: str) -> None:
    with chat_server() as server:
        chat = Chat(Net(dial=server.net().dial), BASE)
        with pytest.raises(NotSent, match="inside a network") as failure:
            chat.send(letter_to(f"json://{host}:{server.port}/hook"), Handover())
    assert (failure.value.permanent, server.posts) == (True, [])


def test_a_name_that_leads_inside_is_not_followed_unless_it_is_named() -> None:
    with chat_server() as server:
        inside = server.net(may_reach=is_public)
        with pytest.raises(NotSent, match="inside a network"):
            Chat(inside, BASE).send(letter_to(WEBHOOK), Handover())
        named = Net(inside.resolve, inside.may_reach, inside.trust, frozenset({"chat.example.net"}), inside.dial)
        Chat(named, BASE).send(letter_to(WEBHOOK), Handover())
    assert server.keys == [KEY]


def test_a_redirect_is_not_followed() -> None:
    with chat_server() as server:
        server.answer = said(302, b"", Location="http://169.254.169.254/")
        with pytest.raises(NotSent, match="sends us elsewhere") as failure:
            Chat(server.net(), BASE).send(letter_to(WEBHOOK), Handover())
    assert (failure.value.permanent, len(server.posts)) == (True, 1)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (403, True), (404, True), (410, True), (413, True), (408, False), (429, False), (500, False), (503, False)],
)  # fmt: skip
def test_the_servers_words_are_kept(status: int, permanent: bool) -> None:
    with chat_server() as server:
        server.answer = said(status, b"  no\nsuch   channel ")
        with pytest.raises(NotSent) as failure:
            Chat(server.net(), BASE).send(letter_to(WEBHOOK), Handover())
    assert (failure.value.words, failure.value.permanent) == (
        f"chat.example.net answers {status}: no such channel",
        permanent,
    )


def test_a_server_that_did_not_answer_is_asked_once_in_a_batch_and_others_are_not_kept_waiting() -> None:
    with chat_server() as server:
        server.answer = said(503)
        chat = Chat(server.net(), BASE)
        failures = [_failure(lambda: chat.send(letter_to(WEBHOOK), Handover())) for _ in range(3)]
        server.answer = said(200)
        chat.send(letter_to("json://chat.example.net/another"), Handover())
    assert (len(set(failures)), [post.path for post in server.posts]) == (1, ["/hook", "/another"])


def test_retries_of_the_tool_behind_it_are_off() -> None:
    with chat_server() as server:
        server.answer = said(503)
        _failure(lambda: Chat(server.net(), BASE).send(letter_to(f"{WEBHOOK}?retry=5&wait=1"), Handover()))
    assert len(server.posts) == 1


def test_an_address_that_was_taken_away_is_refused_for_good() -> None:
    with pytest.raises(NotSent, match="no chat address") as failure:
        Chat(Net(), BASE).send(letter_to(""), Handover())
    assert failure.value.permanent is True


def _failure(send: Callable[[], None]) -> str:
    with pytest.raises(NotSent) as failure:
        send()
    return failure.value.words
