// Makes the calls of the reference's forms. Answers go onto the page as text only.
const credentials = document.getElementById("credentials");
const field = (id) => document.getElementById(id).value.trim();

function show(result, heading, text) {
  const title = document.createElement("p");
  title.textContent = heading;
  const block = document.createElement("pre");
  block.tabIndex = 0;
  block.textContent = text;
  result.replaceChildren(title, block);
}

async function call(form) {
  const result = form.querySelector(".result");
  const button = form.querySelector("button");
  let body;
  try {
    body = JSON.parse(form.querySelector("textarea").value);
  } catch (error) {
    show(result, "The body is not JSON; nothing was sent.", error.message);
    return;
  }
  button.disabled = true;
  try {
    const answer = await fetch(form.dataset.path, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client_id: field("client-id"), client_secret: field("client-secret"), ...body }),
      signal: AbortSignal.timeout(30000),
    });
    const text = await answer.text();
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), undefined, 2);
    } catch {
      // Shown as it came.
    }
    show(result, `Status ${answer.status}`, shown);
  } catch (error) {
    show(result, "No answer came.", error.message);
  } finally {
    button.disabled = false;
  }
}

credentials.hidden = false;
credentials.addEventListener("submit", (event) => event.preventDefault());
for (const form of document.querySelectorAll("form.try")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void call(form);
  });
}
