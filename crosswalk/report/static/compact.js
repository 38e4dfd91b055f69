"use strict";
/* Links of older pages to a row's evidence, its filters or the full texts go on to where these are now. */
(function () {
  const evidence = document.querySelector(".evidence-link");
  const name = decodeURIComponent(location.hash.slice(1));
  const target = name && document.getElementById(name);
  const form = document.getElementById("filters");
  const moved = Array.from(new URLSearchParams(location.search).keys()).some((key) => !(form && form.elements[key]));
  if (evidence && (moved || (name && !target))) {
    location.replace(evidence.getAttribute("href").split("#")[0] + location.search + location.hash);
    return;
  }
  const onward = target && target.querySelector("a.moved");
  if (onward) {
    location.replace(onward.getAttribute("href"));
    return;
  }
  function reveal() {
    let at = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const found = at;
    for (; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (found) found.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();
})();
