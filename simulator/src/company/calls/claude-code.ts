import { join } from "node:path";
import { type PricedCall, requestIdOf, responseIdOf } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { anthropicUsageObject } from "./anthropic-usage-object.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { isOneIn, sessionIdOf, uuidOfText, workFolderOf } from "./client-session.ts";
import { BesideCount, type LinesBeside } from "./lines-beside.ts";

/** Calls whose lines a session that goes on the next day begins with. */
const MOST_COPIED = 10;

type Line = Readonly<Record<string, unknown>>;
/** The lines about one call, with how many of them are about something else. */
type CallLines = Readonly<{ lines: readonly Line[]; others: number }>;
type Block = "text" | "thinking" | "tool_use";
type Session = Readonly<{ id: string; file: LineFile; calls: CallLines[] }>;

/**
 * Claude Code's logs, a session of an engineer a file: an answer stands on several lines, the first of them before it is
 * whole, and some stand again with an agent's progress, which states more; a session that goes on the next day begins
 * with a copy of the first one's lines.
 */
export function claudeCode(folder: string): CallWriter & Readonly<{ beside: () => LinesBeside }> {
  const beside = new BesideCount();
  let day = "";
  let sessions = new Map<string, Session>();
  let before = new Map<string, Session>();
  const closeAll = async (): Promise<void> => {
    for (const { file } of sessions.values()) await file.close();
  };
  const begin = async (call: PricedCall): Promise<Session> => {
    const id = sessionIdOf(call);
    const project = workFolderOf(call).replaceAll("/", "-");
    const file = new LineFile(join(folder, "claude-code", "projects", project, `${id}.jsonl`));
    const title = `${call.feature.name} (${CONSTRUCTED})`;
    await file.line(JSON.stringify({ type: "summary", summary: title, leafUuid: uuidOfText(id) }));
    beside.other();
    const first = before.get(call.customer);
    for (const { lines, others } of isOneIn(call, 4, 0) ? (first?.calls ?? []) : []) {
      for (const line of lines) await file.line(JSON.stringify({ ...line, sessionId: id }));
      beside.other(others);
      beside.repeat();
    }
    return { id, file, calls: [] };
  };
  return {
    source: "claude_code",
    beside: () => beside.counted(),
    async write(call) {
      if (call.day !== day) {
        await closeAll();
        day = call.day;
        before = sessions;
        sessions = new Map();
      }
      const session = sessions.get(call.customer) ?? (await begin(call));
      sessions.set(call.customer, session);
      const written = linesOf(call, session.id);
      for (const line of written.lines) await session.file.line(JSON.stringify(line));
      beside.other(written.others);
      if (session.calls.length < MOST_COPIED) session.calls.push(written);
    },
    close: closeAll,
  };
}

function linesOf(call: PricedCall, sessionId: string): CallLines {
  const requestId = requestIdOf(call);
  const endMs = call.atMs + call.durationMs;
  const whole = anthropicUsageObject(call);
  const line = (type: string, name: string, atMs: number): Line => ({
    parentUuid: null,
    isSidechain: false,
    userType: "external",
    cwd: workFolderOf(call),
    sessionId,
    version: "2.0.14",
    gitBranch: "main",
    type,
    uuid: uuidOfText(`${call.id} ${name}`),
    timestamp: new Date(atMs).toISOString(),
  });
  const answer = (type: Block, usage: Line): Line => ({
    id: responseIdOf(call),
    type: "message",
    role: "assistant",
    model: call.route.responseModel,
    content: [{ type, [type === "tool_use" ? "name" : type]: `(${CONSTRUCTED})` }],
    stop_reason: null,
    usage,
  });
  const asked = {
    ...line("user", "asked", call.atMs),
    message: { role: "user", content: `(${CONSTRUCTED})` },
  };
  const answered = (type: Block, usage: Line, atMs: number): Line => ({
    ...line("assistant", type, atMs),
    message: answer(type, usage),
    requestId,
  });
  const lines: Line[] = [
    asked,
    // Written when the answer began.
    answered("thinking", { ...whole, output_tokens: 1 }, call.atMs),
    answered("text", whole, endMs),
    answered("tool_use", whole, endMs),
  ];
  if (isOneIn(call, 8, 30)) {
    const replayed = { ...whole, output_tokens: whole.output_tokens + 7 };
    const message = {
      ...answered("text", replayed, endMs),
      requestId: `${requestId}replay`,
      isSidechain: true,
    };
    lines.push({
      ...line("progress", "progress", endMs),
      data: { type: "agent_progress", message },
    });
  }
  if (!isOneIn(call, 16, 29)) return { lines, others: 1 };
  // What stands there in the place of an answer when there was none.
  lines.push({
    ...line("assistant", "error", endMs),
    isApiErrorMessage: true,
    message: {
      ...answer("text", { input_tokens: 0, output_tokens: 0 }),
      id: uuidOfText(`${call.id} error`),
      model: "<synthetic>",
    },
  });
  return { lines, others: 2 };
}
