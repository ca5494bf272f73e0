import type { LedgerRow } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleRow, rowChanges } from "../spool/ledger-row.fixture.ts";
import { LineStore, RecordingStore } from "./recording-store.fixture.ts";
import { linesOf, newWorkplace } from "./spool-with-loader.fixture.ts";

/** What happens to one segment's bytes on their way to the disk, and to the loader meanwhile. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("write"), bytes: fc.nat(4_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("load") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail-before-commit") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail-after-commit") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lose-what-is-not-durable") }) },
);

const stores = [
  { takes: "rows", newStore: () => new RecordingStore() },
  { takes: "lines", newStore: () => new LineStore() },
];

test.each(stores)(
  "every complete row is loaded exactly once into a store that takes $takes, wherever a segment is cut and whenever the loader dies",
  async ({ newStore }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rowChanges, { maxLength: 12 }),
        fc.array(step, { maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 500, max: 6_000 }),
        async (changes, steps, cutAt, batchRows, blockBytes) => {
          const place = await newWorkplace(newStore());
          const rows: LedgerRow[] = changes.map((change, index) =>
            JSON.parse(JSON.stringify(exampleRow(index, change))),
          );
          const ends = rows.map((_, index) => linesOf(rows.slice(0, index + 1)).length);
          const bytes = linesOf(rows);
          const cut = cutAt % (bytes.length + 1);
          const options = {
            ...{ batchRows, checkpointRows: 3, checkpointIntervalMs: 0 },
            ...{ linesFromBytes: 1, blockBytes },
          };
          let loader = place.start(options);
          let written = 0;
          const write = async (count: number): Promise<void> => {
            const end = Math.min(cut, written + count);
            await place.append("g1/00000001.spool", bytes.subarray(written, end));
            written = end;
          };
          const fail = (): void => {
            throw new Error("killed");
          };
          await place.mark("g1", "writing");

          for (const action of steps) {
            if (action.kind === "write" && "bytes" in action) await write(action.bytes);
            if (action.kind === "fail-before-commit") place.store.beforeCommit = fail;
            if (action.kind === "fail-after-commit") place.store.afterCommit = fail;
            await Promise.allSettled([loader.loadNow()]);
            place.store.beforeCommit = () => undefined;
            place.store.afterCommit = () => undefined;
            if (action.kind === "lose-what-is-not-durable") {
              place.store.loseWhatIsNotDurable();
            }
            if (action.kind === "restart" || action.kind === "lose-what-is-not-durable") {
              // The old one is left as a killed process leaves it: without a last word to the store.
              loader = place.start(options);
            }
          }
          await write(cut);
          await place.mark("g1", "killed");
          await loader.loadNow();

          // A row whose line's end alone is cut off is complete too: its checksum says so.
          // In no order: lines that a store takes as they stand go before the others of their block.
          const loaded = place.store.rows.sort((a, b) => a.started_at_ms - b.started_at_ms);
          expect(loaded).toEqual(rows.filter((_, index) => (ends[index] ?? 0) <= cut + 1));
          const atBoundary = cut === 0 || ends.some((end) => end === cut || end === cut + 1);
          if (!steps.some(({ kind }) => kind === "restart" || kind.startsWith("lose"))) {
            expect(loader.status().torn_tails).toBe(atBoundary ? 0 : 1);
          }
          expect(loader.status().lines_quarantined).toBe(0);
          await loader.loadNow();
          expect(await place.segments()).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  },
  120_000,
);
