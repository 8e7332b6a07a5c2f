// What the pages do more where scripts run: search at each key, follow the payment, copy, local times.
// Nothing here decides anything, and every page works without it. Text reaches the page by textContent only.
"use strict";
(() => {
  const body = document.body;

  followLink();
  searchAtEachKey();
  tellHowLong();
  copyOnRequest();
  sendOnce();

  /** Asks for the link's state, soon at first and then more rarely, and loads the page anew when it has changed. */
  function followLink() {
    const { status, state } = body.dataset;
    if (!status || !state) return;
    const patient = body.dataset.step === "choose" || body.dataset.step === "confirm";
    const until = Date.now() + 60 * 60_000;
    let wait = patient ? 3_000 : 1_000;
    let timer;
    const later = () => {
      clearTimeout(timer);
      if (Date.now() < until) timer = setTimeout(ask, wait * (0.9 + Math.random() * 0.2));
      wait = Math.min(wait * 1.25, 10_000);
    };
    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(status, { headers: { accept: "application/json" }, cache: "no-store" });
        if (answer.ok && (await answer.json()).state !== state) return location.replace(location.pathname);
      } catch {
        // The network is away for a moment; the next round asks again.
      }
      later();
    };
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      wait = 1_000;
      later();
    });
    later();
  }

  function searchAtEachKey() {
    const input = document.getElementById("q");
    const results = document.getElementById("results");
    const found = document.getElementById("found");
    const row = document.getElementById("bank-row");
    if (!input || !results || !found || !row) return;
    const everything = [...results.childNodes];
    const startedWith = input.value.trim();
    let shown = startedWith;
    let running;
    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, 120);
    });
    async function search() {
      const query = input.value.trim();
      if (query === shown) return;
      shown = query;
      running?.abort();
      running = new AbortController();
      if (query === "" && startedWith === "") {
        found.textContent = "";
        results.replaceChildren(...everything);
        return;
      }
      try {
        const url = `${input.dataset.banks}?q=${encodeURIComponent(query)}`;
        const answer = await fetch(url, { signal: running.signal, headers: { accept: "application/json" } });
        if (!answer.ok) return;
        const { text, banks } = await answer.json();
        found.textContent = text;
        const list = document.createElement("ul");
        list.className = "banks rows";
        list.replaceChildren(...banks.map(build));
        results.replaceChildren(list);
      } catch {
        // Superseded by the next key, or the network is away: the search button still works.
      }
    }
    function build(bank) {
      const item = row.content.cloneNode(true);
      const set = (selector, text) => (item.querySelector(selector).textContent = text);
      item.querySelector(".bank").href = bank.href;
      item.querySelector(".mark").classList.add(`tone-${Number(bank.tone)}`);
      set(".mark", bank.letters);
      set(".name bdi", bank.name);
      set(".bic", bank.bic);
      set(".trouble", bank.trouble ?? "");
      if (bank.down) item.querySelector(".trouble").classList.add("down");
      return item;
    }
  }

  /** Shows the sentences about a long wait when their time has come. */
  function tellHowLong() {
    const waited = Number(body.dataset.waited) || 0;
    for (const element of document.querySelectorAll("[data-after][hidden]")) {
      const after = Number(element.dataset.after);
      setTimeout(
        () => {
          element.hidden = false;
          if (after >= 60_000) document.querySelector(".progress")?.classList.add("still");
        },
        Math.max(0, after - waited),
      );
    }
  }

  function copyOnRequest() {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copy]")) {
      const label = button.textContent.trim();
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(button.dataset.copy);
        } catch {
          return;
        }
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = label), 2_000);
      });
    }
  }

  /** A second press of Pay is not sent; the hub would answer it with the first one's payment in any case. */
  function sendOnce() {
    for (const form of document.querySelectorAll("form[data-once]")) {
      let sent = false;
      const button = form.querySelector(".primary");
      form.addEventListener("submit", (event) => {
        if (sent) event.preventDefault();
        sent = true;
        button?.setAttribute("aria-disabled", "true");
      });
      addEventListener("pageshow", () => {
        sent = false;
        button?.removeAttribute("aria-disabled");
      });
    }
  }
})();
