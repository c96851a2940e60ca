"""The one way an answer comes in, whatever the form: checked, stored once, on disk when told so."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from data_access.models import NeighbourhoodRef
from data_access.settings import now
from data_access.survey.answering import form_tokens, redaction
from data_access.survey.answering.form_tokens import Token
from data_access.survey.answering.refusals import SENTENCES, Accepted, Refused, check
from data_access.survey.answering.sending_limits import A_PLACE_AND_WEEK, Guard, guard
from data_access.survey.database import engine
from data_access.survey.database.tables import answers as answers_table
from data_access.survey.database.tables import comments, spent_tokens
from data_access.survey.quarters import Quarter, london_month, week_key
from data_access.survey.questions import BY_NAME, LONGEST_COMMENT, VERSION
from data_access.survey.survey_of_force import NoSurvey
from data_access.survey.survey_of_place import survey_in

log = logging.getLogger("yourpatch.survey")


def accept(
    place: NeighbourhoodRef,
    answers: Mapping[str, str],
    comment: str = "",
    token: str = "",
    *,
    source: str | None = None,
    trap: str = "",
    limits: Guard = guard,
) -> Accepted | Refused:
    """Take what somebody sent: returns Accepted only after the commit. Never raises for what was sent.

    How it came (web, tablet, paper) stands in the signed token. `source` is the address of whoever sends, for
    the limits in memory only; `trap` is what stood in the field that no person sees.
    """
    outcome = _accept(place, answers, comment, token, source, trap, limits)
    if isinstance(outcome, Refused):
        log.info("an answer to the survey was refused: %s", outcome.code)
    return outcome


def _accept(
    place: NeighbourhoodRef,
    answers: Mapping[str, str],
    comment: str,
    text: str,
    source: str | None,
    trap: str,
    limits: Guard,
) -> Accepted | Refused:
    survey = survey_in(place)
    if isinstance(survey, NoSurvey):
        return Refused("no_survey", survey.sentence)
    try:
        token = form_tokens.read(text)
        if trap:
            return _refused("trap", place, token, text)
        if token and token.place == place and _spent(token):
            return Accepted(token.quarter, already=True, risk=redaction.at_risk(comment[:LONGEST_COMMENT]))
        if token is None or (code := token.fault(place)):
            return _refused("bad_token" if token is None else str(code), place, token, text)
        if wrong := check(answers, comment, takes_comments=survey.comments):
            return _refused("errors", place, token, text, wrong)
        limited = source if token.mode == "web" else None
        if not limits.take(limited, place):
            return _refused("limit", place, token, text)
        return _keep(token, answers, comment, limited, limits)
    except (SQLAlchemyError, OSError) as error:
        # The statement and its values are in str(error): only the kind is logged.
        log.error("the survey's database or key: %s", type(error).__name__)
        # What came is sent again as it is: without the key no other token can be made.
        return Refused("not_kept", SENTENCES["not_kept"], token=text)


def _refused(
    code: str,
    place: NeighbourhoodRef,
    token: Token | None,
    text: str,
    fields: dict[str, str] | None = None,
) -> Refused:
    fresh = text
    if token is None:
        fresh = form_tokens.issue(place)
    elif code in {"wrong_place", "expired", "new_quarter"}:
        fresh = _renewed(token, place, waits=code == "wrong_place")
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


def _keep(
    token: Token, answers: Mapping[str, str], comment: str, source: str | None, limits: Guard
) -> Accepted:
    text = redaction.redacted(comment)
    risk = redaction.at_risk(comment)
    changed = bool(redaction.points_out(comment))
    web = token.mode == "web"
    bursting = web and limits.bursts(token.place)
    try:
        with engine.writing() as connection:
            if not _spend(connection, token):
                limits.give_back(source, token.place, web=web)
                return Accepted(token.quarter, already=True, risk=risk)
            held = bursting or (web and _full_week(connection, token.place))
            connection.execute(insert(answers_table), _answer_row(token, answers, held=held))
            if text:
                connection.execute(insert(comments), _comment_row(token, text, risk=risk, changed=changed))
    except BaseException:
        limits.give_back(source, token.place, web=web)
        raise
    return Accepted(token.quarter, risk=risk, redacted=changed)


def _spend(connection: Connection, token: Token) -> bool:
    """Whether the token was still unspent. Of two that try at once, one waits and then sees the other's."""
    expires = week_key(form_tokens.forgotten(token))
    try:
        with connection.begin_nested():
            row = {"nonce_hash": token.nonce_hash, "expires_week": expires}
            connection.execute(insert(spent_tokens), row)
    except IntegrityError:
        return False
    return True


def _spent(token: Token) -> bool:
    wanted = select(spent_tokens.c.nonce_hash).where(spent_tokens.c.nonce_hash == token.nonce_hash)
    with engine.reading() as connection:
        return connection.execute(wanted).first() is not None


def _full_week(connection: Connection, place: NeighbourhoodRef) -> bool:
    table = answers_table.c
    here = (table.force == place.force_id, table.neighbourhood == place.neighbourhood_id)
    week = (table.quarter == Quarter.current().key, table.week == week_key(now()), table.mode == "web")
    number = connection.scalar(select(func.count()).where(*here, *week, table.held.is_(False)))
    return (number or 0) >= A_PLACE_AND_WEEK


def _answer_row(token: Token, answers: Mapping[str, str], *, held: bool) -> dict[str, Any]:
    return {
        **_where(token),
        "week": week_key(now()),
        "version": VERSION,
        "mode": token.mode,
        "held": held,
        **{name: answers.get(name) or None for name in BY_NAME},
    }


def _comment_row(token: Token, text: str, *, risk: bool, changed: bool) -> dict[str, Any]:
    state = "held" if risk else "redacted" if changed else "new"
    return {**_where(token), "month": london_month(now()), "text": text, "state": state, "risk": risk}


def _where(token: Token) -> dict[str, str]:
    return {
        "id": secrets.token_hex(16),
        "force": token.place.force_id,
        "neighbourhood": token.place.neighbourhood_id,
        "quarter": token.quarter.key,
    }
