"""The page of results alone, cold: every number of answers, every area, and addresses that name none."""

from dataclasses import replace

import pytest

from components.words.survey_results import CAVEAT
from data_access import settings as settings_module
from data_access.models import Comment, Reply, Said
from data_access.store import places, small_facts
from data_access.store.team_statements import FILE as SAID
from data_access.survey.questions import QUESTIONS
from data_access.survey.results.publish import FILE, OfForce, Windows
from data_access.survey.results.window import Window
from tests.support.clock import NOW
from tests.support.facts import FORCE
from tests.support.page_text import text_of
from tests.support.windows import window_of

# Answers, of them content: what is said, and how many bars and rows with a share there are.
SIZES = {
    0: (0, "we cannot show results for 2025. There were too few answers", None),
    9: (5, "we cannot show results for 2025. There were too few answers", None),
    10: (6, "**10 answers** were given in 2025. That is too few for percentages", None),
    29: (17, "**29 answers** were given in 2025. That is too few for percentages", None),
    # Ranges as statsmodels has them: proportion_confint(18, 30, method="wilson") and so on.
    30: (18, "**30 answers** were given in 2025.", ("60%", "42% to 75%", "30")),
    200: (125, "**200 answers** were given in 2025.", ("62%", "56% to 69%", "200")),
    5000: (2450, "**5,000 answers** were given in 2025.", ("49%", "48% to 50%", "5,000")),
}


@pytest.fixture
def results(run, held, monkeypatch, tmp_path):
    """Runs the page where the demonstration asks its survey, with these windows published."""
    for name, value in {"DEMO": "always", "DEMONSTRATION": "1", "NOW": NOW}.items():
        monkeypatch.setenv(f"YOURPATCH_{name}", value)
    settings_module.settings.cache_clear()
    (tmp_path / "copy" / "demo").mkdir()
    (tmp_path / "copy" / "facts").rename(tmp_path / "copy" / "demo" / "facts")
    place = held[1]

    def opened(years=(), of_force=None, words=None, name="survey_results", **address):
        if years:
            small_facts.write(FILE, tuple(years), Windows, FORCE, place.neighbourhood_id)
        if of_force:
            small_facts.write(FILE, of_force, OfForce, FORCE)
        if words:
            small_facts.write(SAID, words, Said, FORCE, place.neighbourhood_id)
        page = run(name, **address)
        assert not page.exception
        return page

    return opened


OPERATOR = "Run by Box Council. Contact: clerk@box\\.example. Not a police website."


def rows(page):
    """The rows of the page's tables, without their index's name."""
    return [tuple(row) for table in page.table for row in table.value.reset_index().to_numpy().tolist()]


@pytest.mark.slow
def test_each_number_of_answers_says_what_it_may(results):
    for n, (good, said, figures) in SIZES.items():
        page = results([window_of("2025", n, good)])
        text = text_of(page)
        assert said in text, n
        told = rows(page)
        assert len(told) == (len(QUESTIONS) if figures else 0), n
        assert (CAVEAT in text) == (n >= 10)
        for row, question in zip(told, QUESTIONS, strict=False):
            assert row == (question.share[:1].upper() + question.share[1:], *figures, "–")
        assert len(page.get("plotly_chart")) == (1 if figures else 0), n


def test_shares_that_are_not_told_are_named_and_what_was_left_out_is_counted(results):
    page = results([window_of("2025", 60, 57, unknown=0, held=14)])
    assert "6 of the questions have no percentage: too few answers of one kind" in text_of(page)
    assert "14 more were not counted" in text_of(page)
    assert not page.get("plotly_chart")
    page = results([window_of("2025", 60, 30, unknown=12)])
    assert rows(page)[0][1:] == ("62%", "48% to 75%", "48", "12")
    assert "arrived in a burst" not in text_of(page)
    few = "A few were not counted because they arrived in a burst"
    assert few in text_of(results([window_of("2025", 60, 30, held=3)]))
    # No percentage is shown that they might have changed.
    assert few not in text_of(results([window_of("2025", 29, 17, held=3)]))
    assert few not in text_of(results([window_of("2025", 9, 5, held=3)]))


def test_the_year_before_stands_beside_with_its_range_and_no_claim(results):
    page = results([window_of("2023", 99, 44), window_of("2024", 160, 88), window_of("2025", 214, 133)])
    text = text_of(page)
    # confint_proportions_2indep(133, 214, 88, 160, method="newcomb", compare="diff"): -0.0286, 0.1721
    line = "Said the police do a good or excellent job: 62% of the answers, compared with 55%."
    assert f"{line} The real change could be anything from −3 to +17 points." in text
    assert text.count("The real change could be anything from") == len(QUESTIONS)
    assert "if these answers were a fair sample" in text.casefold()
    assert text.count(CAVEAT) == 2
    assert "significant" not in text
    assert (
        "real change"
        not in text_of(results([Window("2024", None), window_of("2025", 214, 133)])).split("2025.")[1]
    )


def test_the_force_by_quarter_with_every_answer_and_how_they_came(results, held):
    of_force = OfForce((window_of("2025-Q3", 400, 150), window_of("2026-Q3", 1180, 700, unknown=80)))
    page = results(of_force=of_force, area="force")
    text = text_of(page)
    assert (
        "Exampleshire Police \\(invented\\): **1,180 answers** were given in July to September 2026." in text
    )
    assert page.header[0].value == "Exampleshire Police \\(invented\\): July to September 2026"
    assert "How they came: 1,180 on the web." in text
    assert "three quarters" not in text
    assert "Compared with July to September 2025" in text
    assert len(page.get("plotly_chart")) == 1 + len(QUESTIONS)
    assert text.count("80 answers were “don't know”.") == len(QUESTIONS)
    fair = [row for row in rows(page) if row[0] == "Fair"]
    assert fair == [("Fair", "12%", "10% to 14%", "133")]
    assert "400 answers" in text_of(results(area="force", when="2025-Q3"))


def test_a_force_that_rests_on_one_neighbourhood_says_so_and_a_heading_names_whose_results_they_are(
    results, held
):
    quarter = replace(window_of("2026-Q3", 1180, 700), mostly=held[1].neighbourhood_id)
    name = places.name_of(held[1])
    page = results([window_of("2025", 40, 20)], of_force=OfForce((quarter,)), area="force")
    assert f"More than three quarters of these answers are from {name}." in text_of(page)
    page = results()
    assert [title.value for title in page.title] == ["What people say about policing"]
    assert page.header[0].value == f"{name}: 2025"
    assert "of these answers are from" not in text_of(page)


def test_the_demonstration_s_figures_are_nobody_else_s(results, monkeypatch):
    for name, value in {"NAME": "Box Council", "CONTACT": "clerk@box.example", "ROLE": "council"}.items():
        monkeypatch.setenv(f"YOURPATCH_OPERATOR_{name}", value)
    settings_module.settings.cache_clear()
    for name in ("survey_results", "survey", "privacy"):
        texts = [one.value for one in results([window_of("2025", 214, 133)], name=name).markdown]
        named = [text for text in texts if "Box Council" in text or "Run by" in text]
        # No sentence on the answers; the privacy notice begins with the same line.
        assert set(named) == {OPERATOR}, name
        assert not any("clerk@" in text for text in texts if text not in named)


def test_a_force_too_small_and_a_survey_too_young(results):
    assert "There are no results yet. The first are shown after 31 December 2026." in text_of(results())
    assert "Answer six questions, 2 minutes" in [link.proto.label for link in results().get("page_link")]
    quarter = OfForce((window_of("2026-Q3", 99, 50),))
    text = text_of(results(of_force=quarter, area="force"))
    assert "too few answers" in text
    assert "percentages" in text


def test_without_a_survey_the_reason_is_given(run):
    page = run("survey_results")
    assert not page.exception
    assert "nobody has said who would run it" in text_of(page)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "../../x", "x" * 5000, "2025-Q9"])
def test_an_address_that_names_none_is_answered_in_words(value, results):
    page = results([window_of("2025", 40, 20)], area=value, when=value)
    assert [w.value.partition(" that the address")[0] for w in page.warning] == [
        "There are no results for the area",
        "There are no results for the time",
    ]
    assert "**40 answers** were given in 2025." in text_of(page)
    assert "<script>" not in text_of(page)


def test_the_reader_s_choice_goes_into_the_address(results):
    page = results([window_of("2024", 50, 20), window_of("2025", 40, 20)], area="force", when="2024")
    page = page.radio(key="area").set_value("").run()
    page = page.selectbox(key="when").set_value("2024").run()
    assert "**50 answers** were given in 2024." in text_of(page)
    assert (page.query_params.get("area"), page.query_params["when"]) == (None, "2024")


def test_replies_and_released_comments_of_closed_quarters(results):
    words = Said(
        replies=(Reply("2026-Q3", "Lights *out*", "They are on"), Reply("2026-Q2", "Bikes", "Stopped")),
        comments=(
            Comment("2026-Q4", settings_module.now().date().replace(day=1), "of an open quarter"),
            Comment("2026-Q3", settings_module.now().date().replace(month=9, day=1), "More [patrols](x)"),
        ),
    )
    text = text_of(results(words=words))
    assert "**You said:** Lights \\*out\\*\n**We did:** They are on" in text
    assert text.index("They are on") < text.index("Stopped")
    assert "> More \\[patrols\\]\\(x\\)" in text
    assert "We read every comment before publishing it" in text
    assert "6 months after it came" in text
    assert "of an open quarter" not in text
    assert "Lights" not in text_of(results(words=words, area="force"))


def test_the_survey_s_page_says_what_people_said_last_time(results):
    text = text_of(results([window_of("2025", 214, 133, unknown=20)], name="survey"))
    assert (
        "In 2025, **69%** of the 194 answers with a view said the police do a good or excellent job." in text
    )
    assert CAVEAT in text
    few = text_of(results([window_of("2025", 29, 17)], name="survey"))
    assert "In 2025, 29 answers were given here: too few for a percentage." in few
    assert "What people said last time" not in text_of(results([Window("2025", None)], name="survey"))
