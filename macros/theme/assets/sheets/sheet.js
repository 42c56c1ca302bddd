// A checklist: counts the answers, lists what needs a follow-up. What is entered lives in this tab (sessionStorage), so that
// the other language goes on where this one was left; it stays on the device (localStorage) only if asked for.
(() => {
  "use strict";
  const root = document.getElementById("tks");
  if (!root) return;
  const key = `tokki-checklist-${root.dataset.checklist}`;
  const items = [...root.querySelectorAll("[data-item]")];
  const fields = [...root.querySelectorAll(".tks-field input, .tks-field textarea")];
  const initial = new Map(fields.map((field) => [field.name, field.value]));
  const keep = document.getElementById("tks-keep");
  const status = document.getElementById("tks-status");
  const changed = document.getElementById("tks-changed");

  const answer = (each) => each.querySelector("input:checked")?.value ?? "";

  function show() {
    for (const field of fields) field.toggleAttribute("data-empty", !field.value);
    const answered = items.filter(answer).length;
    document.getElementById("tks-bar").value = answered;
    const words = root.dataset.progress.replace("{answered}", answered).replace("{all}", items.length);
    const told = document.getElementById("tks-progress");
    if (told.textContent !== words) told.textContent = words;
    const open = items.filter((each) => ["no", "unknown"].includes(answer(each)));
    document.getElementById("tks-list").replaceChildren(...open.map(line));
    document.getElementById("tks-none").hidden = open.length > 0;
  }

  function line(each) {
    const link = document.createElement("a");
    link.href = `#${each.id}`;
    link.textContent = `${each.querySelector(".tks-number").textContent}. ${each.querySelector(".tks-words").textContent}`;
    const label = each.querySelector("input:checked").parentElement.textContent.trim();
    const found = document.createElement("li");
    found.append(link, ` — ${label}`);
    return found;
  }

  function box(name) {
    const tried = (what, or) => {
      try {
        return what(window[name]);
      } catch {
        return or; // a browser that refuses it
      }
    };
    return {
      load: () => tried((store) => store.getItem(key)),
      save: (text) =>
        tried((store) => {
          if (text === null) store.removeItem(key);
          else store.setItem(key, text);
          return true;
        }, false),
    };
  }

  const ERASED = ""; // stands for a moment where it was kept: other tabs forget theirs too
  const tab = box("sessionStorage");
  const device = box("localStorage");

  const packed = () =>
    JSON.stringify({
      edition: root.dataset.edition,
      answers: Object.fromEntries(items.map((each) => [each.dataset.item, answer(each)]).filter(([, a]) => a)),
      fields: Object.fromEntries(fields.map((field) => [field.name, field.value])),
    });

  function store() {
    const text = packed();
    tab.save(text);
    if (!keep.checked) return;
    keep.checked = device.save(text);
    status.textContent = keep.checked ? root.dataset.kept : root.dataset.notKept;
  }

  function read(text) {
    try {
      const found = JSON.parse(text);
      return found && typeof found === "object" ? found : null;
    } catch {
      return null;
    }
  }

  function fill(found) {
    for (const each of items) {
      const value = found.answers?.[each.dataset.item];
      for (const input of each.querySelectorAll("input[type=radio]")) input.checked = input.value === value;
    }
    for (const field of fields) {
      const value = found.fields?.[field.name];
      field.value = typeof value === "string" ? value : initial.get(field.name);
    }
    changed.hidden = found.edition === root.dataset.edition;
  }

  /** What this tab has goes before what the device has: another tab may keep something else there. */
  function restore() {
    const [mine, kept] = [tab.load(), device.load()];
    if (mine === undefined) return;
    const found = read(mine) ?? read(kept);
    fill(found ?? { edition: root.dataset.edition });
    keep.checked = Boolean(found) && (kept === mine || !read(mine));
    if (keep.checked) status.textContent = root.dataset.kept;
    show();
  }

  function forget() {
    fill({ edition: root.dataset.edition });
    tab.save(null);
    keep.checked = false;
    show();
  }

  function erase() {
    if (keep.checked) device.save(ERASED);
    device.save(null);
    forget();
    status.textContent = root.dataset.erased;
  }

  root.addEventListener("change", (event) => {
    if (event.target === keep) {
      device.save(null); // whichever tab kept something else there goes on with its own
      status.textContent = "";
    }
    show();
    store();
  });
  root.addEventListener("input", (event) => event.target !== keep && store());
  document.getElementById("tks-erase").addEventListener("click", erase);
  document.getElementById("tks-print").addEventListener("click", () => window.print());
  // Tabs that keep it share it; any other tab has its own.
  addEventListener("storage", ({ key: of, newValue }) => {
    if (of !== key || !keep.checked) return;
    if (newValue === ERASED) return forget();
    const found = read(newValue);
    keep.checked = Boolean(found);
    if (found) fill(found);
    else status.textContent = "";
    tab.save(found ? newValue : packed());
    show();
  });
  // A page that comes back as it was left knows nothing of what was entered since, in the other language; nor does a
  // browser that brings back what stood in the boxes.
  addEventListener("pageshow", ({ persisted }) => (persisted ? location.reload() : restore()));
  for (const name of [".tks-progress", "#tks-follow", "#tks-keeping"]) root.querySelector(name).hidden = false;
  show();
  restore();
  root.dataset.ready = "";
})();
