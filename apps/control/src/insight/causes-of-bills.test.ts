import type { AnomaliesReport, BillLine } from "@headgate/contract";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, onTestFinished, test } from "vitest";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { anomalies } from "./anomalies.ts";

const DAY_MS = 86_400_000;
const TODAY_MS = Date.parse("2026-11-16T00:00:00Z");
const week = {
  from: new Date(TODAY_MS - 7 * DAY_MS).toISOString(),
  to: new Date(TODAY_MS).toISOString(),
  grain: "day",
} as const;
/** The day on which something happens. */
const ODD = 4;
const days = Array.from({ length: 90 }, (_, index) => 91 - index);

type Service = Readonly<{
  service: string;
  account: string;
  meter: string;
  hours: number;
  dollarsAnHour: number;
  team?: string;
}>;

/** A day of a service; days of the week differ a little. */
function lineOf(daysAgo: number, of: Service): BillLine {
  const hours = of.hours + (daysAgo % 7);
  const cost = `${hours * of.dollarsAnHour}`;
  const day = new Date(TODAY_MS - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return {
    ...negotiatedLine(day),
    ...{ line_id: `${of.service} ${of.account} ${daysAgo}`, source: "focus" },
    ...{ statement: "focus:1111:2026", billing_account_id: "1111" },
    sub_account_id: of.account,
    billing_period_start_ms: Date.parse("2026-01-01"),
    billing_period_end_ms: Date.parse("2027-01-01"),
    ...{ provider_name: "AWS", service_name: of.service, sku_meter: of.meter },
    ...{ category: "other_ai", provider: undefined, model: undefined },
    ...{ component: undefined, component_quantity: undefined },
    ...{ consumed_quantity: `${hours}`, consumed_unit: "Hours" },
    ...{ billed_cost: cost, effective_cost: cost },
    attribution: of.team === undefined ? {} : { team: of.team },
  };
}

const search: Service = {
  ...{ service: "Amazon Kendra", account: "search", meter: "KendraHours" },
  ...{ hours: 300, dollarsAnHour: 2, team: "search" },
};
const vision: Service = {
  ...{ service: "Amazon SageMaker", account: "vision", meter: "Host:ml.g5" },
  ...{ hours: 100, dollarsAnHour: 2, team: "vision" },
};

/** What is found where, on the odd day, something changes. */
async function found(odd: readonly Service[]) {
  const { store, close } = await openTemporaryLedger();
  onTestFinished(close);
  const number = await store.beginImport({ startedAtMs: 0, named: ["constructed"] });
  const billLines = days.flatMap((daysAgo) =>
    (daysAgo === ODD ? odd : [search, vision]).map((service) => lineOf(daysAgo, service)),
  );
  await store.addToImport({ import: number, sequence: 0, billLines });
  await store.finishImport({ import: number, finishedAtMs: 1, read: [], skips: [], warnings: [] });
  const { judgement } = await anomalies(store, week, TODAY_MS + DAY_MS / 2);
  if (judgement.kind !== "judged") throw new TypeError("the history is too short");
  return judgement.anomalies.map(told);
}

type Anomaly = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];
const told = ({ of, slice, direction, cause }: Anomaly) => ({
  of,
  slice,
  direction,
  cause:
    cause.kind === "named"
      ? { dimension: cause.dimension, values: cause.values, part: cause.part }
      : cause,
});

test("a service that grew is named by its slice, and by its quantity", async () => {
  const [only, ...more] = await found([search, { ...vision, hours: 600 }]);

  expect(more).toEqual([]);
  expect(only).toEqual({
    of: "bills",
    slice: { dimension: "team", value: "vision" },
    direction: "above",
    cause: { dimension: "team", values: ["vision"], part: "volume" },
  });
});

test("a dearer hour is a price, and a service that fell away is gone", async () => {
  const [dearer] = await found([search, { ...vision, dollarsAnHour: 11 }]);
  expect(dearer?.cause).toMatchObject({ values: ["vision"], part: "price" });

  const [gone] = await found([search]);
  expect(gone).toMatchObject({
    direction: "below",
    slice: { value: "vision" },
    cause: { values: ["vision"], part: "gone" },
  });
});

test("what nobody paid for before is found in all bills, and named as new", async () => {
  const agents = {
    ...{ service: "Amazon Bedrock AgentCore", account: "agents", meter: "AgentHours" },
    ...{ hours: 900, dollarsAnHour: 2, team: "agents" },
  };
  const [only] = await found([search, vision, agents]);

  expect(only).toMatchObject({
    of: "bills",
    slice: null,
    direction: "above",
    cause: { values: ["agents"], part: "new" },
  });
});
