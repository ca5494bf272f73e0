import type { CountedUnit, PriceRecord } from "@headgate/contract";
import type { PriceBook } from "@headgate/pricing";
import {
  baseRecords,
  type Finding,
  fault,
  MANY,
  type Model,
  type Rule,
  rate,
  recordOf,
  remark,
  samePlace,
  sibling,
  unlessNone,
} from "./pricing-rule.ts";
import { timesPrice } from "./times-price.ts";

/** Which rate holds: of the cache, of a time to live, of reasoning, of a tier, of a long prompt. */
export const rateRules: readonly Rule[] = [
  {
    name: "a cache read is never priced as input",
    check: (book, model) =>
      unlessNone(baseRecords(model, "input"), (inputs) =>
        inputs.flatMap((input) => {
          const charge = rate(book, input, { input: 1, cache_read: MANY });
          const used = recordOf(charge, "cache_read");
          const known = used === undefined ? undefined : book.record(used);
          if (known?.component === "cache_read") return [];
          if (used === undefined && charge.confidence === "unknown") return [];
          return [fault(`${input.id}: a cache read was priced by ${String(used)}`)];
        }),
      ),
  },
  {
    name: "a 1-hour cache write has a rate of its own, above that of 5 minutes",
    check: (book, model) =>
      unlessNone(baseRecords(model, "cache_write_1h"), (writes) =>
        writes.flatMap((write) => {
          const usage = { input: 1, cache_write_1h: MANY, cache_write_5m: MANY };
          const { lines } = rate(book, write, usage);
          const cost = (name: string) =>
            lines.find(({ component }) => component === name)?.listCost;
          const [hour, minutes] = [cost("cache_write_1h"), cost("cache_write_5m")];
          if (minutes === undefined) {
            return [
              remark(`${write.id}: no price of 5 minutes beside it; such a write is unpriced`),
            ];
          }
          if (hour !== undefined && hour > minutes) return [];
          return [
            fault(`${write.id}: 1 hour ${String(hour)}, 5 minutes ${String(minutes)} picodollars`),
          ];
        }),
      ),
  },
  {
    name: "reasoning is counted once, at its own rate or the output's",
    check: (book, model) =>
      unlessNone(baseRecords(model, "output"), (outputs) =>
        outputs.flatMap((output) => {
          const charge = rate(book, output, { input: 1, output: 300, reasoning: 700 });
          const own = sibling(model, output, "reasoning");
          const expected =
            own === undefined
              ? timesPrice(output, MANY)
              : timesPrice(output, 300) + timesPrice(own, 700);
          const cost = charge.lines
            .filter(({ component }) => component !== "input")
            .reduce((sum, { listCost }) => sum + listCost, 0n);
          return cost === expected
            ? []
            : [fault(`${output.id}: ${cost} ≠ ${expected} picodollars`)];
        }),
      ),
  },
  {
    name: "a batch costs half of the standard rate where the provider says so",
    check: (_book, model) => {
      if (!halfPrice.has(model.provider)) return undefined;
      const batches = ["input", "output"].flatMap((component) =>
        baseRecords(model, component).filter(({ tier }) => tier === "batch"),
      );
      return unlessNone(batches, (records) =>
        records.flatMap((batch) => {
          const standard = sibling(model, batch, batch.component, "standard");
          if (standard === undefined) return [];
          const [half, whole] = [timesPrice(batch, MANY), timesPrice(standard, MANY)];
          if (half * 2n === whole) return [];
          const found = `${batch.id}: ${half} of ${whole} picodollars`;
          // A catalogue's word against the provider's is shown; its charges are never exact.
          return [batch.confidence === "exact" ? fault(found) : remark(found)];
        }),
      );
    },
  },
  {
    name: "the response's tier chooses the rate",
    check: (book, model) =>
      unlessNone(
        baseRecords(model, "input").filter(({ tier }) => tier !== "standard"),
        (inputs) =>
          inputs.flatMap((input) => {
            const used = recordOf(rate(book, input, { input: MANY }), "input");
            return used === input.id ? [] : [fault(`${input.id}: ${String(used)} was used`)];
          }),
      ),
  },
  {
    name: "another model's work within an answer costs its own model's price, and its line names it",
    check: (book, model) =>
      unlessNone(
        baseRecords(model, "input").filter(({ tier }) => tier === "standard"),
        (inputs) =>
          inputs.flatMap((input) => {
            const otherUsage = [{ model: input.model, usage: { input: MANY } }];
            const charge = rate(book, input, { input: 1 }, { otherUsage });
            const named = charge.lines.filter((line) => line.model === input.model);
            const cost = named.reduce((sum, { listCost }) => sum + listCost, 0n);
            return cost === timesPrice(input, MANY)
              ? []
              : [fault(`${input.id}: ${cost} ≠ ${timesPrice(input, MANY)} picodollars`)];
          }),
      ),
  },
  {
    name: "a run of the provider's own tool costs its own price beside the tokens",
    check: (book, model) =>
      unlessNone(
        toolUnits.flatMap((unit) => baseRecords(model, unit)),
        (records) =>
          records.flatMap((record) => {
            const { component } = record;
            const { lines } = rate(book, record, { input: MANY, [component]: MANY });
            const line = lines.find((one) => one.component === component);
            if (line === undefined) return [fault(`${record.id}: ${MANY} cost nothing known`)];
            const wanted = timesPrice(record, MANY);
            return line.listCost === wanted
              ? []
              : [fault(`${record.id}: ${line.listCost}, not ${wanted}`)];
          }),
      ),
  },
  {
    name: "a long prompt re-prices what its record says, all of it or the part above",
    check: (book, model) =>
      unlessNone(
        model.records.filter(
          ({ component, threshold }) => component === "input" && threshold !== undefined,
        ),
        (records) => records.flatMap((record) => longPromptFaults(book, model, record)),
      ),
  },
];

const toolUnits: readonly CountedUnit[] = [
  "web_searches",
  "web_search_previews",
  "x_searches",
  "maps_requests",
  "file_searches",
  "web_fetches",
  "code_sessions",
];

/**
 * Whose batches cost half of everything, by their own pages: https://developers.openai.com/api/docs/guides/batch,
 * https://platform.claude.com/docs/en/build-with-claude/batch-processing,
 * https://ai.google.dev/gemini-api/docs/batch-api (Anthropic's half is stated in
 * https://platform.claude.com/docs/zh-CN/models/opus-5-5/overview too, read 2026-11-28; the pages were not read again).
 */
const halfPrice: ReadonlySet<string> = new Set(["openai", "anthropic", "gemini"]);

function longPromptFaults(book: PriceBook, model: Model, record: PriceRecord): readonly Finding[] {
  const { threshold } = record;
  if (threshold === undefined) return [];
  const base = sibling(model, record, "input");
  const limit = threshold.above_input_tokens;
  const dearer = model.records.find(
    (other) =>
      other.component === "input" &&
      other.tier === record.tier &&
      samePlace(other, record) &&
      other.threshold !== undefined &&
      other.threshold.above_input_tokens > limit,
  );
  if (base === undefined || dearer !== undefined) return [];
  const costOf = (tokens: number): bigint =>
    rate(book, record, { input: tokens }).lines.reduce((sum, { listCost }) => sum + listCost, 0n);
  const at = timesPrice(base, limit);
  const above =
    threshold.applies_to === "whole_call"
      ? timesPrice(record, limit + MANY)
      : at + timesPrice(record, MANY);
  const faults: Finding[] = [];
  if (costOf(limit) !== at)
    faults.push(fault(`${record.id}: ${costOf(limit)} at the limit, not ${at}`));
  if (costOf(limit + MANY) !== above) {
    faults.push(fault(`${record.id}: ${costOf(limit + MANY)} above the limit, not ${above}`));
  }
  return faults;
}
