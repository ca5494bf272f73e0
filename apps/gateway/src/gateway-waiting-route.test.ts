import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ADMITTED_HEADER,
  type Admitted,
  FEEDBACK_PATH,
  INTERNAL_TOKEN_HEADER,
  type LedgerRow,
  ON_BEHALF_HEADER,
  readAdmitted,
  writeOnBehalf,
} from "@headgate/contract";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { BUDGET, closeRouted, DEAR, openRouted, TOKEN } from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

/** A control process that takes every call in, and what it was told of the last one. */
async function takingControl() {
  const told: Admitted[] = [];
  const server = createServer((request, response) => {
    const header = request.headers[ADMITTED_HEADER];
    const admitted = typeof header === "string" ? readAdmitted(header) : undefined;
    if (admitted !== undefined) told.push(admitted);
    request.resume();
    response.writeHead(202, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, told };
}

const plain = {
  model: "gpt-4o",
  messages: [
    {
      role: "system",
      content: "Classify the sentiment of the review as positive, negative or neutral.",
    },
    { role: "user", content: "The soup was cold." },
  ],
};

/** A call that waits, under a route policy, and what control is told of it. */
async function deferredBy(route: object) {
  const control = await takingControl();
  const gateway = await openRouted(route, undefined, control.url);
  const answer = await gateway.post("/v1/chat/completions", plain, {
    "x-headgate-deadline": "12h",
  });
  expect(answer.status).toBe(202);
  return { gateway, answer, told: control.told.at(-1) };
}
/** What control is told of calls that wait under a policy that holds halves out. */
async function drawnBy(count: number) {
  const control = await takingControl();
  const gateway = await openRouted({}, undefined, control.url);
  const policy = {
    ...{ name: "routed", match: {}, holdout: { route: 0.5, exact_cache: 0.5 } },
    route: { mode: "on", pool: [BUDGET], day_one: "tiers", shadow_share: 0 },
  };
  gateway.reroute({}, { policies: [policy] });
  for (let number = 0; number < count; number += 1) {
    const answer = await gateway.post("/v1/chat/completions", plain, {
      "x-headgate-deadline": "12h",
    });
    expect(answer.status).toBe(202);
  }
  return { gateway, told: control.told };
}
const waitedBy = async (route: object) => (await deferredBy(route)).told;

test("a call that waits goes to the model that was chosen for it", async () => {
  expect(await waitedBy({ mode: "on", pool: [BUDGET], day_one: "tiers" })).toMatchObject({
    route: { reference: DEAR, chosen: BUDGET, reason: "assumed" },
    ...{ target: BUDGET, pool: JSON.stringify(["routed", DEAR]) },
  });
});

test("without a cheaper model, in shadow, and without a policy it goes where its client sent it", async () => {
  const kept = await waitedBy({ mode: "on", pool: [BUDGET] });
  expect(kept).toMatchObject({ route: { chosen: DEAR, reason: "not_certified" } });
  const shadow = await waitedBy({ mode: "shadow", pool: [BUDGET], day_one: "tiers" });
  expect(shadow).toMatchObject({ route: { chosen: BUDGET, reason: "shadow" } });
  const off = await waitedBy({});
  expect(off?.route).toBeUndefined();
  for (const told of [kept, shadow, off]) {
    expect(told).not.toHaveProperty("target");
    expect(told).not.toHaveProperty("pool");
  }
});

test("where answers are looked at as they come, the chosen model is asked in real time, which looks at them", async () => {
  const route = { mode: "on", pool: [BUDGET], day_one: "tiers", cascade: "not_streamed" };
  expect(await waitedBy(route)).toMatchObject({ target: BUDGET, real_time: "answer_looked_at" });
});

test("beside dollars of a day what would be looked at is not moved: in real time the reference might be asked after all", async () => {
  const route = { mode: "on", pool: [BUDGET], day_one: "tiers", budget_per_day: "5" };
  expect(await waitedBy(route)).toMatchObject({ target: BUDGET });
  const lookedAt = await waitedBy({ ...route, cascade: "not_streamed" });
  expect(lookedAt).not.toHaveProperty("real_time");
  expect(lookedAt).not.toHaveProperty("target");
});

test("the reference's batch is taken where it costs less than the cheaper model in real time", async () => {
  // 2.50 and 10 dollars a million against 2 and 8: in real time the other is cheaper, beside a batch of the reference it is not.
  const near = "openai/gpt-4.1";
  const route = { mode: "on", pool: [near], day_one: "tiers" };
  const lookedAt = await waitedBy({ ...route, cascade: "not_streamed" });
  expect(lookedAt).toMatchObject({ route: { chosen: DEAR, reason: "no_cheaper_fit" } });
  expect(lookedAt).not.toHaveProperty("real_time");
});

test("a call that waits is in an arm of its policy's experiments on routing, and is held out where it says so", async () => {
  const { told } = await drawnBy(30);

  const arms = new Set<string>();
  for (const { experiments, route } of told) {
    const [place] = experiments ?? [];
    expect(experiments).toHaveLength(1);
    expect(place).toMatchObject({ experiment: "routed/route", lever: "route", share: 0.5 });
    expect(route?.chosen).toBe(place?.arm === "held_out" ? undefined : BUDGET);
    arms.add(place?.arm ?? "none");
  }
  expect([...arms].sort()).toEqual(["held_out", "treated"]);
});

test("asked in real time after all, such a call stays in the arm where it fell", async () => {
  const { gateway, told } = await drawnBy(10);

  for (const { key_id, attribution, tags, call_id } of told) {
    const onBehalf = writeOnBehalf({ key_id, attribution, tags, admitted_call_id: call_id });
    const headers = { [INTERNAL_TOKEN_HEADER]: TOKEN, [ON_BEHALF_HEADER]: onBehalf };
    expect((await gateway.post("/v1/chat/completions", plain, headers)).status).toBe(200);
  }

  const rows = await gateway.rowsWhen(10);
  const armsOf = (experiments: LedgerRow["experiments"]) =>
    experiments?.find(({ lever }) => lever === "route")?.arm;
  expect(rows.map((row) => armsOf(row.experiments))).toEqual(
    told.map(({ experiments }) => armsOf(experiments)),
  );
});

test("what people think of a call that waited is put to no model: another one may have answered it", async () => {
  const { gateway, answer } = await deferredBy({ mode: "on", pool: [BUDGET], day_one: "tiers" });

  const call_id = answer.headers.get("x-headgate-call-id");
  const heard = await gateway.post(FEEDBACK_PATH, { call_id, rating: "down" });

  expect(heard.status).toBe(404);
  expect(await heard.json()).toMatchObject({ call_id, outcome: "unknown_call" });
});
