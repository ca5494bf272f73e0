import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask, CHEAP, closeRouted, openRouted } from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

const JUDGE = "openai/gpt-4.1";
const by = { kind: "judge", judge: JUDGE } as const;
const judgedGood = new Map([[CHEAP, { worth: 1, by, findings: undefined }]]);

test("a judge that calls good what people are less content with than with the reference certifies less, by what they prove", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP], judge: JUDGE });
  const { labelling, study, judges, recent } = gateway.gateway.routing;
  for (let seen = 0; seen < 10; seen += 1) judges.sawThrough(JUDGE, true);
  const callIds: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    const { callId = "" } = await ask(gateway, "Ticket: the printer is on fire");
    for (let time = 0; time < 10; time += 1) labelling.compared(callId, judgedGood);
    callIds.push(callId);
  }
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);
  const savedAt = (promise: number): number => {
    const [certified] = study.snapshotOf(pool)?.certified.get(promise)?.values() ?? [];
    return certified?.saved ?? 0;
  };
  const before = savedAt(0.95);
  expect(before).toBeGreaterThan(0.9);

  const keyId = recent.get(callIds[0] ?? "")?.keyId ?? "";
  for (let number = 0; number < 200; number += 1) {
    judges.heardPeople(JUDGE, { judge: true, people: number % 4 !== 0, keyId });
  }
  expect((await gateway.report()).judges[0]).toMatchObject({ optimism: null, certifies: true });
  // The reference answered these, and people are content.
  for (const callId of callIds) expect(labelling.heard(callId, 1)).toBe("learned");
  await study.fit(pool);

  const [judge] = (await gateway.report()).judges;
  expect(judge).toMatchObject({ believed: true, certifies: true, optimism: { references: 40 } });
  expect(judge?.one_key).toBe(true);
  expect(judge?.subtracted).toBeGreaterThan(0.05);
  expect(judge?.subtracted).toBeLessThan(0.15);
  expect(judge?.optimism?.at_most).toBeGreaterThan(0.25);
  expect(savedAt(0.95)).toBeLessThan(before);
  expect(savedAt(0.8)).toBeGreaterThan(0.9);
});

test("what is proven of a judge is lost too where its newest labels are held against the promise", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP], judge: JUDGE });
  const { labelling, judges, recent, watch } = gateway.gateway.routing;
  const { callId = "" } = await ask(gateway, "Ticket: the printer is on fire");
  const call = recent.get(callId);
  if (call === undefined) throw new TypeError("the call is not known");
  const certified = { promise: 0.95, place: 1, isOut: false };
  recent.note(callId, { ...call, certified, served: 1 });
  const { pool, prompt } = call;
  const task = { pool, fingerprint: prompt.fingerprint ?? "", model: CHEAP };

  for (let time = 0; time < 100; time += 1) labelling.compared(callId, judgedGood);
  expect(watch.isOut(task)).toBe(false);
  for (let number = 0; number < 500; number += 1) {
    judges.heardPeople(JUDGE, { judge: true, people: number % 10 < 7, keyId: "key_1" });
    judges.heardOfReference(JUDGE, { isContent: true, keyId: "key_1" });
  }
  expect(judges.corrections.get(JUDGE)).toBeGreaterThan(0.2);
  for (let time = 0; time < 100; time += 1) labelling.compared(callId, judgedGood);

  expect(watch.isOut(task)).toBe(true);
});

test("what one key proved of a judge stays after a restart, though another key has said too little since", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP], judge: JUDGE });
  const { judges } = gateway.gateway.routing;
  const speak = (keyId: string, times: number, isContent: boolean): void => {
    for (let number = 0; number < times; number += 1) {
      judges.heardPeople(JUDGE, { judge: true, people: isContent, keyId });
      judges.heardOfReference(JUDGE, { isContent: true, keyId });
    }
  };
  speak("key_1", 100, false);
  const proven = judges.corrections.get(JUDGE);
  expect(proven).toBeGreaterThan(0.5);

  speak("key_2", 300, true);
  await gateway.gateway.close();
  const again = await openRouted({ mode: "on", pool: [CHEAP], judge: JUDGE }, gateway.data);

  expect(again.gateway.routing.judges.corrections.get(JUDGE)).toBe(proven);
  const [judge] = (await again.report()).judges;
  expect(judge).toMatchObject({
    ...{ optimism: null, subtracted: proven, one_key: false, certifies: true },
    people: { pairs: 20, heard: 400 },
  });
  const kept = readFileSync(join(gateway.data, "routing", "judges.json"), "utf8");
  expect(kept).not.toMatch(/key_[12]/);
});
