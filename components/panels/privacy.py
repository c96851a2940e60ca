"""The privacy notice in parts (UK GDPR, article 13), from the operator's settings."""

from urllib.parse import urlsplit

import streamlit as st

from components.controls.text import bullets, paragraph
from components.words import attribution
from components.words.language import _, ngettext
from components.words.markdown import literal
from data_access.find_neighbourhood import POSTCODE
from data_access.settings import settings
from data_access.translation import N_

BASES = {
    "public_task": N_("The lawful basis is public task (UK GDPR, article 6(1)(e))."),
    "legitimate_interests": N_("The lawful basis is legitimate interests (UK GDPR, article 6(1)(f))."),
    "consent": N_("The lawful basis is your consent (UK GDPR, article 6(1)(a))."),
}


def visitors() -> None:
    """What reading the site leaves behind: nearly nothing."""
    st.markdown(attribution.operator())
    st.header(_("When you read this site"), anchor=False)
    signed_in = _(
        "Members of the team who sign in get two more cookies. They end after 30 days, or on signing out."
    )
    bullets(
        _("We ask for no account, and nothing you read is counted or followed."),
        _(POSTCODE),
        _(
            "To find it we ask {service} about the postcode, and police.uk about the point where it lies."
        ).format(service=literal(urlsplit(settings().postcodes_api).netloc)),
        _("Our log holds no address of yours, and nothing that you typed."),
        _("Your browser asks nobody but this site, unless whoever runs it chose a map of streets."),
        _("One cookie, {name}, protects forms against other sites. It ends with your browser.").format(
            name=literal("_streamlit_xsrf")
        ),
        *([signed_in] if settings().staff else []),
        _("Your browser may remember how you set up the page. That never leaves your device."),
        _("The simple version and the views on other sites set no cookie at all."),
    )


def survey() -> None:
    """What the survey keeps, what it never keeps, why, and for how long."""
    st.header(_("When you answer the survey"), anchor=False)
    chosen = settings()
    if not (chosen.demonstration or chosen.has_operator):
        st.markdown(_("No survey is asked on this site: nobody has said who would run it."))
        return
    decides = _("{who} decides what is done with the answers. Contact: {contact}.").format(
        who=literal(chosen.operator_name), contact=literal(chosen.operator_contact)
    )
    if chosen.demonstration:
        decides = _(
            "This is a demonstration. On a real site this names who decides what is done with the answers."
        )
    paragraph(
        decides,
        _("The answers are used to see how local policing is doing, and what it should work on."),
        _(BASES[chosen.lawful_basis]),
    )
    _what_is_kept()
    _how_long(chosen.comment_months)


def _what_is_kept() -> None:
    st.markdown(_("We keep:"))
    bullets(
        _("the neighbourhood, the quarter and the week, and how the answer came"),
        _("your answers to the six questions"),
        _("apart from them, your comment, where there is a comment box, with its month"),
    )
    paragraph(
        _("We never keep your name, e-mail, address, postcode, device or the exact time."),
        _("The address of your connection is held in memory for an hour, scrambled, against repeats."),
    )


def _how_long(comment_months: int) -> None:
    paragraph(
        _("Answers to the questions are kept with no end date, to compare years."),
        ngettext(
            "Comments are deleted after {n} month.",
            "Comments are deleted after {n} months.",
            comment_months,
        ),
        _("Nothing of a comment is public until a person has read and released it."),
        _(
            "We take out what looks like a phone number, e-mail, postcode or number plate, "
            "and names after a title."
        ),
    )


def rights() -> None:
    """What a person may ask for, and from whom."""
    st.header(_("Your rights"), anchor=False)
    paragraph(
        _("You may ask what is kept about you, and object to it."),
        _("We cannot find your own answers again, because nothing says whose they are."),
        _(
            "You may complain to the [Information Commissioner's Office](https://ico.org.uk/), "
            "telephone 0303 123 1113."
        ),
    )
