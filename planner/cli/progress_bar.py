"""What long commands share: a bar on standard error, so that standard output stays clean, and Ctrl-C as "good enough"."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Tell = Callable[[float, str], None]


@contextmanager
def telling_bar(first_words: str) -> Iterator[Tell]:
    """A bar for the length of the block; what it gives takes the share that is done (0 to 1) and what is being done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(first_words, total=1.0)

        def tell(fraction: float, sentence: str) -> None:
            progress.update(task, completed=fraction, description=sentence)

        yield tell


@contextmanager
def stopped_by_hand() -> Iterator[Callable[[], bool]]:
    """Whether somebody pressed Ctrl-C: the first asks the work to end with what it has, a second one ends the command."""
    stopped = threading.Event()

    def halt(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = signal.signal(signal.SIGINT, halt)
    try:
        yield stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)
