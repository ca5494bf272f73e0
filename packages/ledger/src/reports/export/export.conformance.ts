import { formatDollars, parseDollars, sum } from "@headgate/money";
import { expect } from "vitest";
import { billLine, callFrom, importAll } from "../../imports/imports.fixture.ts";
import type { Check } from "../../store.conformance.ts";
import { attempt, dollarsOf, HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore } from "../../store.ts";

const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };
const DOLLAR = 10n ** 12n;
const append = (store: LedgerStore, rows: readonly ReturnType<typeof attempt>[]) =>
  store.append({ rows, cursors: [] });

/** What every store must answer for files that leave the house. */
export function describeExports(check: Check): void {
  check(
    "cuts a range into slices that follow each other, a full day between minutes",
    async (store) => {
      const at = (ms: number, id: number) =>
        attempt({ call_id: `c${id}`, started_at_ms: NOON_MS + ms });
      await append(store, [
        ...Array.from({ length: 5 }, (_, index) => at(index * 60_000, index)),
        at(24 * HOUR_MS, 5),
        at(48 * HOUR_MS, 6),
      ]);

      const slices = await store.report("export-slices", { ...july, most: 2 });

      expect(slices.map(({ from }) => from)).toEqual([
        "2026-07-15T12:00:00.000Z",
        "2026-07-15T12:02:00.000Z",
        "2026-07-15T12:04:00.000Z",
        "2026-07-17T00:00:00.000Z",
      ]);
      expect(slices.map(({ to }) => to)).toEqual([
        ...slices.slice(1).map(({ from }) => from),
        "2026-08-01T00:00:00.000Z",
      ]);
    },
  );

  check(
    "exports calls that no bill covers, whatever the slice, and nothing of a user",
    async (store) => {
      await importAll(store, {
        billLines: [billLine("1", { cost: "5" })],
        attempts: [
          callFrom("litellm", "covered", { provider: "bedrock", cost: DOLLAR }),
          callFrom("litellm", "a", { cost: DOLLAR, attribution: { team: "red", user: "u" } }),
          callFrom("litellm", "b", { cost: 2n * DOLLAR, attribution: { team: "red", user: "v" } }),
          callFrom("litellm", "unpriced", { cost: null }),
          callFrom("litellm", "simulated", { cost: DOLLAR, simulated: true }),
        ],
      });
      const query = { ...july, slice: july, simulated: false };

      const calls = await store.report("exported-calls", query);

      expect(calls).toMatchObject([
        { provider: "openai", attribution: { team: "red" }, component: null, attempts: 2 },
      ]);
      expect(calls[0]?.billedCost).toBe(dollarsOf(3n * DOLLAR));
      expect(calls[0]?.attribution).toEqual({ team: "red" });
      expect(await store.report("exported-calls", { ...query, simulated: true })).toMatchObject([
        { attempts: 1 },
      ]);
    },
  );

  check("exports each line of a bill once, page by page, as exact as the bill", async (store) => {
    const lines = ["1", "2", "3"].map((id) =>
      billLine(id, { cost: "0.00000000000012345", tags: { a: "b" }, attribution: { team: "red" } }),
    );
    await importAll(store, { billLines: lines });

    const [first, second] = await store.report("exported-bill-lines", { ...july, limit: 2 });
    const rest = await store.report("exported-bill-lines", {
      ...july,
      limit: 2,
      ...(second === undefined ? {} : { after: second }),
    });

    expect([first, second, ...rest]).toEqual(lines);
  });

  check("reads statements one after the other, over pages of any size", async (store) => {
    const lines = ["1", "2", "3"].flatMap((id) => [
      billLine(id),
      billLine(id, { account: "444455556666" }),
      billLine(id, { account: "777788889999" }),
    ]);
    await importAll(store, { billLines: lines });

    for (const limit of [1, 2, 3, 4, 9, 10]) {
      const read: string[] = [];
      let page = await store.report("exported-bill-lines", { ...july, limit });
      while (page.length > 0) {
        read.push(...page.map(({ statement, line_id }) => `${statement} ${line_id}`));
        const after = page.at(-1);
        if (after === undefined) break;
        page = await store.report("exported-bill-lines", { ...july, limit, after });
      }
      expect(read).toEqual(lines.map((one) => `${one.statement} ${one.line_id}`).sort());
    }
  });

  check("tells costs apart by what rules look at, and the sum is what was spent", async (store) => {
    await append(store, [
      attempt({ call_id: "a", cost: DOLLAR, key_id: "k1", tags: { role: "index", other: "1" } }),
      attempt({ call_id: "b", cost: DOLLAR, key_id: "k1", tags: { role: "index", other: "2" } }),
      attempt({ call_id: "c", cost: DOLLAR, attribution: { team: "red" } }),
      attempt({ call_id: "d", cost: null, attribution: { team: "red" } }),
    ]);
    const query = { ...july, labels: ["team"], tags: ["role"] } as const;

    const subjects = await store.report("cost-subjects", { ...query, over: "calls" });

    expect(formatDollars(sum(subjects.map(({ cost }) => cost)))).toBe(dollarsOf(3n * DOLLAR));
    expect(subjects.find(({ tags }) => tags.role === "index")).toMatchObject({
      cost: parseDollars("2"),
      names: { key: ["k1"], service: [] },
    });
    expect(subjects.find(({ labels }) => labels.team === "red")).toMatchObject({
      unpricedAttempts: 1,
    });
    await importAll(store, { billLines: [billLine("1", { cost: "5" })] });
    expect(await store.report("cost-subjects", { ...query, over: "bills" })).toMatchObject([
      { names: { service: ["Amazon Bedrock"], account: ["111122223333"], key: [] } },
    ]);
  });

  check("tells the key that a bill's line is about, where its source names keys", async (store) => {
    const tags = { api_key_id: "key_1", api_key: "the user's own" };
    await importAll(store, {
      billLines: [
        billLine("a", { source: "openai_costs", account: "org-1", tags }),
        billLine("b", { source: "openai_costs", account: "org-1" }),
        billLine("c", { tags }),
      ],
    });

    const subjects = await store.report("cost-subjects", {
      ...july,
      ...{ over: "bills", labels: [], tags: [] },
    });

    const told = subjects.map(
      ({ names, cost }) => `${names.source[0]} ${names.key.join()} ${formatDollars(cost)}`,
    );
    expect(told.toSorted((a, b) => a.localeCompare(b))).toEqual([
      "aws_cur  1.500000000000",
      "openai_costs  1.500000000000",
      "openai_costs key_1 1.500000000000",
    ]);
  });
}
