"""`planner scenario`: years with other settings beside the draft, without the web."""

import json

import click

from planner import clock
from planner.cli.context import in_application, program_numbered
from planner.cli.progress_bar import telling_bar
from planner.domain.efforts import Effort
from planner.domain.scenarios import MOST_VISITS, PERCENT, Settings, Trips

PROGRAM = click.option("--program", "program_id", type=int, required=True, help="The program's number.")
SCENARIO = click.argument("number", type=int)


@click.group()
def scenario() -> None:
    """Try a year with other settings beside the draft, compare, and use the best.

    Example: planner scenario add --program 1 --name "Eight visits" --visits 8
    """


@scenario.command()
@PROGRAM
@click.option("--name", required=True, help="By which you will know it.")
@click.option("--budget", type=click.IntRange(*PERCENT), default=0, help="Per cent more or less.")
@click.option("--visits", type=click.IntRange(0, MOST_VISITS), default=0, help="Floor visits a year for each team.")
@click.option(
    "--trips", type=click.Choice([one.value for one in Trips]), default=Trips.as_now.value, help="Journeys of leaders."
)
@click.option("--calm", is_flag=True, help="Calmer full weeks.")
@click.option("--nights", is_flag=True, help="Night teams first.")
@click.option("--committee", type=click.IntRange(*PERCENT), default=0, help="Committee time, per cent more or less.")
@click.option("--seed", type=click.IntRange(0), default=0, help="Another beginning of the search.")
@click.option(
    "--effort", type=click.Choice([one.value for one in Effort]), default=Effort.quick.value, show_default=True
)
@in_application
def add(program_id: int, name: str, effort: str, trips: str, calm: bool, nights: bool, **settings: int) -> None:
    """Make a scenario; the draft stays as it is. Example: planner scenario add --program 1 --name Calm --calm"""
    from planner.actions.generate import work_off_now
    from planner.actions.scenarios import add as ask

    program_numbered(program_id)
    wanted = Settings(trips=Trips(trips), calm=calm, nights=nights, **settings)
    wish = ask(program_id, name, wanted, by=None, now=clock.now(), effort=Effort(effort))
    with telling_bar("Reading the program") as tell:
        done = work_off_now(wish, clock.now(), tell=tell)
    click.echo(done.sentence)
    click.echo(f"Compare: planner scenario compare --program {program_id}. Use it: planner scenario use {done.id}")


@scenario.command("list")
@PROGRAM
@in_application
def list_all(program_id: int) -> None:
    """The scenarios of a program. Example: planner scenario list --program 1"""
    from planner.models.generations import scenarios_of

    program_numbered(program_id)
    for one in scenarios_of(program_id):
        words = ", ".join(Settings.from_json(one.settings).words())
        click.echo(f"{one.id}\t{one.name}\t{one.state}\t{words}")


@scenario.command()
@PROGRAM
@in_application
def compare(program_id: int) -> None:
    """The figures of the draft and of every finished scenario, as JSON. Example: planner scenario compare --program 1"""
    from planner.actions.scenarios import standing
    from planner.models.generations import GenerationState, scenarios_of

    draft = standing(program_numbered(program_id), clock.now())
    found: list[dict[str, object]] = [{"name": "draft", "figures": draft.figures}] if draft else []
    for one in scenarios_of(program_id):
        if one.state is GenerationState.done:
            found.append({"number": one.id, "name": one.name, "settings": one.settings, "figures": one.figures})
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@scenario.command()
@SCENARIO
@in_application
def use(number: int) -> None:
    """Write a scenario into the draft; the draft before it is kept as a scenario. Example: planner scenario use 7"""
    from planner.actions.scenarios import use as write

    click.echo(write(number, by=None, now=clock.now()).sentence)


@scenario.command()
@SCENARIO
@in_application
def delete(number: int) -> None:
    """Throw a scenario away. Example: planner scenario delete 7"""
    from planner.actions.scenarios import delete as throw_away

    click.echo(f"The scenario “{throw_away(number, by=None, now=clock.now())}” is gone.")
