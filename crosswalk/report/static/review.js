"use strict";
(function () {
  const panel = document.getElementById("review");
  const table = document.getElementById("table");
  if (!panel || !table) return;
  const about = panel.dataset;
  const byId = (id) => document.getElementById(id);
  const start = byId("review-start"), bar = byId("review-bar"), spoken = byId("review-said");
  const rows = Array.from(table.querySelectorAll(".row"));
  const filter = byId("filters").elements.mark;
  const PREFIX = ["crosswalk-review", about.crosswalk, about.left.split("@")[0], about.right.split("@")[0]]
    .map(encodeURIComponent).join(":") + ":";
  const KEY = PREFIX + about.page, PERSON = "crosswalk-review-person";
  const FIELDS = ["verdict", "relation", "sentence", "note", "comment"];
  const SAID = {
    confirmed: "You accept it", corrected: "You correct it", rejected: "You reject it", unsure: "You are unsure", seen: "Looked at, no verdict",
  };
  const FACTS = ["left", "right", "left_digest", "right_digest", "seen", "digest", "topic", "shown"];
  const RELATIONS = Array.from(byId("review-row").content.querySelectorAll("option"), (one) => one.value);
  const fold = (words) => words.replace(/\s+/g, " ").trim();
  const count = (number, noun) => number + " " + noun + (number === 1 ? "" : "s");

  /* What each row says, and the page's own names for it. */
  const facts = new Map(), byPair = new Map();
  rows.forEach((row) => {
    const told = row.dataset, sentence = row.querySelector(".sentence").textContent;
    const one = {
      id: told.left + "\u001f" + told.right, left: told.left, right: told.right, left_digest: told.leftDigest,
      right_digest: told.rightDigest, seen: told.seen, digest: told.digest, relation: told.was || told.relation,
      sentence: told.due ? "" : fold(sentence), note: told.note || "", pair: !!(told.left && told.right),
      strength: told.strength ? Number(told.strength) : null, number: row.querySelector(".number").textContent.replace(".", ""),
    };
    const head = row.querySelector("h3").cloneNode(true);
    head.querySelectorAll(".permalink").forEach((link) => link.remove());
    one.topic = fold(head.textContent);
    one.shown = fold(row.querySelector(".relation").lastChild.textContent);
    facts.set(row, one);
    byPair.set(one.id, row);
  });

  /* The browser's store, or memory where there is none. What lies in it is not believed unseen. */
  let store = null, saved = "{}", typing = "", on = false;
  try { window.localStorage.setItem(KEY + "?", "1"); window.localStorage.removeItem(KEY + "?"); store = window.localStorage; } catch { store = null; }
  let state = { open: false, marks: {}, past: [], aside: [], pages: [] };
  let person = { by: "", role: "", keys: true };
  function read(key) {
    try { return (store && JSON.parse(store.getItem(key))) || null; } catch { return null; }
  }
  function write(key, value) {
    try { if (store) store.setItem(key, JSON.stringify(value)); } catch { store = null; tellStore(); }
  }
  function clean(found) {
    const mark = {};
    for (const name of [...FACTS, ...FIELDS]) {
      if (!found || typeof found[name] !== "string") return null;
      mark[name] = found[name].slice(0, 4000);
    }
    return (mark.verdict && !SAID[mark.verdict]) || (mark.relation && !RELATIONS.includes(mark.relation)) ? null : mark;
  }
  const list = (found) => (Array.isArray(found) ? found : []);
  const marksOf = (found) => Object.values((found && found.marks) || {}).map(clean).filter(Boolean);
  function setAside(mark) {
    if (!state.aside.some((one) => JSON.stringify(one) === JSON.stringify(mark))) state.aside.push(mark);
  }
  /* A mark holds only where its row still says what it said; any other is set aside and shown. */
  function place(mark) {
    const id = mark.left + "\u001f" + mark.right, row = byPair.get(id);
    if (!row || row.dataset.digest !== mark.digest) setAside(mark); else if (!state.marks[id]) state.marks[id] = mark;
  }
  function load() {
    const found = read(KEY);
    if (found || !store) {
      const kept = found || state;
      state = { open: !!kept.open, marks: {}, past: list(kept.past), aside: list(kept.aside).map(clean).filter(Boolean), pages: list(kept.pages) };
      marksOf(kept).forEach(place);
    }
  }
  function bringAlong() {
    for (let at = 0; store && at < store.length; at += 1) {
      const key = store.key(at), page = key.slice(PREFIX.length);
      if (!key.startsWith(PREFIX) || key === KEY || state.pages.includes(page)) continue;
      state.pages.push(page);
      marksOf(read(key)).forEach(place);
    }
  }
  function keep() { write(KEY, state); }

  function blank(row) {
    const one = facts.get(row), mark = {};
    FACTS.forEach((name) => { mark[name] = one[name]; });
    FIELDS.forEach((name) => { mark[name] = ""; });
    return mark;
  }
  const markOf = (row) => Object.assign(blank(row), state.marks[facts.get(row).id]);
  const isMarked = (mark) => FIELDS.some((name) => mark[name]);
  const isLooked = (mark) => !!(mark.verdict || mark.comment);
  const relationOf = (row, mark) => mark.relation || facts.get(row).relation;
  const sentenceOf = (row, mark) => mark.sentence || (relationOf(row, mark) === facts.get(row).relation ? facts.get(row).sentence : "");
  function missing(row, mark) {
    const one = facts.get(row), moved = relationOf(row, mark) !== one.relation;
    const said = !!mark.sentence && fold(mark.sentence) !== one.sentence;
    if (mark.verdict === "corrected" && moved && !said) return "write a sentence that says why";
    if (mark.verdict === "corrected" && !said && !(mark.note && mark.note !== one.note)) return "choose another relation or write another sentence";
    if (["confirmed", "rejected"].includes(mark.verdict) && !sentenceOf(row, mark)) return "write a sentence that says why";
    return "";
  }

  /* What was written on a row beside no verdict: the file has no place for it. */
  function loose(mark) {
    if (mark.verdict && mark.verdict !== "seen") return "";
    const kept = [["relation", "a relation"], ["sentence", "a sentence"], ["note", "a note"]].filter(([name]) => mark[name]);
    return kept.length ? kept.map(([, words]) => words).join(" and ") + " without a verdict" : "";
  }
  function due(row) {
    const mark = markOf(row), gap = missing(row, mark);
    return gap ? "not complete: " + gap : loose(mark);
  }
  function leftOut() {
    const left = rows.filter(due);
    return left.length ? " Left out, " + count(left.length, "row") + ": " + left.map((row) => "row " + facts.get(row).number + ": " + due(row)).join("; ") + "." : "";
  }

  function put(pairs, together) {
    load();
    const before = pairs.map(([id]) => [id, state.marks[id] || null]);
    for (const [id, mark] of pairs) { if (mark && isMarked(mark)) state.marks[id] = mark; else delete state.marks[id]; }
    if (!together) state.past = [...state.past, before].slice(-200);
    keep();
    pairs.forEach(([id]) => { if (byPair.has(id)) show(byPair.get(id)); });
    tally();
  }
  function change(row, fields, together) {
    put([[facts.get(row).id, Object.assign(markOf(row), fields)]], together);
    if (!together) typing = "";
  }
  function tell(words) {
    const told = bar.querySelector(".review-told");
    told.textContent = words;
    if (told.scrollHeight > told.clientHeight + 1) told.tabIndex = 0; else told.removeAttribute("tabindex");
  }
  function say(words) { spoken.textContent = ""; setTimeout(() => { spoken.textContent = words; }, 60); }

  function build(row) {
    const one = facts.get(row), own = byId("review-row").content.firstElementChild.cloneNode(true);
    own.setAttribute("aria-label", "Your review of row " + one.number);
    own.querySelectorAll("[data-verdict=rejected], [data-verdict=corrected]").forEach((button) => { button.hidden = !one.pair; });
    own.querySelector("select").closest("p").hidden = !one.pair;
    own.querySelectorAll("[data-verdict]").forEach((button) => button.addEventListener("click", () => {
      const verdict = button.dataset.verdict;
      decide(row, markOf(row).verdict === verdict ? "" : verdict);
    }));
    own.addEventListener("input", (event) => entered(row, event.target));
    own.addEventListener("focusout", () => { typing = ""; show(row); });
    row.querySelector(".more").prepend(own);
    row.querySelector("h3").tabIndex = -1;
    show(row);
  }
  function show(row) {
    const own = row.querySelector(".own"), mark = markOf(row), one = facts.get(row);
    if (!own) return;
    const gap = missing(row, mark), stray = loose(mark), option = own.querySelector("option[value=" + relationOf(row, mark) + "]");
    own.querySelectorAll("[data-verdict]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.verdict === mark.verdict)));
    const as = ["confirmed", "corrected"].includes(mark.verdict) && one.pair ? (mark.verdict === "corrected" ? " to " : " as ") + option.textContent.slice(2) : "";
    const words = own.querySelector(".yours");
    words.textContent = [mark.verdict && SAID[mark.verdict] + as + (gap ? ": " + gap : "") + ".", stray && stray[0].toUpperCase() + stray.slice(1) + " is not saved: choose a verdict.", mark.comment && "Comment kept."].filter(Boolean).join(" ");
    words.classList.toggle("incomplete", !!(gap || stray));
    const values = { relation: relationOf(row, mark), sentence: sentenceOf(row, mark), note: mark.note || one.note, comment: mark.comment };
    own.querySelectorAll("[name]").forEach((field) => {
      if (field === document.activeElement && field.tagName !== "SELECT") return;
      if (field.value !== values[field.name]) field.value = values[field.name];
    });
    row.dataset.mark = isLooked(mark) ? [mark.verdict, mark.comment && "comment", (gap || stray) && "incomplete", "looked"].filter(Boolean).join(" ") : stray ? "open incomplete" : "open";
  }
  function tally() {
    const marks = rows.map(markOf), looked = marks.filter(isLooked).length;
    const decided = marks.filter((mark) => mark.verdict && mark.verdict !== "seen").length, comments = marks.filter((mark) => mark.comment).length;
    const line = bar.querySelector("progress");
    tell("");
    line.max = rows.length;
    line.value = looked;
    bar.querySelector("span").textContent = looked + " of " + rows.length + " looked at · " + decided + " decided" + (comments ? " · " + count(comments, "comment") : "")
      + (rows.some(due) ? " · " + rows.filter(due).length + " to finish" : "");
    bar.querySelector("[data-act=undo]").disabled = !state.past.length;
    return looked + " of " + rows.length + " looked at.";
  }

  function decide(row, verdict) {
    const mark = markOf(row);
    if (verdict === "confirmed" && relationOf(row, mark) !== facts.get(row).relation) verdict = "corrected";
    change(row, { verdict: verdict });
    if (verdict === "corrected" && missing(row, markOf(row))) openFields(row, mark.relation ? "sentence" : "relation");
    say((verdict ? SAID[verdict] : "No verdict") + ". " + tally());
  }
  function relate(row, field) {
    const own = row.querySelector(".own"), one = facts.get(row), mark = markOf(row);
    const option = field.selectedOptions[0], moved = option.value !== one.relation;
    const patterns = Array.from(own.querySelectorAll("option"), (other) => fold(other.dataset.sentence));
    const untouched = !mark.sentence || patterns.includes(fold(mark.sentence));
    const sentence = untouched ? (moved ? option.dataset.sentence : "") : mark.sentence;
    change(row, { relation: moved ? option.value : "", sentence: sentence, verdict: moved || sentence ? "corrected" : "" });
    own.querySelector("[name=sentence]").value = sentenceOf(row, markOf(row));
  }
  function entered(row, field) {
    if (field.name === "relation") { relate(row, field); return; }
    const one = facts.get(row), words = fold(field.value), asShown = one[field.name] && words === fold(one[field.name]);
    const session = one.id + field.name, together = typing === session;
    change(row, { [field.name]: asShown || !words ? "" : field.value }, together);
    typing = session;
  }
  function openFields(row, name) {
    const own = row.querySelector(".own"), field = own.querySelector("[name=" + name + "]");
    own.querySelector("details").open = true;
    field.focus();
    if (field.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
  }

  const visible = () => rows.filter((row) => !row.hidden);
  function goTo(row) {
    const head = row.querySelector("h3");
    row.scrollIntoView({ block: "start" });
    head.focus({ preventScroll: true });
  }
  function next(row) {
    const seen = visible(), at = seen.indexOf(row);
    const open = [...seen.slice(at + 1), ...seen.slice(0, at + 1)].find((one) => !isLooked(markOf(one)));
    if (open) goTo(open); else { bar.querySelector("[data-act=save]").focus(); say("Every row shown is looked at. " + tally() + " Save the decisions file."); }
  }
  function step(row, by) {
    const seen = visible(), other = seen[seen.indexOf(row) + by];
    if (other) goTo(other);
  }
  function undo() {
    load();
    const before = state.past.pop();
    if (!Array.isArray(before)) return;
    const pairs = before.filter((one) => Array.isArray(one) && byPair.has(one[0])).map(([id, mark]) => [id, clean(mark)]);
    const good = pairs.filter(([id, mark]) => !mark || byPair.get(id).dataset.digest === mark.digest);
    keep();
    typing = "";
    put(good, true);
    if (good.length === 1) { const row = byPair.get(good[0][0]); if (!row.hidden) goTo(row); say("Taken back on row " + facts.get(row).number + ". " + tally()); } else say("Taken back. " + tally());
  }
  function source(row, side) {
    const link = row.rows[0].cells[side].querySelector(".cite a");
    if (link) window.open(link.href, "_blank", "noopener,noreferrer");
  }
  const ACTS = {
    a: (row) => { decide(row, "confirmed"); after(row); }, r: (row) => { if (facts.get(row).pair) { decide(row, "rejected"); after(row); } },
    u: (row) => { decide(row, "unsure"); after(row); }, s: (row) => { if (!markOf(row).verdict) change(row, { verdict: "seen" }); next(row); },
    c: (row) => { if (facts.get(row).pair) { decide(row, "corrected"); openFields(row, "relation"); } },
    e: (row) => openFields(row, "sentence"), n: (row) => openFields(row, "note"), m: (row) => openFields(row, "comment"),
    j: (row) => step(row, 1), k: (row) => step(row, -1), o: (row) => source(row, 1), O: (row) => source(row, 2),
    z: () => undo(), S: () => save(),
  };
  function after(row) { if (missing(row, markOf(row))) openFields(row, "sentence"); else next(row); }
  const help = panel.querySelector(".review-help");
  let cameFrom = null;
  function showHelp(row) {
    if (row || !help.contains(document.activeElement)) cameFrom = row;
    help.open = true;
    help.querySelector("summary").focus();
  }
  function leaveHelp() {
    help.open = false;
    if (cameFrom && !cameFrom.hidden) goTo(cameFrom); else next(rows[rows.length - 1]);
  }
  function pressedOutside(event, field) {
    const inPanel = panel.contains(event.target);
    if (field && inPanel && event.key === "Enter") next(rows[rows.length - 1]);
    else if (field && inPanel && event.key === "Escape") byId("review-title").focus();
    else if (!field && event.key === "Escape" && help.contains(event.target)) leaveHelp();
    else return;
    event.preventDefault();
  }
  function pressed(event) {
    const at = event.target, row = at.closest(".row"), field = at.matches("textarea, select, input");
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "?" && !field && person.keys) { showHelp(row); event.preventDefault(); return; }
    if (!row) { pressedOutside(event, field); return; }
    if (field) { if (event.key === "Escape") goTo(row); return; }
    if (!person.keys) return;
    const act = ACTS[event.shiftKey ? event.key : event.key.toLowerCase()];
    const select = row.querySelector(".own select");
    if (act) act(row);
    else if (/^[1-8]$/.test(event.key) && facts.get(row).pair) { select.selectedIndex = Number(event.key) - 1; relate(row, select); openFields(row, "sentence"); }
    else return;
    event.preventDefault();
  }

  /* The file: one object, its fields always in this order. */
  function today() {
    const now = new Date(), two = (number) => String(number).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }
  function line(row) {
    const one = facts.get(row), mark = markOf(row), left = !!missing(row, mark);
    const verdict = left || mark.verdict === "seen" ? "" : mark.verdict;
    if (!verdict && !mark.comment) return null;
    const relation = verdict === "corrected" ? relationOf(row, mark) : one.relation;
    return {
      left: one.left, right: one.right, left_digest: one.left_digest, right_digest: one.right_digest, seen: one.seen, verdict: verdict,
      relation: verdict && relation, strength: verdict && relation === one.relation ? one.strength : null, sentence: verdict && fold(sentenceOf(row, mark)),
      note: verdict && fold(mark.note || one.note), comment: mark.comment.trim(),
    };
  }
  function save() {
    const lines = rows.map(line).filter(Boolean);
    if (!lines.length) {
      const nothing = (leftOut() ? "Nothing to save yet." : "Nothing is marked yet, so there is nothing to save.") + leftOut();
      tell(nothing);
      say(nothing);
      return;
    }
    const field = panel.querySelector("[name=by]"), by = fold(field.value);
    const wrong = !by ? "Give your name first: a decisions file is signed." : by.includes("|") ? "Write your name without a bar (|)." : "";
    byId("review-missing").textContent = wrong;
    field.setAttribute("aria-invalid", String(!!wrong));
    if (wrong) { field.focus(); say(wrong); return; }
    const file = {
      format: "crosswalk-decisions/1", crosswalk: about.crosswalk, left: about.left, right: about.right, page: about.page, tool: about.tool,
      reviewer: by, role: fold(panel.querySelector("[name=role]").value), date: today(), rows: lines,
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + "\n"], { type: "application/json" }));
    link.download = about.crosswalk + "-decisions-" + (by.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "reviewer") + ".json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    saved = JSON.stringify(state.marks);
    const words = "Saved " + link.download + " with " + count(lines.length, "row") + "." + leftOut() + " Send it to whoever keeps the mappings.";
    tell(words);
    say(words);
  }

  function tellStore() {
    panel.querySelector(".review-store").textContent = store ? ""
      : "This browser keeps nothing for this page: your marks last only while it is open. Save the decisions file before you close or reload it.";
  }
  function showAside() {
    const box = panel.querySelector(".review-aside");
    box.hidden = !state.aside.length;
    box.querySelector("summary").textContent = count(state.aside.length, "mark") + " set aside: the row is not as it was when you marked it";
    box.querySelector("ul").replaceChildren(...state.aside.map((mark) => {
      const item = document.createElement("li"), row = byPair.get(mark.left + "\u001f" + mark.right);
      const moved = row && (facts.get(row).left_digest !== mark.left_digest || facts.get(row).right_digest !== mark.right_digest);
      const why = !row ? "the row is no longer on this page" : moved ? "the text on one side changed" : "the row was decided or reworded since";
      const said = [mark.verdict && SAID[mark.verdict] + (mark.relation ? " (" + mark.relation + ")" : "") + "; the row said “" + mark.shown + "”",
        mark.sentence && "sentence: " + mark.sentence, mark.note && "note: " + mark.note, mark.comment && "comment: " + mark.comment];
      item.append(mark.topic + ": " + said.filter(Boolean).join("; ") + ". Why it is here: " + why + ". ");
      if (row) { const go = button("Go to the row", () => { if (row.hidden) byId("filters").reset(); row.hidden = false; goTo(row); }); item.append(go, " "); }
      item.append(button("Throw this mark away", () => {
        load();
        state.aside = state.aside.filter((one) => JSON.stringify(one) !== JSON.stringify(mark));
        keep();
        showAside();
        byId("review-title").focus();
      }));
      return item;
    }));
  }
  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }
  function tellName() {
    const by = fold(panel.querySelector("[name=by]").value);
    bar.querySelector(".review-as").textContent = by ? "Saving as " + by : "No name given yet";
  }
  function tellKeys() {
    document.documentElement.classList.toggle("no-keys", !person.keys);
    panel.querySelector("[data-act=keys]").setAttribute("aria-pressed", String(person.keys));
  }
  function enter() {
    on = state.open = true;
    keep();
    rows.forEach((row) => { if (row.querySelector(".own")) show(row); else build(row); });
    document.documentElement.classList.add("reviewing");
    start.hidden = true;
    panel.hidden = bar.hidden = filter.closest("label").hidden = filter.disabled = false;
    filter.dispatchEvent(new Event("input", { bubbles: true }));
    tellStore();
    tellKeys();
    tellName();
    showAside();
    tally();
  }
  function leave() {
    on = state.open = false;
    keep();
    filter.value = "";
    filter.dispatchEvent(new Event("input", { bubbles: true }));
    rows.forEach((row) => row.querySelector(".own").remove());
    document.documentElement.classList.remove("reviewing");
    panel.hidden = bar.hidden = filter.closest("label").hidden = filter.disabled = true;
    start.hidden = false;
    start.querySelector("button").focus();
  }
  const PRESS = {
    next: () => next(document.activeElement.closest(".row") || rows[rows.length - 1]), undo: undo, save: save, leave: leave,
    keys: () => { person.keys = !person.keys; write(PERSON, person); tellKeys(); },
    clear: () => { put(Object.keys(state.marks).map((id) => [id, null])); say("All marks are taken back; Undo brings them again."); },
  };
  [panel, bar].forEach((part) => part.addEventListener("click", (event) => {
    const made = event.target.closest("[data-act]");
    if (made) PRESS[made.dataset.act]();
  }));
  panel.querySelectorAll("[name]").forEach((field) => field.addEventListener("input", () => {
    person[field.name] = field.value;
    write(PERSON, person);
    tellName();
    byId("review-missing").textContent = "";
    field.removeAttribute("aria-invalid");
  }));
  document.addEventListener("keydown", pressed);
  table.addEventListener("focusin", () => tell(""));
  window.addEventListener("storage", (event) => { if (event.key === KEY && on) { load(); rows.forEach(show); showAside(); tally(); } });
  window.addEventListener("beforeunload", (event) => { if (!store && JSON.stringify(state.marks) !== saved) { event.preventDefault(); event.returnValue = ""; } });

  const known = read(PERSON) || {};
  for (const name of ["by", "role"]) if (typeof known[name] === "string") panel.querySelector("[name=" + name + "]").value = person[name] = known[name].slice(0, 120);
  if (known.keys === false) person.keys = false;
  load();
  bringAlong();
  byId("review-title").tabIndex = -1;
  start.hidden = false;
  const before = tally();
  const aside = state.aside.length ? " " + count(state.aside.length, "mark") + " set aside." : "";
  if (aside || Object.keys(state.marks).length) start.querySelector("span").textContent = "So far: " + before + aside;
  start.querySelector("button").addEventListener("click", () => {
    enter();
    const name = panel.querySelector("[name=by]");
    /* Never into the field unasked: letters meant as keys would become a name. */
    if (name.value) next(rows[rows.length - 1]); else byId("review-title").focus();
  });
  if (state.open) enter();
})();
