"""The accessibility statement in parts (model: gov.uk's sample statement; SI 2018/952, regulation 8)."""

import streamlit as st

from components.controls.text import bullets, paragraph
from components.words import attribution
from components.words.language import _
from data_access.settings import settings


def what_you_can_do() -> None:
    """Whose statement it is, and what a reader can count on."""
    st.markdown(attribution.operator())
    st.markdown(_("This site should be of use to everybody. That means you should be able to:"))
    bullets(
        _("change colours and contrast with your browser or device"),
        _("make the text twice as large in your browser's settings"),
        _("zoom in up to 400% without the text spilling off the screen"),
        _("get around the whole site with a keyboard alone, or with speech recognition"),
        _("skip the menu, and read on from the title after opening another page"),
        _("find the menu, the main part, the foot and the headings of every page with a screen reader"),
        _("read every chart and every map as a table and in a sentence"),
        _("read everything about a neighbourhood on its simple version, which works without JavaScript"),
    )


def how_accessible_it_is() -> None:
    """The state of compliance, by the wording that the regulations want."""
    st.header(_("How accessible it is"), anchor=False)
    st.markdown(
        _(
            "This website is partially compliant with the "
            "[Web Content Accessibility Guidelines version 2.2](https://www.w3.org/TR/WCAG22/) AA standard, "
            "due to the points listed below."
        )
    )


def what_is_not() -> None:
    """The parts that are known to fall short, and what to use in their place."""
    st.header(_("What is not accessible yet"), anchor=False)
    bullets(
        _("Small areas on the map cannot be reached by keyboard. The list and the table have them all."),
        _("When a choice changes a page, screen readers do not announce it. Read on from the heading."),
        _("Text in charts stays as small as it is in larger text. Zoom in, or read the table."),
        _("Wide tables scroll sideways on a phone. They can be reached by keyboard."),
        _("What your police team writes is in English only, and shown as they wrote it."),
    )


def whom_to_tell() -> None:
    """Reporting, and who enforces."""
    st.header(_("Tell us, or complain"), anchor=False)
    if settings().operator_name and settings().operator_contact:
        st.markdown(
            _(
                "If something does not work for you, or you need it in another form, tell us. "
                "The contact is at the foot of every page."
            )
        )
    else:
        st.markdown(_("Whoever runs this site has given no contact yet, so you cannot tell them here."))
    paragraph(
        _(
            "The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile "
            "Applications) (No. 2) Accessibility Regulations 2018."
        ),
        _(
            "If you are not happy with how your complaint is answered, contact the "
            "[Equality Advisory and Support Service](https://www.equalityadvisoryservice.com/)."
        ),
        _(
            "In Northern Ireland, contact the "
            "[Equality Commission for Northern Ireland](https://www.equalityni.org/)."
        ),
    )


def how_it_was_tested() -> None:
    """What was tried, and what was not."""
    st.header(_("How it was tested"), anchor=False)
    paragraph(
        _(
            "Every page, embed and step of the survey is tested by a program (axe) before each release, "
            "in a real browser, wide and narrow."
        ),
        _("Journeys are tested with the keyboard alone."),
        _("A test checks each point of the two lists above."),
        _("It has not been tested yet by people who use screen readers every day."),
    )
    st.markdown(_("This statement was prepared on 29 November 2026."))
