import type { VirtualKey } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Finding } from "./advice-of-finding.ts";
import type { Range } from "./range.ts";

const DAY_MS = 86_400_000;
/** A key that was not used for less long may be one of a monthly job. Of a month the first calls come in its first day. */
const LEAST_DAYS = 29;
const MOST_NAMES = 20;

/** Live keys with which nothing was asked in the range: who finds one can spend with it. */
export async function findIdleKeys(
  ledger: Pick<LedgerStore, "report">,
  range: Range,
  keys: readonly VirtualKey[],
): Promise<readonly Finding[]> {
  const [fromMs, toMs] = [Date.parse(range.from), Date.parse(range.to)];
  if (toMs - fromMs < LEAST_DAYS * DAY_MS) return [];
  const old = keys.filter(
    ({ revoked_at_ms, created_at_ms }) => revoked_at_ms === undefined && created_at_ms < fromMs,
  );
  if (old.length === 0) return [];
  const { rows, left_out } = await ledger.report("spend-by", {
    ...range,
    by: "key_id",
    limit: 1_000,
  });
  // With more keys than are told apart it is not known which of them are idle.
  if (left_out > 0) return [];
  const used = new Set(rows.map(({ group }) => group));
  const idle = old.filter(({ id }) => !used.has(id));
  if (idle.length === 0) return [];
  const names = idle.slice(0, MOST_NAMES).map(({ name }) => name);
  return [
    {
      kind: "idle-key",
      phase: "visibility",
      scope: {},
      title:
        idle.length === 1
          ? `Revoke the key ${names[0]}: nothing was asked with it`
          : `Revoke ${idle.length} keys with which nothing was asked`,
      steps: [
        `headgate keys revoke ID, of: ${names.join(", ")}${idle.length > MOST_NAMES ? ", …" : ""}`,
      ],
      dollars: null,
      savedInRange: null,
      figures: [{ what: "live keys without a call in the range", value: String(idle.length) }],
      confidence: { level: "high", reason: "The ledger has no call of theirs in the range." },
      effortHours: 0.5,
      depth: "rows",
    },
  ];
}
