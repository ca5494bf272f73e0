import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type LedgerRow, newCallId, type Outcome, rowId, type Usage } from "@headgate/contract";
import { dataDirectory, openSpool } from "@headgate/ledger";
import { formatDollars, picodollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { lookUpPrices, type SampledCall, sampleCompany } from "@headgate/simulator";
import { demoFacts } from "./demo-facts.ts";
import { leversOf } from "./demo-levers.ts";

const DAY_MS = 86_400_000;
/** About six hundred calls a weekday: enough for every page, and loaded within seconds. */
const SCALE = 0.03;
const ORGANISATION = "Example Ltd";
/** A while after the last call of its session. */
const OUTCOME_AFTER_MS = 20 * 60_000;

/** What some features' calls are for. */
const outcomeNames: Readonly<Record<string, string>> = {
  "answer-draft": "ticket_resolved",
  digests: "document_processed",
};

/** What was written, and the outcomes that control is still to be told. */
export type DemoHistory = Readonly<{ calls: number; outcomes: readonly Outcome[] }>;

/**
 * Puts the simulated calls of so many whole days before today into the spool, marked as simulated, with planted
 * anomalies. Runs while no gateway does, and once for a data directory: what is there already is left as it is.
 *
 * @returns `undefined` where an earlier start wrote a history
 */
export async function writeDemoHistory(
  about: Readonly<{ root: string; days: number; seed: number; nowMs: number }>,
): Promise<DemoHistory | undefined> {
  const { root, days, seed, nowMs } = about;
  const marker = join(root, "demo-history.json");
  if (await exists(marker)) return undefined;
  const fromMs = Math.floor(nowMs / DAY_MS) * DAY_MS - days * DAY_MS;
  const company = sampleCompany({
    setting: "known",
    seed,
    days,
    scale: SCALE,
    from: new Date(fromMs).toISOString().slice(0, "2026-11-28".length),
    price: lookUpPrices(loadPriceBook().records),
  });
  const spool = await openSpool({
    directory: dataDirectory(root).spool,
    writerId: newCallId(),
    segmentBytes: 8 * 1024 * 1024,
    flushIntervalMs: 1_000,
    durability: "process",
  });
  let calls = 0;
  const outcomes: Outcome[] = [];
  try {
    for (const ofDay of company.days()) {
      const made = inSessions(ofDay);
      await Promise.all(
        made.map((call) => spool.append(rowOf(call, call.atMs >= fromMs + (days * DAY_MS) / 2))),
      );
      calls += made.length;
      outcomes.push(...made.flatMap(outcomeOf));
    }
  } finally {
    await spool.close();
  }
  await writeFile(marker, JSON.stringify({ days, seed, calls }));
  return { calls, outcomes };
}

/** Calls of one piece of work. */
const CALLS_OF_A_SESSION = 3;

type CallOfSession = SampledCall & Readonly<{ session: string; isLast: boolean }>;

/** Every three calls of a feature and a day are one session. */
function inSessions(ofDay: readonly SampledCall[]): CallOfSession[] {
  const counts = new Map<string, { session: string; calls: number }>();
  return ofDay.map((call) => {
    const before = counts.get(call.feature);
    const isNew = before === undefined || before.calls === CALLS_OF_A_SESSION;
    const open = isNew ? { session: `session-${call.id.slice(0, 16)}`, calls: 1 } : before;
    if (!isNew) open.calls += 1;
    counts.set(call.feature, open);
    return { ...call, session: open.session, isLast: open.calls === CALLS_OF_A_SESSION };
  });
}

/** A call as the demo's own gateway would have recorded it, levers at work where it is of the later half. */
function rowOf(call: CallOfSession, isLater: boolean): LedgerRow {
  const { id, failed, model } = call;
  const callId = `history-${id}`;
  const cost = formatDollars(picodollars(call.picodollars));
  const usage: Record<string, number> = {};
  for (const { component, quantity } of call.lines) usage[component] = quantity;
  return {
    row_id: rowId(callId, 0),
    call_id: callId,
    attempt: 0,
    final: true,
    started_at_ms: call.atMs,
    source: "gateway",
    simulated: true,
    operation: "chat",
    provider: call.provider,
    request_model: model,
    response_model: model,
    stream: false,
    outcome: failed ? "provider_error" : "completed",
    status: failed ? 429 : 200,
    usage_origin: failed ? "none" : "provider",
    usage: usage as Usage,
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: call.lines.map(({ component, quantity, unitPrice, picodollars: amount, record }) => ({
        component,
        quantity,
        unit_price: formatDollars(picodollars(unitPrice)),
        list_cost: formatDollars(picodollars(amount)),
        price_record: record,
      })),
    },
    ...leversOf(call, isLater),
    ...demoFacts(call),
    attribution: {
      organisation: ORGANISATION,
      team: call.team,
      feature: call.feature,
      customer: call.customer,
      session: call.session,
    },
    tags: {},
    ...(call.promptParts !== undefined && { prompt_parts: call.promptParts }),
  };
}

/** The sessions of some features led to something; three of sixteen of these were not good enough. */
function outcomeOf(call: CallOfSession): Outcome[] {
  const name = outcomeNames[call.feature];
  if (name === undefined || !call.isLast) return [];
  const [digit = "0"] = call.id;
  return [
    {
      id: call.session.replace("session", name),
      name,
      occurred_at: new Date(call.atMs + OUTCOME_AFTER_MS).toISOString(),
      accepted: Number.parseInt(digit, 16) < 13,
      session: call.session,
    },
  ];
}

async function exists(file: string): Promise<boolean> {
  try {
    await readFile(file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
