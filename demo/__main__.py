"""`python -m demo`: serve the invented force."""

import click
from click import BadParameter

from data_access.months import parse_month
from demo.server import serve
from demo.world import World


@click.command(help="An invented police.uk and postcode service, on this machine only.")
@click.option("--port", default=0, show_default=True, help="0 takes any free port.")
@click.option("--latency", default=0.0, show_default=True, help="Seconds before every answer.")
@click.option("--newest", default="2026-09", show_default=True, help="The newest published month.")
def main(port: int, latency: float, newest: str) -> None:
    """Serve until stopped."""
    try:
        month = parse_month(newest)
    except ValueError:
        raise BadParameter("write a month as 2026-09", param_hint="--newest") from None
    serve(World(month), port, latency)


if __name__ == "__main__":
    main()
