"""What the mere passing of days does to rules: a decided change holds from its day on, and a trial ends on its."""

from datetime import date, datetime

from planner.actions import trials
from planner.actions.decisions import take_effect
from planner.domain.trials import ends_today
from planner.models.audit import note
from planner.models.base import writing
from planner.models.decisions import Decision, trials_running, waiting_for_their_day
from planner.models.readers import home_day


def keep_days(now: datetime) -> int:
    """Lets changes hold and trials end whose day has come; how many. Without any it costs two questions and no lock."""
    today = home_day(now)
    if not waiting_for_their_day(today) and not _over(today):
        return 0
    with writing():
        begun, over = waiting_for_their_day(today), _over(today)
        for decision in begun:
            take_effect(decision)
            said = f"The change of “{decision.policy.name}” holds from today."
            note("take effect", "policy", decision.policy_id, said, by=None, now=now)
        for decision in over:
            trials.end(decision, now=now)
        return len(begun) + len(over)


def _over(today: date) -> list[Decision]:
    return [one for one in trials_running() if one.trial is not None and ends_today(one.trial.back_on, today)]
