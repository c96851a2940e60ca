"""The steps of the plain form: what was posted in, the next page out. Nothing is kept between them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from components import addresses
from components.words import support_lines, survey_form
from components.words.language import _
from data_access.models import NeighbourhoodRef
from data_access.store import places
from data_access.survey.answering import form_tokens, redaction
from data_access.survey.answering.accept import accept
from data_access.survey.answering.refusals import Accepted
from data_access.survey.questions import BY_NAME, COMMENT
from publish.serving import document
from publish.serving.document import Document, page
from publish.survey_form.draft import HANDED, TRAP, Form

# What became of sending, to a program.
STATUSES = {"limit": 429, "not_kept": 503, "emptied": 503}
# Seconds until the same form may be sent again.
AGAIN_S = {503: "60", 429: "3600"}


def sends(fields: Mapping[str, str]) -> bool:
    """Whether the pressed button hands the answers in."""
    return fields.get("go", "").partition("-")[0] == "send"


def step(form: Form, fields: Mapping[str, str]) -> Document:
    """The page that the pressed button (`go`) leads to from the one it stood on (`at`)."""
    at, then, go = form.at(fields.get("at", "")), fields.get("then", ""), fields.get("go", "")
    act, _dash, name = go.partition("-")
    if act == "begin":
        mode: form_tokens.Mode = "tablet" if form_tokens.handed(form.handed, form.place) else "web"
        token = form.draft.token or form_tokens.issue(form.place, mode)
        return _part(replace(form, draft=replace(form.draft, token=token)), 0)
    if sends(fields):
        return _sent(form)
    if act == "back":
        return _part(form, at - 1) if at else start(form)
    if act == "change":
        return _part(form, form.part_of(name), then="check", focus=name)
    return _onward(form, at, then, keep=act == "keep")


def _onward(form: Form, at: int, then: str, *, keep: bool) -> Document:
    """The next part, or the answers to check; the same part again where something in it is not right."""
    if at >= len(form.parts):
        return check(form)
    here = {name: sentence for name, sentence in form.wrong.items() if name in form.parts[at]}
    if here:
        return _part(form, at, here, then=then)
    if COMMENT in form.parts[at] and not keep and (said := redaction.points_out(form.draft.comment)):
        return _part(form, at, {COMMENT: " ".join(_(s) for s in said)}, then=then, may_keep=True)
    if then == "check" or at + 1 == len(form.parts):
        return check(form)
    return _part(form, at + 1)


def start(form: Form) -> Document:
    """What the survey is for, and other neighbourhoods to choose."""
    links = [
        (addresses.plain_form(NeighbourhoodRef(form.place.force_id, id_)), name)
        for id_, name in places.names(form.place.force_id).items()
        if id_ != form.place.neighbourhood_id
    ]
    return _page("survey_start.html", form, links=links)


def _part(
    form: Form,
    at: int,
    wrong: Mapping[str, str] | None = None,
    *,
    then: str = "",
    focus: str = "",
    may_keep: bool = False,
) -> Document:
    return _page(
        "survey_part.html",
        form,
        status=400 if wrong and not may_keep else 200,
        at=at,
        names=form.parts[at],
        questions=BY_NAME,
        wrong=wrong or {},
        then=then,
        focus=focus,
        may_keep=may_keep,
    )


def check(form: Form, wrong: str = "", status: int = 200) -> Document:
    """The answers to check; or the part that holds the first that will not do."""
    if faults := form.wrong:
        name = next(iter(faults))
        # That nothing was answered is said at the first question.
        return _part(form, form.part_of(name), {name or form.parts[0][0]: faults[name]}, then="check")
    names = [name for part in form.parts for name in part]
    pointed_out = [_(sentence) for sentence in redaction.points_out(form.draft.comment)]
    return _page("survey_check.html", form, status, names=names, pointed_out=pointed_out, wrong=wrong)


def _sent(form: Form) -> Document:
    outcome = accept(form.draft, source=form.source)
    if isinstance(outcome, Accepted):
        return _page("survey_sent.html", form, outcome=outcome)
    if outcome.code == "no_survey":
        return message(form.place, 404, survey_form.why_refused(outcome))
    # What stood in the trap is taken out: a browser may have filled it in for a person.
    again = replace(form, draft=replace(form.draft, token=outcome.token or form.draft.token, trap=""))
    return check(again, survey_form.why_refused(outcome), STATUSES.get(outcome.code, 400))


def _page(template: str, form: Form, status: int = 200, **context: Any) -> Document:
    return page(
        template,
        status=status,
        headers={"Retry-After": AGAIN_S[status]} if status in AGAIN_S else None,
        form=form,
        draft=form.draft,
        title=_(survey_form.TITLE),
        said=survey_form,
        comment=COMMENT,
        trap=TRAP,
        handed=HANDED,
        helping=support_lines,
        **context,
    )


def message(place: NeighbourhoodRef, status: int, sentence: str) -> Document:
    """A page that says why there is no form here, or what was wrong with what came."""
    light = addresses.light_page(place)
    ways = [f"[{_('Open the form again')}]({addresses.plain_form(place)})"] if status != 404 else []
    ways.append(f"[{_('The neighbourhood’s page')}]({light})")
    return document.message(status, _(survey_form.TITLE), sentence, *ways)
