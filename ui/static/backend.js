/* Tells Streamlit where its server is. It would otherwise try /crime_trends/ first, with two failed requests. */
window.__streamlit = { BACKEND_BASE_URL: new URL("../..", document.currentScript.src).href };
