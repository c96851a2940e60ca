"""The briefing in four forms, `/briefing/{force}/{neighbourhood}.{html,pdf,docx,txt}`, from one model.

`?months=` 1, 2, 3 or 12; `?to=2026-06` as of that month; `?also=ID`, as often as needed, for further
neighbourhoods of the force; `?group=the-durnleys-and-hollow-down` for a group of `local/<force>.toml` that
the neighbourhood belongs to (its name, in small letters with hyphens); `?words=` 60, 120 or 200 at most for
the paragraph. Neighbourhoods that are not held yet
have a row that says so, and are asked for beside.
"""

from components.addresses import briefing_path
from components.content import briefing, magazine
from components.figures import qr_code
from components.words.language import LANGUAGE
from data_access.curated.local_facts import slug
from data_access.overviews.place import View, view_of
from data_access.statistics import judgement_tables
from publish.paper import pdf, word
from publish.serving import markdown_html
from publish.serving.document import Document, page, picture, render
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import PlaceQuery

OPTIONS = ("to", "months", "also", "group", "words", "lang")
# Letters in points, the largest first: as large as one page allows.
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)


def as_html(view: View, query: PlaceQuery) -> Document:
    """The page, fit for printing."""
    chosen = (query.months, query.to, query.group, query.also)
    forms = {form: query.base + briefing_path(query.place, form, *chosen) for form in FORMS}
    model = model_of(view, query)
    size = SIZES[4] if briefing.crowded(model) else SIZES[2]
    return page("briefing.html", paper=False, size=size, briefing=model, code=_code(model), forms=forms)


def as_pdf(view: View, query: PlaceQuery) -> Document:
    """The same as a tagged PDF."""
    model = model_of(view, query)
    image = pdf.image("image/svg+xml", picture(model.picture, "flat")) if model.picture else ""

    def at(size: float) -> str:
        return render("briefing.html", paper=True, size=size, briefing=model, code=_code(model), image=image)

    return pdf.document(at, SIZES, file_name(query, model, "pdf"))


def as_docx(view: View, query: PlaceQuery) -> Document:
    """The same as a Word document."""
    model = model_of(view, query)
    name = file_name(query, model, "docx")
    return Document(
        word.document(model, LANGUAGE.replace("_", "-")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_txt(view: View, query: PlaceQuery) -> Document:
    """A paragraph for a magazine."""
    said = magazine.paragraph(
        views(view, query), query.months, query.page_to_print, query.group, query.copied, query.words
    )
    return Document((markdown_html.plain(said) + "\n").encode(), "text/plain; charset=utf-8")


def _code(model: briefing.Briefing) -> str:
    """The QR code of the page, as an image's address; empty where there is no page to lead to."""
    return pdf.image("image/svg+xml", qr_code.svg(model.page)) if model.page else ""


def model_of(view: View, query: PlaceQuery) -> briefing.Briefing:
    """What all forms lay out."""
    return briefing.briefing(views(view, query), query.months, query.page_to_print, query.group, query.copied)


def views(view: View, query: PlaceQuery) -> list[View]:
    """The view of each neighbourhood asked for, the address's own first."""
    return [view, *(view_of(place, query.to) for place in query.places[1:])]


def file_name(query: PlaceQuery, model: briefing.Briefing, ending: str) -> str:
    """`great-durnley-briefing-july-to-september-2026.pdf`."""
    parts = (slug(model.title) or slug(query.place.neighbourhood_id), "briefing", slug(model.period))
    return "-".join(part for part in parts if part) + f".{ending}"


FORMS = {"html": as_html, "pdf": as_pdf, "docx": as_docx, "txt": as_txt}
ENDPOINTS = {
    ending: of_place(
        form,
        *OPTIONS,
        months=judgement_tables.SPANS,
        limiter=pdf.ONE_AT_A_TIME if ending in {"pdf", "docx"} else None,
    )
    for ending, form in FORMS.items()
}
