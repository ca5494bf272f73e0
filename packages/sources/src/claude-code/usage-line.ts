import { type JsonObject, objectOrAbsent, textOrAbsent } from "@headgate/providers";

/** One line about an answer: several have the same message, and grow. */
export type UsageLine = Readonly<{
  messageId?: string;
  requestId?: string;
  uuid?: string;
  sessionId?: string;
  timestamp: unknown;
  model?: string;
  usage: JsonObject;
  /** A line of an agent inside of the session: it may repeat an answer of the session itself. */
  isSidechain: boolean;
  /** Claude Code's own estimate, as it stands. */
  costUsd?: number;
  cwd?: string;
  version?: string;
  gitBranch?: string;
}>;

/** What a line of a session is: about an answer, or why it is not. */
export type SessionLine =
  | Readonly<{ kind: "usage"; line: UsageLine }>
  /** An answer that states no usage. */
  | Readonly<{ kind: "no_usage" }>
  /** Written by Claude Code itself, in place of an answer. */
  | Readonly<{ kind: "synthetic" }>
  | Readonly<{ kind: "other" }>;

/**
 * Reads a line of a session: `{type: "assistant", message: {id, model, usage}, requestId, sessionId, …}`, or
 * an agent's progress, in which the same nests under `data.message`.
 */
export function readSessionLine(value: JsonObject): SessionLine {
  const nested = objectOrAbsent(objectOrAbsent(value.data)?.message);
  const inner = objectOrAbsent(value.message) === undefined ? nested : value;
  const message = objectOrAbsent(inner?.message);
  if (inner === undefined || message === undefined) return { kind: "other" };
  const usage = objectOrAbsent(message.usage);
  if (usage === undefined) {
    const isAnswer = message.role === "assistant" || inner.type === "assistant";
    return { kind: isAnswer ? "no_usage" : "other" };
  }
  const model = textOrAbsent(message.model);
  if (model === "<synthetic>") return { kind: "synthetic" };
  const costUsd = inner.costUSD ?? value.costUSD;
  return {
    kind: "usage",
    line: {
      ...texts({
        messageId: message.id,
        requestId: inner.requestId ?? value.requestId,
        uuid: inner.uuid ?? value.uuid,
        sessionId: value.sessionId ?? inner.sessionId,
        cwd: value.cwd ?? inner.cwd,
        version: value.version ?? inner.version,
        gitBranch: value.gitBranch,
      }),
      timestamp: inner.timestamp ?? value.timestamp,
      ...(model !== undefined && { model }),
      usage,
      isSidechain: value.isSidechain === true || inner.isSidechain === true,
      ...(typeof costUsd === "number" && { costUsd }),
    },
  };
}

function texts<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
): { [Key in Name]?: string } {
  const said: { [Key in Name]?: string } = {};
  for (const name in values) {
    const text = textOrAbsent(values[name]);
    if (text !== undefined) said[name] = text;
  }
  return said;
}
