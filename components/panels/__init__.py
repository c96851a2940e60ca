"""One file a page's sections, drawn with Streamlit."""
