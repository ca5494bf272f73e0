import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JudgedExample, readPrompt } from "@headgate/levers";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { poolName } from "./pool-name.ts";
import { poolSettings } from "./pool-settings.ts";
import { RouteDesk } from "./route-desk.ts";
import { RouteStudy } from "./route-study.ts";
import { RouteTroubles } from "./route-troubles.ts";

const settings = poolSettings({ models: ["dear", "cheap"], quality: 0.95 });
const pool = poolName("support", "dear");
const DAY_MS = 86_400_000;

type Clock = { nowMs: number };

function openStudy(
  folder: string,
  clock: Clock = { nowMs: 0 },
  turned: Readonly<Record<string, number>> = {},
) {
  const log = pino({ level: "silent" });
  const nowMs = () => clock.nowMs;
  const troubles = new RouteTroubles({
    ...{ folder: mkdtempSync(join(folder, "troubles-")), log, nowMs },
  });
  const turnedTo = (policy: string | undefined) => turned[policy ?? ""];
  return { study: new RouteStudy({ folder, log, troubles, nowMs, turnedTo }), troubles };
}

/** A call on which the cheaper model was worth so much. */
const labelled = (place: number, worth = 1, atMs?: number): JudgedExample => ({
  ...readPrompt(`Which queue is ticket ${place} of?`, "desk"),
  qualities: Float64Array.of(1, worth),
  costs: Float64Array.of(10, 1),
  by: { kind: "form" },
  atMs,
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-study-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

/** Opens the pool and learns one call. */
async function studied(folder: string) {
  const { study, troubles } = openStudy(folder);
  study.snapshotOf(pool, () => settings);
  study.learn(pool, labelled(1));
  await study.fit(pool);
  await study.close();
  return troubles.all;
}

test("what was learned in an older form is set aside and told, since its certificates are gone; what comes after is not", async () => {
  const folder = newFolder();
  expect(await studied(folder)).toEqual([]);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  expect(files).toHaveLength(2);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, file), text.replace(/"version":\d+/, '"version":1'));
  }

  const [told, ...others] = await studied(folder);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ kind: "learned_anew", policy: "support", model: "dear" });
  expect(told?.note).toContain("learned routing is of version 1");
  expect(told?.note).toContain("what was learned of answers is of version 1");
  for (const file of files) {
    expect(told?.note).toContain(`${file}.set-aside`);
    expect(readFileSync(join(folder, `${file}.set-aside`), "utf8")).toContain('"version":1');
  }
  expect(await studied(folder)).toEqual([]);

  // Gone back to, and forth again: what was set aside first stays.
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    writeFileSync(join(folder, file), text.replace(/"version":\d+/, '"version":9'));
  }
  expect((await studied(folder))[0]?.note).toContain(".set-aside-2");
  for (const file of files) {
    expect(readFileSync(join(folder, `${file}.set-aside`), "utf8")).toContain('"version":1');
    expect(readFileSync(join(folder, `${file}.set-aside-2`), "utf8")).toContain('"version":9');
  }
});

/** Fitted where it is asked for alone, on few labels. */
const quick = { ...settings, leastLabels: 60, refitEvery: 10_000 };

test("what newer labels take away is told at the promise that holds, which may be a turned dial's", async () => {
  // By policy: what is configured, and what the dial was turned to.
  const configured = { plain: 0.9, lowered: 0.95, raised: 0.9 };
  const turned: Readonly<Record<string, number>> = { lowered: 0.9, raised: 0.95 };
  const { study, troubles } = openStudy(newFolder(), { nowMs: 0 }, turned);
  const pools = Object.entries(configured).map(([policy, quality]) => {
    const name = poolName(policy, "dear");
    study.snapshotOf(name, () => ({ ...quick, quality }));
    return name;
  });
  const teach = async (from: number, worth: number) => {
    for (const name of pools) {
      for (let place = from; place < from + 80; place += 1)
        study.learn(name, labelled(place, worth));
      await study.fit(name);
    }
  };

  await teach(0, 0.93);
  for (const { certified } of study.snapshots.values()) {
    expect(certified.get(0.9)?.size).toBe(1);
    expect(certified.get(0.95)?.size).toBe(0);
  }
  await teach(80, 0);
  await study.close();
  const told = { kind: "bound_dropped", fingerprint: "desk" };
  expect(troubles.all).toMatchObject([
    { ...told, policy: "lowered" },
    { ...told, policy: "plain" },
  ]);
});

test("how many tasks are certified is counted at the promise that holds", async () => {
  const log = pino({ level: "silent" });
  const desk = new RouteDesk({ folder: newFolder(), salt: Buffer.alloc(16), log });
  desk.study.snapshotOf(pool, () => quick);
  for (let place = 0; place < 80; place += 1) desk.study.learn(pool, labelled(place, 0.93));
  await desk.study.fit(pool);

  expect(desk.certifiedNow).toBe(0);
  desk.dials.turn("support", 0.9);
  expect(desk.certifiedNow).toBe(1);
  await desk.close();
});

test("references without end set down what was never labelled, then what was asked for longest ago; that is told, and goes on from its file", async () => {
  const { study, troubles } = openStudy(newFolder());
  const open = (reference: string): string => {
    const name = poolName("support", reference);
    study.snapshotOf(name, () => ({ ...settings, models: [reference, "cheap"] }));
    return name;
  };
  const labelledPool = (reference: string): string => {
    const name = open(reference);
    study.learn(name, labelled(1));
    return name;
  };
  const known = labelledPool("dear");
  const invented = Array.from({ length: 250 }, (_, day) => open(`dear-${day}`));
  expect(study.snapshots.size).toBe(200);
  expect(study.snapshotOf(known)).toBeDefined();
  expect(study.snapshotOf(invented[0] ?? "")).toBeUndefined();
  expect(study.snapshotOf(invented.at(-1) ?? "")).toBeDefined();
  expect(troubles.all).toMatchObject([
    { kind: "pools_crowded", policy: "support", note: expect.stringContaining("dear-0") },
  ]);

  for (let index = 0; index < 200; index += 1) labelledPool(`labelled-${index}`);
  expect(study.snapshotOf(known)).toBeUndefined();
  expect(open("dear")).toBe(known);
  await study.fit(known);
  expect(study.snapshotOf(known)?.evidence.get("desk")?.models[1]?.labels).toBe(1);
  await study.close();
});

test("a certificate ends thirty days after its newest label, which is told once; newer labels bring it back", async () => {
  const clock = { nowMs: 10 * DAY_MS };
  const { study, troubles } = openStudy(newFolder(), clock);
  const certified = () => study.snapshotOf(pool, () => quick).certified.get(0.95)?.size;
  study.snapshotOf(pool, () => quick);
  for (let place = 0; place < 80; place += 1) study.learn(pool, labelled(place, 1, clock.nowMs));
  await study.fit(pool);

  clock.nowMs = 40 * DAY_MS - 1;
  expect(certified()).toBe(1);
  clock.nowMs += 1;
  expect(certified()).toBe(0);
  expect(study.snapshots.get(pool)?.certified.get(0.95)?.size).toBe(0);
  const aged = { kind: "certificate_aged", policy: "support", fingerprint: "desk" };
  const at = new Date(clock.nowMs).toISOString();
  const note = "its newest label is of 1970-01-11";
  expect(troubles.all).toEqual([{ ...aged, at, model: null, note }]);

  clock.nowMs += DAY_MS;
  await study.fit(pool);
  expect(certified()).toBe(0);
  expect(troubles.all).toMatchObject([{ ...aged, at }]);

  study.learn(pool, labelled(400, 1, clock.nowMs));
  await study.fit(pool);
  expect(certified()).toBe(1);
  expect(troubles.all).toHaveLength(1);
  expect(study.certificatesLost).toBe(0);
  await study.close();
});
