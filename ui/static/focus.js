/* What is to be read first after a press of a button (a problem, the answers to check) comes into sight and
   has the keyboard's focus. The server names it `first-read-...`, anew for each press. */
(function () {
  "use strict";

  var seen = "";
  function look() {
    var found = document.querySelector("[class*='st-key-first-read-']");
    var name = found ? found.className.match(/st-key-first-read-\S+/)[0] : "";
    if (name === seen) { return; }
    seen = name;
    if (!found) { return; }
    found.setAttribute("tabindex", "-1");
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "start" });
  }

  new MutationObserver(look).observe(document.getElementById("root"), {
    attributeFilter: ["class"], attributes: true, childList: true, subtree: true
  });
})();
