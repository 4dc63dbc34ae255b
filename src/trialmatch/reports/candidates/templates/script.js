"use strict";
(function () {
  document.documentElement.classList.add("js");
  const table = document.querySelector("table.list");
  const folds = Array.from(document.querySelectorAll("details"));

  // Print: everything open, and afterwards as it was.
  let wasOpen = null;
  function openAll() {
    if (wasOpen) return;
    wasOpen = folds.map((fold) => fold.open);
    folds.forEach((fold) => { fold.open = true; });
  }
  function asBefore() {
    if (!wasOpen) return;
    folds.forEach((fold, at) => { fold.open = wasOpen[at]; });
    wasOpen = null;
  }
  window.addEventListener("beforeprint", openAll);
  window.addEventListener("afterprint", asBefore);
  window.matchMedia("print").addEventListener("change", (event) => {
    if (event.matches) openAll(); else asBefore();
  });
  if (!table) return;

  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const find = document.getElementById("find");
  const byState = document.getElementById("by-state");
  const byMissing = document.getElementById("by-missing");
  const expand = document.getElementById("expand");
  const shown = document.querySelector(".shown");
  const nothing = document.querySelector(".nothing");
  const texts = new Map();
  const format = new Intl.NumberFormat(document.documentElement.lang);

  function textOf(row) {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  }

  function fits(row, words) {
    if (byState.value && row.dataset.state !== byState.value) return false;
    if (byMissing.value && !row.dataset.missing.split(" ").includes(byMissing.value)) return false;
    return words.every((word) => textOf(row).includes(word));
  }

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let visible = 0;
    rows.forEach((row) => {
      row.hidden = !fits(row, words);
      if (!row.hidden) visible += 1;
    });
    shown.textContent = shown.dataset.text
      .replace("{visible}", format.format(visible)).replace("{all}", format.format(rows.length));
    nothing.hidden = visible > 0;
  }

  function keyOf(row, column, numeric) {
    const cell = row.cells[column];
    const text = cell.dataset.v || cell.textContent.trim();
    return numeric ? (text === "" ? Infinity : parseFloat(text)) : text;
  }

  function compare(a, b) {
    return typeof a === "string" ? a.localeCompare(b, document.documentElement.lang) : a - b;
  }

  function sortBy(head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const numeric = head.dataset.sort === "n";
    const keyed = rows.map((row) => [keyOf(row, head.cellIndex, numeric), row]);
    keyed.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0])
      || keyOf(a[1], 0, true) - keyOf(b[1], 0, true));
    keyed.forEach((pair) => body.append(pair[1]));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }

  const heads = Array.from(table.tHead.rows[0].cells).filter((cell) => cell.dataset.sort);
  heads.forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = shown.dataset.sortText.replace("{column}", head.textContent);
    button.addEventListener("click", () => sortBy(head));
    head.replaceChildren(button);
  });
  heads[0].setAttribute("aria-sort", "ascending");

  function expandOrCollapse() {
    const open = expand.dataset.open !== "yes";
    rows.filter((row) => !row.hidden).forEach((row) => { row.querySelector("details").open = open; });
    expand.dataset.open = open ? "yes" : "no";
    expand.textContent = open ? expand.dataset.collapse : expand.dataset.expand;
  }

  body.addEventListener("click", (event) => {
    if (event.target.closest("details") || String(window.getSelection())) return;
    const fold = event.target.closest("tr").querySelector("details");
    fold.open = !fold.open;
  });
  [[find, "input"], [byState, "change"], [byMissing, "change"]].forEach((pair) => {
    pair[0].addEventListener(pair[1], filter);
  });
  expand.addEventListener("click", expandOrCollapse);
  document.getElementById("print").addEventListener("click", () => window.print());
  document.getElementById("reset").addEventListener("click", () => {
    find.value = "";
    byState.value = "";
    byMissing.value = "";
    filter();
    sortBy(heads[0]);
    if (heads[0].getAttribute("aria-sort") !== "ascending") sortBy(heads[0]);
  });
  filter();
}());
