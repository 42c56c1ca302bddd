// A checklist: counts the answers, lists what needs a follow-up, keeps it all on this device if asked to.
(() => {
  "use strict";
  const root = document.getElementById("tks");
  if (!root) return;
  const key = `tokki-checklist-${root.dataset.checklist}`;
  const item = (id) => root.querySelector(`[data-item="${CSS.escape(id)}"]`);
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

  function store() {
    if (!keep.checked) return;
    const given = {
      edition: root.dataset.edition,
      answers: Object.fromEntries(items.map((each) => [each.dataset.item, answer(each)]).filter(([, a]) => a)),
      fields: Object.fromEntries(fields.map((field) => [field.name, field.value])),
    };
    try {
      localStorage.setItem(key, JSON.stringify(given));
      status.textContent = root.dataset.kept;
    } catch {
      keep.checked = false;
      status.textContent = root.dataset.notKept;
    }
  }

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return found && typeof found === "object" ? found : null;
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  }

  function restore() {
    const found = stored();
    if (!found) return;
    keep.checked = true;
    for (const [id, value] of Object.entries(found.answers ?? {})) {
      const input = item(id)?.querySelector(`input[value="${CSS.escape(String(value))}"]`);
      if (input) input.checked = true;
    }
    for (const field of fields) {
      const value = found.fields?.[field.name];
      if (typeof value === "string") field.value = value;
    }
    changed.hidden = found.edition === root.dataset.edition;
    status.textContent = root.dataset.kept;
  }

  function erase() {
    forget();
    keep.checked = false;
    changed.hidden = true;
    for (const input of root.querySelectorAll("input[type=radio]:checked")) input.checked = false;
    for (const field of fields) field.value = initial.get(field.name);
    show();
    status.textContent = root.dataset.erased;
  }

  root.addEventListener("change", (event) => {
    if (event.target === keep) {
      if (!keep.checked) {
        forget();
        status.textContent = "";
      }
    }
    show();
    store();
  });
  root.addEventListener("input", store);
  document.getElementById("tks-erase").addEventListener("click", erase);
  document.getElementById("tks-print").addEventListener("click", () => window.print());
  for (const name of [".tks-progress", "#tks-follow", "#tks-keeping"]) root.querySelector(name).hidden = false;
  restore();
  show();
  root.dataset.ready = "";
})();
