"""Streamlit controls: choices, links, the finder, the footer."""
