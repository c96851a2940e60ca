"""All that the outside sees of this code, written into a folder, so that two versions compare with `diff -r`.

python -m bench.outside OUT [--real] [--data FOLDER]

For changes that must change nothing, such as a move of modules: run it before and after, then `diff -r`. Two
runs on the same code give the same. It knows the commands, settings and addresses only, and imports nothing
of ours, so it may be copied into an older checkout; the code that runs is that of the checkout it stands in.

    demonstration/served     every public route: status, headers and body; PDF, Word and PNG described
    demonstration/export     `manage.py export`
    demonstration/commands   what the other commands print
    real/...                 with --real, the same of Wiltshire's archive (minutes); FOLDER holds the data

What may differ from run to run is replaced by its name in {}: see NOISE, and REAL_NOISE where no clock can be
set. Dates move the letters of a picture: compare what --real made on the same day. What Streamlit draws over
its websocket is not looked at.
"""

import argparse
import hashlib
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import docx
import pypdf
import requests

HOUSE = Path(__file__).resolve().parent.parent
PUBLIC = "http://patch.example"
CLOCK = "2026-11-18T12:00:00"
# One that most answered, one of two groups, one with a space and few answers.
INVENTED = ("EX02", "AB12", "Fallow Cross")
OPERATOR = {
    "YOURPATCH_OPERATOR_NAME": "Example Council",
    "YOURPATCH_OPERATOR_CONTACT": "patch@council.example",
    "YOURPATCH_OPERATOR_ROLE": "council",
    "YOURPATCH_PUBLIC_URL": PUBLIC,
    "YOURPATCH_SECRET": "a secret that signs nothing real",
}
VIEWS = ("summary", "trend", "priorities", "team", "events", "survey")
PICTURES = ("trend.svg", "trend.png", "qr.svg", "qr.png")
PAGES = (
    *(
        "",
        "crime_trends",
        "crime_map",
        "local_team",
        "survey",
        "about_the_data",
        "outcomes",
        "stop_and_search",
    ),
    *("survey_results", "briefing", "embed_builder", "find", "accessibility", "privacy", "staff"),
)
COMMANDS = ("serve", "refresh", "survey-migrate", "survey-purge", "survey-export", "load-archive", "export")
# Length and date of an answer, and marks of its content, which change with the noise in it.
UNHEARD = {"content-length", "date", "etag", "last-modified", "connection", "keep-alive", "transfer-encoding"}
# Longer than the server takes its documents for granted (10 s).
QUIET_S, PATIENCE_S = 12, 600

Noise = tuple[tuple[str, str], ...]
NOISE: Noise = (
    # Ports are free ones.
    (r"127\.0\.0\.1:\d+", "127.0.0.1:{port}"),
    # The program's version, on /status and in /status.json.
    (r"(Your Patch, version |\"software\": \")[\w.+-]+?(?=\.?[<\"\s])", r"\1{version}"),
    # Tokens of the survey's form are random.
    (r'(name="token" value=")[^"]+', r"\1{token}"),
    # Of a saved copy: a hash of the times its facts were written.
    (r'("version": \[")[0-9a-f]{16}', r"\1{version of the facts}"),
)
REAL_NOISE: Noise = (
    # Moments, as programs read them: 2026-11-28T18:10:00+00:00, 20261128T181000Z, 18:10:00 +0000.
    (r"T\d\d:?\d\d:?\d\d(\.\d+)?(Z|\+00:00)?", "T{time}"),
    (r"\b\d\d:\d\d(:\d\d)?( \+0000| GMT)?", "{time}"),
    # And as people do: 6.10 pm.
    (r"\b(\d{1,2}(\.\d\d)?\s[ap]m|noon)\b", "{time}"),
)


@dataclass
class Part:
    """The demonstration's or the real part: where it goes, its data, settings and noise."""

    out: Path
    data: Path
    settings: dict[str, str]
    noise: Noise

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of ours but what is said here."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("YOURPATCH_")}
        return inherited | {"PYTHONWARNINGS": "ignore", "YOURPATCH_DATA_DIR": str(self.data)} | self.settings

    def command(self, name: str, *words: str, keep: bool = True) -> None:
        """Run `manage.py` with these words; what it prints and its exit code go into `commands/name`."""
        ran = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=HOUSE,
            env=self.environment | {"COLUMNS": "110"},
            capture_output=True,
            text=True,
        )
        # Of the progress bar nothing is kept.
        said = "\n".join(line for line in ran.stderr.split("\n") if "\r" not in line)
        self.write(f"commands/{name}", f"exit {ran.returncode}\n{ran.stdout}\n{said if keep else ''}")

    def export(self, force: str) -> None:
        """`manage.py export`, described."""
        made = self.data / "export"
        self.command("export", "export", "--force", force, str(made), keep=False)
        for path in sorted(path for path in made.rglob("*") if path.is_file()):
            self.write(f"export/{path.relative_to(made)}", self.described(path.read_bytes(), path.suffix))

    def described(self, body: bytes, kind: str) -> str:
        """A file as text."""
        if "pdf" in kind:
            return _pdf(body)
        if "docx" in kind or "wordprocessing" in kind:
            return _word(body)
        try:
            return body.decode()
        except UnicodeDecodeError:
            return _weighed(body)

    def write(self, name: str, text: str) -> None:
        """A file of the part, without the noise."""
        text = text.replace(str(self.data), "{data}")
        for pattern, instead in self.noise:
            text = re.sub(pattern, instead, text)
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    @contextmanager
    def server(self) -> Iterator["Site"]:
        """A server as an operator starts it, ready and with nothing left to do."""
        port = _free_port()
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / "server.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=HOUSE,
                env=self.environment | {"PORT": str(port)},
                stdout=log,
                stderr=log,
            )
        site = Site(self, f"http://127.0.0.1:{port}")
        try:
            _until("the server is ready", lambda: process.poll() is not None or site.ready())
            yield site
        finally:
            process.terminate()
            process.wait(30)

    def settle(self) -> None:
        """Wait until nothing is written into the data folder any more."""
        _until("the data folder is quiet", lambda: time.time() - _newest(self.data) > QUIET_S)


@dataclass
class Site:
    """A running server, asked as by a browser without cookies."""

    part: Part
    address: str

    def ready(self) -> bool:
        """Whether it says so itself."""
        try:
            return requests.get(f"{self.address}/readyz", timeout=10).status_code == 200
        except requests.ConnectionError:
            return False

    def ask(self, path: str, method: str = "GET", **form: str) -> requests.Response:
        """The answer, once the place is no longer being read (202)."""
        headers = {"Accept": "text/html,*/*", "Accept-Encoding": "gzip"}

        def once() -> requests.Response:
            return requests.request(
                method, self.address + path, headers=headers, data=form, timeout=120, allow_redirects=False
            )

        answer = once()
        deadline = time.monotonic() + PATIENCE_S
        while answer.status_code == 202 and time.monotonic() < deadline:
            time.sleep(1)
            answer = once()
        return answer

    def judged(self, force: str, place: str) -> bool:
        """Whether the place is compared with its whole force, which is what is done last."""
        answer = self.ask(f"/feeds/{force}/{quote(place, safe='')}/trend.json")
        return answer.status_code == 200 and answer.json()["compared_with"] == "force"

    def save(self, path: str, method: str = "GET", **form: str) -> None:
        """Status, headers and body of an answer."""
        answer = self.ask(path, method, **form)
        heard = sorted((name.lower(), value) for name, value in answer.headers.items())
        head = [f"{method} {path}", str(answer.status_code)]
        head += [f"{name}: {value}" for name, value in heard if name not in UNHEARD]
        head += ["etag: {etag}"] if "etag" in answer.headers else []
        body = self.part.described(answer.content, answer.headers.get("content-type", ""))
        name = "".join(
            ["" if method == "GET" else f"{method} ", path, *(f" {k}={v}" for k, v in form.items())]
        )
        self.part.write(f"served/{name.replace('/', '~')}", "\n".join([*head, "", body]))


def addresses(force: str, place: str, invented: bool) -> Iterator[str]:
    """Every address of a neighbourhood."""
    at = f"{force}/{quote(place, safe='')}"
    options = "to=2026-06" if invented else "to=2024-12"
    for view in VIEWS:
        yield f"/embed/v1/{at}/{view}"
        yield f"/embed/v1/{at}/{view}?{options}&category=burglary&months=12&heading=3&lang=en"
        yield f"/oembed?url={quote(f'{PUBLIC}/embed/v1/{at}/{view}', safe='')}&maxwidth=400"
    for picture in PICTURES:
        yield f"/embed/v1/{at}/{picture}"
    yield f"/embed/v1/{at}/trend.svg?months=36&category=violent-crime"
    yield f"/embed/v1/{at}/trend.png?months=12&{options}"
    yield f"/embed/v1/{at}/nothing"
    yield f"/embed/v1/{at}/trend?months=7"
    yield f"/embed/v1/{at}/trend?category=nothing"
    yield f"/oembed?url={quote(f'{PUBLIC}/neighbourhood/{at}', safe='')}"
    for query in ("", f"?{options}", "?to=2001-01", "?to=never"):
        yield f"/neighbourhood/{at}{query}"
        yield f"/feeds/{at}/crimes.csv{query}"
        yield f"/feeds/{at}/trend.json{query}"
    yield f"/feeds/{at}/trend.json?category=burglary&months=36"
    yield f"/feeds/{at}/events.ics"
    yield f"/feeds/{at}/priorities.rss"
    yield f"/survey-form/{at}"
    yield f"/survey-form/{at}.pdf"
    yield f"/poster/{at}.pdf"
    for ending in ("html", "txt", "pdf", "docx"):
        yield f"/briefing/{at}.{ending}"
        yield f"/briefing/{at}.{ending}?months=12&{options}"
    yield f"/briefing/{at}.html?months=5"


def of_all(force: str) -> Iterator[str]:
    """Addresses that are no neighbourhood's, and some that nobody has."""
    yield from ("/healthz", "/readyz", "/status", "/status.json", "/robots.txt", "/sitemap.xml")
    yield from (
        "/neighbourhood",
        f"/neighbourhood/{force}",
        "/embed/v1/height.js",
        "/favicon.ico",
        "/favicon.png",
    )
    yield from (f"/{page}" for page in PAGES)
    yield from (
        "/nowhere",
        "/neighbourhood/nowhere",
        "/neighbourhood/nowhere/N1",
        "/oembed",
        "/oembed?format=xml",
    )
    yield f"/oembed?url={quote('http://elsewhere.example/embed/v1/a/b/trend', safe='')}"
    for unknown in ("neighbourhood/{}", "embed/v1/{}/trend", "embed/v1/{}/trend.svg", "feeds/{}/crimes.csv"):
        yield f"/{unknown.format(f'{force}/NOBODY')}"
    for unknown in ("feeds/{}/trend.json", "survey-form/{}", "poster/{}.pdf", "briefing/{}.html"):
        yield f"/{unknown.format(f'{force}/NOBODY')}"


def serve(part: Part, force: str, places: tuple[str, ...]) -> None:
    """Ask a server for everything; without `places`, for the first, middle and last that it holds."""
    with part.server() as site:
        part.settle()
        if not places:
            held = sorted(re.findall(rf"/neighbourhood/{force}/([^<]+)<", site.ask("/sitemap.xml").text))
            places = (held[0], held[len(held) // 2], held[-1])
        # What a first visit starts is over, and the force judged as a whole, before anything is kept.
        _until(f"{force} is judged", lambda: all(site.judged(force, place) for place in places))
        part.settle()
        for path in of_all(force):
            site.save(path)
        for path in sorted(set(re.findall(r'(?:src|href)="(/app/static/[^"]+)"', site.ask("/").text))):
            site.save(path)
        for place in places:
            for path in addresses(force, place, force == "exampleshire"):
                site.save(path)
            site.save(f"/survey-form/{force}/{quote(place, safe='')}", "POST", go="begin")
        others = "&".join(f"also={quote(place, safe='')}" for place in places[1:])
        for ending in ("html", "txt", "pdf", "docx"):
            site.save(f"/briefing/{force}/{quote(places[0], safe='')}.{ending}?{others}")
        if force == "exampleshire":
            site.save(f"/briefing/{force}/AB12.html?group=the-durnleys-and-hollow-down")
            site.save("/neighbourhood", "POST", q="Market Ashby")
        site.save("/neighbourhood", "POST", q="")
        site.save("/status", "DELETE")


def demonstration(out: Path, folder: Path) -> None:
    """Exampleshire, by a clock that stands still."""
    clock = {"YOURPATCH_DEMO": "always", "YOURPATCH_NOW": CLOCK}
    part = Part(out / "demonstration", folder / "data", OPERATOR | clock, NOISE)
    serve(part, "exampleshire", INVENTED)
    part.export("exampleshire")
    part.command("status", "status")
    part.command("survey-export", "survey-export", "--force", "exampleshire", "-")
    part.command("help", "--help")
    for name in COMMANDS:
        part.command(f"help {name}", name, "--help")


def real(out: Path, folder: Path, data: Path) -> None:
    """Wiltshire out of the archive; nobody outside is asked."""
    days = [datetime.now(UTC) + timedelta(days=n) for n in (0, 1)]
    dates = [f"{day:%Y-%m-%d}|{day:%Y%m%d}|\\b{day.day:02d} {day:%b} {day.year}" for day in days]
    dates += [rf"\b{day.day}\s{day:%B}(\s{day.year})?" for day in days]
    today: Noise = ((r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?=\d\d )", ""), ("|".join(dates), "{today}"))
    with socket.socket() as closed:
        # Bound and never listened at: whoever asks is refused.
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
        settings = {
            "YOURPATCH_DEMO": "never",
            "YOURPATCH_POLICE_API": f"{nobody}/api",
            "YOURPATCH_POSTCODES_API": nobody,
        }
        part = Part(out / "real", folder / "data", OPERATOR | settings, (*NOISE, *today, *REAL_NOISE))
        wards = (data / "geo" / f"wards-2013-{name}.geojson" for name in ("wiltshire", "swindon"))
        words = [word for path in wards for word in ("--boundaries", str(path))]
        words += ["--id-property", "WD13CD", "--name-property", "WD13NM"]
        archive = str(data / "archive" / "sample-archive.zip")
        part.command("load-archive", "load-archive", archive, "--force", "wiltshire", *words, keep=False)
        part.command("status", "status")
        part.export("wiltshire")
        serve(part, "wiltshire", ())


def _pdf(body: bytes) -> str:
    read = pypdf.PdfReader(io.BytesIO(body))
    words = " ".join(page.extract_text() for page in read.pages).split()
    # A line a sentence: where lines break hangs on how wide a date is.
    text = re.sub(r"(?<=[.!?]) ", "\n", " ".join(words))
    title = read.metadata.title if read.metadata else None
    return f"PDF, pages {len(read.pages)}, title {title}\n{text}\n"


def _word(body: bytes) -> str:
    read = docx.Document(io.BytesIO(body))
    rows = [" | ".join(cell.text for cell in row.cells) for table in read.tables for row in table.rows]
    return "\n".join(["Word", *(paragraph.text for paragraph in read.paragraphs), *rows, ""])


def _weighed(body: bytes) -> str:
    return f"{len(body)} bytes, sha256 {hashlib.sha256(body).hexdigest()}\n"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _newest(folder: Path) -> float:
    """When something in the folder was last written."""
    newest = 0.0
    for path in (folder, *folder.rglob("*")):
        try:
            newest = max(newest, path.lstat().st_mtime)
        except FileNotFoundError:  # one that was written beside, and is in its place now
            continue
    return newest


def _until(what: str, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > deadline:
            sys.exit(f"waited {PATIENCE_S} s in vain until {what}")
        time.sleep(0.5)


def main() -> None:
    """Write both parts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path, help="a folder that is not there yet")
    parser.add_argument("--real", action="store_true", help="also Wiltshire, from the archive")
    parser.add_argument("--data", type=Path, default=HOUSE.parent / "shared" / "data", help="the real data")
    chosen = parser.parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty")
    folder = Path(tempfile.mkdtemp(prefix="outside-"))
    try:
        demonstration(chosen.out.resolve(), folder / "demonstration")
        if chosen.real:
            real(chosen.out.resolve(), folder / "real", chosen.data.resolve())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
