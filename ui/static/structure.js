/* What Streamlit leaves out of the document: landmarks, the menu's current page, names of tables. And a table
   wider than a phone scrolls sideways in its own frame: then the keyboard can reach it too. */
(function () {
  "use strict";

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  // Writing what already stands there would wake the observer for ever.
  function set(element, name, value) {
    if (element.getAttribute(name) !== value) { element.setAttribute(name, value); }
  }

  function mark(selector, role, label) {
    each(selector, function (element) {
      set(element, "role", role);
      if (label) { set(element, "aria-label", label); }
    });
  }

  function landmarks() {
    // Streamlit's own main holds the menu and the footer as well; it only scrolls.
    mark("#stMain", "group", "The page");
    mark(".st-key-menu", "navigation", "Pages");
    mark(".st-key-main", "main");
    mark(".st-key-footer", "contentinfo");
  }

  function links() {
    each("[data-testid='stPageLink'] a[href^='?']", function (link) {
      // The first page's own: from another page it would lead to that one, in a new tab.
      var home = new URL(window.__streamlit.BACKEND_BASE_URL).pathname;
      link.setAttribute("href", home + link.getAttribute("href"));
    });
    each(".st-key-menu [data-testid='stPageLink'] a", function (link) {
      if (link.pathname === window.location.pathname) {
        set(link, "aria-current", "page");
      } else {
        link.removeAttribute("aria-current");
      }
    });
  }

  /* "Show the numbers: Recorded crime, month by month": what opens it, and the headings it stands under. */
  function nameOf(table) {
    var over = [];
    each("h1, h2, h3", function (heading) {
      if (heading.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING) {
        over.length = Math.min(over.length, heading.tagName[1] - 1);
        over[heading.tagName[1] - 1] = heading.textContent.trim();
      }
    });
    var details = table.closest("details");
    var summary = details && details.querySelector("summary [data-testid='stMarkdownContainer']");
    var headings = over.length > 1 ? over.slice(1) : over;
    return [summary && summary.textContent.trim()].concat(headings).filter(Boolean).join(": ");
  }

  function tables() {
    each("[data-testid='stTable'] table", function (table) {
      var frame = table.parentElement;
      var scrolls = frame.scrollWidth > frame.clientWidth;
      set(table, "aria-label", nameOf(table));
      if (scrolls) {
        set(frame, "tabindex", "0");
        set(frame, "role", "region");
        set(frame, "aria-label", nameOf(table) + " (scrolls sideways)");
      } else if (frame.getAttribute("role") === "region") {
        ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); });
      }
    });
  }

  var waiting = 0;
  function soon() {
    landmarks();
    links();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(tables, 150);
  }

  window.addEventListener("resize", soon);
  new MutationObserver(soon).observe(document.getElementById("root"), {
    attributeFilter: ["href"], attributes: true, characterData: true, childList: true, subtree: true
  });
})();
