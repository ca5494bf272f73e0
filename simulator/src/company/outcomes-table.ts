import { join } from "node:path";
import type { CallWatcher } from "./calls/call-watcher.ts";
import { type PricedCall, totalOf } from "./company-call.ts";
import { unitsOf } from "./exact-dollars.ts";
import { LineFile } from "./line-file.ts";
import { csvLine } from "./table/csv-line.ts";

/** What calls of a feature were for. */
type OutcomeKind = Readonly<{
  name: string;
  feature: string;
  /** Who has to have seen a call, for its key to lead anywhere. */
  source: PricedCall["sources"][number];
  key: "call_ids" | "trace_id";
  mostCalls: number;
  /** What an accepted one is worth, in dollars; absent where nobody says. */
  value?: string;
}>;

const kinds: readonly OutcomeKind[] = [
  {
    name: "ticket_resolved",
    feature: "answer-draft",
    source: "gateway",
    key: "call_ids",
    mostCalls: 3,
    value: "4.5",
  },
  {
    name: "summary_published",
    feature: "product-summary",
    source: "otlp",
    key: "trace_id",
    mostCalls: 1,
  },
];

/** All outcomes of a name, with what the calls that they name cost. */
export type OutcomeSum = Readonly<{
  name: string;
  outcomes: number;
  accepted: number;
  calls: number;
  value: bigint;
  picodollars: bigint;
}>;

const columns = [
  "id",
  "name",
  "occurred_at",
  "accepted",
  "value",
  "customer",
  "call_ids",
  "trace_id",
] as const;
const MINUTE_MS = 60_000;
const none = { outcomes: 0, accepted: 0, calls: 0, value: 0n, picodollars: 0n } as const;

/**
 * What became of the work, as a table of the company's own: tickets that name their calls by the gateway's ids, and
 * summaries that name their trace. Of calls that another source alone saw nobody knows what they were for.
 */
export function outcomesTable(
  folder: string,
): CallWatcher & Readonly<{ sums: () => readonly OutcomeSum[] }> {
  const file = new LineFile(join(folder, "outcomes", "outcomes.csv"));
  const sums = new Map<string, OutcomeSum>();
  /** Calls of one ticket until it is resolved, on the day that it came. */
  const open = new Map<string, Readonly<{ kind: OutcomeKind; calls: PricedCall[] }>>();
  let day = "";
  const resolve = async (key: string): Promise<void> => {
    const found = open.get(key);
    open.delete(key);
    const last = found?.calls.at(-1);
    if (found === undefined || last === undefined) return;
    const { kind, calls } = found;
    // Three of four are good enough, by a digit of the call's id, so that the calls stay what they are by their seed.
    const accepted = hexDigit(last.id, 2) % 4 !== 0;
    const value = accepted ? kind.value : undefined;
    await file.line(
      csvLine(columns, {
        id: `${kind.name}-${last.id.slice(0, 16)}`,
        name: kind.name,
        occurred_at: new Date(last.atMs + 10 * MINUTE_MS).toISOString(),
        accepted: String(accepted),
        customer: last.customer,
        [kind.key]: calls.map(({ id }) => id).join(" "),
        ...(value !== undefined && { value }),
      }),
    );
    const sum = sums.get(kind.name) ?? { name: kind.name, ...none };
    sums.set(kind.name, {
      name: kind.name,
      outcomes: sum.outcomes + 1,
      accepted: sum.accepted + (accepted ? 1 : 0),
      calls: sum.calls + calls.length,
      value: sum.value + (value === undefined ? 0n : unitsOf(value)),
      picodollars: sum.picodollars + totalOf(calls),
    });
  };
  const resolveAll = async (): Promise<void> => {
    for (const key of [...open.keys()]) await resolve(key);
  };
  return {
    sums: () => [...sums.values()],
    async see(call) {
      if (day === "") await file.line(columns.join(","));
      if (call.day !== day) await resolveAll();
      day = call.day;
      const { customer, failed, feature, id, sources } = call;
      const kind = kinds.find((one) => one.feature === feature.name);
      if (kind === undefined || failed || !sources.includes(kind.source)) return;
      const key = `${kind.name} ${customer}`;
      const calls: PricedCall[] = open.get(key)?.calls ?? [];
      calls.push(call);
      open.set(key, { kind, calls });
      if (calls.length === kind.mostCalls || hexDigit(id, 1) % 3 === 0) await resolve(key);
    },
    async close() {
      await resolveAll();
      await file.close();
    },
  };
}

const hexDigit = (id: string, index: number): number =>
  Number.parseInt(id.slice(index, index + 1), 16);
