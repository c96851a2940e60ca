"""What every figure was measured on, and how it stands to its budget."""

import os
import platform


def machine() -> str:
    """One line: how many processors, which Python."""
    return f"on {os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"


def against(what: str, seconds: float, budget: float) -> str:
    """One line: the figure, its budget, and the ratio of the two."""
    word = "within" if seconds <= budget else "OVER"
    return f"{what:60s} {seconds * 1000:8.1f} ms  {word} {budget * 1000:g} ms (x {seconds / budget:.2f})"
