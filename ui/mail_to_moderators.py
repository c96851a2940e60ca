"""Once a day at most, while comments wait, moderators are told so by mail: counts and a link, no comment."""

from datetime import datetime

from filelock import FileLock

from components import addresses
from components.words.comments_waiting import mail_words
from data_access import mail
from data_access.london_time import LONDON
from data_access.settings import settings
from data_access.survey.staff import comments_waiting


def tell() -> bool:
    """Send today's mail where one is due; False where it could not be sent. Raises SQLAlchemyError, OSError.

    What is invented is told to nobody.
    """
    chosen = settings()
    if not chosen.mail_host or chosen.demonstration:
        return True
    waiting = comments_waiting.everywhere()
    if not waiting.comments:
        return True
    mark, today = chosen.own_dir / "moderators-mailed", datetime.now(LONDON).date().isoformat()
    # Of several processes that share the folder one sends.
    with FileLock(f"{mark}.lock"):
        if mark.exists() and mark.read_text("ascii") == today:
            return True
        # Marked first: whatever ends us meanwhile, no second mail goes out.
        mark.write_text(today, "ascii")
        page = chosen.public_origin + addresses.page_path("staff")
        sent = mail.send(*mail_words(waiting.comments, waiting.of_danger, page))
        if not sent:
            mark.unlink()
    return sent
