"""The operator's commands. Long work shows a progress bar and can be interrupted and resumed."""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from data_access.archive import known_areas, load
from data_access.archive.boundary_files import Reading
from data_access.archive.zip_safety import Unreadable
from data_access.curated.forces import KNOWN
from data_access.errors import InvalidQuestion, PoliceDataError, UnknownPlace
from data_access.models import NeighbourhoodRef
from data_access.months import month_key
from data_access.refresh import batch
from data_access.refresh.progress import Progress
from data_access.setting_faults import complaints
from data_access.settings import settings
from data_access.store import held_places
from data_access.survey.database import connections, migrate, purge
from data_access.survey.database.emptied import Emptied
from data_access.survey.staff import export as survey_answers
from data_access.survey.staff import publish_statements
from data_access.usual import force_judgements

NOTHING, SOME_FAILED, INTERRUPTED = 1, 3, 130  # 2 is a wrong use of the command


@click.group(help=__doc__)
@click.pass_context
def cli(context: click.Context) -> None:
    """Check the settings before anything is done."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    command = context.invoked_subcommand
    try:
        if settings().demo == "always" and command != "serve":
            if command in {"refresh", "load-archive"}:
                raise click.UsageError("The demonstration is invented: nothing real is read into it.")
            # What the server keeps of the invented force stands apart from what is real.
            os.environ["YOURPATCH_DEMONSTRATION"] = "1"
            settings.cache_clear()
            settings()
    except ValidationError as error:
        raise click.UsageError("A setting is wrong: " + "; ".join(complaints(error))) from None


@cli.command()
def serve() -> None:
    """Serve the site, as `make run` does."""
    # Only this command needs the server.
    from ui.serve import serve as run

    run()


@cli.command()
@click.option("--force", "force_id", metavar="F", help="A force of police.uk, such as wiltshire.")
@click.option("--neighbourhood", "neighbourhood_id", metavar="N", help="One of its neighbourhoods, by id.")
def refresh(force_id: str | None, neighbourhood_id: str | None) -> None:
    """Read from police.uk what is missing, old or failed.

    Of one neighbourhood or a whole force; without --force, of the forces in YOURPATCH_FORCES, else of every
    neighbourhood that is held. The last line counts months. Exit code 0: all are held, 3: some failed,
    1: none is held.
    """
    if neighbourhood_id and not force_id:
        raise click.UsageError("--neighbourhood needs --force: an id is unique only within its force.")
    try:
        wanted = batch.wanted(force_id, neighbourhood_id, settings().forces)
    except (UnknownPlace, InvalidQuestion) as error:
        raise click.UsageError(f"{error.sentence} ({error})") from None
    except PoliceDataError as error:
        wanted, tally = [], batch.Tally(stopped=str(error))
    else:
        if not wanted:
            raise click.UsageError("Nothing is held and YOURPATCH_FORCES is empty: say which --force.")
        with _months_bar(len(wanted)) as report:
            tally = batch.refresh_all(wanted, report)
        if not tally.stopped:
            batch.second_job(wanted, tally)
    if tally.stopped:
        click.echo(f"Stopped early ({tally.stopped}). What came is kept; run it again to go on.", err=True)
    click.echo(f"held {tally.held}, failed {tally.failed}")
    sys.exit(_exit_code(tally))


@cli.command("survey-migrate")
@click.option("--begin-anew", is_flag=True, help="Also where it is empty and earlier results are published.")
def survey_migrate(begin_anew: bool) -> None:
    """Bring the survey's database up to this version; the server does it by itself when it starts."""
    with _survey_database():
        click.echo(f"The survey's database is at revision {migrate.migrate(anew=begin_anew)}.")


@cli.command("survey-purge")
@click.option("--dry-run", is_flag=True, help="Count what would be deleted, and delete nothing.")
def survey_purge(dry_run: bool) -> None:
    """Delete old comments, spent form tokens and ended notes; the server does it every night."""
    with _survey_database():
        done = purge.purge(dry_run=dry_run)
        if not dry_run:
            publish_statements.publish_all()  # what was public until now is in the facts' files, too
    what = "would delete" if dry_run else "deleted"
    click.echo(f"{what}: comments {done.comments}, tokens {done.tokens}, notes {done.notes}")


@cli.command("survey-export")
@click.option("--force", "force_id", metavar="F", required=True, help="Whose answers, such as wiltshire.")
@click.argument("out", type=click.File("w", encoding="utf-8"))
def survey_export(force_id: str, out: TextIO) -> None:
    """Write a force's survey answers to OUT (- for the terminal) as CSV: a row an answer, no comment."""
    if force_id not in KNOWN:
        raise click.UsageError(f"police.uk lists no force {force_id!r}.")
    with _survey_database():
        out.write(survey_answers.body(force_id))


@contextmanager
def _survey_database() -> Iterator[None]:
    """Given minutes; where it cannot be used, a line says so and the command ends."""
    try:
        with connections.patiently():
            yield
    except (Emptied, migrate.Newer) as error:
        click.echo(str(error), err=True)
    except (SQLAlchemyError, OSError) as error:
        # The error's own words may hold what people wrote.
        click.echo(f"The survey's database cannot be used: {type(error).__name__}.", err=True)
    else:
        return
    sys.exit(NOTHING)


@cli.command("load-archive")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", "force_id", metavar="F", help="Whose neighbourhoods are filled; else every force's.")
@click.option(
    "--boundaries",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="KML as published, or GeoJSON: a file, a folder or a zip. Without it, the boundaries that are held.",
)
@click.option("--id-property", metavar="K", help="The property of GeoJSON that is a neighbourhood's id.")
@click.option("--name-property", metavar="K", help="The property of GeoJSON that is its name.")
def load_archive(
    archive: Path,
    force_id: str | None,
    boundaries: tuple[Path, ...],
    id_property: str | None,
    name_property: str | None,
) -> None:
    """Load ARCHIVE, a bulk zip of data.police.uk, into the neighbourhoods its records lie in.

    Can be run again, and with other archives in any order, to the same result: an archive is as old as its
    name (2026-09-02.zip) or its newest file says, and what was read on a later day stays. The last lines say
    how many areas were read and how many records fell where. Exit code 0: all was read, 3: some of it could
    not be, or most of a force's records lie in no boundary, 1: nothing was loaded.
    """
    if force_id and force_id not in KNOWN:
        raise click.UsageError(f"police.uk lists no force {force_id!r}.")
    given = known_areas.areas(force_id, boundaries, id_property, name_property)
    if not given.areas and not given.troubles and not given.files:
        raise click.UsageError(
            "No boundary to place records in: give --boundaries, or refresh the force first."
        )
    loaded = load.Loaded()
    if given.areas:
        try:
            with _files_bar() as report:
                loaded = load.load(archive, list(given.areas.values()), report)
        except (Unreadable, OSError) as error:
            loaded.broken.append(str(error))
    for force in loaded.forces:
        force_judgements.make(force)
    broken, doubts = given.troubles + loaded.broken, list(_doubts(given, loaded))
    for line in [*broken, *_areas(given), *_fallen(loaded), *doubts]:
        click.echo(line)
    if broken:
        click.echo(f"{len(broken)} {'member' if len(broken) == 1 else 'members'} could not be read")
    sys.exit(NOTHING if not loaded.forces else SOME_FAILED if broken or doubts else 0)


@cli.command()
@click.option(
    "--force", "force_id", metavar="F", required=True, help="A force of police.uk, such as wiltshire."
)
@click.option("--neighbourhood", "ids", metavar="N", multiple=True, help="Some of its neighbourhoods only.")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def export(force_id: str, ids: tuple[str, ...], out: Path) -> None:
    """Write what is held of a force into OUT: pages that open by double click, without a network.

    Begin with OUT/index.html. Can be interrupted and run again. The last line counts neighbourhoods. Exit
    code 0: all are written, 3: some are not held, 1: none is.
    """
    # matplotlib, WeasyPrint and python-docx are slow to import.
    from publish.offline_copy.export import export as write

    if force_id not in KNOWN:
        raise click.UsageError(f"police.uk lists no force {force_id!r}.")
    wanted = [NeighbourhoodRef(force_id, id_) for id_ in dict.fromkeys(ids)] or held_places.held(force_id)
    if not wanted:
        click.echo(
            "Nothing is held of it: refresh it first. With YOURPATCH_DEMO=always it is the demonstration's.",
            err=True,
        )
    try:
        with _bar("neighbourhoods", len(wanted)) as bar:
            done = write(wanted, out, lambda _place: bar.update())
    except InvalidQuestion as error:
        raise click.UsageError(f"{error.sentence} ({error})") from None
    except OSError as error:
        click.echo(f"Stopped: {error}", err=True)
        sys.exit(NOTHING)
    except KeyboardInterrupt:
        click.echo("Stopped. What is written stays; run it again to go on.", err=True)
        sys.exit(INTERRUPTED)
    for name in done.failed:
        click.echo(f"not held: {name}; refresh it first", err=True)
    click.echo(f"written {len(done.written)}, not held {len(done.failed)}")
    sys.exit(NOTHING if not done.written else SOME_FAILED if done.failed else 0)


@cli.command()
def status() -> None:
    """Say what the store holds, how old it is, what failed, and what teams ought to renew."""
    # Its words are slow to import, for the other commands.
    from publish.operations.status_terminal import lines

    for line in lines():
        click.echo(line)


@cli.command()
def check() -> None:
    """Try what the site needs: police.uk, postcodes, clock, disk, databases, mail, its address, PDFs.

    Says in sentences what is wrong and what to do. Exit code 0: nothing is wrong, 1: something is.
    """
    # WeasyPrint is slow to import.
    from publish.self_check import findings

    logging.disable(logging.CRITICAL)  # the sentences say it all
    wrong = False
    for found in findings():
        click.echo(f"{found.grade:<6} {found.subject}: {found.sentence}")
        wrong = wrong or found.grade == "wrong"
    sys.exit(NOTHING if wrong else 0)


def _areas(given: Reading) -> Iterator[str]:
    """How many areas the boundary files held, force by force."""
    for force_id, areas in given.number_of_areas.items():
        files = given.files[force_id]
        yield f"{force_id}: boundaries {areas:,}, from {files:,} {'file' if files == 1 else 'files'}"


def _doubts(given: Reading, loaded: load.Loaded) -> Iterator[str]:
    """What was read as it stood, but cannot be right."""
    for force_id, areas in given.number_of_areas.items():
        if not areas:
            yield f"Error: {force_id} has boundary files, but no boundary could be used."
    for force_id, force in loaded.forces.items():
        if force.fallen.placed < force.fallen.outside:
            yield (
                f"Warning: most records of {force_id} lie outside all its boundaries: some are missing, or "
                "these are not its own."
            )


def _fallen(loaded: load.Loaded) -> Iterator[str]:
    """Where the records fell, force by force."""
    for force_id in loaded.absent:
        yield f"{force_id}: the archive holds no street file of it"
    for force_id, force in loaded.forces.items():
        n, months = force.fallen, force.months
        span = f"{month_key(months[0])} to {month_key(months[-1])}"
        yield f"{force_id}: {span}, months with a file {len(months)}"
        if force.kept:
            yield f"  months of which something read later was kept: {len(force.kept)}"
        for month, reason in sorted(force.incomplete.items()):
            yield f"  fewer or more records than usual were published for {month_key(month)}: {reason}"
        yield (
            f"  records of its own: {n.placed:,} in a neighbourhood, {n.outside:,} outside all, "
            f"{n.no_place:,} without a place; of other forces in a neighbourhood: {n.others:,}"
        )


def _exit_code(tally: batch.Tally) -> int:
    if tally.interrupted:
        return INTERRUPTED
    if not tally.held:
        return NOTHING
    return SOME_FAILED if tally.failed or tally.stopped else 0


@contextmanager
def _bar(unit: str, total: int | None = None) -> "Iterator[tqdm[Any]]":
    """A bar on the terminal; into a log it writes a line every few seconds."""
    pause_s = 0.1 if sys.stderr.isatty() else 5.0
    with (
        logging_redirect_tqdm(),
        tqdm(total=total, unit=f" {unit}", mininterval=pause_s, dynamic_ncols=True) as bar,
    ):
        yield bar


@contextmanager
def _files_bar() -> Iterator[Callable[[int, int], None]]:
    with _bar("files") as bar:

        def report(done: int, whole: int) -> None:
            bar.total = whole
            bar.update(done - bar.n)

        yield report


@contextmanager
def _months_bar(places: int) -> Iterator[Callable[[NeighbourhoodRef, Progress], None]]:
    """The months of all places together."""
    seen: dict[NeighbourhoodRef, int] = {}
    with _bar("months") as bar:

        def report(place: NeighbourhoodRef, so_far: Progress) -> None:
            bar.total = so_far.total * places
            bar.set_description_str(place.neighbourhood_id, refresh=False)
            bar.update(so_far.done - seen.get(place, 0))
            seen[place] = so_far.done

        yield report


if __name__ == "__main__":
    cli()
