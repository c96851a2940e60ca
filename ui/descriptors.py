"""File descriptors: as many as the machine allows, and none for what nobody uses."""

import asyncio
import contextlib
import selectors
import sys

if sys.platform != "win32":
    import resource


# Fewer are few for a public site.
FEW = 8_192


def raise_limit() -> int:
    """Take all the machine allows, and say how many that is."""
    if sys.platform == "win32":
        return FEW
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS calls it unlimited and then allows less.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return limit()


def limit() -> int:
    """How many this process may hold."""
    return FEW if sys.platform == "win32" else resource.getrlimit(resource.RLIMIT_NOFILE)[0]


class LoopAtRest(asyncio.SelectorEventLoop):
    """An event loop that takes its descriptors when it is first run."""

    def __init__(self) -> None:
        super().__init__(selectors.SelectSelector() if sys.platform == "win32" else selectors.PollSelector())

    def run_forever(self) -> None:
        """Run as every loop does."""
        if self._csock is None:
            super()._make_self_pipe()  # type: ignore[misc]
        super().run_forever()

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        if self._csock is not None:
            super()._close_self_pipe()


class _Thrifty(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return super().new_event_loop()
        return LoopAtRest()


def spare_loops() -> None:
    """Let Streamlit's loop for every session, made beside the one that serves and never run, hold nothing.

    It cost three descriptors a visitor, and two minutes and longer after the visitor had left.
    """
    asyncio.set_event_loop_policy(_Thrifty())
