import type { HeadgateConfig, ImportSummary, Tags, VirtualKey } from "@headgate/contract";
import {
  type AppendResult,
  dataDirectory,
  type LedgerStore,
  readHistorySalt,
} from "@headgate/ledger";
import type { PriceBook } from "@headgate/pricing";
import {
  type AttemptFacts,
  createOtlpReader,
  createPreparation,
  createPromptReader,
  type Found,
  isUnreadable,
  type OtlpSignal,
  type UsageTotalFacts,
} from "@headgate/sources";
import type { ImportDesk } from "../imports/import-desk.ts";
import type { LiveFeed } from "../live/live-feed.ts";
import type { ReceivedTally } from "./received-tally.ts";

type Dependencies = Readonly<{
  ledger: Pick<LedgerStore, "append">;
  importDesk: ImportDesk;
  liveFeed: Pick<LiveFeed, "loaded">;
  received: Pick<ReceivedTally, "add">;
  prices: () => PriceBook;
  config: () => HeadgateConfig;
  dataDirectory: string;
  nowMs: () => number;
}>;

/** One payload, undone, with the Headgate key that it came with. */
type ReceivedPayload = Readonly<{
  signal: OtlpSignal;
  body: Uint8Array;
  encoding: "json" | "protobuf";
  key: VirtualKey | undefined;
}>;

/** What became of a payload: how many of its items could not be taken, and why; how many are about something else. */
export type ReceivedOutcome = Readonly<{
  rejected: number;
  leftOut: number;
  reasons: readonly string[];
}>;

export interface OtlpReceiver {
  /**
   * Takes a payload in: what it answers stands for what is in the ledger by then.
   *
   * @throws SyntaxError when the body is no payload; HeadgateError `import_running` when sums of metrics would meet
   *   an import that is under way
   */
  receive(payload: ReceivedPayload): Promise<ReceivedOutcome>;
}

/**
 * Puts spans and events of calls and sums of tokens into the ledger as an import would: read, priced, labelled. The labels of
 * the key that a payload came with hold, as they do for calls; its spans fill the gaps.
 */
export function createOtlpReceiver(dependencies: Dependencies): OtlpReceiver {
  const { ledger, importDesk, liveFeed, received, prices, config, nowMs } = dependencies;
  const salt = readHistorySalt(
    dataDirectory(dependencies.dataDirectory).historySalt,
    config().history_salt,
  );
  const reader = createOtlpReader(nowMs(), () => createPromptReader(config(), salt));

  const append = async (attempts: readonly AttemptFacts[]): Promise<Appended> => {
    const prepare = createPreparation({ book: prices(), config: config() });
    const nothing = { billLines: [], usageTotals: [], gauges: [] };
    const { attempts: rows } = prepare({ ...nothing, attempts });
    const appended = await ledger.append({ rows, cursors: [] });
    if (appended.added > 0) liveFeed.loaded(appended.added);
    return appended;
  };
  /** Sums of metrics stand in the imports; calls are told apart from nothing but here. */
  const count = (
    signal: "traces" | "logs",
    attempts: readonly AttemptFacts[],
    { added, alreadyThere, rejected, leftOut }: Appended & ReceivedOutcome,
  ): void => {
    const times = attempts.map(({ started_at_ms: atMs }) => atMs);
    received.add({
      source: signal === "logs" ? "otlp_logs" : "otlp",
      payloads: 1,
      rows: attempts.length,
      added,
      alreadyThere,
      rejected,
      leftOut,
      firstAtMs: times.length === 0 ? undefined : Math.min(...times),
      lastAtMs: times.length === 0 ? undefined : Math.max(...times),
      lastReceivedAtMs: nowMs(),
    });
  };

  return {
    receive: async ({ signal, body, encoding, key }) => {
      const found = reader.read(signal, body, encoding);
      const attempts = found.flatMap((one) =>
        one.kind === "attempt" ? [withKey(one.attempt, key)] : [],
      );
      const outcome = outcomeOf(found);
      const appended = attempts.length === 0 ? NOTHING : await append(attempts);
      if (signal !== "metrics") count(signal, attempts, { ...appended, ...outcome });
      const totals = found.flatMap((one) => (one.kind === "usage_total" ? [one.total] : []));
      if (totals.length > 0) await importTotals(importDesk, totals, skipsOf(found));
      return outcome;
    },
  };
}

type Appended = Pick<AppendResult, "added" | "alreadyThere">;
const NOTHING: Appended = { added: 0, alreadyThere: 0 };

function withKey(attempt: AttemptFacts, key: VirtualKey | undefined): AttemptFacts {
  if (key === undefined) return attempt;
  return {
    ...attempt,
    key_id: key.id,
    attribution: { ...attempt.attribution, ...key.attribution },
    tags: firstTags({ ...key.tags, ...attempt.tags, ...key.tags }),
  };
}

const MOST_TAGS = 32;

const firstTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).slice(0, MOST_TAGS));

/** Sums replace each other by their ids, which only an import does. */
async function importTotals(
  desk: ImportDesk,
  totals: readonly UsageTotalFacts[],
  skips: ImportSummary["skips"],
): Promise<void> {
  // Whichever node a payload comes to takes it, while the one that leads may be importing a bill.
  const id = await desk.begin({ named: ["OTLP receiver"], restating: [], beside: true }, "control");
  try {
    await desk.add(id, 0, { attempts: [], billLines: [], usageTotals: totals, gauges: [] });
    const skipped = skips.reduce((sum, { count }) => sum + count, 0);
    await desk.finish(id, {
      read: [{ source: "otlp_metrics", files: 0, rows: totals.length + skipped, skipped }],
      skips,
      warnings: [],
      joins: true,
    });
  } catch (error) {
    await desk.abandon(id);
    throw error;
  }
}

function skipsOf(found: readonly Found[]): ImportSummary["skips"] {
  const skips = new Map<string, ImportSummary["skips"][number]>();
  for (const one of found) {
    if (one.kind !== "skip") continue;
    const { reason } = one.skip;
    const known = skips.get(reason);
    skips.set(
      reason,
      known === undefined
        ? { source: "otlp_metrics", reason, count: 1, examples: [one.skip] }
        : { ...known, count: known.count + 1 },
    );
  }
  return [...skips.values()];
}

/** What is left out because it should be (agents, tools, HTTP, other events) is no rejection. */
function outcomeOf(found: readonly Found[]): ReceivedOutcome {
  const skips = found.flatMap((one) => (one.kind === "skip" ? [one.skip] : []));
  const rejected = skips.filter(({ reason }) => isUnreadable(reason));
  const reasons = rejected.map(({ reason, detail }) =>
    detail === undefined ? reason : `${reason}: ${detail}`,
  );
  return {
    rejected: rejected.length,
    leftOut: skips.length - rejected.length,
    reasons: [...new Set(reasons)].slice(0, 5),
  };
}
