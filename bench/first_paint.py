"""How soon the first words are on the screen of a phone on a slow line, before Streamlit's script has come.

python -m bench.first_paint
"""

import shutil
import tempfile
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.machine import against, machine
from bench.serving import ADDRESS, PLACE, start, wait

OPENINGS = 3
SLOWER = 4  # times: a cheap phone's processor
LATENCY_MS = 150
# kbit/s, and the budget in seconds.
LINES = ((1_600, 1.0), (400, 3.0))
PAGES = {"the front door": "/", "the finder": "/find", "a place": f"/{PLACE}"}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def first_paint(browser: Browser, path: str, kilobits: int) -> float:
    """Seconds to the first words, with an empty cache."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": kilobits * 125,
            "uploadThroughput": kilobits * 125,
        },
    )
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(ADDRESS + path, wait_until="commit")
    while (painted := page.evaluate(PAINTED)) is None:
        page.wait_for_timeout(50)
    context.close()
    return float(painted) / 1000


def main() -> None:
    """Print the medians against the budgets."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start(folder)
        try:
            wait("/healthz")
            wait("/neighbourhood/exampleshire/AB12")
            executable = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            for kilobits, budget in LINES:
                for name, path in PAGES.items():
                    seconds = median(first_paint(browser, path, kilobits) for _ in range(OPENINGS))
                    print(against(f"first words of {name} at {kilobits} kbit/s", seconds, budget))
            browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
