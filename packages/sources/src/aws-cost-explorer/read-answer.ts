import { curChargeCategory, hasOwnQuantity } from "../aws-cur/line-item-type.ts";
import { awsFacts } from "../bill/aws-facts.ts";
import { lineIdOf, statementOf } from "../bill/bill-ids.ts";
import { tagsFrom } from "../bill/bill-tags.ts";
import { billTimeMs, monthOf } from "../bill/bill-time.ts";
import { definedOnly } from "../bill/read-bill-table.ts";
import type { JsonRecord } from "../read/json-record.ts";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import {
  type Answer,
  answerSchema,
  groupSchema,
  type Metrics,
  resultByTimeSchema,
} from "./answer.ts";
import { costsIn, quantityIn } from "./costs-in.ts";
import { groupedBy, groupingName } from "./grouping.ts";

/** Reads the answers of one file, and remembers which grouping each stretch of time came in. */
export class AnswerReader {
  /** By stretch of time; days of years are some thousands. */
  readonly #stretches = new Map<string, ReadStretch>();

  read({ value, place }: JsonRecord): readonly Found[] {
    const answer = answerSchema.safeParse(value);
    if (!answer.success) {
      return [skipAt("row_malformed", place, "No answer of GetCostAndUsage: no ResultsByTime.")];
    }
    return answer.data.ResultsByTime.flatMap((result, index) =>
      this.#result(answer.data, result, `${place} ResultsByTime[${index}]`),
    );
  }

  #result(answer: Answer, value: unknown, place: string): readonly Found[] {
    const result = resultByTimeSchema.safeParse(value);
    if (!result.success) return [skipAt("row_malformed", place, "No TimePeriod or no metrics.")];
    const { TimePeriod: period, Total: total, Groups: groups, Estimated: estimated } = result.data;
    const [startMs, endMs] = [billTimeMs(period.Start), billTimeMs(period.End)];
    if (startMs === undefined || endMs === undefined) {
      return [skipAt("time_unreadable", place, "TimePeriod is no time.")];
    }
    const isGrouped = groups !== undefined && groups.length > 0;
    const hasTotal = total !== undefined && Object.keys(total).length > 0;
    // A stretch of time in which nothing was spent has neither.
    if (!isGrouped && !hasTotal) return [];

    const stretch = `${period.Start}/${period.End}`;
    const grouping = isGrouped ? groupingName(answer.GroupDefinitions) : "total";
    const part = answer.RecordTypes ?? "all";
    const service = answer.Service;
    if (this.#isCounted(stretch, { grouping, part, service, startMs, endMs })) {
      const detail =
        "The file has the same time in another grouping or granularity, which is read.";
      return [skipAt("rollup", place, detail)];
    }
    const found: Found[] = [];
    const about = { answer, stretch, startMs, endMs, estimated: estimated === true };
    if (estimated === true) {
      found.push({
        kind: "warning",
        warning: "AWS marks amounts as estimated: they may still change.",
        place,
      });
    }
    if (!isGrouped) return [...found, ...this.#line(about, [], total ?? {}, place)];
    for (const [index, one] of groups.entries()) {
      const group = groupSchema.safeParse(one);
      const at = `${place}.Groups[${index}]`;
      found.push(
        ...(group.success
          ? this.#line(about, group.data.Keys, group.data.Metrics, at)
          : [skipAt("row_malformed", at, "A group without keys or metrics.")]),
      );
    }
    return found;
  }

  /** Whether the time was read from another answer already, so that this one would count it twice. */
  #isCounted(stretch: string, asked: ReadStretch): boolean {
    const { grouping, part, service, startMs, endMs } = asked;
    const key = `${part} ${stretch} ${service ?? ""}`;
    const known = this.#stretches.get(key);
    if (known !== undefined) return known.grouping !== grouping;
    for (const other of this.#stretches.values()) {
      const isApart =
        (other.part !== part && other.part !== "all" && part !== "all") ||
        (other.service !== service && other.service !== undefined && service !== undefined);
      if (!isApart && other.startMs < endMs && other.endMs > startMs) return true;
    }
    this.#stretches.set(key, asked);
    return false;
  }

  #line(
    { answer, stretch, startMs, endMs, estimated }: Stretch,
    keys: readonly string[],
    metrics: Metrics,
    place: string,
  ): readonly Found[] {
    const costs = costsIn(metrics);
    if (costs === undefined) return [skipAt("amount_unreadable", place, "No metric is a cost.")];
    if (costs === "unreadable")
      return [skipAt("amount_unreadable", place, "An Amount is no number.")];
    if (costs === "no_currency")
      return [skipAt("currency_missing", place, "An Amount has no Unit.")];
    const { dimensions, tags } = groupedBy(answer.GroupDefinitions, keys);
    const { USAGE_TYPE: usageType, LINKED_ACCOUNT: account } = dimensions;
    const service = dimensions.SERVICE ?? answer.Service;
    const type = recordTypeOf(dimensions.RECORD_TYPE, service);
    const isUsage = hasOwnQuantity(type);
    const counted = isUsage ? quantityIn(metrics) : {};
    const { facts, spending, region, warnings } = awsFacts({
      services: [service],
      given: [...Object.values(tags)],
      meter: usageType,
      description: dimensions.INSTANCE_TYPE,
      isUsage,
      quantity: counted.quantity,
      unit: counted.unit,
      cost: costs.billed,
      currency: costs.currency,
      atMs: startMs,
      productName: service,
    });
    const known = curChargeCategory(type);
    const cut = tagsFrom([
      ...Object.entries(tags),
      ...(estimated ? [["cost_explorer.estimated", "true"] as const] : []),
    ]);
    const month = monthOf(startMs);
    const line = definedOnly({
      line_id: lineIdOf(
        "aws_cost_explorer",
        stretch,
        ...(answer.Service === undefined ? [] : [answer.Service]),
        ...keys,
      ),
      source: "aws_cost_explorer" as const,
      // By stretch of time, so that an answer for some days leaves the month's other days alone.
      statement: statementOf("aws_cost_explorer", undefined, startMs),
      sub_account_id: account,
      sub_account_name: accountName(answer, account),
      billing_period_start_ms: month.startMs,
      billing_period_end_ms: month.endMs,
      charge_period_start_ms: startMs,
      charge_period_end_ms: endMs,
      charge_category: known ?? ("adjustment" as const),
      provider_name: "AWS",
      service_name: service,
      sku_meter: usageType,
      region_id: dimensions.REGION ?? region,
      resource_id: dimensions.RESOURCE_ID,
      billing_currency: costs.currency,
      billed_cost: costs.billed,
      effective_cost: costs.effective,
      pricing_quantity: counted.quantity,
      pricing_unit: counted.unit,
      consumed_quantity: counted.quantity,
      consumed_unit: counted.unit,
      tags: cut.tags,
      category: spending.category,
      ...facts,
    });
    const isNet = answer.RecordTypes === undefined && dimensions.RECORD_TYPE === undefined;
    const problems = [
      ...(isNet && isUsage ? [NET] : []),
      ...warnings,
      ...cut.problems,
      ...(costs.problem === undefined ? [] : [costs.problem]),
    ];
    return [
      { kind: "bill_line", line },
      ...problems.map((warning) => ({ kind: "warning", warning, place }) as const),
    ];
  }
}

/** Usage and everything else share no money; an answer to neither question alone may have both. */
type Part = "usage" | "other" | "all";

/** A stretch of time that was read, and what was asked about it. */
type ReadStretch = Readonly<{
  grouping: string;
  part: Part;
  /** The one service that was asked for; another one shares no money with it. */
  service: string | undefined;
  startMs: number;
  endMs: number;
}>;

const NET =
  "Cost Explorer was asked for all types of charges at once: credits, refunds and discounts may be within what usage costs. Group by RECORD_TYPE, or ask for usage alone.";

type Stretch = Readonly<{
  answer: Answer;
  stretch: string;
  startMs: number;
  endMs: number;
  estimated: boolean;
}>;

/** Record types are written as in reports, or with spaces; without them only tax is told, by its service. */
function recordTypeOf(recordType: string | undefined, service: string | undefined): string {
  if (recordType !== undefined) return recordType.replace(/\s+/g, "");
  return service === "Tax" ? "Tax" : "Usage";
}

const accountName = (answer: Answer, account: string | undefined): string | undefined =>
  account === undefined
    ? undefined
    : answer.DimensionValueAttributes?.find(({ Value }) => Value === account)?.Attributes
        ?.description;
