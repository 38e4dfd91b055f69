"use strict";
/* Review on the page: one card moves from line to line. A desk takes each decision at once; without one they are saved as a file. */
(function () {
  const data = document.getElementById("review-data"), panel = document.getElementById("review");
  if (!data || !panel) return;
  const about = JSON.parse(data.content.textContent), byId = (id) => document.getElementById(id);
  const desk = panel.dataset.token, start = byId("review-start"), bar = byId("review-bar"), spoken = byId("review-said");
  const fold = (words) => words.replace(/\s+/g, " ").trim();
  const count = (number, noun) => number + " " + noun + (number === 1 ? "" : "s");
  const make = (tag, words) => { const one = document.createElement(tag); if (words) one.textContent = words; return one; };
  const PREFIX = ["crosswalk-review", about.crosswalk, about.left.split("@")[0], about.right.split("@")[0]].map(encodeURIComponent).join(":") + ":";
  const KEY = PREFIX + about.page, PERSON = "crosswalk-review-person";
  const FIELDS = ["verdict", "relation", "sentence", "note", "comment", "basis", "strength", "group", "read"];
  const FACTS = ["left", "right", "left_digest", "right_digest", "seen", "digest", "topic", "shown"];
  const SAID = { confirmed: "You accept it", rejected: "You reject it", unsure: "You are unsure", seen: "Skipped" };
  const NONE = "no-relationship";
  const wordOf = (value) => (about.choices.find((one) => one.value === value) || { word: "" }).word;
  const patternOf = (value) => (about.choices.find((one) => one.value === value) || { sentence: "" }).sentence;
  const isPair = (row) => !!(row.left && row.right);

  /* Rows, and the lines of the page that show them. */
  const rows = new Map(), lines = new Map();
  let current = null;
  const EMPTY = { left: "", right: "", seen: "", relation: "", sentence: "", basis: "", group: "", note: "", filed: "", together: "", sure: "", strength: null, need: 0, names: [], kinds: [], withheld: "", comments: [], past: [], first: false, done: false, listed: false };
  function take(record) {
    const id = (record.left || "") + "\u001f" + (record.right || ""), old = rows.get(id), ours = about.texts["left:" + (record.left || "")], theirs = about.texts["right:" + (record.right || "")];
    const row = Object.assign({}, EMPTY, record, { id: id, left_digest: ours ? ours.digest : "", right_digest: theirs ? theirs.digest : "" });
    row.topic = [ours, theirs].filter(Boolean).map((one) => one.name).join(" and ");
    row.shown = wordOf(row.relation);
    if (old) { row.at = old.at; row.place = old.place; } else row.place = rows.size;
    const node = byId(row.at);
    if (!node) return;
    rows.set(id, row);
    if (current && current.id === id) current = row;
    if (old) return;
    if (!lines.has(row.at)) lines.set(row.at, { at: row.at, node: node, ids: [] });
    lines.get(row.at).ids.push(id);
  }
  about.rows.forEach(take);
  const every = () => Array.from(rows.values()), listed = () => every().filter((row) => row.listed && !row.gone);
  const beside = (row) => lines.get(row.at).ids.map((id) => rows.get(id)).filter((one) => !one.gone);

  /* The browser's store, or memory where there is none or where a desk keeps the decisions. What it holds is checked first. */
  let store = null, saved = "{}", typing = "", on = false, busy = false, failed = false;
  try { if (!desk) { window.localStorage.setItem(KEY + "?", "1"); window.localStorage.removeItem(KEY + "?"); store = window.localStorage; } } catch { failed = true; }
  let state = { open: false, marks: {}, past: [], aside: [], pages: [] };
  const person = { by: panel.dataset.by, role: panel.dataset.role, keys: true, order: "need", view: "open" };
  function read(key) { try { return (store && JSON.parse(store.getItem(key))) || null; } catch { return null; } }
  function write(key, value) { try { if (store) store.setItem(key, JSON.stringify(value)); } catch { store = null; failed = true; tellStore(); } }
  const keep = () => write(KEY, state);
  function clean(found) {
    const mark = {};
    for (const name of [...FACTS, ...FIELDS]) { if (!found || typeof found[name] !== "string") return null; mark[name] = found[name].slice(0, 4000); }
    return (mark.verdict && !SAID[mark.verdict]) || (mark.relation && !wordOf(mark.relation)) ? null : mark;
  }
  const list = (found) => (Array.isArray(found) ? found : []);
  const marksOf = (found) => Object.values((found && found.marks) || {}).map(clean).filter(Boolean);
  const idOf = (mark) => mark.left + "\u001f" + mark.right;
  /* A mark holds only while its row says what it said; any other is set aside and shown. */
  function place(mark) {
    const row = rows.get(idOf(mark)), same = (one) => JSON.stringify(one) === JSON.stringify(mark);
    if (row && row.digest === mark.digest) { if (!state.marks[row.id]) state.marks[row.id] = mark; } else if (!state.aside.some(same)) state.aside.push(mark);
  }
  function load() {
    const found = read(KEY);
    if (!found && store) return;
    const kept = found || state;
    state = { open: !!kept.open, marks: {}, past: list(kept.past), aside: list(kept.aside).map(clean).filter(Boolean), pages: list(kept.pages) };
    marksOf(kept).forEach(place);
  }
  function bringAlong() {
    for (let at = 0; store && at < store.length; at += 1) {
      const key = store.key(at), page = key.slice(PREFIX.length);
      if (!key.startsWith(PREFIX) || key === KEY || state.pages.includes(page)) continue;
      state.pages.push(page);
      marksOf(read(key)).forEach(place);
    }
  }

  /* What a person has entered on a row, and what follows from it. */
  function markOf(row) {
    const mark = {};
    FACTS.forEach((name) => { mark[name] = row[name] || ""; });
    FIELDS.forEach((name) => { mark[name] = ""; });
    return Object.assign(mark, state.marks[row.id]);
  }
  const isMarked = (mark) => FIELDS.some((name) => mark[name]);
  const isMine = (row) => row.names.some((name) => fold(name).toLowerCase() === fold(person.by).toLowerCase());
  /* What a desk withholds is not in the page at all; a page that stands alone can only hide it. */
  const isBlind = (row) => row.withheld === "blind";
  const isDecided = (row) => { const verdict = markOf(row).verdict; return row.done || (!!verdict && verdict !== "seen"); };
  const relationOf = (row, mark) => (isPair(row) ? mark.relation || (row.first || isBlind(row) ? "" : row.relation) : NONE);
  const isHidden = (row) => { const mark = markOf(row); return desk ? !!row.withheld : row.first && !mark.relation && !mark.verdict; };
  function opening(row, relation) {
    if (!relation) return "";
    return relation === row.relation && !isBlind(row) ? row.sentence : patternOf(relation);
  }
  const sentenceOf = (row, mark) => mark.sentence || opening(row, relationOf(row, mark));
  function isPrograms(row, words, relation) {
    if (!row.first && words === fold(row.sentence)) return false;
    return (row.first && words === fold(row.sentence)) || (!!patternOf(relation) && words === fold(patternOf(relation)));
  }
  /* Why a verdict cannot be taken yet: the words, and the field that needs something. */
  function missing(row, mark, verdict) {
    const relation = relationOf(row, mark), words = fold(sentenceOf(row, mark));
    if (isBlind(row) && !relation) return ["Choose how the two relate first.", "relation"];
    if (verdict === "rejected" && !fold(mark.sentence) && !row.sentence) return ["Write a sentence that says why.", "sentence"];
    if (verdict !== "confirmed") return null;
    if (!relation) return ["Choose how the two relate first.", "relation"];
    if (isBlind(row) && row.done) return null;
    if (!words) return ["Write a sentence of your own that says why it is “" + wordOf(relation) + "”.", "sentence"];
    if (isPrograms(row, words, relation) && mark.read !== "yes") return ["This sentence is the program’s. Change it, or tick that you read it, and press again.", "read"];
    return null;
  }
  /* What is entered beside no verdict: the file has no place for it. */
  function loose(mark) {
    if (mark.verdict && mark.verdict !== "seen") return "";
    const kept = [["relation", "a relation"], ["sentence", "a sentence"], ["note", "a note"]].filter(([name]) => mark[name]);
    return kept.length ? kept.map(([, words]) => words).join(" and ") + " without a verdict" : "";
  }
  function due(row) {
    const mark = markOf(row), gap = mark.verdict && mark.verdict !== "seen" ? missing(row, mark, mark.verdict) : null;
    return gap ? "not complete: " + gap[0] : loose(mark);
  }
  function leftOut() {
    const left = every().filter(due);
    return left.length ? " Left out, " + count(left.length, "row") + ": " + left.map((row) => row.topic + ": " + due(row).replace(/\.$/, "")).join("; ") + "." : "";
  }
  function put(pairs, together) {
    load();
    const before = pairs.map(([id]) => [id, state.marks[id] || null]);
    for (const [id, mark] of pairs) { if (mark && isMarked(mark)) state.marks[id] = mark; else delete state.marks[id]; }
    if (!together && !desk) state.past = [...state.past, before].slice(-200);
    keep();
    showAll();
  }
  function change(row, fields, together) {
    put([[row.id, Object.assign(markOf(row), fields)]], together);
    if (!together) typing = "";
  }

  /* The order in which rows come. */
  const skipped = (row) => markOf(row).verdict === "seen";
  function inView(row) {
    if (person.view === "open") return !isDecided(row);
    if (person.view === "second") return row.done && !isMine(row);
    if (person.view === "unsure") return row.status === "unsure" || markOf(row).verdict === "unsure";
    return person.view === "all" || isDecided(row);
  }
  function sequence() {
    const need = new Map(), key = (row) => (row.left ? row.at : row.id);
    for (const row of listed()) need.set(key(row), Math.max(need.get(key(row)) || 0, row.need));
    const byNeed = (one, two) => need.get(key(two)) - need.get(key(one)) || lines.get(one.at).place - lines.get(two.at).place || two.need - one.need;
    return listed().sort((one, two) => skipped(one) - skipped(two) || (person.order === "need" && byNeed(one, two)) || one.place - two.place);
  }
  Array.from(lines.values()).forEach((line, number) => { line.place = number; });
  function go(order, row, by) {
    const seen = order.filter((one) => one === row || one.id === (row && row.id) || inView(one)), at = seen.findIndex((one) => row && one.id === row.id);
    const other = seen[(at + by + seen.length) % seen.length];
    if (other && other !== row) open(other);
  }
  function next(order, row) {
    const at = order.findIndex((one) => row && one.id === row.id), turn = [...order.slice(at + 1), ...order.slice(0, at + 1)].map((one) => rows.get(one.id));
    const left = turn.filter((one) => one && !one.gone && inView(one) && (!row || one.id !== row.id));
    const other = left.find((one) => !skipped(one)) || left[0];
    if (other) { open(other); return; }
    if (row) fill();
    const door = bar.querySelector("[data-act=" + (desk ? "next" : "save") + "]");
    tell("Every row of this view is decided." + (desk ? " See the summary." : " Save the decisions file."));
    say(tallyWords() + " Every row of this view is decided.");
    door.focus();
  }

  /* The card. */
  const card = byId("review-card").content.firstElementChild.cloneNode(true), find = (at) => card.querySelector(at);
  const host = make("tr"), cell = make("td");
  host.className = "card-row";
  host.setAttribute("role", "row");
  cell.setAttribute("role", "cell");
  host.append(cell);
  const relations = Array.from(card.querySelectorAll("[name=card-relation]")), title = find("h3");
  function mount(row) {
    const node = lines.get(row.at).node;
    for (let at = node; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (node.hidden || node.closest("[hidden]")) { const form = byId("filters"); if (form) form.reset(); node.hidden = false; for (let at = node.parentElement; at; at = at.parentElement) at.hidden = false; }
    if (node.tagName !== "TR") { host.remove(); node.append(card); return; }
    cell.colSpan = Array.from(node.closest("table").tHead.rows[0].cells).reduce((sum, one) => sum + one.colSpan, 0);
    cell.append(card);
    node.after(host);
  }
  function open(row) {
    const moved = !current || current.at !== row.at || !card.isConnected;
    current = row;
    if (moved) mount(row);
    find(".card-two").hidden = true;
    miss("");
    fill();
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }
  function close() { host.remove(); card.remove(); current = null; }
  function textBox(box, side, id, other) {
    const text = about.texts[side + ":" + id];
    box.replaceChildren(make("h4", about.names[side === "left" ? 0 : 1]));
    if (!text) { box.append(make("p", "No counterpart: nothing in " + about.names[side === "left" ? 0 : 1] + " was found for " + (other ? other.name : "this") + ".")); return; }
    const cite = make("p"), link = make(text.href ? "a" : "span", text.cite);
    cite.className = "cite";
    if (text.href) { link.href = text.href; link.target = "_blank"; link.rel = "external noopener noreferrer"; }
    cite.append(make("b", text.name), " · ", link, " · " + text.mark);
    const words = make("div", text.quoted ? "“" + text.words + "”" : text.words);
    words.className = "words" + (text.quoted ? " quoted" : "");
    words.tabIndex = 0;
    words.setAttribute("role", "region");
    words.setAttribute("aria-label", "Text of " + text.name);
    box.append(cite);
    if (text.lead) { const lead = make("p", "Above it: " + text.lead); lead.className = "lead"; box.append(lead); }
    box.append(words);
  }
  function stateOf(row) {
    const mark = markOf(row);
    if (mark.verdict) return SAID[mark.verdict] + (mark.verdict === "confirmed" && isPair(row) ? " as " + wordOf(relationOf(row, mark)) : "");
    if (row.done) return isBlind(row) ? "Decided" : row.status[0].toUpperCase() + row.status.slice(1) + " by " + row.names.join(" and ");
    return row.listed ? "To decide" : "Not listed by the program";
  }
  function fill() {
    const row = current, mark = markOf(row), hidden = isHidden(row), relation = relationOf(row, mark);
    title.textContent = row.topic;
    const why = find(".card-why"), found = find(".card-found");
    why.replaceChildren();
    if (isBlind(row)) why.append("Blind review: what the program and others found is hidden until you decide.");
    else if (hidden) why.append("Read both texts and choose a relation. Then you see what the program found.");
    else row.kinds.forEach((kind) => why.append(make("b", kind), ": " + about.reasons[kind] + " "));
    const proposed = row.status === "proposed" && isPair(row) ? "Proposed by the program: " + row.shown + ". " + row.sentence : "";
    found.textContent = hidden ? "" : [row.filed ? "On file: " + row.filed : proposed, row.sure && "Confidence in the pair: " + row.sure + ".", row.together].filter(Boolean).join(" ");
    const others = beside(row).filter((one) => one.left || one === row), box = find(".card-rivals");
    box.hidden = others.length < 2;
    if (!box.hidden) rivals(box, others, row);
    textBox(card.querySelectorAll(".card-text")[0], "left", row.left, about.texts["right:" + row.right]);
    textBox(card.querySelectorAll(".card-text")[1], "right", row.right, about.texts["left:" + row.left]);
    find(".card-relations").hidden = !isPair(row);
    find("[data-verdict=rejected]").hidden = !isPair(row);
    relations.forEach((radio) => { radio.checked = radio.value === relation; });
    find(".card-as").textContent = isPair(row) && relation ? " as " + wordOf(relation) : "";
    card.querySelectorAll("[data-verdict]").forEach((button) => { if (desk) button.removeAttribute("aria-pressed"); else button.setAttribute("aria-pressed", String(button.dataset.verdict === mark.verdict)); });
    find("[for=card-sentence]").textContent = isPair(row) ? "Sentence: why" : "Sentence: why nothing answers this";
    const programs = isPrograms(row, fold(sentenceOf(row, mark)), relation);
    find(".card-read").hidden = !programs || row.withheld === "first";
    const shown = isBlind(row) ? {} : row;
    const values = { sentence: sentenceOf(row, mark), note: mark.note || shown.note || "", comment: mark.comment, basis: mark.basis || shown.basis || "", strength: mark.strength || (shown.strength == null || relation !== row.relation ? "" : String(shown.strength)), group: mark.group || shown.group || "" };
    for (const name of Object.keys(values)) { const field = find("[name=" + name + "]"); if ((field !== document.activeElement || field.tagName === "SELECT" || !typing) && field.value !== values[name]) field.value = values[name]; }
    find("[name=read]").checked = mark.read === "yes";
    talk(row);
    const past = find(".card-past");
    past.hidden = !row.past.length || isBlind(row);
    past.querySelector("ul").replaceChildren(...row.past.map((words) => make("li", words)));
  }
  function rivals(box, others, row) {
    box.querySelectorAll("label").forEach((label) => label.remove());
    others.forEach((one) => {
      const label = make("label"), radio = make("input"), text = about.texts["right:" + one.right], words = make("span", text ? text.name : "No counterpart");
      radio.type = "radio";
      radio.name = "card-rival";
      radio.checked = one.id === row.id;
      radio.addEventListener("change", () => { current = rows.get(one.id); miss(""); find(".card-two").hidden = true; fill(); const again = find("[name=card-rival]:checked"); if (again) again.focus({ preventScroll: true }); });
      const more = make("span", " · " + stateOf(one) + (isHidden(one) ? "" : one.done || !one.shown ? "" : " · " + one.shown));
      more.className = "quiet";
      words.append(more);
      label.append(radio, words);
      box.append(label);
    });
  }
  function talk(row) {
    find(".card-talk").replaceChildren(...row.comments.map((one) => {
      const box = make("div"), head = make("b", one.who + " (" + one.state + "): ");
      box.className = "said";
      box.append(head, one.text);
      if (one.reply) box.append(make("p", one.reply));
      if (one.closed) box.append(make("p", one.closed + "."));
      if (desk && one.state !== "closed") {
        const label = make("label", "Answer "), field = make("textarea");
        field.rows = 2;
        field.maxLength = 4000;
        label.append(field);
        if (!one.reply) box.append(label, button("Answer", () => settle(one.id, "answer", field.value)));
        box.append(button("Close the comment", () => settle(one.id, "close", "")));
      }
      return box;
    }));
  }
  function button(words, act) { const made = make("button", words); made.type = "button"; made.addEventListener("click", act); return made; }
  /* What a decision lacks is said in the card, and nowhere else. */
  function miss(words, where) {
    find(".card-missing").textContent = words;
    if (words) { tell(""); say(words); }
    const field = where === "relation" ? relations[0] : where ? find("[name=" + where + "]") : null;
    card.querySelectorAll("[aria-describedby=card-missing]").forEach((one) => { one.removeAttribute("aria-describedby"); one.removeAttribute("aria-invalid"); });
    if (!field) return;
    field.setAttribute("aria-describedby", "card-missing");
    if (where === "sentence") field.setAttribute("aria-invalid", "true");
    field.focus({ preventScroll: where === "relation" });
  }

  /* The lines, the count, and what is said. */
  function showLine(line) {
    const mine = line.ids.map((id) => rows.get(id)).filter((row) => !row.gone), pairs = mine.filter((row) => row.listed);
    const box = line.node.querySelector(".own-state");
    if (!box || !pairs.length) return;
    const decided = pairs.filter(isDecided).length;
    line.node.classList.toggle("blind-line", isHidden(pairs[0]));
    const hole = line.node.querySelector(".withheld");
    if (hole) hole.textContent = isHidden(pairs[0]) ? "" : pairs[0].shown;
    box.querySelector("b").textContent = pairs.length > 1 ? decided + " of " + pairs.length + " decided" : stateOf(pairs[0]);
  }
  function showAll() { lines.forEach(showLine); if (current && card.isConnected) fill(); tally(); }
  function build(line) {
    if (line.node.querySelector(".own-state")) return;
    const box = make("p"), first = rows.get(line.ids[0]), go = button("Review", () => { const mine = line.ids.map((id) => rows.get(id)).filter((row) => row.listed && !row.gone); open(mine.find((row) => !isDecided(row)) || mine[0]); });
    const name = make("span", " " + ((about.texts["left:" + first.left] || about.texts["right:" + first.right] || { name: "" }).name));
    name.className = "vh";
    go.append(name);
    box.className = "own-state";
    box.append(go, " ", make("b"));
    (line.node.querySelector(".rel") || line.node.querySelector("td, th") || line.node).append(box);
  }
  let progress = null;
  function tallyWords() {
    const mine = listed(), decided = progress ? progress.decided : mine.filter(isDecided).length, all = progress ? progress.rows : mine.length;
    return decided + " decided, " + (all - decided) + " left.";
  }
  function tally() {
    const mine = listed(), decided = progress ? progress.decided : mine.filter(isDecided).length, all = progress ? progress.rows : mine.length, line = bar.querySelector("progress");
    line.max = all || 1;
    line.value = decided;
    const comments = Object.values(state.marks).filter((mark) => mark.comment).length, open = every().filter(due).length;
    bar.querySelector(".review-tally span").textContent = decided + " decided, " + (all - decided) + " left" + (progress ? (progress.twice ? " · " + progress.twice + " with two names" : "") + (progress.final ? " · final" : "") : (comments ? " · " + count(comments, "comment") : "") + (open ? " · " + open + " to finish" : ""));
    bar.querySelector(".review-as").textContent = fold(person.by) ? "as " + fold(person.by) : "no name given yet";
    bar.querySelector("[data-act=undo]").disabled = desk ? !(progress && progress.undo) : !state.past.length;
  }
  function tell(words) {
    const told = bar.querySelector(".review-told");
    told.textContent = words;
    if (words) told.tabIndex = 0; else told.removeAttribute("tabindex");
  }
  function say(words) { spoken.textContent = ""; setTimeout(() => { spoken.textContent = words; }, 60); }

  /* The decisions file: one object, its fields always in this order. */
  function today() { const now = new Date(), two = (number) => String(number).padStart(2, "0"); return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate()); }
  function line(row, mark, verdict) {
    const relation = verdict === "confirmed" || isBlind(row) ? relationOf(row, mark) : row.relation, same = relation === row.relation, accepted = verdict === "confirmed";
    const strength = mark.strength !== "" ? Number(mark.strength) : same ? row.strength : null;
    const sentence = accepted ? fold(sentenceOf(row, mark)) || row.sentence : fold(mark.sentence) || row.sentence;
    return {
      left: row.left, right: row.right, left_digest: row.left_digest, right_digest: row.right_digest, seen: row.seen, verdict: verdict,
      relation: verdict && relation, strength: verdict ? strength : null, sentence: verdict && sentence, note: verdict && (fold(mark.note) || row.note),
      comment: mark.comment.trim(), basis: verdict && (mark.basis || (same ? row.basis : "")), group: verdict && (mark.group || row.group),
    };
  }
  function decisions(lines) {
    return {
      format: "crosswalk-decisions/1", crosswalk: about.crosswalk, left: about.left, right: about.right, page: about.page, tool: about.tool,
      reviewer: fold(person.by), role: fold(person.role), date: today(), rows: lines,
    };
  }
  function signed() {
    const by = fold(person.by), field = panel.querySelector("[name=by]"), wrong = !by ? "Give your name first: decisions are signed." : by.includes("|") ? "Write your name without a bar (|)." : "";
    byId("review-missing").textContent = wrong;
    field.setAttribute("aria-invalid", String(!!wrong));
    if (wrong) { field.focus(); say(wrong); }
    return !wrong;
  }
  function save() {
    const kept = every().map((row) => {
      const mark = markOf(row), verdict = mark.verdict && mark.verdict !== "seen" && !missing(row, mark, mark.verdict) ? mark.verdict : "";
      return verdict || mark.comment ? line(row, mark, verdict) : null;
    }).filter(Boolean);
    if (!kept.length) { const words = (leftOut() ? "Nothing to save yet." : "Nothing is decided yet, so there is nothing to save.") + leftOut(); tell(words); say(words); return; }
    if (!signed()) return;
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(decisions(kept), null, 2) + "\n"], { type: "application/json" }));
    link.download = about.crosswalk + "-decisions-" + (fold(person.by).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "reviewer") + ".json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    saved = JSON.stringify(state.marks);
    const words = "Saved " + link.download + " with " + count(kept.length, "row") + "." + leftOut() + " Send it to the person who maintains the mappings.";
    tell(words);
    say(words);
  }

  /* A desk takes what is sent at once, and answers with the rows as they are now. */
  const turns = [];
  let running = false;
  /* What is pressed while the desk is asked for a finding is done after its answer. */
  async function inTurn(act) {
    turns.push(act);
    if (running) return;
    running = true;
    while (turns.length) await turns.shift()();
    running = false;
  }
  /* The first choice on a row is made, so the desk may say what the program found. */
  async function look(row) {
    const words = sentenceOf(row, markOf(row));
    while (busy) await new Promise((resolve) => { setTimeout(resolve, 20); });
    const told = await send("look", new URLSearchParams({ left: row.left, right: row.right, by: fold(person.by) }));
    if (!told.ok) { miss(told.why); return; }
    /* What another person decided meanwhile is met when this decision is sent, and not passed over here. */
    const now = rows.get(row.id), at = document.activeElement, inside = card.contains(at);
    now.seen = row.seen;
    if (sentenceOf(now, markOf(now)) !== words) change(now, { read: "" });
    showAll();
    /* The card was filled anew: a focus on what was replaced goes to its title. */
    if (inside && !at.isConnected) title.focus({ preventScroll: true });
  }
  async function send(path, body, query) {
    if (busy) return null;
    busy = true;
    try {
      const answer = await fetch(path + (query ? "?" + new URLSearchParams(query) : ""), { method: "POST", body: body, headers: { "X-Form-Token": desk } });
      const told = await answer.json();
      (told.rows || []).forEach(take);
      (told.gone || []).forEach((id) => { if (rows.has(id)) rows.get(id).gone = true; });
      for (const [id, words] of Object.entries(told.past || {})) if (rows.has(id)) rows.get(id).past = words;
      if (told.progress) progress = told.progress;
      return Object.assign(told, { ok: answer.ok });
    } catch { return { why: "The desk does not answer, so nothing was saved. Start it again with crosswalk review." }; } finally { busy = false; }
  }
  async function post(row, lined, query) {
    const told = await send("decisions", JSON.stringify(decisions([lined])), query);
    if (!told) return;
    if (told.both) { both(row, told.both); return; }
    if (!told.ok) { miss(told.why, told.where || "sentence"); return; }
    const order = sequence();
    delete state.marks[row.id];
    tell(told.said);
    say(told.said + " " + tallyWords());
    showAll();
    if (lined.verdict) next(order, row); else fill();
  }
  function both(row, two) {
    const box = find(".card-two"), mine = markOf(row), verdict = two.verdict, field = make("textarea"), label = make("label", "Your sentence ");
    const again = (words, changed) => button(words, () => post(rows.get(row.id), Object.assign(line(rows.get(row.id), mine, verdict), { seen: two.seen, comment: "" }, changed()), { read: "yes" }));
    field.value = sentenceOf(row, mine);
    field.rows = 2;
    label.append(field);
    box.replaceChildren(make("h4", "Two readings of one pair"), make("p", two.words + " Nothing is saved yet."), make("p", "On file: " + two.theirs), make("p", "Yours: " + two.mine));
    if (two.at) { const link = make("a", "Open that row"); link.href = two.at; box.append(link); } else {
      if (two.agree) box.append(again("Agree with what is on file", () => two.agree));
      box.append(label, again("Replace it with mine", () => ({ sentence: fold(field.value) })));
      if (two.doubt) box.append(again("Mark unsure, to be discussed", () => two.doubt));
    }
    box.append(button("Leave it as it is", () => { box.hidden = true; title.focus({ preventScroll: true }); }));
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    box.querySelector("button").focus({ preventScroll: true });
  }
  async function settle(id, act, reply) {
    if (!signed()) return;
    const told = await send("comments/" + id, new URLSearchParams({ act: act, reply: reply, by: fold(person.by) }));
    if (!told) return;
    if (!told.ok) { tell(told.why); say(told.why); return; }
    tell(told.said);
    say(told.said);
    showAll();
    title.focus({ preventScroll: true });
  }

  /* What a person does. */
  async function decide(verdict) {
    if (current && current.withheld === "first" && verdict !== "seen") { await look(current); if (current.withheld) return; }
    const row = current, mark = markOf(row);
    if (!row || (verdict === "rejected" && !isPair(row))) return;
    const order = sequence();
    if (verdict === "seen") { if (!isDecided(row)) change(row, { verdict: "seen" }); next(order, row); return; }
    if (!desk && mark.verdict === verdict) { change(row, { verdict: "" }); say("No verdict. " + tallyWords()); return; }
    const gap = missing(row, mark, verdict);
    if (gap) { miss(gap[0], gap[1]); return; }
    miss("");
    if (desk) { if (signed()) post(row, line(row, mark, verdict), { read: mark.read === "yes" ? "yes" : "no", blind: isBlind(row) && row.done ? "yes" : "no" }); return; }
    change(row, { verdict: verdict });
    tell("");
    say(SAID[verdict] + ". " + tallyWords());
    next(order, row);
  }
  function relate(value) {
    const row = current, mark = markOf(row), given = fold(mark.sentence);
    const untouched = !given || about.choices.some((one) => fold(one.sentence) === given) || given === fold(row.sentence);
    typing = "";
    change(row, { relation: row.first || isBlind(row) || value !== row.relation ? value : "", sentence: untouched ? "" : mark.sentence, read: untouched ? "" : mark.read, verdict: "" });
    miss("");
    return row.withheld === "first" ? look(row) : null;
  }
  function entered(field) {
    const row = current, session = row.id + field.name, together = typing === session, words = fold(field.value), mark = markOf(row);
    if (field.name === "card-relation") { relate(field.value); return; }
    if (field.name === "read") { change(row, { read: field.checked ? "yes" : "" }); miss(""); return; }
    if (!FIELDS.includes(field.name)) return;
    const asShown = field.name === "sentence" ? words === fold(opening(row, relationOf(row, mark))) : words === fold(String(row[field.name] == null ? "" : row[field.name]));
    typing = session;
    change(row, { [field.name]: asShown ? "" : field.name === "group" && !field.value ? "alone" : field.value }, together);
    typing = session;
  }
  function edit(name) {
    const field = find("[name=" + name + "]"), fold_ = field.closest("details");
    if (fold_) fold_.open = true;
    field.focus();
    if (field.setSelectionRange) field.setSelectionRange(field.value.length, field.value.length);
  }
  async function undo() {
    if (desk) {
      if (!signed()) return;
      const told = await send("undo", new URLSearchParams({ by: fold(person.by) }));
      if (!told) return;
      tell(told.said || told.why);
      say(told.said || told.why);
      showAll();
      if (told.at && rows.has(told.at)) open(rows.get(told.at));
      return;
    }
    load();
    const before = state.past.pop();
    if (!Array.isArray(before)) return;
    const pairs = before.filter((one) => Array.isArray(one) && rows.has(one[0])).map(([id, mark]) => [id, clean(mark)]);
    const good = pairs.filter(([id, mark]) => !mark || rows.get(id).digest === mark.digest);
    keep();
    typing = "";
    put(good, true);
    if (good.length === 1) open(rows.get(good[0][0]));
    say("Undone. " + tallyWords());
  }
  function source(side) { const link = card.querySelectorAll(".card-text")[side].querySelector(".cite a"); if (link) window.open(link.href, "_blank", "noopener,noreferrer"); }
  function turn() { const choices = Array.from(card.querySelectorAll("[name=card-rival]")); if (choices.length) choices[(choices.findIndex((one) => one.checked) + 1) % choices.length].click(); }
  const ACTS = {
    a: () => decide("confirmed"), r: () => decide("rejected"), u: () => decide("unsure"), s: () => decide("seen"), e: () => edit("sentence"), n: () => edit("note"), m: () => edit("comment"),
    t: () => { const box = find("[name=read]"); if (!box.closest("[hidden]")) { box.checked = !box.checked; entered(box); } },
    j: () => go(sequence(), current, 1), k: () => go(sequence(), current, -1), c: turn, o: () => source(0), O: () => source(1), z: undo, S: () => { if (!desk) save(); },
  };
  const help = panel.querySelector(".review-help");
  const isText = (one) => one.matches("textarea, select, input[type=text], input[type=search]");
  function pressed(event) {
    const at = event.target, inCard = card.contains(at);
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "?" && !isText(at) && person.keys) { help.open = true; help.querySelector("summary").focus(); }
    else if (isText(at)) {
      if (event.key === "Escape" && inCard) title.focus({ preventScroll: true });
      else if (event.key === "Escape" && panel.contains(at)) byId("review-title").focus();
      else if (event.key === "Enter" && at.name === "by") next(sequence(), null);
      else return;
    } else if (event.key === "Escape" && help.contains(at)) { help.open = false; if (current) open(current); else next(sequence(), null); }
    else if (inCard && person.keys) {
      const act = ACTS[event.shiftKey ? event.key : event.key.toLowerCase()];
      if (act && "enmoO".includes(event.key)) act();
      else if (act) inTurn(act);
      else if (/^[1-8]$/.test(event.key) && isPair(current)) inTurn(() => { const radio = relations[Number(event.key) - 1]; radio.focus({ preventScroll: true }); return relate(radio.value); });
      else return;
    } else return;
    event.preventDefault();
  }
  card.addEventListener("input", (event) => entered(event.target));
  card.addEventListener("focusout", () => { typing = ""; });
  card.querySelectorAll("[data-verdict]").forEach((one) => one.addEventListener("click", () => inTurn(() => decide(one.dataset.verdict))));

  /* The mode itself. */
  function tellStore() {
    panel.querySelector(".review-store").textContent = failed ? "This browser cannot store anything for this page: your decisions last only while it is open. Save the decisions file before you close or reload it." : "";
  }
  function showAside() {
    const box = panel.querySelector(".review-aside");
    box.hidden = !state.aside.length;
    box.querySelector("summary").textContent = count(state.aside.length, "decision") + " set aside: the row changed after you decided it";
    box.querySelector("ul").replaceChildren(...state.aside.map((mark) => {
      const item = make("li"), row = rows.get(idOf(mark)), moved = row && (row.left_digest !== mark.left_digest || row.right_digest !== mark.right_digest);
      const why = !row ? "the row is no longer on this page" : moved ? "the text on one side changed" : "the row was decided or reworded since";
      const said = [mark.verdict && SAID[mark.verdict] + (mark.relation ? " (" + wordOf(mark.relation) + ")" : "") + "; the row said “" + mark.shown + "”", mark.sentence && "sentence: " + mark.sentence, mark.note && "note: " + mark.note, mark.comment && "comment: " + mark.comment];
      item.append(mark.topic + ": " + said.filter(Boolean).join("; ") + ". Reason: " + why + ". ");
      if (row) item.append(button("Go to the row", () => open(row)), " ");
      item.append(button("Delete this decision", () => { load(); state.aside = state.aside.filter((one) => JSON.stringify(one) !== JSON.stringify(mark)); keep(); showAside(); byId("review-title").focus(); }));
      return item;
    }));
  }
  function tellKeys() { document.documentElement.classList.toggle("no-keys", !person.keys); panel.querySelector("[data-act=keys]").setAttribute("aria-pressed", String(person.keys)); }
  function enter() {
    on = state.open = true;
    keep();
    lines.forEach(build);
    document.documentElement.classList.add("reviewing");
    start.hidden = true;
    panel.hidden = bar.hidden = false;
    tellStore();
    tellKeys();
    showAside();
    showAll();
  }
  function leave() {
    on = state.open = false;
    keep();
    close();
    lines.forEach((one) => { one.node.classList.remove("blind-line"); one.node.querySelector(".own-state").remove(); });
    document.documentElement.classList.remove("reviewing");
    panel.hidden = bar.hidden = true;
    start.hidden = false;
    start.querySelector("button").focus();
  }
  const PRESS = {
    next: () => next(sequence(), current), undo: undo, save: save, leave: leave, comment: () => { const mark = markOf(current); if (fold(mark.comment) && signed()) post(current, line(current, mark, "")); },
    keys: () => { person.keys = !person.keys; write(PERSON, person); tellKeys(); },
    clear: () => { put(Object.keys(state.marks).map((id) => [id, null])); say("All your decisions are removed. Undo restores them."); },
  };
  [panel, bar, card].forEach((part) => part.addEventListener("click", (event) => { const made = event.target.closest("[data-act]"); if (made) PRESS[made.dataset.act](); }));
  panel.querySelectorAll("[name]").forEach((field) => field.addEventListener("input", () => {
    person[field.name] = field.type === "checkbox" ? field.checked : field.value;
    write(PERSON, person);
    byId("review-missing").textContent = "";
    field.removeAttribute("aria-invalid");
    if (field.name === "by") lines.forEach(showLine);
    if (field.name === "blind") send("blind", new URLSearchParams({ blind: field.checked ? "yes" : "no" })).then(() => { window.location.reload(); });
    tally();
  }));
  document.addEventListener("keydown", pressed);
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", bar.offsetHeight + "px")).observe(bar);
  window.addEventListener("storage", (event) => { if (event.key === KEY && on) { load(); showAside(); showAll(); } });
  window.addEventListener("beforeunload", (event) => { if (failed && JSON.stringify(state.marks) !== saved) { event.preventDefault(); event.returnValue = ""; } });
  window.addEventListener("hashchange", arrive);
  function arrive() {
    const row = on && every().find((one) => one.anchor && one.anchor === fragment());
    if (row) open(row);
    return !!row;
  }

  const known = read(PERSON) || {};
  for (const name of ["by", "role", "order", "view"]) if (typeof known[name] === "string") person[name] = known[name].slice(0, 120);
  if (known.keys === false) person.keys = false;
  for (const name of ["by", "role", "order", "view"]) { const field = panel.querySelector("[name=" + name + "]"); field.value = person[name]; if (field.tagName === "SELECT" && !field.value) { field.selectedIndex = 0; person[name] = field.value; } }
  load();
  bringAlong();
  if (desk) {
    enter();
    send("progress", new URLSearchParams({ by: fold(person.by) })).then(() => { showAll(); if (!arrive() && fold(person.by)) next(sequence(), null); });
    return;
  }
  if (!rows.size) return;
  start.hidden = false;
  const aside = state.aside.length ? " " + count(state.aside.length, "decision") + " set aside." : "";
  if (aside || Object.keys(state.marks).length) start.querySelector("span").textContent = "So far: " + tallyWords() + aside;
  start.querySelector("button").addEventListener("click", () => {
    enter();
    /* The focus never goes into the name field by itself: keys typed then would become a name. */
    if (fold(person.by)) next(sequence(), null); else byId("review-title").focus();
  });
  if (state.open) { enter(); }
})();
