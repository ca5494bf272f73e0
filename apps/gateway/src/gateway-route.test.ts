import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  FEEDBACK_PATH,
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
  routeSchema,
  routingReportSchema,
} from "@headgate/contract";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { formatDollars, parseDollars, subtract } from "@headgate/money";
import { pino } from "pino";
import { afterEach, expect, onTestFinished, test } from "vitest";
import type { OpenGateway } from "./open-gateway.fixture.ts";
import { Pacers } from "./route/pacers.ts";
import {
  asGood,
  ask,
  BUDGET,
  CHEAP,
  closeRouted,
  DEAR,
  openRouted,
  TOKEN,
} from "./routed-gateway.fixture.ts";

afterEach(closeRouted);

/** Labels 400 calls: on every one both models were as good. */
async function certify(gateway: OpenGateway): Promise<void> {
  for (let index = 0; index < 400; index += 1) {
    const { callId = "" } = await ask(gateway, `Ticket ${index}: the printer is on fire`);
    expect(gateway.gateway.routing.labelling.compared(callId, asGood)).toBe("learned");
  }
  const [pool = ""] = gateway.gateway.routing.study.snapshots.keys();
  await gateway.gateway.routing.study.fit(pool);
}

test("the reference answers until labels certify the cheaper model, which then answers, and what that saves is told to the picodollar", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const before = await ask(gateway, "Which queue is this for?");
  expect(before.text).toBe("by gpt-4o");
  expect(before.levers).toBe("");
  await certify(gateway);
  const after = await ask(gateway, "Ticket 17: the printer is on fire");
  expect(after.text).toBe("by gpt-4o-mini");
  expect(after.levers).toBe("route");
  const rows = await gateway.rowsWhen(402);
  expect(rows[0]?.route).toMatchObject({ reference: DEAR, chosen: DEAR, reason: "not_certified" });
  const last = rows.at(-1);
  expect(last).toMatchObject({
    request_model: "gpt-4o",
    sent_model: "gpt-4o-mini",
    route: { reference: DEAR, chosen: CHEAP, reason: "certified" },
  });
  // 100 tokens in and 20 out at 2.50 and 10 dollars a million, against 0.15 and 0.60.
  expect(last?.baseline_cost).toBe("0.000450000000");
  expect(last?.charge.effective_cost).toBe("0.000027000000");
  const saved = subtract(parseDollars("0.00045"), parseDollars("0.000027"));
  expect(last?.savings).toEqual([{ lever: "route", amount: formatDollars(saved) }]);
  expect(after.saved).toBe(formatDollars(saved));
});

test("in shadow the reference answers, and the row says what would have been chosen", async () => {
  const gateway = await openRouted({ mode: "shadow", pool: [CHEAP] });
  await certify(gateway);
  const { text } = await ask(gateway, "Ticket 3: the printer is on fire");
  expect(text).toBe("by gpt-4o");
  const [last] = (await gateway.rowsWhen(401)).slice(-1);
  expect(last?.route).toMatchObject({ chosen: CHEAP, reason: "shadow" });
  expect(last?.savings).toEqual([]);
});

test("what was learned outlives the gateway", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  await certify(gateway);
  const [[pool = "", known] = []] = gateway.gateway.routing.study.snapshots;
  await gateway.gateway.routing.study.close();
  const settings = known?.models.length;
  expect(settings).toBe(2);
  const { text } = await ask(gateway, "Ticket 4: the printer is on fire");
  // The thread starts anew, and reads what it had saved.
  expect(text).toBe("by gpt-4o-mini");
  await gateway.gateway.routing.study.fit(pool);
  expect(gateway.gateway.routing.study.snapshots.get(pool)?.certified.get(0.95)?.size).toBe(1);
});

test("a promise that is no notch is certified at once when the configuration says it", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const { callId = "" } = await ask(gateway, "Ticket 1: the printer is on fire");
  const { labelling, study } = gateway.gateway.routing;
  for (let label = 0; label < 400; label += 1) labelling.compared(callId, asGood);
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);

  gateway.reroute({ mode: "on", pool: [CHEAP], quality: 0.92 });

  await expect
    .poll(async () => (await ask(gateway, "Ticket 4: the printer is on fire")).text, {
      timeout: 60_000,
    })
    .toBe("by gpt-4o-mini");
  expect(gateway.rows().at(-1)?.route?.reason).toBe("certified");
});

test("a pool without a cheaper model changes nothing, and says so", async () => {
  const gateway = await openRouted({ mode: "on", pool: ["openai/gpt-4"] });
  expect((await ask(gateway, "Which queue?")).text).toBe("by gpt-4o");
  const [row] = await gateway.rowsWhen(1);
  expect(row?.route?.reason).toBe("no_cheaper_fit");
  expect(row?.savings).toEqual([]);
});

test("calls of one template are of one task, those of another declared task of another", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const post = (day: string, task?: string) =>
    gateway.post(
      "/v1/chat/completions",
      {
        model: "gpt-4o",
        messages: [
          { role: "system", content: `You sort tickets. Today is ${day}.` },
          { role: "user", content: "Which queue?" },
        ],
      },
      task === undefined ? {} : { "x-headgate-task": task },
    );
  await post("2026-11-29");
  await post("2026-11-30");
  await post("2026-11-30", "triage");
  const refused = await post("2026-11-30", "no task, at all");

  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("x-headgate-task: expected 1 to 64 letters");
  const prints = (await gateway.rowsWhen(3)).map(({ route }) => route?.fingerprint);
  expect(prints[0]).toMatch(/^[\w-]{22}$/);
  expect(prints[1]).toBe(prints[0]);
  expect(prints[2]).not.toBe(prints[0]);
});

test("an answer that was kept for one declared task is not given to another", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const post = async (task: string) => {
    const answer = await gateway.post(
      "/v1/chat/completions",
      { model: "gpt-4o", temperature: 0, messages: [{ role: "user", content: "Which queue?" }] },
      { "x-headgate-task": task },
    );
    await answer.text();
    return answer.headers.get("x-headgate-cache");
  };
  await post("intent");

  expect(await post("intent")).toMatch(/^hit; tier=exact/);
  expect(await post("legal_medical")).toBe("miss");
});

test("a policy that is off leaves its calls alone", async () => {
  const gateway = await openRouted({ mode: "off", pool: [CHEAP] });
  await ask(gateway, "Which queue?");
  const [row] = await gateway.rowsWhen(1);
  expect(row?.route).toBeUndefined();
});

test("the dial is turned by control, holds at once, and is told with its evidence; a wrong token turns nothing", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  await certify(gateway);
  const asked = (path: string, token: string, body?: object) =>
    fetch(`${gateway.url}${INTERNAL_ROUTING_PATH}${path}`, {
      headers: { [INTERNAL_TOKEN_HEADER]: token },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
  expect((await asked("", "another")).status).toBe(403);
  const report = routingReportSchema.parse(await (await asked("", TOKEN)).json());
  const [pool] = report.pools;
  expect(pool).toMatchObject({ policy: "routed", models: [DEAR, CHEAP], quality: 0.95 });
  expect(pool?.fingerprints[0]).toMatchObject({ calls: 400, judged: 400 });
  const certified = pool?.fingerprints[0]?.notches.filter((notch) => notch.certified !== null);
  expect(certified?.map(({ quality }) => quality)).toContain(0.95);
  // Half a failure is added to what was seen: that no call at all is worse is never shown.
  expect(certified?.map(({ quality }) => quality)).not.toContain(1);

  expect((await ask(gateway, "Ticket 1: the printer is on fire")).text).toBe("by gpt-4o-mini");
  expect((await asked("/dial", TOKEN, { policy: "nobody", quality: 1 })).status).toBe(404);
  expect((await asked("/dial", TOKEN, { policy: "routed", quality: 0.123 })).status).toBe(400);
  const turned = await asked("/dial", TOKEN, { policy: "routed", quality: 1 });
  expect(await turned.json()).toEqual({ policy: "routed", quality: 1 });
  expect((await ask(gateway, "Ticket 1: the printer is on fire")).text).toBe("by gpt-4o");
  await asked("/dial", TOKEN, { policy: "routed", quality: null });
  expect((await ask(gateway, "Ticket 1: the printer is on fire")).text).toBe("by gpt-4o-mini");
});

test("feedback is taken of a key's own calls, once each; wrong, foreign and unknown ones are refused", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const { callId = "" } = await ask(gateway, "Which queue?");
  const give = (body: unknown) => gateway.post(FEEDBACK_PATH, body);
  expect(await (await give({ call_id: callId, rating: "up" })).json()).toMatchObject({
    outcome: "learned",
  });
  expect(await (await give({ call_id: callId, rating: "down" })).json()).toMatchObject({
    outcome: "given_before",
  });
  expect((await give({ call_id: "call_none", rating: "up" })).status).toBe(404);
  const wrong = await give({ call_id: callId, rating: "up", quality: 1 });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain("say either quality or rating");
  const other = await gateway.addKey({});
  const { callId: mine = "" } = await ask(gateway, "And which queue is this?");
  const foreign = await fetch(`${gateway.url}${FEEDBACK_PATH}`, {
    method: "POST",
    headers: { authorization: `Bearer ${other}` },
    body: JSON.stringify({ call_id: mine, rating: "down" }),
  });
  expect(foreign.status).toBe(404);
});

test("one key's feedback is kept over restarts, and is learned from so often a day and no more", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const give = async (quality: number): Promise<string> => {
    const { callId = "" } = await ask(gateway, "Which queue?");
    const answer = await gateway.post(FEEDBACK_PATH, { call_id: callId, quality });
    return ((await answer.json()) as { outcome: string }).outcome;
  };
  expect(await give(0.5)).toBe("learned");
  const state = await openSqliteState({ path: dataDirectory(gateway.data).state });
  onTestFinished(() => state.close());
  const keyId = (await state.feedbackByKey())[0]?.keyId ?? "";
  const said = { keyId, by: "key", policy: "routed", model: DEAR, fingerprint: "" } as const;
  for (let index = 0; index < 498; index += 1) {
    const record = { ...said, callId: `earlier ${index}`, quality: 0.5, atMs: Date.now() };
    expect(await state.keepFeedback(record, 500)).toBe("kept");
  }

  expect(await give(0.5)).toBe("learned");
  expect(await give(0)).toBe("too_much");
  // Of a call that is not remembered any more, what was said before is.
  const again = await gateway.post(FEEDBACK_PATH, { call_id: "earlier 3", quality: 1 });
  expect(await again.json()).toMatchObject({ outcome: "given_before" });
  const report = await gateway.report();
  expect(report.feedback).toMatchObject({ kept: 500, keys: 1 });
  expect(report.feedback.by_key[0]).toMatchObject({ key_id: keyId, mean_quality: 0.5 });
});

test("what a day's dollars were spent on is known after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-pacers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nowMs = () => Date.parse("2026-11-29T12:00:00Z");
  const pacers = () => new Pacers({ folder, log: pino({ level: "silent" }), nowMs });
  const policy = routeSchema.parse({ mode: "on", pool: [CHEAP], budget_per_day: "1" });
  const first = pacers();
  expect(first.lambda(policy, "a")).toBe(0);
  const dollars = parseDollars("0.8");
  first.note(policy, "a", { spent: dollars, reference: dollars });
  const lambda = first.lambda(policy, "a");
  expect(lambda).toBeGreaterThan(0);
  first.save();

  expect(pacers().lambda(policy, "a")).toBe(lambda);
  // A changed budget begins anew, and another policy's is its own.
  expect(pacers().lambda({ ...policy, budget_per_day: "2" }, "a")).toBe(0);
  expect(pacers().lambda(policy, "b")).toBe(0);
});

test("on day one a plain task goes to a model of its assumed tier, where the policy says so; what is not plain does not", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP, BUDGET], day_one: "tiers" });
  const answerTo = async (system: string, content: string): Promise<string> => {
    const answer = await gateway.post("/v1/chat/completions", {
      model: "gpt-4o",
      messages: [
        { role: "system", content: system },
        { role: "user", content },
      ],
    });
    const { choices } = (await answer.json()) as { choices: [{ message: { content: string } }] };
    return choices[0].message.content;
  };
  const classify = "Classify the sentiment of the review as positive, negative or neutral.";
  expect(await answerTo(classify, "The soup was cold.")).toBe("by gpt-4.1-mini");
  expect(await answerTo("You are Ada.", "Hm.")).toBe("by gpt-4o");
  const { pools } = await gateway.report();
  expect(pools[0]?.day_one).toBe("tiers");
  const told = pools[0]?.fingerprints.map(({ day_one: one }) => one);
  expect(told).toContainEqual({
    ...{ why: "assumed", tier: "budget" },
    reason: expect.stringContaining("models of tier budget are assumed to do it"),
  });
  expect(told).toContainEqual({
    ...{ why: "reference", tier: null },
    reason: expect.stringContaining("not sure what the call is for"),
  });
  const [assumed, unsure] = await gateway.rowsWhen(2);
  expect(assumed?.route).toMatchObject({ reason: "assumed", task: "sentiment", chosen: BUDGET });
  expect(unsure?.route).toMatchObject({ reason: "not_certified", chosen: DEAR });
});

test("a policy that is held by dollars a day takes the cheaper model once the day's dollars are going too fast", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP], budget_per_day: "0.0001" });
  await certify(gateway);
  expect((await ask(gateway, "Ticket 9: the printer is on fire")).text).toBe("by gpt-4o-mini");
  const [row] = (await gateway.rowsWhen(401)).slice(-1);
  expect(row?.route?.reason).toBe("paced");
});

test("a conversation stays with the model that has its prompt where moving it would save too little", async () => {
  const gateway = await openRouted({ mode: "on", pool: [CHEAP] });
  const first = { role: "user", content: `${"The printer is on fire. ".repeat(400)}What now?` };
  const talk = async (turns: readonly string[]): Promise<string> => {
    const messages = turns.flatMap((content, index) =>
      index === 0
        ? [first]
        : [
            { role: "assistant", content: "Run." },
            { role: "user", content },
          ],
    );
    const answer = await gateway.post("/v1/chat/completions", { model: "gpt-4o", messages });
    const { choices } = (await answer.json()) as { choices: [{ message: { content: string } }] };
    return choices[0].message.content;
  };
  expect(await talk(["", "And then?"])).toBe("by gpt-4o");
  const [row] = await gateway.rowsWhen(1);
  expect(row?.route?.reason).toBe("not_certified");
});
