import type { Brand } from "@tallystick/aspsp";

/** Looks again every two seconds and changes the page only when there is something new. */
export const phoneScript = `
const look = async () => {
  try {
    const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("messages");
    const shown = document.getElementById("messages");
    if (fresh && shown && fresh.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) {
      shown.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The bank is away for a moment; the next look may find it.
  }
};
setInterval(() => { if (!document.hidden) void look(); }, 2000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) void look(); });
`;

export function phoneStyles({ accent, colour, font }: Brand): string {
  const family = font === "serif" ? "Georgia, 'Times New Roman', serif" : "system-ui, 'Segoe UI', Roboto, sans-serif";
  return `
:root { --brand: ${colour}; --accent: ${accent}; --page: #e9ecef; --screen: #ffffff; --text: #1b1d21; --soft: #565d66;
  --line: #cfd4da; --card: #f6f7f9; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0c0d0f; --screen: #17191d; --text: #eef0f3; --soft: #a9b1bb; --line: #363b43; --card: #20242a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 ${family}; }
.phone { max-width: 26rem; min-height: 100vh; margin: 0 auto; background: var(--screen); display: flex; flex-direction: column; }
@media (min-width: 30rem) {
  body { padding: 24px; }
  .phone { min-height: calc(100vh - 48px); border: 8px solid #2a2d33; border-radius: 36px; overflow: hidden; }
}
header { display: flex; gap: 12px; align-items: center; padding: 16px 20px; background: var(--brand); color: #fff;
  border-bottom: 4px solid var(--accent); }
header p { margin: 0; line-height: 1.3; }
header p span { font-size: .875rem; }
.mark { display: grid; place-items: center; min-width: 44px; height: 44px; padding: 0 8px; border-radius: 12px;
  background: var(--accent); color: #111; font-weight: 700; }
main { flex: 1; padding: 20px; }
footer { padding: 12px 20px; font-size: .8125rem; color: var(--soft); border-top: 1px solid var(--line); }
footer p { margin: 0; }
h1 { font-size: 1.44rem; line-height: 1.25; margin: 0 0 12px; }
a { color: inherit; text-underline-offset: 3px; }
a:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid #2f7bf6; outline-offset: 2px; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.people > li { border: 1px solid var(--line); border-radius: 12px; margin-bottom: 12px; background: var(--card); overflow: hidden; }
.people a { display: block; min-height: 44px; padding: 12px 16px; text-decoration: none; }
.people a:hover strong { text-decoration: underline; }
.people a strong { display: block; }
.people a span { color: var(--soft); font-size: .875rem; }
details { border-top: 1px solid var(--line); padding: 0 16px; font-size: .875rem; }
summary { padding: 12px 0; min-height: 44px; cursor: pointer; color: var(--soft); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 16px; }
dt { color: var(--soft); grid-column: 1; }
dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
code { font: .9375em ui-monospace, Menlo, Consolas, monospace; user-select: all; }
.back { margin: 0 0 16px; font-size: .875rem; }
.back a { display: inline-block; padding: 12px 0; }
.notice { border-left: 4px solid #b3261e; background: var(--card); padding: 12px 16px; margin: 0 0 16px; }
.empty { color: var(--soft); border: 1px dashed var(--line); border-radius: 12px; padding: 20px; }
#messages li { border: 1px solid var(--line); border-radius: 16px 16px 16px 4px; background: var(--card); padding: 12px 16px; margin-bottom: 12px; }
#messages li.past { color: var(--soft); }
#messages p { margin: 0 0 8px; }
.when { font-size: .8125rem; color: var(--soft); }
.text { overflow-wrap: anywhere; }
.code span { display: block; font-size: .8125rem; color: var(--soft); }
.code b { font-size: 2.07rem; line-height: 1.2; letter-spacing: .08em; font-variant-numeric: tabular-nums; user-select: all; }
.past .code b { text-decoration: line-through; }
.answer { font-weight: 700; }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 12px; }
button { min-height: 48px; border-radius: 12px; font: inherit; font-weight: 700; cursor: pointer; }
.approve { background: #146c2e; color: #fff; border: 2px solid #146c2e; }
.refuse { background: transparent; color: var(--text); border: 2px solid var(--line); }
`;
}
