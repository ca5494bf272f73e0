import type { LedgerRow } from "@headgate/contract";
import { parseDollars, subtract, sum } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newItem } from "../item.fixture.ts";
import type { NewItem } from "../item.ts";
import { HOUR, openRun, START } from "./run.fixture.ts";
import type { LineFate } from "./stand-in.fixture.ts";

const fates = [
  ...["answered", "answered", "answered", "missing"],
  ...["doubled", "failed", "refused", "unreadable"],
] as readonly LineFate[];

test("killed anywhere, with any faults, each request ends once, in time, and each answer is paid for once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        questions: fc.array(fc.nat(7), { minLength: 1, maxLength: 25 }),
        fate: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 9 }),
        kills: fc.array(fc.nat(40), { maxLength: 12 }),
        submits: fc.array(fc.constantFrom("before", "after", "refused", undefined), {
          maxLength: 4,
        }),
        most: fc.integer({ min: 1, max: 9 }),
        expires: fc.boolean(),
        // Times at which real time is asked in vain.
        vain: fc.nat(8),
        soon: fc.boolean(),
      }),
      async ({ questions, fate, kills, submits, most, expires, ...real }) => {
        const run = await openRun({}, { requests: most });
        const items: readonly NewItem[] = questions.map((question) =>
          newItem({
            ...{ text: `question ${question}`, admittedAtMs: START },
            ...{ deadlineMs: START + 24 * HOUR, realTimeAtMs: START + (real.soon ? 1 : 20) * HOUR },
            shared: { digest: `d${question}`, scope: "key-1" },
          }),
        );
        await run.store.admit(items, 0);
        let lines = 0;
        run.api.fate = () => {
          lines += 1;
          return fate[lines % fate.length] ?? "answered";
        };
        run.api.expires = expires;
        const left = [...kills];
        let untilKill = left.shift();
        /** Dies before or after a step, as a killed process would. */
        const dies = async <Result>(step: () => Promise<Result>): Promise<Result> => {
          if (untilKill === undefined) return step();
          untilKill -= 1;
          if (untilKill > 0) return step();
          untilKill = left.shift();
          if (left.length % 2 === 0) await step();
          throw new Error("killed");
        };
        let vain = real.vain;
        const begin = (): void =>
          run.restart({
            hold: () => dies(async () => undefined),
            ask: async (item, body) => {
              if (vain === 0) return run.ports.ask(item, body);
              vain -= 1;
              return { kind: "failed", reason: "HTTP 503", notBeforeMs: run.clock.ms + HOUR / 2 };
            },
            record: (row) => dies(() => run.ports.record(row)),
            ended: () => undefined,
            release: (item) => dies(() => run.ports.release(item)),
          });
        begin();

        for (let step = 0; step < 100 && run.clock.ms < START + 24 * HOUR; step += 1) {
          run.clock.ms += HOUR / 4;
          run.api.failSubmit = submits.length > 0 ? submits.pop() : undefined;
          await run.tick().catch((error: unknown) => {
            expect(String(error)).toContain("killed");
            begin();
          });
        }

        for (const item of items) {
          const { state, endedAtMs } = (await run.store.item(item.id, item.keyId)) ?? {};
          expect(["answered", "failed"]).toContain(state);
          expect(endedAtMs).toBeLessThanOrEqual(item.deadlineMs);
        }
        const rows = [...run.rows.values()].map(([first, ...again]) => {
          // Written again is the same row of the same id.
          for (const one of again) expect(one).toEqual(first);
          return first as LedgerRow;
        });
        const finals = rows.filter(({ final }) => final).map(({ call_id }) => call_id);
        expect(new Set(finals).size).toBe(finals.length);
        for (const row of rows) {
          const saved = row.savings.flatMap(({ amount }) => amount ?? []);
          if (saved.length === 0) continue;
          const baseline = parseDollars(row.baseline_cost ?? "");
          const cost = parseDollars(row.charge.effective_cost ?? "");
          expect(sum(saved.map(parseDollars))).toBe(subtract(baseline, cost));
        }
        // Each billed line is one row with its cost, and no other row costs anything.
        const charged = rows.filter(({ usage_origin }) => usage_origin === "provider");
        expect(charged.length).toBe(new Set(run.api.billed).size);
      },
    ),
    { numRuns: 25 },
  );
});
