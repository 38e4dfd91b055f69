"use strict";
/* Filters by who must act, duty, topic and answer; the choice is kept in the address. */
(function () {
  const form = document.getElementById("filters");
  if (!form) return;
  const lines = Array.from(document.querySelectorAll(".requirement"));
  const shown = document.getElementById("shown");
  function chosen() {
    return Array.from(new FormData(form)).filter(([, value]) => value !== "");
  }
  function apply() {
    const wants = chosen();
    let left = 0;
    for (const line of lines) {
      line.hidden = !wants.every(([name, value]) => line.dataset[name] === value);
      if (!line.hidden) left += 1;
    }
    for (const part of document.querySelectorAll(".topic, .missing, .requirements")) {
      const held = Array.from(part.querySelectorAll(".requirement"));
      part.hidden = held.length > 0 && held.every((line) => line.hidden);
    }
    const words = left + " of " + lines.length + " requirements shown";
    shown.textContent = words;
    const labels = wants.map(([name]) => form.elements[name].selectedOptions[0].textContent).join(", ");
    document.getElementById("filtered").textContent = wants.length ? "Filtered: " + labels + ". " + words + "." : "";
    const query = new URLSearchParams(wants).toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) { form.reset(); }
  });
  apply();
})();
