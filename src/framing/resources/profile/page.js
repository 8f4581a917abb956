"use strict";
{
  const form = document.querySelector(".filters");
  // One spelling for what Arabic typists write in several, as the package folds it.
  const fold = (s) => s.normalize("NFKC").toLowerCase().replace(/[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[أإآٱ]/g, "ا").replace(/[ىی]/g, "ي").replace(/ة/g, "ه").replace(/ؤ/g, "و").replace(/ئ/g, "ي").replace(/ک/g, "ك")
    .replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660);
  addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details.variable, details.where")) d.open = true; });
  const button = document.querySelector("[data-copy]");
  if (button) {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      const done = () => { button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy"; }, 1500); };
      if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(done, () => document.execCommand("copy") && done());
      else if (document.execCommand("copy")) done();
    });
  }
  if (form) {
    const units = [...document.querySelectorAll("#reading article")].flatMap((article) => {
      const cells = article.querySelectorAll(".strip>li");
      return [...article.querySelectorAll(".units>li")].map((li, i) => ({
        li, article, cell: cells[i], said: fold(li.querySelector(".say").textContent), group: article.parentElement.dataset.group,
      }));
    });
    const articles = [...document.querySelectorAll("#reading article")], groups = [...document.querySelectorAll("#reading .group")];
    const buttons = [...form.querySelectorAll("[data-filter][aria-pressed]")];
    const search = form.querySelector("input"), select = form.querySelector("select"), status = form.querySelector("[role=status]");
    const chosen = (filter) => buttons.filter((b) => b.dataset.filter === filter && b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.is);
    const show = () => {
      const value = chosen("value"), voice = chosen("voice"), doubtful = chosen("doubtful").length, wanted = fold(search.value.trim());
      const met = new Set();
      let n = 0;
      for (const u of units) {
        const d = u.li.dataset;
        const fits = (!value.length || value.includes(d.value)) && (!voice.length || voice.includes(d.voice)) && (!doubtful || d.doubtful === "yes")
          && (!select.value || u.group === select.value) && (!wanted || u.said.includes(wanted));
        u.li.classList.toggle("out", !fits);
        u.cell.classList.toggle("out", !fits);
        if (fits) { n += 1; met.add(u.article); met.add(u.article.parentElement); }
      }
      for (const part of [...articles, ...groups]) part.classList.toggle("out", !met.has(part));
      status.textContent = `${n} of ${units.length} units shown, in ${articles.filter((a) => met.has(a)).length} articles`;
    };
    const reset = () => {
      for (const b of buttons) b.setAttribute("aria-pressed", "false");
      search.value = "";
      select.value = "";
      show();
    };
    for (const b of buttons) b.addEventListener("click", () => { b.setAttribute("aria-pressed", b.getAttribute("aria-pressed") !== "true"); show(); });
    form.addEventListener("reset", (e) => { e.preventDefault(); reset(); });
    form.addEventListener("submit", (e) => e.preventDefault());
    let wait;
    search.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(show, 120); });
    select.addEventListener("change", show);
    addEventListener("hashchange", () => {
      const target = document.getElementById(location.hash.slice(1));
      if (target && target.closest(".out")) { reset(); target.scrollIntoView(); }
    });
    form.hidden = false;
    show();
  }
}
