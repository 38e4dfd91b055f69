"use strict";
/* Show the decisions of one who decides; the choice is kept in the address. */
(function () {
  const nav = document.getElementById("who");
  if (!nav) return;
  const links = Array.from(nav.querySelectorAll("a"));
  const said = document.getElementById("filtered");
  function apply() {
    const given = new URLSearchParams(location.search).get("who") || "";
    const who = links.some((link) => link.dataset.who === given) ? given : "";
    document.body.classList.toggle("one-decider", who !== "");
    document.querySelectorAll("[data-decider]").forEach((one) => { one.hidden = who !== "" && one.dataset.decider !== who; });
    document.querySelectorAll("main > .agenda, .other-agenda").forEach((one) => {
      const held = one.querySelector(".decider:not([hidden])");
      one.hidden = who !== "" && !held;
      if (who && held && one.tagName === "DETAILS") one.open = true;
    });
    for (const link of links) {
      if (link.dataset.who) link[who === link.dataset.who ? "setAttribute" : "removeAttribute"]("aria-current", "true");
      else link.hidden = who === "";
    }
    const left = document.querySelectorAll(".decider:not([hidden]) .block").length;
    said.textContent = who ? who + ": " + left + " of " + document.querySelectorAll(".block").length + " decisions shown." : "";
  }
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const who = link.dataset.who;
    history.pushState(null, "", location.pathname + (who ? "?" + new URLSearchParams({ who }) : ""));
    apply();
  });
  window.addEventListener("popstate", apply);
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(fragment());
    if (!target) return;
    if (document.body.classList.contains("one-decider") && !target.checkVisibility()) {
      history.replaceState(null, "", location.pathname + location.hash);
      apply();
    }
    target.scrollIntoView();
  });
  apply();
})();
