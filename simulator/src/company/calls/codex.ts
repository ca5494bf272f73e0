import { join } from "node:path";
import { DAY_MS, dayOf } from "../calendar.ts";
import { answerTokens, countOf, type PricedCall, promptTokens } from "../company-call.ts";
import { LineFile } from "../line-file.ts";
import { type CallWriter, CONSTRUCTED } from "./call-writer.ts";
import { isOneIn, uuidAtMoment, workFolderOf } from "./client-session.ts";
import { BesideCount, type LinesBeside } from "./lines-beside.ts";

const names = [
  "input_tokens",
  "cached_input_tokens",
  "output_tokens",
  "reasoning_output_tokens",
  "total_tokens",
] as const;
type Counters = Readonly<Record<(typeof names)[number], number>>;

const nothing: Counters = {
  input_tokens: 0,
  cached_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
  total_tokens: 0,
};

/** A session is compacted before each call of this number, and its counters begin anew. */
const COMPACTED_EVERY = 3;
/** A session that has so many calls is forked before the next. */
const FORKED_AT = 4;

/** A line without its time, and what a reader makes of it. */
type Line = Readonly<{
  type: string;
  payload: unknown;
  tells: "call" | "other" | "repeat";
}>;

type Session = {
  readonly id: string;
  readonly file: LineFile;
  /** What a fork would begin with; of a fork nothing, for it is not forked again. */
  readonly lines: Line[] | undefined;
  counters: Counters;
  calls: number;
  lastMs: number;
};

/**
 * Codex's logs, a session of an engineer and week a file. Counters are cumulative; they stand again where only limits
 * have changed, begin anew when a session is compacted, and go on in a fork, which begins with a copy of its origin.
 */
export function codex(
  folder: string,
  { fromMs }: Readonly<{ fromMs: number }>,
): CallWriter & Readonly<{ beside: () => LinesBeside }> {
  const beside = new BesideCount();
  let week = -1;
  let sessions = new Map<string, Session>();
  const closeAll = async (): Promise<void> => {
    for (const { file } of sessions.values()) await file.close();
  };
  const put = async (session: Session, line: Line, atMs: number): Promise<void> => {
    const { type, payload, tells } = line;
    await session.file.line(JSON.stringify({ timestamp: timeOf(atMs), type, payload }));
    session.lines?.push(line);
    if (tells === "other") beside.other();
    if (tells === "repeat") beside.repeat();
  };
  const begin = async (call: PricedCall, origin?: Session): Promise<Session> => {
    const id = uuidAtMoment(call.atMs, call.id);
    const name = `rollout-${timeOf(call.atMs).slice(0, 19).replaceAll(":", "-")}-${id}.jsonl`;
    const session: Session = {
      id,
      file: new LineFile(join(folder, "codex", "sessions", ...dayOf(call.atMs).split("-"), name)),
      lines: origin === undefined ? [] : undefined,
      counters: origin?.counters ?? nothing,
      calls: 0,
      lastMs: call.atMs,
    };
    await put(session, metaLine(call, id, origin?.id), call.atMs);
    for (const line of origin?.lines ?? []) {
      await put(
        session,
        { ...line, tells: line.tells === "call" ? "repeat" : line.tells },
        call.atMs,
      );
    }
    if (origin === undefined) await put(session, countLine(null), call.atMs);
    return session;
  };
  const sessionFor = async (call: PricedCall): Promise<Session> => {
    const known = sessions.get(call.customer);
    if (known === undefined) return begin(call);
    // A turn is told to be of before the fork by the time of its id.
    const isForked = known.lines !== undefined && known.calls >= FORKED_AT;
    if (!isForked || call.atMs === known.lastMs) return known;
    await known.file.close();
    return begin(call, known);
  };
  return {
    source: "codex",
    beside: () => beside.counted(),
    async write(call) {
      const now = Math.floor((call.atMs - fromMs) / (7 * DAY_MS));
      if (now !== week) {
        await closeAll();
        week = now;
        sessions = new Map();
      }
      const session = await sessionFor(call);
      sessions.set(call.customer, session);
      session.calls += 1;
      session.lastMs = call.atMs;
      const used = countersOf(call);
      const isCompacted = session.calls % COMPACTED_EVERY === 0;
      session.counters = isCompacted ? used : sumOf(session.counters, used);
      const counted = countLine({
        total_token_usage: session.counters,
        last_token_usage: used,
        model_context_window: 272_000,
      });
      const lines: readonly Line[] = [
        ...(isCompacted ? [other("compacted", { message: `(${CONSTRUCTED})` })] : []),
        turnLine(call),
        askedLine,
        { ...counted, tells: "call" },
        ...(isOneIn(call, 4, 28) ? [{ ...counted, tells: "repeat" } as const] : []),
      ];
      for (const line of lines) await put(session, line, call.atMs);
    },
    close: closeAll,
  };
}

const timeOf = (ms: number): string => new Date(ms).toISOString();

const other = (type: string, payload: unknown): Line => ({ type, payload, tells: "other" });

const metaLine = (call: PricedCall, id: string, originId: string | undefined): Line =>
  other("session_meta", {
    id,
    timestamp: timeOf(call.atMs),
    cwd: workFolderOf(call),
    originator: "codex_cli_rs",
    cli_version: "0.58.0",
    model_provider: "openai",
    git: { branch: "main" },
    ...(originId !== undefined && { forked_from_id: originId }),
  });

const turnLine = (call: PricedCall): Line =>
  other("turn_context", {
    turn_id: uuidAtMoment(call.atMs, call.id.slice(8)),
    cwd: workFolderOf(call),
    approval_policy: "on-request",
    model: call.route.sentModel,
    effort: "medium",
  });

const askedLine = other("response_item", {
  type: "message",
  role: "user",
  content: [{ type: "input_text", text: `(${CONSTRUCTED})` }],
});

const countLine = (info: unknown): Line =>
  other("event_msg", {
    type: "token_count",
    info,
    rate_limits: { plan_type: null, primary: { used_percent: 1 } },
  });

function countersOf(call: PricedCall): Counters {
  const input = promptTokens(call);
  const output = answerTokens(call);
  return {
    input_tokens: input,
    cached_input_tokens: countOf(call.usage, "cache_read"),
    output_tokens: output,
    reasoning_output_tokens: countOf(call.usage, "reasoning"),
    total_tokens: input + output,
  };
}

const sumOf = (before: Counters, used: Counters): Counters => {
  const sum = { ...before };
  for (const name of names) sum[name] += used[name];
  return sum;
};
