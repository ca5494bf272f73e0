import { afterEach, expect, test } from "vitest";
import { ask, CHEAP, closeRouted, openRouted } from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

const JUDGE = "openai/gpt-4.1";

test("a judge that calls good what people are less content with than with the reference certifies less, by what they prove", async () => {
  // Held to less than it is certified at, so that it goes on being asked.
  const route = { mode: "on", pool: [CHEAP], judge: JUDGE, quality: 0.8 };
  const { gateway, report, ...of } = await openRouted(route);
  const { labelling, study, judges } = gateway.routing;
  const next = async () => (await ask({ gateway, ...of }, "Ticket: the printer is on fire")).callId;
  const judgedGood = new Map([
    [CHEAP, { worth: 1, by: { kind: "judge", judge: JUDGE } as const, findings: undefined }],
  ]);
  for (let seen = 0; seen < 10; seen += 1) judges.sawThrough(JUDGE, true);
  for (let number = 0; number < 100; number += 1) {
    const callId = (await next()) ?? "";
    for (let time = 0; time < 4; time += 1) labelling.compared(callId, judgedGood);
    labelling.heard(callId, 1);
  }
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);
  const certifiedAt = (promise: number) => study.snapshotOf(pool)?.certified.get(promise)?.size;
  expect([certifiedAt(0.95), certifiedAt(0.85)]).toEqual([1, 1]);
  expect((await report()).judges[0]).toMatchObject({ optimism: null, certifies: true });

  for (let number = 0; number < 100; number += 1) {
    const callId = (await next()) ?? "";
    labelling.compared(callId, judgedGood);
    labelling.heard(callId, number % 4 === 0 ? 0 : 1);
  }
  await study.fit(pool);

  const [judge] = (await report()).judges;
  expect(judge).toMatchObject({ believed: true, certifies: true });
  expect(judge?.optimism?.subtracted).toBeGreaterThan(0.05);
  expect(judge?.optimism?.subtracted).toBeLessThan(0.15);
  expect(judge?.optimism?.at_most).toBeGreaterThan(0.25);
  expect([certifiedAt(0.95), certifiedAt(0.85)]).toEqual([0, 1]);
});
