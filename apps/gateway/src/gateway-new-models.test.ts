import { afterEach, expect, test } from "vitest";
import type { OpenGateway } from "./open-gateway.fixture.ts";
import {
  ask,
  BUDGET,
  CHEAP,
  closeRouted,
  DEAR,
  openRouted,
  worthOf,
} from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

type Worth = Readonly<Record<string, number>>;

/** Labels calls of the one task, and has them fitted. */
async function label(gateway: OpenGateway, calls: number, worth: Worth): Promise<void> {
  const { routing } = gateway.gateway;
  for (let index = 0; index < calls; index += 1) {
    const { callId = "" } = await ask(gateway, `Ticket ${index}: the printer is on fire`);
    expect(routing.labelling.compared(callId, worthOf(worth))).toBe("learned");
  }
  const [pool = ""] = routing.study.snapshots.keys();
  await routing.study.fit(pool);
}

test("a model that others beat for no more money is asked no more, and is told with the bounds; the reference is told and answers on", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP, BUDGET] });
  // The dearer of the two is the worse one, and the reference is worse than the cheapest.
  await label(gateway, 100, { [DEAR]: 0.5, [CHEAP]: 1, [BUDGET]: 0 });
  const { text } = await ask(gateway, "Ticket 5: the printer is on fire");

  expect(text).toBe("by gpt-4o");
  const report = await gateway.report();
  expect(report.pools[0]?.fingerprints[0]?.dominated).toEqual([
    expect.objectContaining({ model: DEAR, by: CHEAP, is_reference: true }),
    expect.objectContaining({ model: BUDGET, by: CHEAP, is_reference: false, calls: 1 }),
  ]);
  const struck = report.pools[0]?.fingerprints[0]?.dominated[1];
  expect(struck?.quality_at_most).toBeLessThan(struck?.by_quality_at_least ?? 0);
  expect(Number(struck?.by_cost)).toBeLessThan(Number(struck?.cost));
});

test("a pool that gains a model knows what it knew, and the new one is tried on a stated share until enough calls are judged", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  await label(gateway, 320, { [DEAR]: 1, [CHEAP]: 1 });
  gateway.reroute({ mode: "on", pool: [BUDGET, CHEAP], trial_share: 0.5, trial_calls: 20 });
  await ask(gateway, "Ticket 1: the printer is on fire");
  const { routing, labels } = gateway.gateway;
  const [pool = ""] = routing.study.snapshots.keys();
  await routing.study.fit(pool);

  // What was certified still is: the model that was there answers.
  expect((await ask(gateway, "Ticket 2: the printer is on fire")).text).toBe("by gpt-4o-mini");
  for (let index = 0; index < 80; index += 1) {
    await ask(gateway, `Ticket ${index}: the printer is on fire`);
    await labels.idle();
  }
  const [tried] = (await gateway.report()).pools[0]?.fingerprints[0]?.new_models ?? [];
  expect(tried).toMatchObject({
    model: BUDGET,
    tried: 20,
    needed: 20,
    asked: 20,
    trial_share: 0.5,
  });
  expect(tried?.standing).not.toBe("on_trial");
  expect(Number(tried?.expected_cost)).toBeGreaterThan(0);
  // Each try is a row of its own.
  const tries = gateway.rows().filter(({ request_model: model }) => model === "gpt-4.1-mini");
  expect(tries).toHaveLength(20);
});

test("a trial that nobody can judge ends too, and stays so once its calls are learned", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  await label(gateway, 30, { [DEAR]: 1, [CHEAP]: 1 });
  gateway.reroute({ mode: "on", pool: [BUDGET, CHEAP], trial_share: 0, trial_calls: 20 });
  const { routing } = gateway.gateway;
  await ask(gateway, "Ticket 1: the printer is on fire");
  const [pool = ""] = routing.study.snapshots.keys();
  await routing.study.fit(pool);
  const trial = async () => {
    const [of] = (await gateway.report()).pools[0]?.fingerprints[0]?.new_models ?? [];
    return { model: of?.model, standing: of?.standing };
  };
  expect(await trial()).toEqual({ model: BUDGET, standing: "on_trial" });

  for (let index = 0; index < 20; index += 1) {
    const { callId = "" } = await ask(gateway, `Ticket ${index}: the printer is on fire`);
    routing.labelling.undecided(callId, new Map([[BUDGET, { findings: undefined }]]), undefined);
  }
  expect(await trial()).toEqual({ model: BUDGET, standing: "undecided" });
  await routing.study.fit(pool);
  expect(await trial()).toEqual({ model: BUDGET, standing: "undecided" });
});

test("a model whose answers take longer than the policy allows is not chosen, and is told with its times; the reference answers however long it takes", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP], within_ms: 2_000 });
  await label(gateway, 320, { [DEAR]: 1, [CHEAP]: 1 });
  const question = "Ticket 1: the printer is on fire";
  expect((await ask(gateway, question)).text).toBe("by gpt-4o-mini");

  const { times } = gateway.gateway.routing;
  const fingerprint = (await gateway.report()).pools[0]?.fingerprints[0]?.fingerprint;
  for (let index = 0; index < 100; index += 1) {
    for (const model of [CHEAP, DEAR]) {
      times.note(fingerprint, model, { outcome: "completed", durationMs: 2_500 });
    }
  }
  expect((await ask(gateway, question)).text).toBe("by gpt-4o");
  const models = (await gateway.report()).pools[0]?.fingerprints[0]?.models;
  expect(models).toMatchObject([
    { model: DEAR, is_too_slow: false, seen: { attempts: 100, failed: 0, p95_ms: 2_500 } },
    { model: CHEAP, is_too_slow: true, seen: { attempts: 100, median_ms: 2_500 } },
  ]);

  gateway.reroute({ mode: "on", pool: [CHEAP], within_ms: 3_000 });
  expect((await ask(gateway, question)).text).toBe("by gpt-4o-mini");

  // Six of a hundred that time out are not answered in time.
  for (let index = 0; index < 6; index += 1) {
    times.note(fingerprint, CHEAP, { outcome: "timed_out", durationMs: 2_500 });
  }
  expect((await ask(gateway, question)).text).toBe("by gpt-4o");
});

test("a model that is denied is neither chosen nor tried, and nothing is learned of it", async () => {
  const gateway = await openRouted({
    ...{ mode: "on", pool: [CHEAP, BUDGET], deny: [CHEAP], shadow_share: 0.5 },
  });
  for (let index = 0; index < 20; index += 1) {
    await ask(gateway, `Ticket ${index}: the printer is on fire`);
    await gateway.gateway.labels.idle();
  }
  const asked = new Set(gateway.rows().map(({ request_model: model }) => model));
  expect(asked).toEqual(new Set(["gpt-4o", "gpt-4.1-mini"]));
  expect((await gateway.report()).pools[0]?.models).toEqual([DEAR, BUDGET]);

  gateway.reroute({ mode: "on", pool: [CHEAP, BUDGET], deny: [BUDGET] });
  await ask(gateway, "Ticket 20: the printer is on fire");
  expect((await gateway.report()).pools[0]?.models).toEqual([DEAR, CHEAP]);
});

test("while capacity of the reference that is paid for has room, it answers; a call that it has no room for goes to the cheaper model", async () => {
  const commitment = {
    ...{ provider: "openai", model: "gpt-4o", tokens_per_minute: 480 },
    until: "2199-01-01T00:00:00Z",
  };
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  await label(gateway, 320, { [DEAR]: 1, [CHEAP]: 1 });
  const question = "Ticket 1: the printer is on fire";
  expect((await ask(gateway, question)).text).toBe("by gpt-4o-mini");

  gateway.reroute({ mode: "on", pool: [CHEAP] }, { batch: { commitments: [commitment] } });
  const answers: string[] = [];
  const reasons = new Set<string | undefined>();
  for (let index = 0; index < 8; index += 1) {
    const { text, callId = "" } = await ask(gateway, question);
    answers.push(text ?? "");
    reasons.add(gateway.rows().find((row) => row.call_id === callId)?.route?.reason);
  }
  // Each answer of the scripted provider says 120 tokens: four fill the minute.
  expect(answers.slice(0, 3)).toEqual(["by gpt-4o", "by gpt-4o", "by gpt-4o"]);
  expect(answers.slice(4)).toEqual(Array.from({ length: 4 }, () => "by gpt-4o-mini"));
  expect(reasons).toEqual(new Set(["committed_capacity", "certified"]));
});
