import { readFileSync } from "node:fs";
import { type ClickHouseConfig, configSchema } from "@headgate/contract";
import { lookAtLedger, openLedger } from "@headgate/ledger";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type ClickHouse, startClickHouse } from "../servers/index.ts";
import { constructedBillLine } from "./constructed-bill-line.fixture.ts";
import { constructedRow, FIRST_MS } from "./constructed-row.fixture.ts";

// Sums of a day are some twenty statements, and machines of tests are slow.
const TEST_MS = 600_000;
const page = new URL("../../../docs/how-to/many-machines.md", import.meta.url);
const range = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };

/** The rights that the page lists for one server, each by itself. */
const listed = (
  readFileSync(page, "utf8")
    .split("On several shards also")[0]
    ?.match(/^GRANT .* TO headgate;$/gm) ?? []
).flatMap((grant) => {
  const [, rights = "", on = ""] = /^GRANT (.*) ON (\S+) TO headgate;$/.exec(grant) ?? [];
  return rights.split(", ").map((right) => ({ right, on }));
});
const lackingOne = listed.map(({ right, on }) => ({
  ...{ lacking: right === "TABLE ENGINE" ? `${right} ON ${on}` : right, right, on },
  name: `lacks_${right}_${on}`.toLowerCase().replaceAll(/\W+/g, "_").replace(/_+$/, ""),
}));
/** Each has a database of its own name, and these rights. */
const userOf = (name: string, rights: typeof listed) => ({
  ...{ name, password: "secret" },
  rights: rights.map(({ right, on }) => `GRANT ${right} ON ${on.replace(/^headgate/, name)}`),
});

let server: ClickHouse | undefined;
let why = "";

beforeAll(async () => {
  const users = [
    userOf("granted", listed),
    ...lackingOne.map(({ right, on, name }) =>
      userOf(
        name,
        listed.filter((one) => one.right !== right || one.on !== on),
      ),
    ),
  ];
  const started = await startClickHouse(1, users);
  if ("reason" in started) {
    why = started.reason;
    return;
  }
  [server] = started;
  for (const { name } of users) {
    const made = await fetch(server?.url ?? "", {
      method: "POST",
      body: `create database ${name}`,
    });
    expect(await made.text()).toBe("");
  }
});
afterAll(() => server?.close());

function configOf(name: string): ClickHouseConfig {
  const { ledger } = configSchema.parse({
    stores: {
      ledger: {
        ...{ kind: "clickhouse", url: server?.url ?? "", database: name },
        ...{ username: name, password: "secret" },
      },
    },
  }).stores;
  if (ledger.kind !== "clickhouse") throw new Error("the ledger is not on a server");
  return ledger;
}

/** All that a control process does with a ledger. */
async function useAll(config: ClickHouseConfig): Promise<void> {
  const open = async () => {
    const ledger = await openLedger(config, { path: "unused" });
    onTestFinished(() => ledger.close());
    return ledger;
  };
  await lookAtLedger(config);
  await open();
  const ledger = await open();
  const row = constructedRow(0);
  await ledger.append({ rows: [row], cursors: [{ segment: "w/1", offset: 10 }] });
  await ledger.forgetCursors(["w/1"]);
  for (const at of [1, 2]) {
    const number = await ledger.beginImport({ startedAtMs: at, named: ["constructed"] });
    await ledger.addToImport({
      ...{ import: number, sequence: 0, attempts: [constructedRow(at, "litellm")] },
      billLines: [constructedBillLine(1, at)],
    });
    await ledger.finishImport({
      ...{ import: number, finishedAtMs: at, read: [], skips: [], warnings: [] },
    });
  }
  const abandoned = await ledger.beginImport({ startedAtMs: 3, named: ["constructed"] });
  await ledger.addToImport({
    ...{ import: abandoned, sequence: 0, billLines: [constructedBillLine(2, 0)] },
  });
  await ledger.abandonImport(abandoned);
  const rerating = await ledger.beginRerating({
    ...{ fromMs: FIRST_MS, toMs: FIRST_MS + 1, priceBook: "2026-11-25/abc" },
  });
  await ledger.addRevisions({
    ...{ rerating, sequence: 0 },
    revisions: [
      {
        ...{ row_id: row.row_id, started_at_ms: row.started_at_ms },
        ...{ charge: row.charge, baseline_cost: row.baseline_cost },
      },
    ],
  });
  expect(await ledger.buildSums()).toBe(1);

  const { totals } = await ledger.report("totals", range);
  expect(totals.attempts).toBe(3);
  const spend = await ledger.report("spend-by", { ...range, by: "model", limit: 5 });
  expect(spend.rows).toHaveLength(1);
  const bills = await ledger.report("bill-by", { ...range, by: "provider_name", limit: 5 });
  expect(bills.rows).toMatchObject([{ lines: 1 }]);
}

describe("a user of ClickHouse", () => {
  test(
    "may keep a ledger with the rights that the page lists",
    async ({ skip }) => {
      if (server === undefined) skip(why);
      expect(listed.length).toBeGreaterThan(3);

      await useAll(configOf("granted"));
    },
    TEST_MS,
  );

  test.each(lackingOne)(
    "that lacks $lacking is told so by name",
    async ({ lacking, name }) => {
      if (server === undefined) return;

      await expect(useAll(configOf(name))).rejects.toMatchObject({
        code: "ledger_refused",
        message: expect.stringMatching(
          new RegExp(`refused the user "${name}": .*have the grant ${lacking}`),
        ),
      });
    },
    TEST_MS,
  );
});
