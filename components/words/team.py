"""The team's priorities and how to reach it, in sentences."""

from datetime import date

from components.words.language import _, day_words
from components.words.markdown import link, literal, telephone_link
from data_access.clean_text import first_sentence
from data_access.curated.local_facts import Local
from data_access.freshness import is_old
from data_access.models import Facts, Force, Neighbourhood, Priority


def priority_name(priority: Priority) -> str:
    """The team's own wording: the first sentence, in quotation marks, without its full stop."""
    return f"“{literal(first_sentence(priority.issue, 80).removesuffix('.'))}”"


def newest_priority(priorities: Facts[tuple[Priority, ...]] | None) -> str:
    """Sentence two: what the team says that it works on."""
    if priorities is None:
        return _("We have not read the team's priorities yet.")
    if not priorities.value:
        return _("The team has published no priorities on police.uk.")
    newest = priorities.value[0]
    if newest.issue_date is None:
        return _("The team's newest priority is {name}.").format(name=priority_name(newest))
    return _("The team's newest priority, set on {day}, is {name}.").format(
        day=day_words(newest.issue_date), name=priority_name(newest)
    )


def priority_age(priority: Priority, today: date) -> str:
    """When the team last said something about it; the national aim where that is over three months ago."""
    last = priority.last_word
    if last is None:
        return _("no date given")
    if not is_old(priority, today):
        return (
            _("set {day}").format(day=day_words(last))
            if last == priority.issue_date
            else _("last updated {day}").format(day=day_words(last))
        )
    return _("last updated {day}. Teams are asked to update every 3 months").format(day=day_words(last))


def reach_team(neighbourhood: Neighbourhood | None, force: Force | None, local: Local) -> str:
    """Sentence three: the best way that is published, and 101."""
    contact = dict(neighbourhood.contact) if neighbourhood else {}
    if email := contact.get("email"):
        how = _("You can e-mail the team at {email}, or call 101.").format(
            email=link(email, f"mailto:{email}")
        )
    elif (telephone := contact.get("telephone") or contact.get("mobile")) and telephone != "101":
        how = _("You can call the team on {telephone}, or 101.").format(
            telephone=f"**{telephone_link(telephone)}**"
        )
    elif neighbourhood and neighbourhood.url:
        how = _("You can reach the team through {page}, or call 101.").format(
            page=link(_("its own page"), neighbourhood.url)
        )
    elif local.online_report and local.online_report.url:
        how = _("Report it {online}, or call 101.").format(online=link(_("online"), local.online_report.url))
    elif force and force.url:
        how = _("You can reach the police through {page}, or call 101.").format(
            page=link(force.name, force.url)
        )
    else:
        how = _("You can reach the team on 101.")
    return how
