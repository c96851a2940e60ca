"""An invented force, and a stand-in for data.police.uk and the postcode service that serves it over HTTP."""
