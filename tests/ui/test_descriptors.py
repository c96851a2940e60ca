"""What a session's own event loop holds: nothing, until somebody runs it."""

import asyncio
import os

from ui import descriptors


def _held() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_loop_at_rest_holds_no_descriptor_and_runs_as_every_loop():
    before = _held()
    loop = descriptors.LoopAtRest()
    assert _held() == before
    # An executor wakes the loop from another thread.
    assert loop.run_until_complete(loop.run_in_executor(None, lambda: 7)) == 7
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    assert _held() == before


def test_a_loop_that_never_ran_closes():
    before = _held()
    loop = descriptors.LoopAtRest()
    loop.close()
    assert loop.is_closed()
    assert _held() == before


def test_only_a_loop_beside_a_running_one_is_at_rest():
    policy = asyncio.get_event_loop_policy()

    async def beside() -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    try:
        descriptors.spare_loops()
        loop = asyncio.new_event_loop()
        spare = loop.run_until_complete(beside())
    finally:
        asyncio.set_event_loop_policy(policy)
    assert isinstance(spare, descriptors.LoopAtRest)
    assert not isinstance(loop, descriptors.LoopAtRest)
    spare.close()
    loop.close()
