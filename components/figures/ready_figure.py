"""Figures that are drawn once and shown to many: Plotly copies a whole figure each time one is shown."""

from typing import Any

import plotly.graph_objects as go


class ReadyFigure(go.Figure):  # type: ignore[misc]
    """A figure that nobody changes any more: what it consists of is put together once."""

    def to_dict(self) -> dict[str, Any]:
        """Its parts, the same object every time."""
        if getattr(self, "_ready", None) is None:
            self._ready: dict[str, Any] = super().to_dict()
        return self._ready
