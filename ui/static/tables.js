/* A table wider than a phone scrolls sideways in its own frame: then the keyboard can reach it too. */
(function () {
  "use strict";

  function reach() {
    var tables = document.querySelectorAll("[data-testid='stTable'] table");
    Array.prototype.forEach.call(tables, function (table) {
      var frame = table.parentElement;
      var scrolls = frame.scrollWidth > frame.clientWidth;
      if (scrolls && !frame.hasAttribute("tabindex")) {
        frame.setAttribute("tabindex", "0");
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", "A table that scrolls sideways");
      } else if (!scrolls && frame.getAttribute("role") === "region") {
        ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); });
      }
    });
  }

  var waiting = 0;
  function soon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(reach, 150);
  }

  window.addEventListener("resize", soon);
  new MutationObserver(soon).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
