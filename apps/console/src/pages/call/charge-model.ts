import {
  type ChargeLine,
  type LedgerRow,
  type PriceRecord,
  tokenBuckets,
  type UsageComponent,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { exactDollars, perMillion, sumOfTexts } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import { placeOf } from "../prices/view-model.ts";
import { answeringModel } from "./answering-model.ts";

/** One line of a charge, ready to be drawn. */
export type ChargeRow = Readonly<{
  key: string;
  /** Whose usage it is; undefined where the answer's model is not known. */
  model: string | undefined;
  component: string;
  quantity: string;
  price: string;
  unit: string;
  cost: string;
  /** The service tier and the place that the price is for; undefined without the record. */
  tier: string | undefined;
  place: string | undefined;
  /** The operator's own terms that acted on the line, and what it cost then. */
  overlay: Readonly<{ names: string; cost: string }> | undefined;
  recordId: string;
  /** Undefined when the answer did not bring the record along. */
  record: PriceRecord | undefined;
}>;

const isToken = (component: UsageComponent): boolean =>
  (tokenBuckets as readonly string[]).includes(component);

const chargeRow = (
  line: ChargeLine,
  index: number,
  own: string | undefined,
  records: ReadonlyMap<string, PriceRecord>,
): ChargeRow => {
  const token = isToken(line.component);
  const record = records.get(line.price_record);
  const { overlay } = line;
  return {
    key: `${index}:${line.component}`,
    model: line.model ?? own,
    component: componentNames[line.component],
    quantity: countText(line.quantity),
    price: exactDollars(token ? perMillion(line.unit_price) : parseDollars(line.unit_price)),
    unit: token ? "per 1M" : "each",
    cost: exactDollars(parseDollars(line.list_cost)),
    tier: record?.tier,
    place: record === undefined ? undefined : placeOf(record),
    overlay:
      overlay === undefined
        ? undefined
        : {
            names: overlay.names.join(", "),
            cost: exactDollars(parseDollars(overlay.effective_cost)),
          },
    recordId: line.price_record,
    record,
  };
};

export const chargeRows = (
  row: LedgerRow,
  records: readonly PriceRecord[],
): readonly ChargeRow[] => {
  const byId = new Map(records.map((record) => [record.id, record]));
  return row.charge.lines.map((line, index) => chargeRow(line, index, answeringModel(row), byId));
};

export type CostFact = Readonly<{ label: string; cost: string | null; meaning: string }>;

/** The four costs, in FOCUS's words. */
export const costFacts = (row: LedgerRow): readonly CostFact[] => {
  const { charge } = row;
  const shown = (text: string | null) => (text === null ? null : exactDollars(parseDollars(text)));
  return [
    { label: "List", cost: shown(charge.list_cost), meaning: "At published prices." },
    {
      label: "Contracted",
      cost: shown(charge.contracted_cost),
      meaning: "At your negotiated rates.",
    },
    {
      label: "Effective",
      cost: shown(charge.effective_cost),
      meaning: "After discounts and commitments: what it cost you.",
    },
    { label: "Billed", cost: shown(charge.billed_cost), meaning: "What an invoice would ask for." },
  ];
};

/** Effective cost of all attempts; null when one of them is unpriced: a part is not the whole. */
export const callCost = (attempts: readonly LedgerRow[]): string | null => {
  const costs: string[] = [];
  for (const { charge } of attempts) {
    if (charge.effective_cost === null) return null;
    costs.push(charge.effective_cost);
  }
  return exactDollars(sumOfTexts(costs));
};
