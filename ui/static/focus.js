/* Where the keyboard's focus goes when what stands on the page has changed. */
(function () {
  "use strict";

  function go(element) {
    element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
  }

  function title() {
    return document.querySelector(".st-key-main h1");
  }

  /* Streamlit's link goes to what holds the menu as well. Ours goes past it, to the title. */
  document.addEventListener("click", function (event) {
    var content = title() || document.querySelector(".st-key-main");
    if (!content || !event.target.closest("[data-testid='stSkipToContent']")) { return; }
    event.preventDefault();
    event.stopPropagation();
    go(content);
    content.scrollIntoView({ block: "nearest" });
  }, true);

  /* Another page, or another place, is read from its title on, as after following a link between documents. */
  var path = window.location.pathname;
  var words = "";
  function pageChanged() {
    var heading = title();
    var running = document.querySelector("[data-testid='stApp']:not([data-test-script-state='notRunning'])");
    if (!heading) { return; }
    var moved = path !== window.location.pathname;
    // The title of the page before stands there until the new one is drawn.
    if (heading.textContent === words && (!moved || running)) { return; }
    var first = words === "";
    path = window.location.pathname;
    words = heading.textContent;
    if (first) { return; }
    document.getElementById("stMain").scrollTop = 0;
    go(heading);
  }

  /* What is to be read first after a press of a button (a problem, the answers to check) comes into sight and
     has the focus. The server names it `first-read-...`, anew for each press. */
  var seen = "";
  function firstRead() {
    var found = document.querySelector("[class*='st-key-first-read-']");
    var name = found ? found.className.match(/st-key-first-read-\S+/)[0] : "";
    if (name === seen) { return; }
    seen = name;
    if (!found) { return; }
    go(found);
    found.scrollIntoView({ block: "start" });
  }

  new MutationObserver(function () {
    pageChanged();
    firstRead();
  }).observe(document.getElementById("root"), {
    attributeFilter: ["class", "data-test-script-state"], attributes: true, characterData: true,
    childList: true, subtree: true
  });
})();
