import type { AlarmMessage } from "@headgate/contract";

/** Escaped, five times as long at most: less than the 3,000 characters that a section takes. */
const MOST_TEXT = 560;
const MOST_LINK = 2_000;

/**
 * The message as an incoming webhook of Slack takes it: a text, which notifications show, and blocks
 * (https://docs.slack.dev/tools/slack-github-action/sending-data-slack-incoming-webhook, read 2026-11-28).
 * `&`, `<` and `>` are markup there, by which a value could call everyone in the channel.
 */
export function slackBody({ text, link, measurement, kind }: AlarmMessage) {
  const shown = escaped(text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text);
  const details = [
    ...(measurement === null
      ? []
      : [`${measurement.from} – ${measurement.to}`, `${measurement.calls} calls`]),
    ...(measurement?.simulated ? ["simulated"] : []),
    ...(link === null || link.length > MOST_LINK ? [] : [`<${link}|Open in Headgate>`]),
  ];
  const title = { fired: "🔴 ", reminder: "🔴 ", resolved: "🟢 ", test: "" }[kind];
  return {
    text: shown,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `${title}${shown}` } },
      ...(details.length === 0
        ? []
        : [{ type: "context", elements: [{ type: "mrkdwn", text: details.join(" · ") }] }]),
    ],
  };
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
