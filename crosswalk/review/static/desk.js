"use strict";
(function () {
  const card = document.getElementById("card");
  const topic = document.getElementById("topic");
  const said = document.getElementById("said");
  const words = said.textContent;
  // A live region speaks only of what changes after the page is there.
  if (words) { said.textContent = ""; setTimeout(() => { said.textContent = words; }, 150); }
  const wrong = document.querySelector("[aria-invalid], fieldset[aria-describedby] input");
  if (wrong) wrong.focus(); else if (topic && !location.hash) topic.focus({ preventScroll: true });
  if (!card) return;

  const sentence = document.getElementById("sentence");
  const form = card.querySelector("form.decide");
  const radios = Array.from(card.querySelectorAll("input[name=relation]"));
  let written = sentence.value;
  // Another relation asks for another sentence; what a person typed is never replaced.
  radios.forEach((radio) => radio.addEventListener("change", () => {
    document.getElementById("as").textContent = " as " + radio.dataset.word;
    if (sentence.value !== written) return;
    sentence.value = radio.defaultChecked ? sentence.defaultValue : radio.dataset.sentence;
    written = sentence.value;
  }));

  const press = (value) => { const button = card.querySelector("button[name=verdict][value=" + value + "]"); if (button) button.click(); };
  const open = (number) => { const link = card.querySelectorAll(".text")[number].querySelector(".source"); if (link) link.click(); };
  const step = (rel) => { const link = card.querySelector("a[rel=" + rel + "]"); if (link) link.click(); };
  const edit = (field) => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); };
  const acts = {
    a: () => press("accept"), r: () => press("reject"), u: () => press("unsure"), s: () => press("skip"),
    t: () => { const read = document.getElementById("read"); read.checked = !read.checked; },
    e: () => edit(sentence), n: () => edit(document.getElementById("note")),
    j: () => step("next"), k: () => step("prev"), o: () => open(0), O: () => open(1),
    z: () => { const undo = card.querySelector("button[form=undo-form]"); if (!undo.disabled) undo.click(); },
    "?": () => { const list = document.getElementById("keys"); list.open = !list.open; if (list.open) list.querySelector("summary").focus(); },
  };
  const isText = (one) => one.matches("textarea, select, input:not([type]), input[type=text]");
  card.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isText(event.target)) { topic.focus(); return; }
    if (card.dataset.keys !== "on" || isText(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const radio = radios.find((one) => one.dataset.key === event.key);
    const act = acts[event.key] || (event.shiftKey ? undefined : acts[event.key.toLowerCase()]);
    if (radio) { radio.checked = true; radio.dispatchEvent(new Event("change")); radio.focus({ preventScroll: true }); } else if (act) act(); else return;
    event.preventDefault();
  });
  // One press, one decision.
  form.addEventListener("submit", (event) => { if (form.dataset.sent) event.preventDefault(); form.dataset.sent = "yes"; });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
})();
