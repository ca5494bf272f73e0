import { formatDollars, picodollars } from "@headgate/money";
import { openTemporaryLedger } from "@headgate/sources";
import { expect, test } from "vitest";
import { costing, ledgerRow } from "../ledger-row.fixture.ts";
import { anomalies } from "./anomalies.ts";

const HOUR_MS = 3_600_000;
const DAYS = 32;
const FROM_MS = Date.UTC(2026, 5, 1);
/** The hour of the burst: noon of the last day but one. */
const BURST = (DAYS - 2) * 24 + 12;
const CALLS = 4;
/** Cents a call: what the small team does in an hour is a ninth of all. */
const teams = { small: 10n, middle: 30n, large: 50n } as const;

function rowsOf(team: keyof typeof teams, hour: number) {
  const calls = team === "small" && hour === BURST ? 20 * CALLS : CALLS;
  const cost = formatDollars(picodollars(teams[team] * 10n ** 10n));
  return Array.from({ length: calls }, (_, index) =>
    ledgerRow({
      call_id: `${team}-${hour}-${index}`,
      started_at_ms: FROM_MS + hour * HOUR_MS + index * 1_000,
      attribution: { team, feature: "chat" },
      ...costing(cost),
    }),
  );
}

test("a burst of one hour in one team is named with its hour, its team and more calls", async () => {
  const opened = await openTemporaryLedger();
  try {
    const hours = Array.from({ length: DAYS * 24 }, (_, hour) => hour);
    const rows = (Object.keys(teams) as (keyof typeof teams)[]).flatMap((team) =>
      hours.flatMap((hour) => rowsOf(team, hour)),
    );
    await opened.store.append({ rows, cursors: [] });
    const toMs = FROM_MS + DAYS * 24 * HOUR_MS;

    const { judgement } = await anomalies(
      opened.store,
      {
        from: new Date(toMs - 72 * HOUR_MS).toISOString(),
        to: new Date(toMs).toISOString(),
        grain: "hour",
      },
      toMs,
    );

    expect(judgement).toMatchObject({
      kind: "judged",
      anomalies: [
        {
          start: new Date(FROM_MS + BURST * HOUR_MS).toISOString(),
          end: new Date(FROM_MS + (BURST + 1) * HOUR_MS).toISOString(),
          direction: "above",
          slice: { dimension: "team", value: "small" },
          cause: { kind: "named", dimension: "team", values: ["small"], part: "volume" },
        },
      ],
    });
  } finally {
    await opened.close();
  }
});
