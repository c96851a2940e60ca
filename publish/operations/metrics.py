"""`/metrics` in Prometheus' text form, on a port of its own: closed unless YOURPATCH_METRICS_PORT opens it.
No label holds a place, a postcode or an address.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache

import prometheus_client
from prometheus_client import REGISTRY, Metric
from prometheus_client.core import GaugeMetricFamily, StateSetMetricFamily
from prometheus_client.registry import Collector

from data_access.background import task_queue
from data_access.settings import now, settings
from publish.operations import status, survey_state

log = logging.getLogger("yourpatch.metrics")

SURVEY_STATES = ("ok", "slow", "not answering", "emptied", "no database")


def open_port() -> None:
    """Serve what is counted, when the operator has said where. A port that is taken stops nothing else."""
    chosen = settings()
    if not chosen.metrics_port:
        return
    _register()
    try:
        prometheus_client.start_http_server(chosen.metrics_port, chosen.metrics_host)
    except OSError as error:
        log.error("no metrics: YOURPATCH_METRICS_PORT %s: %s", chosen.metrics_port, error.strerror)


@cache
def _register() -> None:
    prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
    REGISTRY.register(_Found())


class _Found(Collector):
    """What is looked up when somebody asks; of the store, once a minute."""

    def describe(self) -> Iterable[Metric]:
        """Nothing: else it would be looked up at the start."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Each with its value now."""
        said = status.said()
        forces = said["forces"]
        read = [force["crime"]["newest_read_at"] for force in forces if force["crime"]["newest_read_at"]]
        yield _gauge("places_waiting", "Readings of police.uk that stand in line", task_queue.waiting())
        if read:
            age_s = (now() - max(read)).total_seconds()
            yield _gauge("newest_facts_age_seconds", "Since crime was last read for any neighbourhood", age_s)
        held = sum(force["neighbourhoods_held"] for force in forces)
        yield _gauge("neighbourhoods_held", "Neighbourhoods with facts", held)
        failed = sum(force["failed_months"] for force in forces)
        yield _gauge("months_failed", "Months of a neighbourhood that could not be read", failed)
        months = max((force["months_without_news"] for force in forces), default=0)
        yield _gauge("months_without_news", "Months that the oldest force lags behind what is usual", months)
        trouble = bool(said["police_uk"]["trouble"])
        yield _gauge("police_uk_in_trouble", "1 while the last question to police.uk had no answer", trouble)
        survey = survey_state.look().state or "no database"
        states = {state: state == survey for state in SURVEY_STATES}
        yield StateSetMetricFamily("yourpatch_survey", "How the survey's database does", states)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"yourpatch_{name}", told, float(value))
