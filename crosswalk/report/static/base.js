"use strict";
/* What every page has: the part of the address after "#", folds that open where a link leads into them, and a button that prints the page. */
const fragment = () => {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
};
function reveal() {
  const target = document.getElementById(fragment());
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView();
}
(function () {
  const button = document.getElementById("print");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
/* After the page's own scripts, which may hide or move what the address names. */
window.addEventListener("DOMContentLoaded", reveal);
window.addEventListener("hashchange", () => setTimeout(reveal));
