import type { Brand } from "../profile.ts";
import { palettesOf, type Palette } from "./brand.ts";

/** The style sheet of one bank; it goes into the page under the page's nonce. */
export function styleOf(brand: Brand): string {
  const { light, dark } = palettesOf(brand);
  const headings = brand.font === "serif" ? serif : sans;
  return `:root{color-scheme:light dark;--headings:${headings};--radius:${brand.font === "serif" ? "2px" : "10px"};${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
${rules}`;
}

const sans = `system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif`;
const serif = `"Iowan Old Style","Palatino Linotype",Palatino,Georgia,"Noto Serif","Times New Roman",serif`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour};`)
    .join("");
}

const rules = `
*,*::before,*::after{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;background:var(--background);color:var(--text);font:1rem/1.5 ${sans}}
h1,h2{font-family:var(--headings);line-height:1.2;margin:0;text-wrap:balance}
h1{font-size:1.728rem}
h2{font-size:1.2rem}
p{margin:0 0 1rem;max-width:60ch}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:var(--surface);padding:.5rem 1rem}
.top{background:var(--fill);color:var(--on-fill);border-bottom:4px solid var(--accent)}
.top div{max-width:36rem;margin:0 auto;padding:.75rem 1rem;display:flex;align-items:center;gap:.75rem}
.mark{flex:none;width:2.75rem;height:2.75rem;border:2px solid currentcolor;border-radius:var(--radius);display:grid;place-items:center;font:700 1rem/1 var(--headings);letter-spacing:.02em}
.mark svg{width:1.75rem;height:1.75rem;fill:currentcolor}
.top strong{display:block;font:700 1.2rem/1.2 var(--headings)}
.name{margin:0;max-width:none}
.top small{display:block;font-size:.875rem}
main{flex:1;width:100%;max-width:36rem;margin:0 auto;padding:1.5rem 1rem 2rem}
.step{margin:0 0 .25rem;color:var(--muted);font-size:.875rem}
h1{margin-bottom:1rem}
.card{background:var(--surface);border:1px solid var(--line);border-radius:var(--radius);padding:1rem;margin:0 0 1.25rem}
.card>:last-child{margin-bottom:0}
.card h2{margin-top:1rem}
.orders{margin:.5rem 0 0;padding-left:2.25rem}
.orders li{padding:.5rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
.card ul{margin:0 0 1rem;padding-left:1.25rem}
.amount{margin:0 0 .75rem;font:700 2.074rem/1.15 var(--headings);font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
.amount.long{font-size:1.44rem}
dl{margin:0;display:grid;gap:.5rem}
dl>div{display:grid;gap:0;padding-top:.5rem;border-top:1px solid var(--line)}
dt{color:var(--muted);font-size:.875rem}
dd{margin:0;overflow-wrap:anywhere}
.iban{font-variant-numeric:tabular-nums;word-spacing:.08em;user-select:all}
.account{display:block}
form{margin:0}
label,legend{font-weight:600}
.field{margin:0 0 1rem}
.hint{display:block;color:var(--muted);font-size:.875rem;font-weight:400}
input[type=text],input[type=password]{display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .75rem;border:1px solid var(--muted);border-radius:var(--radius);background:var(--surface);color:var(--text);font:inherit}
input[aria-invalid]{border:2px solid var(--danger)}
input.code{font-size:1.44rem;letter-spacing:.2em;font-variant-numeric:tabular-nums}
.error{display:block;color:var(--danger);font-weight:600;margin-top:.25rem}
.problem{border:2px solid var(--danger);border-radius:var(--radius);background:var(--surface);padding:.75rem 1rem;margin:0 0 1.25rem}
.problem h2{color:var(--danger);font-size:1rem;margin-bottom:.25rem}
.problem p:last-child{margin-bottom:0}
fieldset{border:0;margin:0 0 1rem;padding:0}
legend{padding:0;margin-bottom:.5rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:2.75rem;padding:.75rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--surface);margin-bottom:.5rem;font-weight:400;cursor:pointer}
.choice:has(:checked){border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:.125rem 0 0;accent-color:var(--link)}
.choice span{display:block;overflow-wrap:anywhere;min-width:0}
.choice b{display:block}
button,.button{display:block;width:100%;min-height:3rem;padding:.75rem 1rem;border:1px solid var(--fill);border-radius:var(--radius);background:var(--fill);color:var(--on-fill);font:600 1rem/1.25 ${sans};text-align:center;text-decoration:none;cursor:pointer;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){button,.button{border-color:var(--link);background:var(--link);color:var(--background)}}
button:hover,.button:hover{filter:brightness(1.08)}
button.second{background:transparent;color:var(--link);border-color:var(--line)}
button+.hint{margin-top:.25rem}
a.second{background:transparent;color:var(--link);border-color:var(--line)}
.parts{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 1.25rem;padding:0;list-style:none;border-bottom:1px solid var(--line)}
.parts a{display:block;padding:.75rem 0 .625rem;border-bottom:3px solid transparent}
.parts a[aria-current]{border-color:var(--link);color:var(--text);font-weight:600;text-decoration:none}
.pager{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:0 0 1.25rem}
.pager a{padding:.5rem 0}
.card>h2:first-child{margin:0 0 .5rem;overflow-wrap:anywhere}
.card>.may{margin-bottom:.25rem}
.card>.end{margin-top:1rem}
.own{border-top:1px solid var(--line);margin-top:1.25rem;padding-top:1rem}
.more{display:grid;gap:.75rem;margin-top:.75rem}
.wait{display:flex;gap:.75rem;align-items:flex-start;margin:0 0 1rem}
.wait i{flex:none;width:1.5rem;height:1.5rem;border-radius:50%;border:3px solid var(--line);border-top-color:var(--link);animation:turn 1.2s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
@media (prefers-reduced-motion:reduce){.wait i{animation:none}}
footer{max-width:36rem;width:100%;margin:0 auto;padding:1rem;color:var(--muted);font-size:.875rem}
footer p{margin:0}
@media (min-width:40rem){dl>div{grid-template-columns:9.5rem 1fr;gap:1rem}main{padding-top:2.5rem}}
`;
