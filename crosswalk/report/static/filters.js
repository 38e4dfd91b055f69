"use strict";
/* Filter the lines that the form names; what is chosen stays in the address, and a link to a hidden line shows it. */
const filters = (function () {
  const form = document.getElementById("filters");
  const lines = form ? Array.from(document.querySelectorAll(form.dataset.lines)) : [];
  if (!lines.length) return null;
  const texts = new Map();
  const textOf = (line) => texts.get(line) || texts.set(line, line.textContent.replace(/\s+/g, " ").toLowerCase()).get(line);
  const passes = (line, name, value) => (name === "q" ? textOf(line).includes(value.trim().toLowerCase()) : line.dataset[name].split("|").includes(value));
  function apply() {
    const wants = Array.from(new FormData(form)).filter(([, value]) => value !== "");
    for (const line of lines) line.hidden = !wants.every(([name, value]) => passes(line, name, value));
    for (const part of document.querySelectorAll(form.dataset.parts || "none")) {
      part.hidden = !part.querySelector(form.dataset.lines + ":not([hidden])");
    }
    const words = lines.filter((line) => !line.hidden).length + " of " + lines.length + " " + form.dataset.noun + " shown";
    document.getElementById("shown").textContent = words;
    const labels = wants.map(([name, value]) => {
      const field = form.elements.namedItem(name);
      return field.tagName === "SELECT" ? field.selectedOptions[0].textContent : "“" + value + "”";
    });
    document.getElementById("filtered").textContent = wants.length ? "Filtered: " + labels.join(", ") + ". " + words + "." : "";
    const query = new URLSearchParams(wants).toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }
  function reveal() {
    const target = document.getElementById(fragment());
    if (target && target.closest("[hidden]")) { form.reset(); apply(); }
  }
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field && field.name === name) field.value = value;
  }
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("hashchange", reveal);
  apply();
  reveal();
  return form;
})();
