import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type PullConfig } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { onTestFinished } from "vitest";
import { createLedgerSink } from "../import/ledger-sink.ts";
import { openTemporaryLedger } from "../import/temporary-ledger.ts";
import { runPull } from "./run-pull.ts";

const NOW_MS = Date.parse("2026-11-05T10:00:00Z");
export const dayMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** A source as headgate.yaml has it, under the name `bill`. */
export function pullOf(source: Readonly<Record<string, unknown>>): PullConfig {
  const [pull] = configSchema.parse({ sources: [{ name: "bill", ...source }] }).sources;
  if (pull === undefined) throw new Error("no source");
  return pull;
}

/** Pulls into a ledger of its own, with the waiting written down instead of done. */
export async function openPulling() {
  const { store, close } = await openTemporaryLedger();
  const folder = mkdtempSync(join(tmpdir(), "headgate-pull-"));
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  const book = loadPriceBook();
  const waited: number[] = [];
  const finished: number[] = [];
  const stop = new AbortController();
  return {
    store,
    waited,
    finished,
    stop,
    pull: (config: PullConfig, finishedUntilMs?: number) =>
      runPull({
        config,
        finishedUntilMs,
        folder: join(folder, "pages"),
        sink: createLedgerSink({
          store,
          book,
          config: configSchema.parse({}),
          nowMs: () => NOW_MS,
        }),
        asking: {
          wait: async (ms) => void waited.push(ms),
          random: () => 0.5,
          signal: stop.signal,
          nowMs: () => NOW_MS,
        },
        onFinished: async (untilMs) => void finished.push(untilMs),
      }),
    /** What was billed, by day. */
    billed: async (): Promise<Readonly<Record<string, string>>> => {
      const { rows } = await store.report("bill-over-time", {
        from: "2026-10-01T00:00:00.000Z",
        to: "2026-12-01T00:00:00.000Z",
        grain: "day",
        limit: 1,
      });
      return Object.fromEntries(rows.map((row) => [row.start.slice(0, 10), row.billed_cost]));
    },
  };
}
