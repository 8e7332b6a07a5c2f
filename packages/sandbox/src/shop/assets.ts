/** Looks again every second and changes the page only when there is something new. */
export const shopScript = `
let looking = false;
const look = async () => {
  if (looking || document.hidden) return;
  looking = true;
  try {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("order");
    const shown = document.getElementById("order");
    if (fresh && shown && fresh.innerHTML !== shown.innerHTML) {
      const focused = shown.contains(document.activeElement);
      if (focused && fresh.querySelector("h1").textContent === shown.querySelector("h1").textContent) return;
      shown.replaceChildren(...fresh.childNodes);
      document.title = page.title;
    }
  } catch {
    // The shop is away for a moment; the next look may find it.
  } finally {
    looking = false;
  }
};
setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
`;

export const shopStyles = `
:root { --page: #f4efe6; --card: #fffdf8; --text: #2b2118; --soft: #6a5b4b; --line: #dccfbc; --bark: #6b3f1d; --wood: #d8b07a;
  --on: #fff; --good: #2c6e3f; --bad: #9c2f22; --waiting: #7a5a00; color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  :root { --page: #1b1611; --card: #251f18; --text: #f2e9dc; --soft: #bcab96; --line: #463a2d; --bark: #e0b384; --wood: #a67c48;
    --on: #1b1611; --good: #8fd19e; --bad: #f2a197; --waiting: #e8c66a; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 1.0625rem/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif; }
header, main, footer { width: 100%; max-width: 60rem; margin: 0 auto; padding: 20px; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; border-bottom: 1px solid var(--line); }
header p { margin: 0; color: var(--soft); font-size: .9375rem; font-style: italic; }
.name { font-size: 1.728rem; font-weight: 700; letter-spacing: .02em; color: var(--bark); text-decoration: none; }
main { flex: 1; }
footer { color: var(--soft); font-size: .875rem; border-top: 1px solid var(--line); }
footer p { margin: 0; }
h1 { font-size: 1.728rem; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 1.2rem; margin: 0 0 8px; }
a:focus-visible, button:focus-visible { outline: 3px solid #2f7bf6; outline-offset: 3px; }
.product { display: grid; gap: 24px; }
@media (min-width: 44rem) { .product { grid-template-columns: 1fr 1fr; align-items: center; padding-top: 24px; } }
.picture { background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: 16px; }
svg { display: block; width: 100%; height: auto; }
.half path { fill: var(--wood); stroke: var(--bark); stroke-width: 2; }
.half .notch { fill: var(--card); }
.price { font-size: 1.44rem; font-weight: 700; font-variant-numeric: tabular-nums; margin: 0 0 12px; }
button, .button { display: inline-block; width: 100%; min-height: 52px; padding: 12px 24px; border: 0; border-radius: 4px;
  background: var(--bark); color: var(--on); font: inherit; font-weight: 700; text-align: center; text-decoration: none; cursor: pointer; }
@media (min-width: 44rem) { button, .button { width: auto; min-width: 16rem; } }
.small { font-size: .9375rem; color: var(--soft); }
#order { display: grid; gap: 20px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: 20px; }
section p:last-child { margin-bottom: 0; }
.state { border-left: 6px solid var(--waiting); }
.state.good { border-left-color: var(--good); }
.state.good h1 { color: var(--good); }
.state.bad { border-left-color: var(--bad); }
.state.bad h1 { color: var(--bad); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 20px; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .9em ui-monospace, Menlo, Consolas, monospace; }
.figures { font-variant-numeric: tabular-nums; }
.events { list-style: none; margin: 0; padding: 0; }
.events li { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 8px 0; border-top: 1px solid var(--line); }
.events li:first-child { border-top: 0; }
.verified { color: var(--good); }
`;
