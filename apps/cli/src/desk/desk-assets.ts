/** The desk's stylesheet and its one script, in the network's colours and type scale. */
export const deskStyle = `
:root { color-scheme: light dark; --ink: #16202e; --paper: #fbfaf7; --line: #d9d5cb;
  --quiet: #5b6472; --signal: #f2a900; --action: #0b5fff; --good: #1b7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f0ea; --paper: #10161f; --line: #2c3644;
  --quiet: #a7afbb; --signal: #ffc233; --action: #7aa7ff; --good: #63d39a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Inter Variable", system-ui, sans-serif; font-variant-numeric: tabular-nums; }
header, main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem; }
header { display: flex; gap: 1rem; align-items: center; }
header h1 { font-size: clamp(1.4rem, 7vw, 1.953rem); line-height: 1.2; margin: 0;
  overflow-wrap: anywhere; }
header div { min-width: 0; }
header p { margin: 0; color: var(--quiet); }
.mark { width: 3.5rem; flex: none; }
section { border-top: 1px solid var(--line); padding: 1.25rem 0; }
h2 { font-size: 1.25rem; margin: 0 0 .75rem; display: flex; gap: .6rem; align-items: center; }
h2 span { display: inline-grid; place-items: center; width: 1.9rem; height: 1.9rem;
  border: 2px solid; border-radius: 50%; font-size: 1rem; }
form { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr));
  align-items: end; }
label { display: grid; gap: .25rem; font-weight: 600; }
label.check { display: flex; align-items: center; min-height: 2.75rem; }
input, select, button { font: inherit; font-weight: 400; color: inherit; min-height: 2.75rem; width: 100%;
  padding: .4rem .7rem; background: transparent; border: 1px solid var(--quiet); border-radius: .4rem; }
select option { background: var(--paper); }
input[type="checkbox"] { width: 1.4rem; min-height: 1.4rem; }
button { background: var(--action); border-color: var(--action); color: var(--paper);
  font-weight: 600; cursor: pointer; }
button.copy { width: auto; min-height: 2.25rem; background: transparent; color: var(--action); }
a { color: var(--action); }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; }
ul { list-style: none; padding: 0; margin: 0; }
.labels { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
.labels + .labels { margin-top: .75rem; }
.labels li { display: flex; gap: 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; }
.labels div { min-width: 0; }
.labels em { color: var(--quiet); }
code { display: block; overflow-wrap: anywhere; margin: .25rem 0; }
.qr { width: 6.5rem; height: 6.5rem; flex: none; }
.places li { padding: .35rem 0; }
.message { padding: .75rem 1rem; border: 2px solid; border-radius: .5rem; }
.message.good { color: var(--good); } .message.bad { color: var(--bad); }
.empty, small { color: var(--quiet); }
`;

export const deskScript = `
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.text);
    button.textContent = "Copied";
  });
}
`;
