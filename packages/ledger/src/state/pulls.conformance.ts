import { expect, test } from "vitest";
import type { PullStanding } from "./pulls.ts";
import type { ReceivedCounts } from "./received.ts";
import type { StateStore } from "./store.ts";

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

const unpulled: PullStanding = {
  pull: "bill",
  subject: '[["kind","openai-costs"]]',
  finishedUntilMs: undefined,
  lastStartedAtMs: undefined,
  lastSuccessAtMs: undefined,
  lastResult: undefined,
  lastError: undefined,
  lastErrorAtMs: undefined,
  failuresInARow: 0,
  nextRunAtMs: undefined,
};
const counts = (changes: Partial<ReceivedCounts> = {}): ReceivedCounts => ({
  source: "otlp",
  payloads: 1,
  rows: 2,
  added: 1,
  alreadyThere: 1,
  rejected: 0,
  leftOut: 0,
  firstAtMs: NOW_MS,
  lastAtMs: NOW_MS,
  lastReceivedAtMs: NOW_MS,
  ...changes,
});

/** What every store does with how pulls stand and what was received. */
export function pullsConformance(
  newFolder: () => Promise<string>,
  openIn: (folder: string) => Promise<StateStore>,
): void {
  test("how a pull stands is there for the next process, and is replaced by the next standing", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    const pulled: PullStanding = {
      ...unpulled,
      finishedUntilMs: NOW_MS,
      lastResult: { rows: 3, added: 1, replaced: 1, already_there: 1, skipped: 0 },
      lastError: "no",
      failuresInARow: 2,
      nextRunAtMs: NOW_MS + 1,
    };
    await store.savePull(unpulled);
    expect(await store.pullStandings()).toEqual([unpulled]);
    await store.savePull(pulled);

    expect(await (await openIn(folder)).pullStandings()).toEqual([pulled]);
  });

  test("pulls that are configured no more are forgotten", async () => {
    const store = await openIn(await newFolder());
    for (const pull of ["a", "b"]) await store.savePull({ ...unpulled, pull });

    await store.keepPulls(["b", "c"]);
    expect((await store.pullStandings()).map(({ pull }) => pull)).toEqual(["b"]);
    await store.keepPulls([]);
    expect(await store.pullStandings()).toEqual([]);
  });

  test("what is received adds up, and its times reach from the first to the last that is known", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    await store.addReceived([counts({ firstAtMs: undefined, lastAtMs: undefined, rows: 0 })]);
    await store.addReceived([counts(), counts({ firstAtMs: NOW_MS - 5, lastAtMs: NOW_MS - 5 })]);
    await store.addReceived([counts({ source: "claude_code", rejected: 3, leftOut: 2 })]);

    expect(await (await openIn(folder)).received()).toEqual([
      counts({ source: "claude_code", rejected: 3, leftOut: 2 }),
      counts({ payloads: 3, rows: 4, added: 3, alreadyThere: 3, firstAtMs: NOW_MS - 5 }),
    ]);
  });
}
