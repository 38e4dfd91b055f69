"use strict";
/* Copy some words and say so to the ear; the focus stays where it is. */
const copy = (function () {
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  document.body.append(said);
  function byHand(words, done) {
    const box = document.createElement("textarea"), back = document.activeElement;
    box.value = words;
    box.className = "vh";
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    back.focus();
    done();
  }
  return function (words, what) {
    const done = () => { said.textContent = ""; setTimeout(() => { said.textContent = what + " copied."; }, 50); };
    if (navigator.clipboard) navigator.clipboard.writeText(words).then(done, () => byHand(words, done)); else byHand(words, done);
  };
})();
