"""The one way an answer comes in, whatever the form: checked, stored once, on disk when told so."""

import logging
import secrets
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from data_access.models import NeighbourhoodRef
from data_access.settings import now
from data_access.survey.answering import form_tokens
from data_access.survey.answering.form_tokens import Token
from data_access.survey.answering.refusals import SENTENCES, Accepted, Refused
from data_access.survey.answering.sending_limits import A_PLACE_AND_WEEK, Guard, guard
from data_access.survey.answering.submission import Draft, Submission
from data_access.survey.database import engine, tables
from data_access.survey.database.emptied import Emptied
from data_access.survey.quarters import Quarter, london_month, week_key
from data_access.survey.questions import BY_NAME, VERSION
from data_access.survey.survey_of_force import NoSurvey
from data_access.survey.survey_of_place import survey_in

log = logging.getLogger("yourpatch.survey")


def accept(draft: Draft, *, source: str | None = None, limits: Guard = guard) -> Accepted | Refused:
    """Take what somebody sent: returns Accepted only after the commit. Never raises for what was sent.

    `source` is the address of whoever sends, for the limits in memory only.
    """
    outcome = _accept(draft, source, limits)
    if isinstance(outcome, Refused):
        log.info("an answer to the survey was refused: %s", outcome.code)
    return outcome


def _accept(draft: Draft, source: str | None, limits: Guard) -> Accepted | Refused:
    survey = survey_in(draft.place)
    if isinstance(survey, NoSurvey):
        return Refused("no_survey", survey.sentence)
    try:
        token = form_tokens.read(draft.token)
        if draft.trap:
            return _refused("trap", draft, token)
        if token and token.place == draft.place and _spent(token):
            return Accepted(token.quarter, already=True, risk=draft.risk)
        if token is None or (code := token.fault(draft.place)):
            return _refused("bad_token" if token is None else str(code), draft, token)
        if wrong := draft.wrong(survey):
            return _refused("errors", draft, token, wrong)
        limited = source if token.mode == "web" else None
        if not limits.take(limited, draft.place):
            return _refused("limit", draft, token)
        return _keep(Submission.of(draft, token), limited, limits)
    except Emptied:
        return Refused("emptied", SENTENCES["emptied"], token=draft.token)
    except (SQLAlchemyError, OSError) as error:
        # The statement and its values are in str(error): only the kind is logged.
        log.error("the survey's database or key: %s", type(error).__name__)
        # What came is sent again as it is: without the key no other token can be made.
        return Refused("not_kept", SENTENCES["not_kept"], token=draft.token)


def _refused(code: str, draft: Draft, token: Token | None, fields: dict[str, str] | None = None) -> Refused:
    fresh = draft.token
    if token is None:
        fresh = form_tokens.issue(draft.place)
    elif code in {"wrong_place", "expired", "new_quarter"}:
        fresh = _renewed(token, draft.place, waits=code == "wrong_place")
    values = {"quarter": Quarter.current()} if code == "new_quarter" else {}
    return Refused(code, SENTENCES[code], fields or {}, values, fresh)


def _renewed(token: Token, place: NeighbourhoodRef, *, waits: bool) -> str:
    """A token in the place of one of ours. What staff handed out keeps its mode and stays one answer, so long
    as we would still know that it was used; after that it is a form from the web like any other.
    """
    handed = token.mode != "web" and form_tokens.renewable(token) and not _spent(token)
    mode, nonce = (token.mode, token.nonce) if handed else ("web", "")
    return (
        form_tokens.issue(place, mode, nonce=nonce) if waits else form_tokens.ripe(place, mode, nonce=nonce)
    )


def _keep(submission: Submission, source: str | None, limits: Guard) -> Accepted:
    token = submission.token
    web = token.mode == "web"
    bursting = web and limits.bursts(token.place)
    try:
        with engine.writing() as connection:
            if not _spend(connection, token):
                limits.give_back(source, token.place, web=web)
                return Accepted(token.quarter, already=True, risk=submission.risk)
            held = bursting or (web and _full_week(connection, token.place))
            connection.execute(insert(tables.answers), _answer_row(submission, held=held))
            if submission.comment:
                connection.execute(insert(tables.comments), _comment_row(submission))
    except BaseException:
        limits.give_back(source, token.place, web=web)
        raise
    return Accepted(token.quarter, risk=submission.risk, redacted=submission.redacted)


def _spend(connection: Connection, token: Token) -> bool:
    """Whether the token was still unspent. Of two that try at once, one waits and then sees the other's."""
    expires = week_key(form_tokens.forgotten(token))
    try:
        with connection.begin_nested():
            row = {"nonce_hash": token.nonce_hash, "expires_week": expires}
            connection.execute(insert(tables.spent_tokens), row)
    except IntegrityError:
        return False
    return True


def _spent(token: Token) -> bool:
    wanted = select(tables.spent_tokens.c.nonce_hash).where(
        tables.spent_tokens.c.nonce_hash == token.nonce_hash
    )
    with engine.reading() as connection:
        return connection.execute(wanted).first() is not None


def _full_week(connection: Connection, place: NeighbourhoodRef) -> bool:
    answers = tables.answers.c
    here = (answers.force == place.force_id, answers.neighbourhood == place.neighbourhood_id)
    week = (answers.quarter == Quarter.current().key, answers.week == week_key(now()), answers.mode == "web")
    number = connection.scalar(select(func.count()).where(*here, *week, answers.held.is_(False)))
    return (number or 0) >= A_PLACE_AND_WEEK


def _answer_row(submission: Submission, *, held: bool) -> dict[str, Any]:
    return {
        **_where(submission.token),
        "week": week_key(now()),
        "version": VERSION,
        "mode": submission.token.mode,
        "held": held,
        **{name: submission.answers.get(name) or None for name in BY_NAME},
    }


def _comment_row(submission: Submission) -> dict[str, Any]:
    return {
        **_where(submission.token),
        "month": london_month(now()),
        "text": submission.comment,
        "state": "held" if submission.risk else "redacted" if submission.redacted else "new",
        "risk": submission.risk,
    }


def _where(token: Token) -> dict[str, str]:
    return {
        "id": secrets.token_hex(16),
        "force": token.place.force_id,
        "neighbourhood": token.place.neighbourhood_id,
        "quarter": token.quarter.key,
    }
