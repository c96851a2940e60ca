"""What WordPress does with the answer of a site it does not know: wp_filter_oembed_result of its embed.php.

Written from its rules: keep a, blockquote and iframe; take the first blockquote and the iframe; add a secret
to the frame's address; hide the frame behind the blockquote and shut it in `sandbox="allow-scripts"`.
"""

import re

import nh3

KEPT = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {
        *("src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"),
    },
}
SECRET = "Ab3dE6gH9k"  # noqa: S105 - ten letters that WordPress draws anew for each frame


def filtered(html: str) -> str | None:
    """What WordPress puts into the post; None when it finds no frame in it and keeps the bare link."""
    html = nh3.clean(html, tags=set(KEPT), attributes=KEPT, link_rel=None)
    found = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", html, re.DOTALL)
    if not found:
        return None
    html = (found[1] or "") + found[2]
    html = re.sub(r' src="(.*?)"', rf' src="\1#?secret={SECRET}" data-secret="{SECRET}"', html, count=1)
    html = html.replace("<blockquote", f'<blockquote class="wp-embedded-content" data-secret="{SECRET}"')
    if found[1]:
        html = html.replace("<iframe", '<iframe style="position: absolute; visibility: hidden;"')
    shut = '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    return html.replace("<iframe", shut)


# wp-includes/js/wp-embed.js, by its rules: who knows the secret is shown, between 200 and 1000 pixels high.
RECEIVER = """
window.addEventListener("message", function (event) {
  var data = event.data;
  if (!data || !data.secret || /[^a-zA-Z0-9]/.test(data.secret)) return;
  document.querySelectorAll('blockquote[data-secret="' + data.secret + '"]').forEach(function (quote) {
    quote.style.display = "none";
  });
  document.querySelectorAll('iframe[data-secret="' + data.secret + '"]').forEach(function (frame) {
    if (event.source !== frame.contentWindow) return;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
    if (data.message === "link" && new URL(data.value).host === new URL(frame.src).host)
      window.asked = data.value;
  });
});
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll("iframe.wp-embedded-content").forEach(function (frame) {
    var secret = frame.getAttribute("data-secret");
    frame.contentWindow.postMessage({ message: "ready", secret: secret }, "*");
  });
});
"""
