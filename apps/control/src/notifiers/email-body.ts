import type { Notice, NoticePart } from "./notice.ts";

const MOST_SUBJECT = 200;

/** The notice as an e-mail: its subject in one line, plain text, and the same in simple HTML. */
export function emailBody({ subject, parts, html }: Notice) {
  return {
    subject: oneLine(subject).slice(0, MOST_SUBJECT),
    text: `${parts.map(textOf).join("\n\n")}\n`,
    html: html ?? `<!doctype html><meta charset="utf-8">${parts.map(htmlOf).join("")}`,
  };
}

/** A line end in a header would begin another header. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

const textOf = ({ text, details, link }: NoticePart): string =>
  [text, ...details, ...(link === null ? [] : [link])].join("\n");

const colours = { bad: "#b42318", good: "#067647", plain: "#475467" } as const satisfies Record<
  NoticePart["mark"],
  string
>;

function htmlOf({ text, details, link, mark }: NoticePart): string {
  const small =
    details.length === 0 ? "" : `<br><small>${details.map(escaped).join(" · ")}</small>`;
  const open = link === null ? "" : `<br><a href="${escaped(link)}">Open in Headgate</a>`;
  return `<p style="border-left:4px solid ${colours[mark]};padding-left:12px;font-family:sans-serif">${escaped(text)}${small}${open}</p>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
