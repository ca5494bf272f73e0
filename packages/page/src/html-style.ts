/** The look of the page: both colour schemes, narrow windows and paper, without any file beside it. */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --page: #f6f7f8; --surface: #ffffff; --line: #e3e7ea; --text: #12171c; --soft: #5a6570;
  --accent: #0f6b63; --bar: #128a7e; --attention: #8a4b00; --attention-wash: #fff3dc;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0c0f12; --surface: #13171b; --line: #23292f; --text: #e9ecf0; --soft: #98a3ae;
    --accent: #4fd1c0; --bar: #2fbfae; --attention: #f0b959; --attention-wash: #2b2110;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { margin: 0; font-size: 28px; letter-spacing: -0.01em; }
.subtitle { margin: 4px 0 24px; color: var(--soft); }
section { margin: 0 0 20px; padding: 20px 24px; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
h2 { margin: 0 0 12px; font-size: 18px; }
h3 { margin: 16px 0 4px; font-size: 14px; color: var(--soft); font-weight: 600; }
p { margin: 8px 0; max-width: 75ch; }
.attention { padding: 8px 12px; border-left: 3px solid var(--attention); background: var(--attention-wash); color: var(--attention); }
dl.figures { display: flex; flex-wrap: wrap; gap: 12px 48px; margin: 0 0 12px; }
dl.figures dt { color: var(--soft); font-size: 13px; }
dl.figures dd { margin: 0; }
dl.figures .value { font-size: 30px; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; line-height: 1.25; }
dl.figures .note { color: var(--soft); font-size: 13px; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; padding: 0 0 6px; color: var(--soft); font-size: 13px; font-weight: 600; }
th, td { padding: 6px 18px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 13px; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; overflow-wrap: anywhere; min-width: 18ch; }
td { white-space: nowrap; }
td.prose { white-space: normal; min-width: 28ch; overflow-wrap: anywhere; }
.bars th:first-child { width: 36%; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.part { width: 220px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.part svg { width: 140px; height: 10px; vertical-align: middle; margin-left: 8px; }
.part span { display: inline-block; min-width: 6.5ch; text-align: right; }
rect { fill: var(--bar); }
ul { margin: 4px 0 12px; padding-left: 20px; overflow-wrap: anywhere; }
ol { margin: 0; padding-left: 20px; }
ol li { margin: 0 0 12px; }
code { font: 13px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--accent); font-weight: 600; overflow-wrap: anywhere; }
ol span { display: block; color: var(--soft); }
a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
footer { color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 20px 12px 40px; }
  section { padding: 16px 14px; }
}
@media print {
  @page { margin: 14mm; }
  body { background: #fff; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 10pt 0; margin: 0; }
  table { font-size: 8pt; }
  th, td { padding: 3pt 6pt 3pt 0; }
  caption, thead th { font-size: 7.5pt; }
  .scroll { overflow: visible; }
  td, td.prose { white-space: normal; min-width: 0; }
  tbody th { min-width: 12ch; }
  .part { width: 150px; }
  .part svg { width: 70px; }
  tr, h2, h3, caption, li, .figures, .attention { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  svg, .attention { print-color-adjust: exact; }
}
`;
