"""`make bench`: every figure of the README, in one run on one machine, side by side."""

import subprocess
import sys

PARTS = (
    ("10,000 mails to a local mail server, ours beside others", ["benchmarks.mail"]),
    ("A look for due messages when nothing is due, over 1, 3 and 10 years", ["benchmarks.tick"]),
    ("The year generator, on problems made up here", ["benchmarks.plan"]),
    ("What the checks of access cost a page, and whether signing in tells who is known", ["benchmarks.checks"]),
    ("Calendar feeds of 1,000 events beside others, CPU milliseconds a request", ["benchmarks.feeds", "1000"]),
)


def main() -> int:
    """Runs every part, and answers with the number of those that failed."""
    failed = 0
    for title, command in PARTS:
        print(f"\n== {title}", flush=True)
        failed += subprocess.run([sys.executable, "-m", *command], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
