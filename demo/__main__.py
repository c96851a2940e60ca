"""`python -m demo`: serve the invented force."""

import os
import sys
import threading

import click
from click import BadParameter

from data_access.months import parse_month
from demo.server import serve
from demo.world import World


@click.command(help="An invented police.uk and postcode service, on this machine only.")
@click.option("--port", default=0, show_default=True, help="0 takes any free port.")
@click.option("--latency", default=0.0, show_default=True, help="Seconds before every answer.")
@click.option("--newest", default="2026-09", show_default=True, help="The newest published month.")
@click.option("--with-parent", is_flag=True, help="End when standard input closes.")
def main(port: int, latency: float, newest: str, with_parent: bool) -> None:
    """Serve until stopped."""
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        month = parse_month(newest)
    except ValueError:
        raise BadParameter("write a month as 2026-09", param_hint="--newest") from None
    serve(World(month), port, latency)


def _end_with_parent() -> None:
    # The system closes the pipe when the process at its other end goes, however it goes.
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
