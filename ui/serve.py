"""Start the server: `make run`, `manage.py serve` and `python -m ui.serve` are this."""

import contextlib
import signal
import sys

import click
import uvicorn
from pydantic import ValidationError

from data_access import secret_key
from data_access.setting_faults import complaints, misspelt
from data_access.settings import HOUSE, Settings, is_loopback, settings
from ui.connections import AT_ONCE, Server, TimedHTTP
from ui.log_format import say

# Long enough for an answer under way, short enough for whoever waits at the terminal.
GRACE_S = 3


def serve() -> None:
    """Serve until SIGTERM or Ctrl+C. A wrong setting ends the start with a sentence and exit code 2."""
    chosen = _settings()
    sys.path.insert(0, str(HOUSE))
    # uvicorn ends what it does and then raises the signal again: an end that was asked for is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if not chosen.public_url and not is_loopback(chosen.host):
        say("Only this machine is served until YOURPATCH_PUBLIC_URL names our address.")
    if chosen.public_url and not chosen.trusted_proxies:
        say("No proxy is trusted (YOURPATCH_TRUSTED_PROXIES): all who come by one are one household to us.")
    here = "127.0.0.1" if chosen.host in {"0.0.0.0", "::"} else chosen.host  # noqa: S104 - only compared with
    say(f"Your Patch: http://{here}:{chosen.port}{chosen.public_path}  (Ctrl+C ends it)")
    with contextlib.suppress(KeyboardInterrupt):
        Server(
            uvicorn.Config(
                "app:app",
                host=chosen.host,
                port=chosen.port,
                http=TimedHTTP,
                backlog=AT_ONCE,
                ws="websockets-sansio",
                log_level="warning",
                access_log=False,
                # app.py reads X-Forwarded-* itself, from trusted proxies only.
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        ).run()


def _settings() -> Settings:
    try:
        chosen = settings()
        # A folder that is only read may still serve what it holds; one that cannot be made serves nobody.
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        secret_key.check()
        for sentence in misspelt():
            say(sentence)
    except ValidationError as error:
        for complaint in complaints(error):
            click.echo(f"A setting is wrong: {complaint}", err=True)
        sys.exit(2)
    except secret_key.BrokenKey as error:
        click.echo(f"The key of this site: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"The folder of YOURPATCH_DATA_DIR cannot be made: {error}", err=True)
        sys.exit(2)
    return chosen


if __name__ == "__main__":
    serve()
