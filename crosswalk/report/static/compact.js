"use strict";
/* Links of older pages to a row's evidence, its filters or the full texts go on to where these are now. */
(function () {
  const evidence = document.querySelector(".evidence-link");
  const name = fragment();
  const target = name && document.getElementById(name);
  const form = document.getElementById("filters");
  const moved = Array.from(new URLSearchParams(location.search).keys()).some((key) => !(form && form.elements.namedItem(key)));
  if (evidence && (moved || (name && !target))) {
    location.replace(evidence.getAttribute("href").split("#")[0] + location.search + location.hash);
    return;
  }
  const onward = target && target.querySelector("a.moved");
  if (onward) {
    location.replace(onward.getAttribute("href"));
    return;
  }
})();
/* Tools of a line: copy it as text with its citations, copy its link, print it alone; J and K go from line to line. */
(function () {
  const data = document.getElementById("review-data");
  const lines = Array.from(document.querySelectorAll("table.compact tbody tr[id], .only li[id], .missing li[id]"));
  if (!data || !lines.length) return;
  const bar = document.createElement("span");
  let about = null, here = null;
  bar.className = "compact-tools noprint";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "This row");
  const linkOf = (line) => location.href.split(/[?#]/)[0] + "#" + line.id;
  function facts(line) {
    about = about || JSON.parse(data.content.textContent);
    const row = about.rows.find((one) => one.anchor === line.id) || about.rows.find((one) => one.at === line.id);
    if (!row) return null;
    const text = (side, number) => {
      const one = row[side] && about.texts[side + ":" + row[side]];
      return one ? { name: one.name, head: about.names[number] + ", " + one.cite, words: one.quoted ? "“" + one.words + "”" : one.words, mark: one.mark } : null;
    };
    const word = (about.choices.find((one) => one.value === row.relation) || { word: "" }).word;
    return { texts: [text("left", 0), text("right", 1)].filter(Boolean), relation: row.withheld ? "" : row.left && row.right ? word + ". " + (row.sentence || "") : "No counterpart found.", standing: row.withheld ? "" : row.done ? "Decided: " + row.filed : row.filed ? "Draft, not reviewed." : "Proposed by software, not reviewed." };
  }
  function asText(line) {
    const row = facts(line);
    if (!row) return line.textContent.replace(/\s+/g, " ").trim() + "\n" + linkOf(line);
    return [row.texts[0].head + ": " + row.texts[0].words, row.relation.trim(), ...row.texts.slice(1).map((one) => one.head + ": " + one.words), row.standing, linkOf(line)].join("\n");
  }
  function make(tag, words, parent) {
    const one = document.createElement(tag);
    one.textContent = words;
    parent.append(one);
    return one;
  }
  function print(line) {
    const row = facts(line), card = document.createElement("section");
    if (!row) { window.print(); return; }
    card.className = "print-card";
    make("h2", row.texts.map((one) => one.name).join(" and "), card);
    const both = make("div", "", card);
    both.className = "print-both";
    for (const one of row.texts) { const box = make("div", "", both); make("h3", one.head, box); make("p", one.words, box); make("p", one.mark, box).className = "quiet"; }
    make("p", row.relation, card);
    make("p", row.standing + " " + linkOf(line), card).className = "quiet";
    document.getElementById("main").append(card);
    document.documentElement.classList.add("print-one");
    window.addEventListener("afterprint", () => { card.remove(); document.documentElement.classList.remove("print-one"); }, { once: true });
    window.print();
  }
  for (const [words, act] of [["Copy text", (line) => copy(asText(line), "Row")], ["Copy link", (line) => copy(linkOf(line), "Link")], ["Print row", print]]) {
    const button = make("button", words, bar);
    button.type = "button";
    button.addEventListener("click", () => act(here));
  }
  function show(event) {
    const line = event.target.closest && event.target.closest("tr[id], li[id]");
    if (!line || line === here || !lines.includes(line) || (event.type !== "focusin" && bar.contains(document.activeElement))) return;
    here = line;
    (line.querySelector("th") || line).append(bar);
  }
  for (const name of ["mouseover", "focusin", "click"]) document.addEventListener(name, show);
  document.addEventListener("keydown", (event) => {
    const by = { j: 1, k: -1 }[event.key.toLowerCase()], at = event.target;
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || at.matches("input, select, textarea") || document.documentElement.classList.contains("reviewing")) return;
    const line = lines.find((one) => one.contains(at) && !(one.tagName === "TR" && at.closest("li[id]") && at.closest("li[id]") !== one));
    if (!line) return;
    const seen = lines.filter((one) => one === line || one.getClientRects().length), other = seen[seen.indexOf(line) + by];
    if (other) { const link = other.querySelector("a"); other.scrollIntoView({ block: "nearest" }); if (link) link.focus(); }
    event.preventDefault();
  });
})();
