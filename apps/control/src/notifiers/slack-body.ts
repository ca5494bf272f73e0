import type { Notice, NoticePart } from "./notice.ts";

/** Escaped, five times as long at most: less than the 3,000 characters that a section takes. */
const MOST_TEXT = 560;
const MOST_LINK = 2_000;
/** Two blocks a part, and Slack takes 50 blocks. */
const MOST_PARTS = 24;

const marks = { bad: "🔴 ", good: "🟢 ", plain: "" } as const satisfies Record<
  NoticePart["mark"],
  string
>;

/**
 * The notice as an incoming webhook of Slack takes it: a text, which notifications show, and blocks
 * (https://docs.slack.dev/tools/slack-github-action/sending-data-slack-incoming-webhook, read 2026-11-28).
 * `&`, `<` and `>` are markup there, by which a value could call everyone in the channel.
 */
export function slackBody({ subject, parts }: Notice) {
  const shown = parts.slice(0, MOST_PARTS);
  const [only] = parts;
  const leftOut = parts.length - shown.length;
  return {
    text: escaped(clipped(parts.length === 1 && only !== undefined ? only.text : subject)),
    blocks: [
      ...shown.flatMap(blocksOf),
      ...(leftOut === 0 ? [] : [section(`… and ${leftOut} more in the console.`)]),
    ],
  };
}

function blocksOf({ text, details, link, mark }: NoticePart) {
  const small = [
    ...details.map(escaped),
    ...(link === null || link.length > MOST_LINK ? [] : [`<${link}|Open in Headgate>`]),
  ];
  return [
    section(`${marks[mark]}${escaped(clipped(text))}`),
    ...(small.length === 0
      ? []
      : [{ type: "context", elements: [{ type: "mrkdwn", text: small.join(" · ") }] }]),
  ];
}

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

const clipped = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
