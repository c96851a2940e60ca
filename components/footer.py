"""The footer, the same on every page: emergency numbers, who runs the site, sources, licence."""

import streamlit as st

from components.markdown import literal
from components.words import _
from data_access.settings import Settings, settings


def draw() -> None:
    """Draw the footer."""
    st.divider()
    with st.container(key="footer"):
        st.markdown(
            _(
                "In an emergency call **999**. Otherwise call **101**. "
                "If you are deaf or cannot speak, use 18001 101 by Relay UK."
            )
        )
        st.markdown(operator(settings()))
        st.markdown(
            _(
                "Crime and team data: data.police.uk (Home Office and police forces), "
                "[Open Government Licence v3.0]"
                "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/). "
                "Postcodes: contains OS data © Crown copyright and database right 2026; "
                "contains Royal Mail data © Royal Mail copyright and database right 2026; "
                "source: Office for National Statistics licensed under the Open Government Licence v3.0."
            )
        )


def operator(choices: Settings) -> str:
    """Who runs this site, and that it is not the police's unless it is."""
    if not choices.operator_name:
        return _("Run by nobody in particular: for trying out. Not a police website.")
    by = _("Run by {name}.").format(name=literal(choices.operator_name))
    if choices.operator_contact:
        by += " " + _("Contact: {contact}.").format(contact=literal(choices.operator_contact))
    return by if choices.operator_role == "force" else by + " " + _("Not a police website.")
