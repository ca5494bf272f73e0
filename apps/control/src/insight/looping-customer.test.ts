import { formatDollars, picodollars } from "@headgate/money";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { anomalies } from "./anomalies.ts";

const DAY_MS = 86_400_000;
const DAYS = 44;
const FROM_MS = Date.UTC(2026, 5, 1);
const LOOP = DAYS - 2;
/** How much is called goes up and down, by days that fit no week. */
const busyness = [10, 6, 14, 8, 13, 7, 11, 5, 12] as const;
/** Calls of a day for each ten of busyness, and cents a call. */
const work = [
  { customer: "acme", feature: "draft", calls: 8, cents: 5n },
  { customer: "acme", feature: "mail", calls: 40, cents: 1n },
  { customer: "other", feature: "draft", calls: 20, cents: 5n },
  { customer: "other", feature: "mail", calls: 100, cents: 1n },
] as const;

function rowsOf(day: number, { customer, feature, calls, cents }: (typeof work)[number]) {
  const isLoop = day === LOOP && customer === "acme" && feature === "draft";
  const busy = busyness[day % busyness.length] ?? 10;
  const count = Math.round((calls * busy) / 10) * (isLoop ? 6 : 1);
  return Array.from({ length: count }, (_, index) =>
    ledgerRow({
      call_id: `${customer}-${feature}-${day}-${index}`,
      started_at_ms: FROM_MS + day * DAY_MS + index * 1_000,
      attribution: { customer, feature },
      ...costing(formatDollars(picodollars(cents * 10n ** 10n))),
    }),
  );
}

test("a customer whose dear feature calls in a loop is named with it and with more calls", async () => {
  const opened = await openTemporaryLedger();
  try {
    const days = Array.from({ length: DAYS }, (_, day) => day);
    const rows = days.flatMap((day) => work.flatMap((one) => rowsOf(day, one)));
    await opened.store.append({ rows, cursors: [] });
    const toMs = FROM_MS + DAYS * DAY_MS;

    const { judgement } = await anomalies(
      opened.store,
      {
        from: new Date(FROM_MS + 28 * DAY_MS).toISOString(),
        to: new Date(toMs).toISOString(),
        grain: "day",
      },
      toMs,
    );

    expect(judgement).toMatchObject({
      kind: "judged",
      anomalies: [
        {
          start: new Date(FROM_MS + LOOP * DAY_MS).toISOString(),
          direction: "above",
          slice: { dimension: "customer", value: "acme" },
          cause: {
            kind: "named",
            values: ["acme"],
            within: { dimension: "feature", value: "draft" },
            part: "volume",
          },
        },
      ],
    });
  } finally {
    await opened.close();
  }
});
