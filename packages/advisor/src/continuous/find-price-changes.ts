import type { PriceRecord } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { type PriceBook, priceHistory } from "@headgate/pricing";
import type { Finding } from "../findings/advice-of-finding.ts";
import type { Range } from "../findings/range.ts";

const DAY_MS = 86_400_000;
/** Further ahead nobody acts yet. */
const AHEAD_DAYS = 90;
const MOST_MODELS = 30;
/** What calls are mostly made of; others are in the history of prices. */
const components: ReadonlySet<PriceRecord["component"]> = new Set([
  "input",
  "output",
  "cache_read",
  "cache_write_5m",
]);

/**
 * Prices of used models that changed in the range or are recorded to change within a quarter, as the price book knows them
 * today: one recommendation a model.
 */
export async function findPriceChanges(
  ledger: Pick<LedgerStore, "report">,
  prices: PriceBook,
  { range, nowMs }: Readonly<{ range: Range; nowMs: number }>,
): Promise<readonly Finding[]> {
  const { rows } = await ledger.report("spend-by", { ...range, by: "model", limit: MOST_MODELS });
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const window = {
    from: range.from.slice(0, 10),
    to: new Date(nowMs + AHEAD_DAYS * DAY_MS).toISOString().slice(0, 10),
  };
  return rows.flatMap(({ group: model }) => {
    if (model === null) return [];
    const changes = priceHistory(prices, { model, today }).models.flatMap(({ provider, records }) =>
      changesIn(records, window).map((change) => ({ ...change, provider })),
    );
    return changes.length === 0 ? [] : [findingOf(model, changes, today)];
  });
}

type Held = PriceRecord &
  Readonly<{ holds: readonly Readonly<{ from: string; to?: string | undefined }>[] }>;
type Change = Readonly<{
  on: string;
  what: string;
  before: string;
  after: string;
  isDearer: boolean;
}>;

/** What one price takes the place of on its first day. */
function changesIn(
  records: readonly Held[],
  window: Readonly<{ from: string; to: string }>,
): readonly Change[] {
  const told = records.filter(
    ({ component, tier }) => components.has(component) && tier === "standard",
  );
  return told.flatMap((record) =>
    record.holds.flatMap(({ from: on }): Change[] => {
      if (on <= window.from || on > window.to) return [];
      const before = told.find(
        (one) => isSameSubject(one, record) && one.holds.some(({ to }) => to === on),
      );
      if (before === undefined || (before.price === record.price && before.per === record.per)) {
        return [];
      }
      return [
        {
          on,
          what: `${record.component}${record.place === undefined ? "" : ` in ${record.place}`}`,
          before: priceText(before),
          after: priceText(record),
          isDearer: Number(record.price) / record.per > Number(before.price) / before.per,
        },
      ];
    }),
  );
}

const isSameSubject = (one: PriceRecord, other: PriceRecord): boolean =>
  one.component === other.component &&
  one.tier === other.tier &&
  one.scope === other.scope &&
  one.place === other.place &&
  one.threshold?.above_input_tokens === other.threshold?.above_input_tokens;

const priceText = ({ price, per }: PriceRecord): string =>
  `$${price} for ${per.toLocaleString("en")}`;

function findingOf(
  model: string,
  changes: readonly (Change & Readonly<{ provider: string }>)[],
  today: string,
): Finding {
  const isToCome = changes.some(({ on }) => on > today);
  const isDearer = changes.some((change) => change.isDearer);
  const last = changes.reduce((latest, { on }) => (on > latest ? on : latest), "");
  return {
    kind: "price-change",
    phase: "continuous",
    scope: { model },
    subject: last,
    title: `${model} ${isToCome ? "is to become" : "became"} ${isDearer ? "dearer" : "cheaper"}: look again what it is used for`,
    steps: isDearer
      ? [
          "headgate models offers shows what could take its calls for less.",
          "Where a contract holds the old price, enter it under overlays.",
        ]
      : ["Look whether calls that were kept from it by its price should go to it now."],
    dollars: null,
    savedInRange: null,
    figures: changes.slice(0, 6).map(({ on, provider, what, before, after }) => ({
      what: `${provider}: ${what} from ${on}`,
      value: `${before}, now ${after}`.replace(", now", on > today ? ", then" : ", now"),
    })),
    confidence: {
      level: "high",
      reason: "The price book's own records say so, each with its source.",
    },
    effortHours: 1,
    depth: "rows",
  };
}
