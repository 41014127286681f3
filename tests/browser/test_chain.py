"""The chain by its cast: a leader on the floor, a rule that is named, merged, reviewed with an agent in the room, tried, briefed, told
back in time, kept away or brought back by the guard, counted again after 90 days, and counted on the executives' page.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from planner.models.base import db
from planner.models.people import Person
from tests.browser.chain import Chain
from tests.browser.conftest import OpenPage
from tests.browser.house import served
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.rules import make_rule
from tests.year import make_year

pytestmark = pytest.mark.browser

ClientOf = Callable[[Person | None], FlaskClient]
RULE = "Refunds over 20 need a signature"


@pytest.fixture
def chain(app: Flask, cast: Cast, clock: StoppedClock, open_page: OpenPage, client_of: ClientOf) -> Iterator[Chain]:
    """Tomas leads nights; Elif owns the rule; the year is there, nothing has happened in it."""
    cast.billing.shift, cast.billing.name = cast.night, "Night Billing"
    db.session.commit()
    make_year(cast, clock.now(), start=date(2027, 1, 1))
    make_rule(cast, RULE)
    with served(app) as address:
        yield Chain(app, cast, clock, address, open_page, client_of)


def visit_the_night_team(chain: Chain) -> None:
    """Elif, on a phone, at two in the morning."""
    chain.pass_to(2027, 3, 2, 2)
    elif_ = chain.phone(chain.cast.elif_)
    chain.go(elif_, "/visits/record")
    elif_.get_by_label("Team", exact=True).select_option(label="Night Billing, Dublin")
    elif_.get_by_label("Minutes").fill("20")
    elif_.get_by_label("What was raised?").first.fill("We wait for a signature at night, and nobody is there to sign.")
    elif_.get_by_role("button", name="Save the visit").click()
    chain.sees(elif_, "The visit is recorded.")


def name_the_rule(chain: Chain) -> None:
    """Ana from the list, Tomas and Nils in their own words."""
    chain.pass_to(2027, 3, 2, 9)
    ana = chain.phone(chain.cast.ana)
    chain.go(ana, "/policies/name")
    ana.get_by_label("Which rule?").select_option(label=RULE)
    ana.get_by_label("What did it do").fill("A customer waited three days for 22 euros.")
    ana.get_by_role("button", name="Name it").click()
    chain.sees(ana, "You will hear by Thursday 1 April 2027.")
    for person, words in (
        (chain.cast.tomas, "Signature for refunds"),
        (chain.cast.nils, "Refunds need two signatures"),
    ):
        page = chain.desk(person)
        chain.go(page, "/policies/name")
        page.get_by_label("In your words").fill(words)
        page.get_by_role("button", name="Name it").click()
        chain.sees(page, f"“{words}” is named.")


def merge_what_is_the_same(chain: Chain) -> None:
    hana = chain.desk(chain.cast.hana)
    chain.go(hana, "/policies/named")
    chain.sees(hana, "Probably the same as")
    for tick in hana.get_by_label("Merge:").all():
        tick.check()
    hana.get_by_role("button", name="Merge what is ticked").click()
    chain.sees(hana, f"Merged into “{RULE}”: 3 voices, one answer.")


def plan_the_review(chain: Chain) -> None:
    hana = chain.desk(chain.cast.hana)
    hana.get_by_role("link", name=RULE).click()
    hana.get_by_label("Day", exact=True).fill("2027-03-10")
    hana.get_by_label("From", exact=True).fill("10:00")
    hana.get_by_role("button", name="Put it on the calendar").click()
    chain.sees(hana, "an agent sits in every review")


def seat_ana_and_confirm(chain: Chain) -> None:
    """Refused without her; the page says what is missing."""
    elif_ = chain.phone(chain.cast.elif_)
    chain.go(elif_, "/reviews")
    elif_.get_by_role("link", name=f"Policy review: {RULE}").click()
    elif_.get_by_role("button", name="Confirm the session").click()
    chain.sees(elif_, "No agent has a seat")
    for who in ("Ana Lopez, agent, Night Billing", "Nils Berg, team lead, Night Care"):
        elif_.get_by_label("Who sits in").select_option(label=who)
        elif_.get_by_role("button", name="Give a seat").click()
        chain.sees(elif_, f"{who.split(',')[0]} has a seat.")
    elif_.get_by_role("button", name="Confirm the session").click()
    chain.sees(elif_, "Confirmed by Elif Kaya")


def remove_it_on_trial(chain: Chain) -> None:
    """In the session, on the tenth of March."""
    chain.pass_to(2027, 3, 10, 10, 30)
    elif_ = chain.phone(chain.cast.elif_)
    elif_.reload()
    elif_.locator("a[href*='/decide']").click()
    elif_.get_by_role("link", name="Trial removal").click()
    elif_.get_by_label("What holds from then on").fill("Refund up to 50 on your own.")
    elif_.get_by_label("Away from").fill("2027-03-15")
    elif_.get_by_label("Back on").fill("2027-05-10")
    elif_.get_by_label("Guard measure").fill("complaints a week")
    elif_.get_by_label("Value", exact=True).fill("5")
    elif_.get_by_role("button", name="Decide").click()
    chain.sees(elif_, "3 people wait to hear by Wednesday 17 March 2027")
    chain.sees(elif_, "Not every team is briefed in time")


def brief_and_tell_back(chain: Chain) -> None:
    elif_ = chain.phone(chain.cast.elif_)
    elif_.get_by_role("button", name="Tell them").click()
    chain.sees(elif_, "Told. The promise is kept.")
    elif_.get_by_role("link", name="Briefings, and which teams know the change").click()
    elif_.get_by_role("button", name="Plan the briefings").click()
    chain.sees(elif_, "on the calendar.")
    chain.go(elif_, "/promises?told=no")
    elif_.locator("main tbody a").first.click()
    elif_.get_by_label("What became of it?").fill("You need no signature from the fifteenth on, at night neither.")
    elif_.get_by_role("button", name="Tell them").click()
    chain.sees(elif_, "Told. Whoever waited gets a mail.")
    ana = chain.phone(chain.cast.ana)
    chain.go(ana, "/policies/named")
    chain.sees(ana, "Refund up to 50 on your own.")
    tomas = chain.desk(chain.cast.tomas)
    chain.go(tomas, "/")
    tomas.get_by_role("button", name="We know it").click()
    chain.sees(tomas, "Night Billing knows it.")


def end_the_trial(chain: Chain, value: str | None) -> Page:
    """The guard is entered two days before; or nobody enters it. On its day the worker ends the trial."""
    elif_ = chain.phone(chain.cast.elif_)
    chain.pass_to(2027, 5, 8)
    chain.go(elif_, "/policies/decisions")
    elif_.get_by_role("link", name=RULE).click()
    chain.sees(elif_, "The trial ends soon")
    if value is not None:
        elif_.get_by_label("Value", exact=True).fill(value)
        elif_.get_by_role("button", name="Enter the value").click()
        chain.sees(elif_, f"{value}, entered")
    chain.pass_to(2027, 5, 10)
    elif_.reload()
    return elif_


def tell_how_it_ended(chain: Chain, words: str) -> None:
    """Those who named the rule hear a second time."""
    elif_ = chain.phone(chain.cast.elif_)
    chain.go(elif_, "/promises?told=no")
    elif_.get_by_role("link", name="How the trial of").click()
    elif_.get_by_label("What became of it?").fill(words)
    elif_.get_by_role("button", name="Tell them").click()
    chain.sees(elif_, "Told. Whoever waited gets a mail.")


def test_a_rule_goes_from_the_floor_to_the_executives_page(chain: Chain) -> None:
    visit_the_night_team(chain)
    name_the_rule(chain)
    merge_what_is_the_same(chain)
    plan_the_review(chain)
    seat_ana_and_confirm(chain)
    remove_it_on_trial(chain)
    brief_and_tell_back(chain)
    elif_ = end_the_trial(chain, "4")
    chain.sees(elif_, "the rule is gone for good")
    tell_how_it_ended(chain, "Complaints stayed at four a week: the signature is gone for good.")
    chain.pass_to(2027, 6, 14)
    chain.go(elif_, "/")
    elif_.get_by_role("link", name="Count again", exact=True).click()
    elif_.get_by_label("Contacts a month that it touches").fill("60")
    elif_.get_by_label("Minutes of an agent in each").fill("2")
    elif_.get_by_label("Minutes of the customer in each").fill("30")
    elif_.get_by_label("Of 100, how many come again").fill("50")
    elif_.get_by_role("button", name="Save the second count").click()
    chain.sees(elif_, "324 h of agents, 4,860 h of customers a year")
    chain.go(elif_, "/reports")
    for label, value in (
        ("Rules removed", "1"),
        ("Agents, hours a year", "324"),
        ("Customers, hours a year", "4,860"),
        ("Counted again after 90 days", "1 of 1"),
        ("Promises kept", "100%"),
        ("Named, not decided", "0"),
    ):
        shown = elif_.locator(".stat").filter(has_text=label).locator(".stat-value")
        assert shown.inner_text() == value, label


@pytest.mark.parametrize("value", [None, "9"])
def test_a_rule_is_back_when_the_guard_did_not_hold_or_nobody_looked(chain: Chain, value: str | None) -> None:
    name_the_rule(chain)
    merge_what_is_the_same(chain)
    plan_the_review(chain)
    seat_ana_and_confirm(chain)
    remove_it_on_trial(chain)
    elif_ = end_the_trial(chain, value)
    chain.sees(elif_, "the rule is back")
    chain.go(elif_, "/policies")
    chain.sees(elif_, "in force")
    chain.go(elif_, "/reports")
    assert elif_.locator(".stat").filter(has_text="Rules removed").locator(".stat-value").inner_text() == "0"
