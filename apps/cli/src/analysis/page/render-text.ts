import type { Block, Page } from "@headgate/page";
import { colors } from "../../command-line/terminal.ts";
import { wrap } from "../../command-line/wrap.ts";
import { renderPageTable, withBars } from "./render-text-table.ts";

/** Prose is wrapped here where the terminal is wider, or is none. */
const WIDEST_PROSE = 100;

/** The page for a terminal of `width` columns. */
export const renderText = ({ title, subtitle, sections }: Page, width: number): string =>
  [
    `${colors.bold(title)}, ${subtitle}`,
    ...sections.flatMap((section) => [
      "",
      colors.bold(colors.cyan(section.title.toUpperCase())),
      ...section.blocks.flatMap((block) => ["", ...renderBlock(block, width)]).slice(1),
    ]),
  ].join("\n");

function renderBlock(block: Block, width: number): string[] {
  const prose = Math.min(width, WIDEST_PROSE);
  switch (block.kind) {
    case "text":
      return wrap(block.text, prose);
    case "attention":
      return wrap(`! ${block.text}`, prose).map((line) => colors.yellow(line));
    case "figures":
      return block.figures.map(
        ({ label, value, note }) => `${label}: ${colors.bold(value)} (${note})`,
      );
    case "table":
      return [colors.dim(block.caption), renderPageTable(withBars(block), width)];
    case "list":
      return [
        colors.dim(block.title),
        ...block.items.flatMap((item) => indented(item, prose, "- ")),
      ];
    case "links":
      return block.links.map(({ title, url }) => `${title}: ${url}`);
    case "commands":
      return block.commands.flatMap(({ command, why }) => [
        colors.bold(command),
        ...indented(why, prose, "  "),
      ]);
    default:
      return block satisfies never;
  }
}

const indented = (text: string, width: number, first: string): string[] =>
  wrap(text, width - 2).map((line, index) => `${index === 0 ? first : "  "}${line}`);
