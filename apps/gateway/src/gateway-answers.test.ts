import {
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
  routeTroublesResponse,
  routingReportSchema,
} from "@headgate/contract";
import { type LabelSource, lookAtAnswer } from "@headgate/levers";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { json, type OpenGateway, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
const CHEAP = "openai/gpt-4o-mini";
const TOKEN = "the token of this run";
/** 100 tokens in and 20 out at 0.15 and 0.60 dollars a million, and at 2.50 and 10. */
const COST_OF_CHEAP = parseDollars("0.000027");
const COST_OF_DEAR = parseDollars("0.00045");

const RIGHT = "The order comes to 12 + 30 = 42 dollars, which is what you asked for.";
const WRONG = "The order comes to 12 + 30 = 48 dollars, which is what you asked for.";
const question = (number: number) => ({
  model: "gpt-4o",
  messages: [
    { role: "system", content: "You add up orders." },
    { role: "user", content: `Order ${number}: what does it come to?` },
  ],
});

/** Constructed: what the checks find in a right and in a wrong answer. */
const findingsIn = (text: string) =>
  lookAtAnswer({
    ...{ asked: undefined, prompt: question(1).messages[1]?.content ?? "" },
    answer: { text, toolCalls: [], stop: undefined, likelihoods: undefined },
  });

let gateway: OpenGateway;
/** What each model answers from now on. */
const answers = { cheap: RIGHT, dear: RIGHT };

beforeAll(async () => {
  const provider = await scriptedProvider((response, received) => {
    const { model } = JSON.parse(received.body.toString());
    const content = model === "gpt-4o-mini" ? answers.cheap : answers.dear;
    json(200, {
      ...{ id: "a", object: "chat.completion", model },
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    })(response, received);
  });
  toClose.push(provider.close);
  gateway = await openGateway(
    {
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
      },
      policies: [
        {
          name: "orders",
          match: {},
          route: { mode: "on", pool: [CHEAP], cascade: "not_streamed", shadow_share: 0 },
        },
      ],
    },
    {},
    { control: { url: "http://127.0.0.1:9", token: TOKEN } },
  );
  toClose.push(gateway.close);
});
afterAll(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

async function ask(number: number, more: object = {}, task?: string) {
  const answer = await gateway.post(
    "/v1/chat/completions",
    { ...question(number), ...more },
    task === undefined ? {} : { "x-headgate-task": task },
  );
  const { choices } = (await answer.json()) as { choices: [{ message: { content: string } }] };
  const callId = answer.headers.get("x-headgate-call-id") ?? "";
  return {
    callId,
    text: choices[0].message.content,
    looked: answer.headers.get("x-headgate-cascade"),
    saved: answer.headers.get("x-headgate-saved"),
    rows: gateway.rows().filter((row) => row.call_id === callId),
  };
}

/** The model of each row; one that is sent as it was asked for is not named twice. */
const modelsOf = (rows: Awaited<ReturnType<typeof ask>>["rows"]) =>
  rows.map(({ sent_model: sent, request_model: asked }) => sent ?? asked);

const internal = async (path: string) =>
  (
    await fetch(`${gateway.url}${INTERNAL_ROUTING_PATH}${path}`, {
      headers: { [INTERNAL_TOKEN_HEADER]: TOKEN },
    })
  ).json();
const answersTold = async () =>
  routingReportSchema.parse(await internal("")).pools[0]?.fingerprints[0]?.answers;

/** Constructed: a quarter of the cheaper model's answers have a wrong sum, and are worth nothing; all others are right. */
async function teach(calls: number): Promise<void> {
  const { labelling, study } = gateway.gateway.routing;
  for (let index = 0; index < calls; index += 1) {
    const { callId } = await ask(index);
    for (let time = 0; time < 20; time += 1) {
      const isWrong = time % 4 === 0;
      const told = {
        worth: isWrong ? 0 : 1,
        by: { kind: "form" } as const,
        findings: findingsIn(isWrong ? WRONG : RIGHT),
      };
      expect(labelling.compared(callId, new Map([[CHEAP, told]]))).toBe("learned");
    }
  }
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);
}

test("with few labels the checks alone decide, and the report says so", async () => {
  await teach(5);

  expect(await answersTold()).toEqual([{ model: CHEAP, judged: 100, certified: null }]);
  expect((await ask(900)).rows[0]?.route).toMatchObject({ reason: "not_certified" });
});

test("a task whose cheaper answers are certified once they are looked at goes to the cheaper model; what does not stand goes to the reference, and both are counted", async () => {
  await teach(20);
  const [told] = (await answersTold()) ?? [];
  expect(told).toMatchObject({ model: CHEAP, judged: 500, certified: { scope: "fingerprint" } });
  expect(told?.certified?.lower_bound).toBeGreaterThanOrEqual(0.95);
  const right = await ask(901);
  expect(right.looked).toMatch(/^accepted; p_ok=0\.9\d\d$/);
  expect(right.rows).toHaveLength(1);
  expect(right.rows[0]?.route).toMatchObject({ reason: "cascaded", accepted: true });
  expect(right.saved).toBe(formatDollars(picodollars(COST_OF_DEAR - COST_OF_CHEAP)));

  answers.cheap = WRONG;
  const wrong = await ask(902);
  answers.cheap = RIGHT;
  expect(wrong.looked).toMatch(/^escalated; checks=p_ok; p_ok=0\.[0-2]\d\d$/);
  expect(wrong.text).toBe(RIGHT);
  const [aside, given] = wrong.rows;
  expect(aside).toMatchObject({ final: false, route: { reason: "cascaded", accepted: false } });
  expect(aside?.charge.effective_cost).toBe(formatDollars(COST_OF_CHEAP));
  expect(given).toMatchObject({ final: true, baseline_cost: formatDollars(COST_OF_DEAR) });
  expect(wrong.saved).toBe(formatDollars(picodollars(-COST_OF_CHEAP)));
});

test("a cascade ends after its second model, whatever that answers", async () => {
  Object.assign(answers, { cheap: "", dear: "" });
  const { rows, looked } = await ask(903);
  Object.assign(answers, { cheap: RIGHT, dear: RIGHT });

  expect(looked).toBe("escalated; checks=empty");
  expect(modelsOf(rows)).toEqual(["gpt-4o-mini", "gpt-4o"]);
});

test("a call whose answer cannot be looked at stays with the reference", async () => {
  const { rows } = await ask(904, { n: 2 });

  expect(modelsOf(rows)).toEqual(["gpt-4o"]);
});

test("what was learned of answers outlives the thread", async () => {
  await gateway.gateway.routing.study.close();
  const [pool = ""] = gateway.gateway.routing.study.snapshots.keys();
  await gateway.gateway.routing.study.fit(pool);

  expect((await answersTold())?.[0]?.certified?.scope).toBe("fingerprint");
});

/** Labels a task's calls 400 times with one word. */
async function label(task: string, worth: number, by: LabelSource): Promise<void> {
  const { labelling, study } = gateway.gateway.routing;
  for (let index = 0; index < 20; index += 1) {
    const { callId } = await ask(index, {}, task);
    const told = new Map([[CHEAP, { worth, by, findings: undefined }]]);
    for (let time = 0; time < 20; time += 1) labelling.compared(callId, told);
  }
  const [pool = ""] = study.snapshots.keys();
  await study.fit(pool);
}

test("people who contradict a judge have it certify nothing, what it taught before neither, and that is told", async () => {
  const { labelling, judges, troubles } = gateway.gateway.routing;
  const by = { kind: "judge", judge: "openai/judge" } as const;
  for (let index = 0; index < 10; index += 1) judges.sawThrough("openai/judge", true);
  expect(judges.trustIn("openai/judge").isBelieved).toBe(true);
  await label("judged", 1, by);
  expect((await ask(905, {}, "judged")).rows[0]?.route?.reason).not.toBe("not_certified");

  for (let index = 0; index < 30; index += 1) {
    const { callId } = await ask(index);
    const good = new Map([[CHEAP, { worth: 1, by, findings: findingsIn(RIGHT) }]]);
    if (index % 2 === 0) labelling.compared(callId, good);
    expect(labelling.heard(callId, 0)).toBe("learned");
    if (index % 2 === 1) labelling.compared(callId, good);
  }

  const report = routingReportSchema.parse(await internal(""));
  expect(report.judges).toEqual([
    expect.objectContaining({
      ...{ model: "openai/judge", believed: false, certifies: false, seen_through: 1 },
      people: expect.objectContaining({ pairs: 30, agreed: 0 }),
    }),
  ]);
  await expect
    .poll(() => [...new Set(troubles.all.map(({ kind }) => kind))], { timeout: 60_000 })
    .toEqual(["certificate_lost", "judge_failed"]);
  expect((await ask(906, {}, "judged")).rows[0]?.route?.reason).toBe("not_certified");
  expect(routeTroublesResponse.parse(await internal("/troubles")).troubles).toEqual(troubles.all);
});
