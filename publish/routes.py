"""Every public route, in one place: the application serves them, the 404s know them."""

from starlette.routing import BaseRoute, Route

from components import addresses
from publish.embeds import embeds, oembed
from publish.feeds import crimes_csv, events_ics, priorities_rss, trend_json
from publish.light import finder, kind_page, light_page
from publish.operations import status
from publish.operations.health import healthz, readyz
from publish.paper import briefings, poster
from publish.robots import robots, sitemap
from publish.survey_form import form, paper_sheet

PLACE = "/{force}/{neighbourhood}"

ROUTES: list[BaseRoute] = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route(addresses.STATUS, status.status),
    Route(addresses.STATUS_JSON, status.status_json),
    Route("/robots.txt", robots),
    Route(addresses.SITEMAP, sitemap),
    Route(addresses.FINDER, finder.finder, methods=["GET", "POST"]),
    Route(addresses.FINDER + "/{force}", finder.force_list),
    Route(addresses.FINDER + PLACE, light_page.endpoint),
    Route(f"{addresses.FINDER}{PLACE}/kind/{{kind}}", kind_page.endpoint),
    Route("/kind/{kind}", kind_page.in_general),
    Route(addresses.HEIGHT_SCRIPT, embeds.height_js),
    Route(f"{addresses.EMBEDS}{PLACE}/{{view}}", embeds.endpoint),
    Route(addresses.OEMBED, oembed.endpoint),
    Route(f"/feeds{PLACE}/crimes.csv", crimes_csv.endpoint),
    Route(f"/feeds{PLACE}/events.ics", events_ics.endpoint),
    Route(f"/feeds{PLACE}/priorities.rss", priorities_rss.endpoint),
    Route(f"/feeds{PLACE}/trend.json", trend_json.endpoint),
    Route(f"/survey-form{PLACE}.pdf", paper_sheet.endpoint),
    Route(f"/survey-form{PLACE}", form.endpoint, methods=["GET", "POST"]),
    Route(f"/poster{PLACE}.pdf", poster.endpoint),
    *(Route(f"/briefing{PLACE}.{ending}", answer) for ending, answer in briefings.ENDPOINTS.items()),
]
