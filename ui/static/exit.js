/* Exit this page, as the GOV.UK Design System has it (component "exit-this-page", govuk-frontend 6.3):
   a click, the second skip link, or Shift pressed three times on its own leaves for a harmless page.
   Escape does nothing: it already closes menus and dialogs. */
(function () {
  "use strict";

  var TIME = 5000; // milliseconds from one press to the next
  var button = document.getElementById("exit-button");
  var skipLink = document.getElementById("exit-skip-link");
  var lights = document.createElement("span");
  var status = document.createElement("span");
  var overlay = null;
  var presses = 0;
  var otherKeyWithShift = false;
  var pressTimer = 0;
  var messageTimer = 0;

  function leave() {
    status.textContent = "";
    // First blank the page: the next one may take a while to come.
    document.documentElement.classList.add("exiting");
    overlay = document.createElement("div");
    overlay.id = "exit-overlay";
    overlay.setAttribute("role", "alert");
    document.body.appendChild(overlay);
    // Written after it stands there, so that screen readers announce it.
    overlay.textContent = "Loading.";
    window.location.href = button.href;
  }

  function show() {
    lights.className = presses > 0 ? "exit-lights exit-lights-on" : "exit-lights";
    Array.prototype.forEach.call(lights.children, function (light, index) {
      light.className = index < presses ? "exit-light exit-light-on" : "exit-light";
    });
  }

  function forget() {
    window.clearTimeout(pressTimer);
    pressTimer = 0;
    presses = 0;
    show();
  }

  function expire() {
    forget();
    status.textContent = "Exit this page expired.";
    messageTimer = window.setTimeout(function () { status.textContent = ""; }, TIME);
  }

  function shiftPressed() {
    presses += 1;
    show();
    window.clearTimeout(messageTimer);
    window.clearTimeout(pressTimer);
    if (presses === 3) {
      forget();
      leave();
      return;
    }
    status.textContent = presses === 1
      ? "Shift, press 2 more times to exit."
      : "Shift, press 1 more time to exit.";
    pressTimer = window.setTimeout(expire, TIME);
  }

  function keydown(event) {
    if (event.key !== "Shift" && event.shiftKey) { otherKeyWithShift = true; }
  }

  // A Shift that made a capital does not count, whichever of the two keys is let go first. Left and right Shift
  // in turn do: the one still says shiftKey when the other is let go.
  function keyup(event) {
    if (event.key === "Shift" && !otherKeyWithShift) {
      shiftPressed();
    } else if (pressTimer) {
      expire();
    }
    if (!event.shiftKey) { otherKeyWithShift = false; }
  }

  function clicked(event) {
    event.preventDefault();
    leave();
  }

  // Coming back with the browser's Back button may show the page as it was left: blank.
  function reset() {
    document.documentElement.classList.remove("exiting");
    if (overlay) {
      overlay.remove();
      overlay = null;
    }
    status.textContent = "";
    window.clearTimeout(messageTimer);
    forget();
  }

  // The second skip link follows Streamlit's own, wherever Streamlit draws that.
  function placeSkipLink() {
    var first = document.querySelector("[data-testid='stSkipToContent']");
    if (first && first.nextElementSibling !== skipLink) {
      first.insertAdjacentElement("afterend", skipLink);
    }
  }

  lights.setAttribute("aria-hidden", "true");
  for (var i = 0; i < 3; i += 1) {
    lights.appendChild(document.createElement("span"));
  }
  button.appendChild(lights);
  status.setAttribute("role", "status");
  status.className = "exit-hidden";
  button.parentElement.appendChild(status);
  show();

  button.addEventListener("click", clicked);
  button.addEventListener("keydown", function (event) {
    if (event.key === " ") { clicked(event); } // it is announced as a button
  });
  skipLink.addEventListener("click", clicked);
  document.addEventListener("keydown", keydown, true);
  document.addEventListener("keyup", keyup, true);
  window.addEventListener("pageshow", reset);
  new MutationObserver(placeSkipLink).observe(document.getElementById("root"), { childList: true, subtree: true });
})();
