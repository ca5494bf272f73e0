import { basename } from "node:path";
import { answeredRegion } from "@headgate/pricing";
import {
  isJsonObject,
  type JsonObject,
  messagesServiceTier,
  objectOrAbsent,
  readRecordedUsage,
  statesUsage,
} from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import type { JsonRecord } from "../read/json-record.ts";
import { readJson } from "../read/read-json.ts";
import { skipAt } from "../read/read-skip.ts";
import { inBatches } from "../row/found-batches.ts";
import { labelOf } from "../row/label-of.ts";
import { contentId } from "../row/row-ids.ts";
import { TagCollector } from "../row/tag-collector.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { AttemptFacts, Found, ReadContext, Source, SourceFile } from "../source.ts";
import { Answers } from "./answers.ts";
import { type KnownAnswers, knownAnswers } from "./known-answers.ts";
import { preferenceOf } from "./preference.ts";
import { readSessionLine, type UsageLine } from "./usage-line.ts";

/**
 * Claude Code's sessions, `~/.claude/projects/**` and `~/.config/claude/projects/**`. One answer stands on
 * several lines, and in every session that was resumed or forked from its own: it is one row, of the line that
 * says most (after the rules of ccusage, https://github.com/ryoppippi/ccusage). A session that goes on is read
 * again: its later row of an answer takes the earlier one's place.
 */
export const claudeCode: Source = {
  name: "claude_code",
  title: "Claude Code's sessions",
  restates: true,
  detect: ({ head }) => (headObjects(head).some(isSessionLine) ? "certain" : undefined),
  read: (file, context) => inBatches(read(file, context)),
};

const entries: ReadonlySet<unknown> = new Set(["user", "assistant", "system", "progress"]);

function isSessionLine(line: JsonObject): boolean {
  if (line.type === "summary") return typeof line.leafUuid === "string";
  if (line.type === "file-history-snapshot") return isJsonObject(line.snapshot);
  if (line.type === "queue-operation") return typeof line.sessionId === "string";
  if (entries.has(line.type) && typeof line.sessionId === "string") return true;
  const hasUsage = isJsonObject(objectOrAbsent(line.message)?.usage);
  return hasUsage && (line.requestId !== undefined || line.sessionId !== undefined);
}

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const known = knownAnswers(context.signal);
  const answers = new Answers(known);
  for await (const pieces of readJson(file, context)) {
    const found: Found[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") found.push(piece);
      else readLine(piece, { answers, known, found });
    }
    yield found;
  }
  yield answers.end();
}

function readLine(
  record: JsonRecord,
  { answers, known, found }: { answers: Answers; known: KnownAnswers; found: Found[] },
): void {
  const { place } = record;
  const session = readSessionLine(record.value);
  switch (session.kind) {
    case "other":
      found.push(skipAt("not_a_call", place));
      return;
    case "synthetic":
      found.push(skipAt("not_a_call", place, "Claude Code wrote this itself; no model answered."));
      return;
    case "no_usage":
      found.push(skipAt("usage_unreadable", place, "The answer states no usage."));
      return;
    case "usage": {
      const startedAtMs = timeMsOf(session.line.timestamp);
      if (startedAtMs === undefined) {
        found.push(skipAt("time_unreadable", place, "timestamp"));
        return;
      }
      const { line } = session;
      const ids = known.idsOf(line, () => line.uuid ?? contentId(basename(place) + record.text));
      const tags = tagsOf(line);
      const attempt = attemptOf(line, { ids, startedAtMs, tags });
      found.push(...answers.add({ attempt, prefer: preferenceOf(line), place }));
      for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
      return;
    }
    default:
      session satisfies never;
  }
}

function attemptOf(
  line: UsageLine,
  known: {
    ids: Pick<AttemptFacts, "row_id" | "call_id">;
    startedAtMs: number;
    tags: TagCollector;
  },
): AttemptFacts {
  const { messageId, requestId, model, usage } = line;
  const read = readRecordedUsage({
    statements: [{ usage }],
    shape: "anthropic.messages",
    ...(model !== undefined && { model }),
  });
  const tier = messagesServiceTier(usage);
  const provider = providerOf(messageId);
  const region = read.kind === "read" ? answeredRegion(provider, read) : undefined;
  const session = labelOf(line.sessionId);
  const isRead = read.kind === "read" && statesUsage(read);
  return {
    ...known.ids,
    started_at_ms: known.startedAtMs,
    source: "claude_code",
    wire_format: "anthropic.messages",
    operation: "chat",
    provider,
    ...(region !== undefined && { region }),
    ...(model !== undefined && { request_model: model, response_model: model }),
    ...(messageId !== undefined && { response_id: messageId }),
    ...(requestId !== undefined && { provider_request_id: requestId.slice(0, 200) }),
    ...(tier !== undefined && { service_tier: tier }),
    outcome: "completed",
    usage_origin: isRead ? "provider" : "none",
    usage: read.kind === "read" ? read.usage : {},
    ...(read.kind === "read" && read.otherUsage !== undefined && { other_usage: read.otherUsage }),
    raw_usage: usage,
    ...(read.kind === "read" &&
      read.violations.length > 0 && { usage_violations: [...read.violations] }),
    attribution: session === undefined ? {} : { session },
    tags: known.tags.tags,
  };
}

/** Message ids begin alike at Anthropic, and with a mark of their own on Bedrock and Vertex AI. */
function providerOf(messageId: string | undefined): string {
  if (messageId?.startsWith("msg_bdrk_") === true) return "bedrock";
  return messageId?.startsWith("msg_vrtx_") === true ? "vertex" : "anthropic";
}

function tagsOf({ cwd, version, gitBranch, isSidechain, costUsd }: UsageLine): TagCollector {
  const tags = new TagCollector();
  tags.add("cwd", cwd);
  // The folder's name is what a team calls the project; the configuration's rules may make it a label.
  tags.add(
    "project",
    cwd?.split(/[/\\]/).findLast((part) => part !== ""),
  );
  tags.add("git.branch", gitBranch);
  tags.add("claude_code.version", version);
  // To compare with; an estimate of Claude Code's own, which is no charge.
  tags.add("claude_code.cost_usd", costUsd);
  if (isSidechain) tags.add("claude_code.sidechain", true);
  return tags;
}
