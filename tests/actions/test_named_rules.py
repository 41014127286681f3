"""Rules that the front line names: one voice a person, merged without losing anybody who waits."""

from datetime import date, timedelta

import pytest

from planner.actions.named_rules import Naming, merge, name_rule, put_in_register
from planner.domain.refusals import Refused
from planner.models.named_rules import ABOUT, NamedRule, open_about, open_named_rules, voices_by_policy
from planner.models.people import Person
from planner.models.promises import Promise, promise_about
from tests.cast import Cast
from tests.conftest import NOW
from tests.rules import make_rule, named

DAY = timedelta(days=1)


def waiting(question: NamedRule) -> Promise:
    found = promise_about(ABOUT, question.id)
    assert found is not None
    return found


def said(cast: Cast, name: str, by: Person | None = None, days: int = 0) -> NamedRule:
    return name_rule(Naming(name=name, words="It hurts."), by=by or cast.ana, now=NOW + days * DAY)


def test_naming_promises_an_answer_within_thirty_days_by_the_owner(cast: Cast) -> None:
    promise = waiting(named(cast, make_rule(cast)))
    assert (promise.commitment.due_on, promise.commitment.owner_id) == (date(2027, 3, 31), cast.elif_.id)
    assert [one.name for one in promise.hearers] == ["Ana Lopez"]


def test_hr_answers_for_what_is_not_in_the_register(cast: Cast) -> None:
    assert waiting(said(cast, "No call-backs")).commitment.owner_id == cast.hana.id


def test_somebody_who_names_it_twice_is_one_voice_and_waits_once(cast: Cast) -> None:
    rule = make_rule(cast)
    named(cast, rule)
    question = named(cast, rule, NOW + DAY)
    name_rule(Naming(rule), by=cast.nils, now=NOW + DAY)
    assert (len(question.nominations), question.voices, voices_by_policy()) == (3, 2, {rule.id: 2})
    assert [one.name for one in waiting(question).hearers] == ["Ana Lopez", "Nils Berg"]


def test_three_names_of_one_rule_become_one_question_with_the_earliest_day(cast: Cast) -> None:
    rule = make_rule(cast)
    first, second = said(cast, "Signature for refunds"), said(cast, "Refunds over 20", cast.tomas, days=2)
    third = name_rule(Naming(rule), by=cast.nils, now=NOW + 5 * DAY)
    merge(third, [first, second], by=cast.hana, now=NOW + 6 * DAY)
    assert [(one.id, one.voices) for one in open_named_rules()] == [(third.id, 3)]
    assert {one.name for one in waiting(third).hearers} == {"Ana Lopez", "Tomas Byrne", "Nils Berg"}
    assert waiting(third).commitment.due_on == date(2027, 3, 31)
    assert (promise_about(ABOUT, first.id), promise_about(ABOUT, second.id)) == (None, None)


def test_what_is_merged_knows_the_rule_whichever_is_kept(cast: Cast) -> None:
    rule = make_rule(cast)
    kept = said(cast, "Signature for refunds")
    merge(kept, [name_rule(Naming(rule), by=cast.nils, now=NOW)], by=cast.hana, now=NOW)
    assert (kept.policy_id, [one.id for one in open_about(rule.id)]) == (rule.id, [kept.id])


def test_different_rules_of_the_register_are_not_merged(cast: Cast) -> None:
    one, other = named(cast, make_rule(cast)), named(cast, make_rule(cast, "Letters by post"))
    with pytest.raises(Refused, match="different rules of the register"):
        merge(one, [other], by=cast.hana, now=NOW)
    assert len(open_named_rules()) == 2


def test_what_is_merged_already_is_not_merged_again(cast: Cast) -> None:
    one, other = said(cast, "Signature"), said(cast, "Signatures", cast.nils)
    merge(one, [other], by=cast.hana, now=NOW)
    with pytest.raises(Refused, match="answered or merged already"):
        merge(one, [other], by=cast.hana, now=NOW)


def test_a_name_becomes_a_new_entry_of_the_register(cast: Cast) -> None:
    question = name_rule(Naming(name="No call-backs", touch_point="Phone"), by=cast.ana, now=NOW)
    rule = put_in_register(question, None, by=cast.hana, now=NOW)
    assert (rule.name, rule.touch_point, question.policy_id, rule.pain) == ("No call-backs", "Phone", rule.id, 3)


def test_a_name_that_means_a_rule_of_the_register_joins_what_is_open_about_it(cast: Cast) -> None:
    rule = make_rule(cast)
    there = named(cast, rule)
    question = said(cast, "Signature", cast.nils)
    put_in_register(question, rule, by=cast.hana, now=NOW)
    assert (question.open, there.voices) == (False, 2)


def test_the_owner_of_the_rule_takes_the_promise_over(cast: Cast) -> None:
    rule, question = make_rule(cast), said(cast, "Signature")
    put_in_register(question, rule, by=cast.hana, now=NOW)
    assert waiting(question).commitment.owner_id == cast.elif_.id


@pytest.mark.parametrize(
    ("naming", "field"), [(Naming(name=" "), "name"), (Naming(name="x", words="w" * 5001), "words")]
)
def test_a_name_that_says_nothing_is_refused(cast: Cast, naming: Naming, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        name_rule(naming, by=cast.ana, now=NOW)
    assert (refusal.value.field, open_named_rules()) == (field, [])


def test_a_rule_that_is_gone_is_named_in_other_words(cast: Cast) -> None:
    with pytest.raises(Refused, match="is gone already"):
        named(cast, make_rule(cast, active=False))
