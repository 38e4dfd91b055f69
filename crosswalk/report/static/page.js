"use strict";
/* The evidence: tools of each row. */
(function () {
  const rows = Array.from(document.querySelectorAll(".row"));
  function plain(node) {
    const twin = node.cloneNode(true);
    twin.querySelectorAll("details,.tools,.permalink,.side-name,[aria-hidden]").forEach((one) => one.remove());
    return twin.textContent.replace(/\s+/g, " ").trim();
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
  if (filters) {
    rows.forEach(addTools);
    filters.querySelector("[data-copy]").addEventListener("click", () => copy(location.href.split("#")[0], "Link to this view"));
    filters.querySelector("[data-open]").addEventListener("click", (event) => {
      const open = event.target.getAttribute("aria-pressed") !== "true";
      event.target.setAttribute("aria-pressed", String(open));
      document.querySelectorAll(".row details").forEach((one) => { one.open = open; });
    });
  }
})();
