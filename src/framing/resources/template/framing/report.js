"use strict";
{
  // The contents follow the reader: the section in view is marked and shows its parts.
  const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const nav = document.querySelector("nav");
  let current = null;
  const follow = () => {
    let here = places[0];
    for (const place of places) if (place.getBoundingClientRect().top < 96) here = place; // a hand below the edge, where a link leads
    if (scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 2) here = places.at(-1); // the last may be short
    if (!here || here.id === current) return;
    current = here.id;
    for (const li of nav.querySelectorAll("li.open")) li.classList.remove("open");
    for (const [id, a] of links) if (id === current) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
    const a = links.get(current);
    for (let li = a.closest("li"); li; li = li.parentElement.closest("li")) li.classList.add("open");
    const box = nav.getBoundingClientRect(), at = a.getBoundingClientRect();
    if (getComputedStyle(nav).position === "sticky" && (at.top < box.top || at.bottom > box.bottom)) nav.scrollTop += at.top - box.top - box.height / 3;
  };
  nav.classList.add("follows");
  addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", follow);
  follow();

  // A link to something folded unfolds it, in browsers too that do not do so by themselves.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    const folds = [];
    for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) folds.push(fold);
    if (!folds.length) return;
    for (const fold of folds) fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
}
{
  // The filters of the evidence: rows that match stay, blocks of the others lose their colour; a block asked for by name is always shown.
  const form = document.getElementById("filters");
  if (form) {
    const rows = [...document.querySelectorAll("#units tbody tr")];
    const block = (row) => document.getElementById(row.id.replace("unit", "block"));
    const status = document.getElementById("shown");
    const filter = () => {
      const wanted = [...new FormData(form)].filter(([, value]) => value);
      for (const row of rows) {
        row.hidden = !wanted.every(([name, value]) => row.dataset[name].split(" ").includes(value));
        block(row).classList.toggle("out", row.hidden);
      }
      const n = rows.filter((row) => !row.hidden).length;
      const chosen = form.elements.text, own = rows.filter((row) => row.dataset.text === chosen.value).length;
      const share = own > n ? ` (${n} of the ${own} of ${chosen.selectedOptions[0].text}: ${Math.round((100 * n) / own)} %)` : "";
      status.textContent = `${n} of ${rows.length} units${share}`;
    };
    for (const row of rows) block(row).addEventListener("click", () => row.hidden && (form.reset(), filter()));
    form.addEventListener("change", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    filter();
  }
}
