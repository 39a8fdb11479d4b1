/** The only style of the page; its digest stands in the page's policy for contents. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2024;--dim:#60646c;--line:#d9d9e0;--card:#f9f9fb;--code:#f0f0f3;
--critical:#b3123c;--high:#c62a2f;--medium:#a35200;--low:#006dcb;--info:#60646c;--pass:#18794e;--hit:#fff1c2}
@media (prefers-color-scheme:dark){:root{--bg:#111113;--fg:#edeef0;--dim:#b0b4ba;--line:#363a3f;--card:#18191b;--code:#212225;
--critical:#ff7092;--high:#ff9592;--medium:#ffb366;--low:#70b8ff;--info:#b0b4ba;--pass:#3dd68c;--hit:#3d3000}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:2rem 1.25rem 4rem;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.25rem 0 .75rem}h3{font-size:1rem;margin:0}
p{margin:.4rem 0}.dim{color:var(--dim)}code,pre{font:13.5px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .9rem;min-width:6.5rem}
.tiles b{display:block;font-size:1.35rem;line-height:1.3}
article,.reason{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--edge,var(--line));border-radius:.5rem;padding:.85rem 1rem;margin:.75rem 0}
.critical{--edge:var(--critical)}.high{--edge:var(--high)}.medium{--edge:var(--medium)}.low{--edge:var(--low)}.info{--edge:var(--info)}
.refuse{--edge:var(--high)}.incomplete,.ask{--edge:var(--medium)}.pass{--edge:var(--pass)}
.tag{color:var(--edge);font-weight:600}h1 .tag{font-weight:700}
pre{background:var(--code);border-radius:.4rem;padding:.6rem 0;margin:.75rem 0;overflow-x:auto;overflow-wrap:normal}
pre span{display:block;padding:0 .9rem;white-space:pre}pre .hit{background:var(--hit)}pre i{color:var(--dim);font-style:normal;user-select:none;-webkit-user-select:none}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right}details{margin:.5rem 0}summary{cursor:pointer;color:var(--dim)}ol{margin:.5rem 0;padding-left:1.5rem}
@media print{body{max-width:none;padding:0}article,.reason{break-inside:avoid}}
`;
