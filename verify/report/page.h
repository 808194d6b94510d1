// The style sheet of the HTML report.
#pragma once

namespace levitate::report {

inline constexpr const char *pageStyle = R"css(
:root { color-scheme: light dark;
  --text: #1f2328; --faint: #59636e; --page: #ffffff; --panel: #f6f8fa; --line: #d1d9e0;
  --good: #1a7f37; --good-bg: #dafbe1; --bad: #cf222e; --bad-bg: #ffebe9; --accent: #0969da; }
@media (prefers-color-scheme: dark) { :root {
  --text: #e6edf3; --faint: #9198a1; --page: #0d1117; --panel: #151b23; --line: #3d444d;
  --good: #3fb950; --good-bg: #12261e; --bad: #f85149; --bad-bg: #2d1517; --accent: #4493f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 .5rem; }
p { margin: .4rem 0; }
a { color: var(--accent); }
nav a { margin-right: 1rem; white-space: nowrap; }
.faint { color: var(--faint); }
.good { color: var(--good); } .bad { color: var(--bad); }
.verdict { display: inline-block; padding: .1rem .7rem; border-radius: 1rem; font-weight: 600; }
.verdict.good { background: var(--good-bg); } .verdict.bad { background: var(--bad-bg); }
code, pre, td.code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--panel); border-radius: .4rem;
  line-height: 1.4; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.mark { width: 4.5rem; font-weight: 600; white-space: nowrap; }
td ul { margin: .25rem 0 0; padding-left: 1.1rem; }
.wide { overflow-x: auto; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.25rem; }
.columns > div { min-width: 0; }
details { margin: .4rem 0; }
summary { cursor: pointer; }
img.screen { max-width: 100%; border: 1px solid var(--line); border-radius: .4rem; }
svg.graph { max-width: 100%; height: auto; }
svg.graph text { fill: var(--text); font-family: system-ui, sans-serif; }
svg.graph path, svg.graph polygon { stroke: var(--faint); fill: none; }
svg.graph .node path, svg.graph .node polygon { fill: var(--panel); stroke: var(--line); }
svg.graph .node.violating path, svg.graph .node.violating polygon { stroke: var(--bad); }
svg.graph .edge polygon { fill: var(--faint); }
svg.graph .edge.violation path { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 5 3; }
svg.graph .edge.violation polygon { stroke: var(--bad); fill: var(--bad); }
svg.graph .edge.violation text { fill: var(--bad); }
ul.graph .violation { color: var(--bad); }
pre.diff { padding: .5rem 0; }
pre.diff span { display: block; padding: 0 .75rem; min-height: 1.4em; width: max-content; min-width: 100%; }
pre.diff .add { background: var(--good-bg); } pre.diff .del { background: var(--bad-bg); }
pre.diff .hunk { color: var(--accent); }
.bar { height: .7rem; background: var(--accent); border-radius: .35rem; min-width: 2px; }
)css";

} // namespace levitate::report
