// Keeps the states on the page true. Without this script the page shows them as they were when it was loaded.
"use strict";

const checked = document.getElementById("checked");

function show(status) {
  for (const service of status.services) {
    const item = document.querySelector(`li[data-service="${CSS.escape(service.name)}"]`);
    if (!item) continue;
    item.dataset.state = service.state;
    item.querySelector(".state").textContent = service.state;
    item.querySelector(".detail").textContent = service.detail;
  }
  document.getElementById("sample").hidden = status.sample !== true;
}

async function ask() {
  if (!document.hidden) {
    try {
      const answer = await fetch("/status", { cache: "no-store" });
      show(await answer.json());
      checked.textContent = "";
    } catch {
      checked.textContent = "the front door does not answer";
    }
  }
  setTimeout(ask, 3000);
}

setTimeout(ask, 3000);
