import { htmlStyle } from "./html-style.ts";
import type { Block, Column, Page, Row, Section, Table } from "./page.ts";

/**
 * The page as one HTML file that needs nothing beside it: no script, no font, no request, which its own policy
 * forbids.
 */
export const renderHtml = ({ title, subtitle, sections, footer }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${title}, ${subtitle}`)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="subtitle">${escaped(subtitle)}</p>
${sections.map(sectionOf).join("\n")}
<footer>${escaped(footer)}</footer>
</main>
</body>
</html>
`;

const sectionOf = ({ id, title, blocks }: Section): string =>
  `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(title)}</h2>
${blocks.map((block) => blockOf(block, title)).join("\n")}
</section>`;

function blockOf(block: Block, section: string): string {
  switch (block.kind) {
    case "text":
      return `<p>${escaped(block.text)}</p>`;
    case "attention":
      return `<p class="attention">${escaped(block.text)}</p>`;
    case "figures":
      return `<dl class="figures">${block.figures
        .map(
          ({ label, value, note }) =>
            `<div><dt>${escaped(label)}</dt><dd class="value">${escaped(value)}</dd><dd class="note">${escaped(note)}</dd></div>`,
        )
        .join("")}</dl>`;
    case "table":
      return tableOf(block, section);
    case "list":
      return `<h3>${escaped(block.title)}</h3>
<ul>${block.items.map((item) => `<li>${escaped(item)}</li>`).join("")}</ul>`;
    case "links":
      return `<ul>${block.links
        .map(({ title, url }) => `<li><a href="${escaped(url)}">${escaped(title)}</a></li>`)
        .join("")}</ul>`;
    case "commands":
      return `<ol>${block.commands
        .map(
          ({ command, why }) =>
            `<li><code>${escaped(command)}</code><span>${escaped(why)}</span></li>`,
        )
        .join("")}</ol>`;
    default:
      return block satisfies never;
  }
}

/** What is wider than the window is scrolled, by the keyboard too; tables of two sections may have one caption. */
function tableOf({ caption, columns, rows, hasBars }: Table, section: string): string {
  const head = columns.map(
    (column) => `<th scope="col"${classOf(column)}>${escaped(column.title)}</th>`,
  );
  if (hasBars) head.push(`<th scope="col" class="part">Part</th>`);
  const lines = rows.map((row) => {
    const cells = row.cells.map((cell, index) =>
      index === 0
        ? `<th scope="row">${escaped(cell)}</th>`
        : `<td${classOf(columns[index])}>${escaped(cell)}</td>`,
    );
    return `<tr>${cells.join("")}${hasBars ? `<td class="part">${barOf(row)}</td>` : ""}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="${escaped(`${section}: ${caption}`)}" tabindex="0">
<table${hasBars ? ` class="bars"` : ""}>
<caption>${escaped(caption)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>
</div>`;
}

function classOf(column: Column | undefined): string {
  if (column?.prose === true) return ` class="prose"`;
  return column?.align === "right" ? ` class="number"` : "";
}

/** The bar repeats the words beside it, so a reader of the screen hears them once. */
const barOf = ({ bar }: Row): string =>
  bar === null
    ? ""
    : `<span>${escaped(bar.text)}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${(bar.length * 100).toFixed(2)}" height="10" rx="1"></rect></svg>`;

const signs: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What was read can hold anything: nothing of it is markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
