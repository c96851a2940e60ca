"""The briefing in four forms, `/briefing/{force}/{neighbourhood}.{html,pdf,docx,txt}`, from one model.

`?months=` 1, 2, 3 or 12; `?to=2026-06` as of that month; `?also=ID`, as often as needed, for further
neighbourhoods of the force; `?group=the-durnleys-and-hollow-down` for a group of `local/<force>.toml` that
the neighbourhood belongs to (its name, in small letters with hyphens). Neighbourhoods that are not held yet
have a row that says so, and are asked for beside.
"""

from components.addresses import briefing_path
from components.content import briefing, magazine
from components.words.language import LANGUAGE
from data_access.curated.local_facts import slug
from data_access.overviews.place import View, view_of
from data_access.statistics import judgement_tables
from publish.paper import pdf as pdf_paper
from publish.paper import word
from publish.serving import markdown_html
from publish.serving.document import Document, page, picture, render
from publish.serving.place_endpoint import of_place
from publish.serving.request_options import Asked

OPTIONS = ("to", "months", "also", "group", "lang")
# Letters in points, the largest first: as large as one page allows.
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)


def html(view: View, asked: Asked) -> Document:
    """The page, fit for printing."""
    chosen = (asked.months, asked.to, asked.group, asked.also)
    forms = {form: asked.base + briefing_path(asked.place, form, *chosen) for form in FORMS}
    it = model(view, asked)
    size = SIZES[4] if briefing.crowded(it) else SIZES[2]
    return page("briefing.html", paper=False, size=size, it=it, forms=forms)


def pdf(view: View, asked: Asked) -> Document:
    """The same as a tagged PDF."""
    it = model(view, asked)
    image = pdf_paper.image("image/svg+xml", picture(it.picture, "flat")) if it.picture else ""

    def at(size: float) -> str:
        return render("briefing.html", paper=True, size=size, it=it, image=image)

    return pdf_paper.document(at, SIZES, file_name(asked, it, "pdf"))


def docx(view: View, asked: Asked) -> Document:
    """The same as a Word document."""
    it = model(view, asked)
    name = file_name(asked, it, "docx")
    return Document(
        word.document(it, LANGUAGE.replace("_", "-")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def txt(view: View, asked: Asked) -> Document:
    """A paragraph for a magazine."""
    said = magazine.paragraph(
        views(view, asked), asked.months, asked.page_to_print, asked.group, asked.copied
    )
    return Document((markdown_html.plain(said) + "\n").encode(), "text/plain; charset=utf-8")


def model(view: View, asked: Asked) -> briefing.Briefing:
    """What all forms lay out."""
    return briefing.briefing(views(view, asked), asked.months, asked.page_to_print, asked.group, asked.copied)


def views(view: View, asked: Asked) -> list[View]:
    """The view of each neighbourhood asked for, the address's own first."""
    return [view, *(view_of(place, asked.to) for place in asked.places[1:])]


def file_name(asked: Asked, it: briefing.Briefing, ending: str) -> str:
    """`great-durnley-briefing-july-to-september-2026.pdf`."""
    parts = (slug(it.title) or slug(asked.place.neighbourhood_id), "briefing", slug(it.period))
    return "-".join(part for part in parts if part) + f".{ending}"


FORMS = {"html": html, "pdf": pdf, "docx": docx, "txt": txt}
ENDPOINTS = {
    ending: of_place(
        form,
        *OPTIONS,
        months=judgement_tables.SPANS,
        limiter=pdf_paper.ONE_AT_A_TIME if ending in {"pdf", "docx"} else None,
    )
    for ending, form in FORMS.items()
}
