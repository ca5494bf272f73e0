import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ADMITTED_HEADER, type Admitted, FEEDBACK_PATH, readAdmitted } from "@headgate/contract";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { BUDGET, closeRouted, DEAR, openRouted } from "./routed-gateway.fixture.ts";

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

/** A call that waits, under a route policy, and what control is told of it. */
async function deferredBy(route: object) {
  const control = await takingControl();
  const gateway = await openRouted(route, undefined, control.url);
  const answer = await gateway.post(
    "/v1/chat/completions",
    {
      model: "gpt-4o",
      messages: [
        {
          role: "system",
          content: "Classify the sentiment of the review as positive, negative or neutral.",
        },
        { role: "user", content: "The soup was cold." },
      ],
    },
    { "x-headgate-deadline": "12h" },
  );
  expect(answer.status).toBe(202);
  return { gateway, answer, told: control.told.at(-1) };
}
const waitedBy = async (route: object) => (await deferredBy(route)).told;

test("a call that waits goes to the model that was chosen for it", async () => {
  expect(await waitedBy({ mode: "on", pool: [BUDGET], day_one: "tiers" })).toMatchObject({
    route: { reference: DEAR, chosen: BUDGET, reason: "assumed" },
    target: BUDGET,
  });
});

test("without a cheaper model, in shadow, and without a policy it goes where its client sent it", async () => {
  const kept = await waitedBy({ mode: "on", pool: [BUDGET] });
  expect(kept).toMatchObject({ route: { chosen: DEAR, reason: "not_certified" } });
  const shadow = await waitedBy({ mode: "shadow", pool: [BUDGET], day_one: "tiers" });
  expect(shadow).toMatchObject({ route: { chosen: BUDGET, reason: "shadow" } });
  const off = await waitedBy({});
  expect(off?.route).toBeUndefined();
  for (const told of [kept, shadow, off]) expect(told).not.toHaveProperty("target");
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

test("what people think of a call that waited is put to no model: another one may have answered it", async () => {
  const { gateway, answer } = await deferredBy({ mode: "on", pool: [BUDGET], day_one: "tiers" });

  const call_id = answer.headers.get("x-headgate-call-id");
  const heard = await gateway.post(FEEDBACK_PATH, { call_id, rating: "down" });

  expect(heard.status).toBe(404);
  expect(await heard.json()).toMatchObject({ call_id, outcome: "unknown_call" });
});
