import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { configSchema, weeklyReport } from "@headgate/contract";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Marks } from "../leading/marks.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { openReceiver, type Receiver } from "../notifiers/receiver.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";
import { createWeeklyWatch } from "./weekly-watch.ts";

const sentSchema = z.object({ kind: z.string(), id: z.string(), report: weeklyReport });
let control: OpenApp;
let receiver: Receiver;
beforeAll(async () => {
  control = await openApp();
  receiver = await openReceiver();
  const unknown = {
    confidence: "unknown" as const,
    list_cost: null,
    contracted_cost: null,
    effective_cost: null,
    billed_cost: null,
    lines: [],
  };
  const at = (text: string) => ({ started_at_ms: Date.parse(text) });
  await control.ledger.append({
    rows: [
      ledgerRow({ call_id: "a", ...at("2026-11-17T12:00:00Z") }),
      ledgerRow({ call_id: "b", ...at("2026-11-18T12:00:00Z") }),
      ledgerRow({ call_id: "c", ...at("2026-11-10T12:00:00Z") }),
      ledgerRow({
        call_id: "d",
        ...at("2026-11-17T12:00:00Z"),
        charge: unknown,
        baseline_cost: null,
      }),
    ],
    cursors: [],
  });
});
afterAll(async () => {
  await control.close();
  await receiver.close();
});

const watchAt = (now: string, folder: string) =>
  createWeeklyWatch({
    ledger: control.ledger,
    loader: control.loader,
    prices: () => control.prices,
    config: () =>
      configSchema.parse({
        console_url: "https://headgate.example",
        notifiers: { hook: { kind: "webhook", url: receiver.url } },
        reports: [{ name: "all", notify: ["hook"] }],
      }),
    folder: join(control.folder, folder),
    nowMs: () => Date.parse(now),
    log: pino({ level: "silent" }),
  });
/** A watch whose notifier is at an address and whose clock is told. */
const watchSending = (url: string, folder: string, clock: { now: string }) =>
  createWeeklyWatch({
    ledger: control.ledger,
    loader: control.loader,
    prices: () => control.prices,
    config: () =>
      configSchema.parse({
        notifiers: { hook: { kind: "webhook", url } },
        reports: [{ name: "all", notify: ["hook"] }],
      }),
    folder: join(control.folder, folder),
    nowMs: () => Date.parse(clock.now),
    log: pino({ level: "silent" }),
  });
const filesIn = async (folder: string) =>
  (await readdir(join(control.folder, folder, "all"))).sort();

test("a week is made once and sent once, also over restarts", async () => {
  const sentBefore = receiver.received.length;
  const first = watchAt("2026-11-23T08:01:00Z", "once");
  await first.tick();
  await first.tick();
  await first.close();
  const second = watchAt("2026-11-23T09:00:00Z", "once");
  await second.tick();
  await second.close();

  expect(await filesIn("once")).toEqual([
    "2026-11-23.html",
    "2026-11-23.json",
    "2026-11-23.sent.json",
  ]);
  expect(receiver.received).toHaveLength(sentBefore + 1);
  const sent = sentSchema.parse(receiver.received.at(-1));
  expect(sent).toMatchObject({ kind: "weekly_report", id: "all:2026-11-23" });
  const { report } = sent;
  expect(report).toMatchObject({
    is_late: false,
    period: { from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" },
    totals: {
      period: { effective_cost: "0.006000000000", unpriced_attempts: 1 },
      before: { effective_cost: "0.003000000000" },
    },
    unpriced: [{ attempts: 1 }],
  });
  expect(report.drivers[0]?.total.change).toBe("0.003000000000");
  expect(report.links[0]?.url).toContain("https://headgate.example/explore?from=2026-11-16");
  // The page of bills knows spans of its own alone.
  expect(report.links.at(-1)?.url).toBe("https://headgate.example/bills");
});

test("a receiver that fails is asked again later each time, not every minute", async () => {
  let asked = 0;
  const failing = createServer((_, response) => {
    asked += 1;
    response.writeHead(503).end();
  });
  failing.listen(0, "127.0.0.1");
  await once(failing, "listening");
  const { port } = failing.address() as AddressInfo;
  const clock = { now: "2026-11-23T08:01:00Z" };
  const watch = watchSending(`http://127.0.0.1:${port}/`, "failing", clock);
  try {
    const askedAt: string[] = [];
    for (const minute of ["01", "02", "03", "04", "05", "06", "07", "08"]) {
      const before = asked;
      clock.now = `2026-11-23T08:${minute}:00Z`;
      await watch.tick();
      if (asked > before) askedAt.push(minute);
    }

    // Pauses of one, two and four minutes.
    expect(askedAt).toEqual(["01", "02", "04", "08"]);
  } finally {
    await watch.close();
    failing.close();
  }
});

/** A watch of one node; its notifiers and its clock are told. */
const watchOf = (
  folder: string,
  about: Readonly<{ now: string; notifiers: Readonly<Record<string, string>>; marks?: Marks }>,
) =>
  createWeeklyWatch({
    ledger: control.ledger,
    loader: control.loader,
    prices: () => control.prices,
    config: () =>
      configSchema.parse({
        notifiers: Object.fromEntries(
          Object.entries(about.notifiers).map(([name, url]) => [name, { kind: "webhook", url }]),
        ),
        reports: [{ name: "all", notify: Object.keys(about.notifiers) }],
      }),
    folder: join(control.folder, folder),
    nowMs: () => Date.parse(about.now),
    marks: about.marks,
    log: pino({ level: "silent" }),
  });
const ticked = async (watch: ReturnType<typeof watchOf>): Promise<void> => {
  await watch.tick();
  await watch.close();
};

test("a notifier that is added later is not told of weeks that are over", async () => {
  const hook = { hook: receiver.url };
  await ticked(watchOf("added", { now: "2026-11-09T08:01:00Z", notifiers: hook }));
  await ticked(watchOf("added", { now: "2026-11-23T08:01:00Z", notifiers: hook }));
  const sentBefore = receiver.received.length;

  const both = { ...hook, late: receiver.url };
  await ticked(watchOf("added", { now: "2026-11-26T08:00:00Z", notifiers: both }));
  expect(receiver.received).toHaveLength(sentBefore);

  await ticked(watchOf("added", { now: "2026-11-30T08:01:00Z", notifiers: both }));
  const ids = receiver.received.slice(sentBefore).map((sent) => sentSchema.parse(sent).id);
  expect(ids).toEqual(["all:2026-11-30", "all:2026-11-30"]);
});

test("what one node could not tell, the next one tells, and nothing a second time", async () => {
  const done = new Set<string>();
  const marks: Marks = {
    has: (name) => Promise.resolve(done.has(name)),
    set: (name) => {
      done.add(name);
      return Promise.resolve();
    },
  };
  const sentBefore = receiver.received.length;
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, "close");
  const now = "2026-11-23T08:01:00Z";
  const away = { hook: receiver.url, chat: `http://127.0.0.1:${port}/` };
  await ticked(watchOf("node-a", { now, notifiers: away, marks }));
  expect(receiver.received).toHaveLength(sentBefore + 1);

  const both = { hook: receiver.url, chat: receiver.url };
  await ticked(watchOf("node-b", { now: "2026-11-23T08:30:00Z", notifiers: both, marks }));
  expect(receiver.received).toHaveLength(sentBefore + 2);

  await ticked(watchOf("node-c", { now: "2026-11-23T09:00:00Z", notifiers: both, marks }));
  expect(receiver.received).toHaveLength(sentBefore + 2);
});

test("weeks that were missed while Headgate was down are made at its start, and say so", async () => {
  const before = watchAt("2026-11-09T08:01:00Z", "missed");
  await before.tick();
  await before.close();
  const after = watchAt("2026-11-24T12:00:00Z", "missed");
  await after.tick();
  await after.close();

  const files = (await filesIn("missed")).filter((file) => /\d\.json$/.test(file));
  expect(files).toEqual(["2026-11-09.json", "2026-11-16.json", "2026-11-23.json"]);
  const read = async (day: string) =>
    readFile(join(control.folder, "missed", "all", `${day}.json`), "utf8");
  expect(weeklyReport.parse(JSON.parse(await read("2026-11-16"))).is_late).toBe(true);
});

test("the page needs nothing beside it, and what was read is no markup in it", async () => {
  const html = await (await control.ask("/api/reports/weekly/page?team=%3Cb%3E")).text();

  expect(html).toContain("team=&lt;b&gt;");
  expect(html).not.toMatch(/<script|<link|<b>|src=/);
  expect(html).toContain("default-src 'none'");
});

test("a report of a week that somebody asks for is the seven days before today", async () => {
  const report = await control.read("/api/reports/weekly", weeklyReport);

  expect(report).toMatchObject({
    name: null,
    due_at: null,
    period: { from: "2026-11-16T00:00:00.000Z", to: "2026-11-23T00:00:00.000Z" },
  });
  expect(report.kpis.map(({ title }) => title)).toHaveLength(9);
});
