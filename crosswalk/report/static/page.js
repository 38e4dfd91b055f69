"use strict";
(function () {
  const form = document.getElementById("filters");
  const rows = Array.from(document.querySelectorAll(".row"));
  const shown = document.getElementById("shown");
  function plain(node) {
    const twin = node.cloneNode(true);
    twin.querySelectorAll("details,.tools,.permalink,.side-name,[aria-hidden]").forEach((one) => one.remove());
    return twin.textContent.replace(/\s+/g, " ").trim();
  }
  function here(hash) {
    return location.href.split("#")[0] + (hash ? "#" + hash : "");
  }
  function tool(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }
  function addTools(row) {
    const head = row.querySelector(".how");
    const name = row.querySelector(".number").textContent.replace(".", "");
    const cites = Array.from(row.querySelectorAll("tr:first-child .cite")).map(plain);
    const bar = document.createElement("div");
    bar.className = "tools";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Copy row " + name);
    bar.append(
      tool("Copy link", () => copy(location.href.split(/[?#]/)[0] + "#" + row.id, "Link")),
      tool("Copy citations", () => copy(cites.join("; "), "Citations")),
      tool("Copy row", () => copy(Array.from(row.rows[0].cells).map(plain).join("\n\n"), "Row")));
    head.append(bar);
  }
  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (form && target.closest(".row[hidden]")) { form.reset(); apply(); }
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  }
  function chosen() {
    return Array.from(new FormData(form)).filter(([, value]) => value !== "");
  }
  const texts = new Map();
  function passes(row, wants) {
    return wants.every(([name, value]) => {
      if (name !== "q") return row.dataset[name].split(" ").includes(value);
      if (!texts.has(row)) {
        texts.set(row, row.textContent.replace(/\s+/g, " ").toLowerCase());
      }
      return texts.get(row).includes(value.trim().toLowerCase());
    });
  }
  function apply() {
    const wants = chosen();
    let left = 0;
    for (const row of rows) {
      row.hidden = !passes(row, wants);
      if (!row.hidden) left += 1;
    }
    shown.textContent = left + " of " + rows.length + " rows shown";
    const label = wants.map(([name, value]) => {
      const field = form.elements[name];
      return field.tagName === "SELECT" ? field.selectedOptions[0].textContent : "“" + value + "”";
    }).join(", ");
    document.querySelector(".filtered").textContent =
      wants.length ? "Filtered: " + label + ". " + left + " of " + rows.length + " rows printed." : "";
    const query = new URLSearchParams(wants).toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }
  function start() {
    const given = new URLSearchParams(location.search);
    for (const [name, value] of given) if (form.elements[name]) form.elements[name].value = value;
    rows.forEach(addTools);
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.querySelector("[data-copy]").addEventListener("click", () => copy(here(""), "Link to this view"));
    form.querySelector("[data-print]").addEventListener("click", () => window.print());
    form.querySelector("[data-open]").addEventListener("click", (event) => {
      const open = event.target.getAttribute("aria-pressed") !== "true";
      event.target.setAttribute("aria-pressed", String(open));
      document.querySelectorAll(".row details").forEach((one) => { one.open = open; });
    });
    apply();
  }
  if (form && rows.length) start();
  window.addEventListener("hashchange", reveal);
  reveal();
})();
