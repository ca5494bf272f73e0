import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LedgerRow } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { parseDollars, sum, ZERO } from "@headgate/money";
import { afterEach, expect, test } from "vitest";
import { json, type OpenGateway, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

type Asked = Readonly<{ model: string; messages: readonly { content: string }[] }>;

type Choice = Readonly<{ finish_reason: string; message: object }>;

/** A provider whose models answer as the test says: with a text, or with a choice of their own. */
async function openLearning(
  answer: (asked: Asked) => string | Choice,
  route: object = {},
  policy: object = {},
): Promise<OpenGateway> {
  const provider = await scriptedProvider((response, received) => {
    const asked = JSON.parse(received.body.toString()) as Asked;
    const said = answer(asked);
    const choice =
      typeof said === "string" ? { finish_reason: "stop", message: { content: said } } : said;
    json(200, {
      id: "a",
      object: "chat.completion",
      model: asked.model,
      choices: [{ index: 0, ...choice, message: { role: "assistant", ...choice.message } }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    })(response, received);
  });
  toClose.push(provider.close);
  const gateway = await openGateway({
    providers: {
      openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test" },
    },
    policies: [
      {
        name: "learning",
        match: {},
        route: { mode: "shadow", pool: ["openai/gpt-4o-mini"], shadow_share: 0.5, ...route },
        ...policy,
      },
    ],
  });
  toClose.push(gateway.close);
  return gateway;
}

async function askMany(gateway: OpenGateway, calls: number, more: object = {}): Promise<void> {
  for (let index = 0; index < calls; index += 1) {
    const answer = await gateway.post("/v1/chat/completions", {
      model: "gpt-4o",
      ...more,
      messages: [{ role: "user", content: `Ticket ${index}: which queue?` }],
    });
    await answer.text();
  }
  await gateway.gateway.labels.idle();
}

const LONG =
  "The printer on the second floor is on fire because its fuser was left running over the weekend, and the paper tray is blocked.";
const isJudging = ({ messages }: Asked): boolean =>
  messages[0]?.content.startsWith("Two assistants") ?? false;
const isOdd = ({ messages }: Asked): boolean =>
  /Ticket \d*[13579]:/.test(messages[0]?.content ?? "");

/** A judge that sees which answer is to the ticket that was asked about. */
function byTicket({ messages }: Asked): string {
  const { content = "" } = messages[0] ?? {};
  const ticket = /<request>\s*Ticket (\d+):/.exec(content)?.[1];
  const [first, second] = ["first", "second"].map((place) =>
    new RegExp(`<${place}>[^<]*Ticket ${ticket}:`).test(content),
  );
  return first === second ? "same" : first ? "first" : "second";
}

/** What is known of the cheaper model once all is fitted: decided calls, undecided ones, and its mean over the former. */
async function learnedOf({ gateway: { routing } }: OpenGateway) {
  const [pool = ""] = routing.study.snapshots.keys();
  await routing.study.fit(pool);
  const evidence = [...(routing.study.snapshotOf(pool)?.evidence.values() ?? [])];
  const { judged = 0, undecided = 0, models = [] } = evidence[0] ?? {};
  return { judged, undecided, mean: models[1]?.mean };
}

test("a share of the calls is asked of the other model too; short answers that agree or differ are labels, and each try is a row that costs its lever", async () => {
  const gateway = await openLearning((asked) => {
    return asked.model === "gpt-4o-mini" && isOdd(asked) ? "billing" : "hardware";
  });
  await askMany(gateway, 40);
  const { tally } = gateway.gateway.labels;
  expect(tally.sampled).toBeGreaterThan(5);
  expect(tally.sampled).toBeLessThan(35);
  expect(tally).toMatchObject({ learned: tally.sampled, failed: 0, notJudged: 0, unreadable: 0 });
  const rows = await gateway.rowsWhen(40 + tally.sampled);
  const own = rows.filter(({ tags }) => Object.values(tags).includes("route"));
  expect(own).toHaveLength(tally.sampled);
  for (const row of own) {
    expect(row.request_model).toBe("gpt-4o-mini");
    expect(parseDollars(row.baseline_cost ?? "")).toBe(ZERO);
    const saved = sum(row.savings.map(({ amount }) => parseDollars(amount ?? "")));
    expect(saved).toBe(-parseDollars(row.charge.effective_cost ?? ""));
    expect(row.route).toBeUndefined();
  }
});

test("what is asked to learn from a call is in that call's arms, the judge's calls too", async () => {
  const gateway = await openLearning(
    (asked) => (isJudging(asked) ? "first" : `${LONG} ${asked.model}`),
    { judge: "openai/gpt-4.1" },
    { holdout: { output: 0.5 } },
  );
  await askMany(gateway, 20);
  const { sampled } = gateway.gateway.labels.tally;
  const rows = await gateway.rowsWhen(20 + 2 * sampled);
  const isOwn = ({ tags }: LedgerRow): boolean => Object.values(tags).includes("route");
  const places = new Map(
    rows.filter((row) => !isOwn(row)).map((row) => [row.call_id, row.experiments]),
  );
  const own = rows.filter(isOwn);
  expect(new Set(own.map((row) => row.request_model))).toEqual(new Set(["gpt-4o-mini", "gpt-4.1"]));
  for (const { experiments } of own) {
    const forCall = experiments?.[0]?.for_call ?? "none";
    expect(places.get(forCall)).toHaveLength(1);
    expect(experiments).toEqual(
      places.get(forCall)?.map((place) => ({ ...place, for_call: forCall })),
    );
  }
});

test("what is asked to learn from calls is paid for by their policy's day, whichever policy the other models' calls are of", async () => {
  const gateway = await openLearning(
    (asked) => (isJudging(asked) ? byTicket(asked) : `${LONG} ${asked.messages[0]?.content}`),
    { judge: "openai/gpt-4.1", budget_per_day: "1" },
    { match: { model: "gpt-4o" } },
  );
  await askMany(gateway, 20);
  const { sampled } = gateway.gateway.labels.tally;
  expect(sampled).toBeGreaterThan(0);
  const rows = await gateway.rowsWhen(20 + sampled);

  await gateway.gateway.routing.close();

  const kept = readFileSync(join(dataDirectory(gateway.data).routing, "pacers.json"), "utf8");
  const spent = BigInt(JSON.parse(kept).learning.spent);
  const cost = sum(rows.map(({ charge }) => parseDollars(charge.effective_cost ?? "")));
  expect(spent).toBe(cost);
  expect(cost).toBeGreaterThan(20n * parseDollars("0.00045"));
});

test("where the policy has a cascade, what is tried is looked at too, and told good answers from bad by", async () => {
  const gateway = await openLearning(
    (asked) =>
      asked.model === "gpt-4o-mini" && isOdd(asked) ? "I am not sure. billing" : "hardware",
    { cascade: "not_streamed" },
  );
  await askMany(gateway, 40);
  const { routing, labels } = gateway.gateway;
  const [pool = ""] = routing.study.snapshots.keys();
  await routing.study.fit(pool);
  expect(labels.tally.learned).toBeGreaterThan(5);
  expect(routing.study.answersOf(pool).get('["openai/gpt-4o-mini","pool"]')).toMatchObject({
    judged: labels.tally.learned,
    model: undefined,
  });
});

test("longer answers are compared by a judge that is asked with the places exchanged, once it has seen through planted pairs", async () => {
  const gateway = await openLearning(
    (asked) =>
      isJudging(asked) ? byTicket(asked) : `${LONG} ${asked.model} ${asked.messages[0]?.content}`,
    { judge: "openai/gpt-4.1" },
  );
  await askMany(gateway, 80);
  const { tally, judges } = gateway.gateway.labels;
  expect(judges.get("openai/gpt-4.1")).toMatchObject({ isBelieved: true, share: 1 });
  expect(tally.learned).toBeGreaterThan(10);
  expect(tally.judgeNotBelieved).toBeGreaterThan(0);
  expect(tally.learned + tally.judgeNotBelieved).toBe(tally.sampled);
});

test.each(["same", "first", "Yes."])(
  "a judge that always says %j is never believed",
  async (verdict) => {
    const gateway = await openLearning(
      (asked) =>
        isJudging(asked) ? verdict : `${LONG} ${asked.model} ${asked.messages[0]?.content}`,
      { judge: "openai/gpt-4.1" },
    );
    await askMany(gateway, 60);
    const { tally, judges } = gateway.gateway.labels;
    expect(judges.get("openai/gpt-4.1")?.isBelieved).toBe(false);
    expect(tally.learned).toBe(0);
    expect(tally.judgeNotBelieved).toBe(tally.sampled);
  },
);

test("a stored chat completion is tried without metadata: OpenAI refuses them where it is not to store", async () => {
  const seen: (Asked & Readonly<{ store?: boolean; metadata?: object }>)[] = [];
  const gateway = await openLearning((asked) => {
    seen.push(asked);
    return "hardware";
  });
  await askMany(gateway, 20, { store: true, metadata: { desk: "1" } });

  const tried = seen.filter(({ model }) => model === "gpt-4o-mini");
  expect(tried.length).toBeGreaterThan(0);
  for (const { store, metadata } of tried) expect({ store, metadata }).toEqual({ store: false });
  const served = seen.find(({ model }) => model === "gpt-4o");
  expect(served).toMatchObject({ store: true, metadata: { desk: "1" } });
});

test("without a judge longer answers are not judged, which is counted; a model that fails is counted too", async () => {
  const gateway = await openLearning(
    ({ model, messages }) => `${LONG} ${model} ${messages[0]?.content}`,
  );
  await askMany(gateway, 20);
  const { tally } = gateway.gateway.labels;
  expect(tally.sampled).toBeGreaterThan(0);
  expect(tally).toMatchObject({ learned: 0, notJudged: tally.sampled });
});

test("what nobody could judge is not asked and not paid for, unless a cascade's checks look at it; it counts all the same", async () => {
  const triesOf = async (route: object) => {
    const tries: Asked[] = [];
    const gateway = await openLearning((asked) => {
      if (asked.model === "gpt-4o-mini") tries.push(asked);
      return `${LONG} ${asked.model}`;
    }, route);
    await askMany(gateway, 20);
    const { sampled } = gateway.gateway.labels.tally;
    expect(sampled).toBeGreaterThan(0);
    expect(await learnedOf(gateway)).toMatchObject({ judged: 0, undecided: sampled });
    return { sampled, tries: tries.length };
  };

  expect(await triesOf({})).toMatchObject({ tries: 0 });
  const looked = await triesOf({ cascade: "not_streamed" });
  expect(looked.tries).toBe(looked.sampled);
});

test("long answers that are the same are no labels where nobody could tell others apart: what agrees does not count alone", async () => {
  const gateway = await openLearning((asked) =>
    asked.model === "gpt-4o-mini" && isOdd(asked) ? `${LONG} Sorry.` : LONG,
  );
  await askMany(gateway, 40);
  const { tally } = gateway.gateway.labels;
  expect(tally).toMatchObject({ learned: 0, notJudged: tally.sampled });
  expect(await learnedOf(gateway)).toEqual({
    ...{ judged: 0, undecided: tally.sampled, mean: undefined },
  });
});

const REFUSAL: Choice = { finish_reason: "stop", message: { content: null, refusal: "No." } };

test("an answer without text is a label too: dropped, it would flatter the others", async () => {
  const gateway = await openLearning(({ model }) => (model === "gpt-4o-mini" ? REFUSAL : "no"));
  await askMany(gateway, 20);
  const { tally } = gateway.gateway.labels;
  expect(tally.sampled).toBeGreaterThan(0);
  expect(tally).toMatchObject({ learned: tally.sampled, unreadable: 0, notJudged: 0 });
  expect(await learnedOf(gateway)).toEqual({ judged: tally.sampled, undecided: 0, mean: 0 });
});

const CUT: Choice = { finish_reason: "length", message: { content: `${LONG} And then, it` } };

test("where a judge tells, a text that was cut is worth nothing without asking it; an equal text is as good", async () => {
  const gateway = await openLearning(
    (asked) => {
      if (isJudging(asked)) return byTicket(asked);
      const good = `${LONG} ${asked.messages[0]?.content}`;
      return asked.model === "gpt-4o-mini" && isOdd(asked) ? CUT : good;
    },
    { judge: "openai/gpt-4.1" },
  );
  for (let seen = 0; seen < 10; seen += 1) {
    gateway.gateway.routing.judges.sawThrough("openai/gpt-4.1", true);
  }
  await askMany(gateway, 60);
  const { tally } = gateway.gateway.labels;
  expect(tally).toMatchObject({ learned: tally.sampled, failed: 0, notJudged: 0 });
  const { judged, undecided, mean } = await learnedOf(gateway);
  expect({ judged, undecided }).toEqual({ judged: tally.sampled, undecided: 0 });
  expect(mean).toBeGreaterThan(0);
  expect(mean).toBeLessThan(1);
  const asked = (await gateway.rowsWhen(60)).map((row) => row.request_model);
  // Planted pairs alone: two questions each.
  expect(asked.filter((model) => model === "gpt-4.1").length).toBeLessThan(10);
});

test.each(["Yes.", ""])(
  "a judge that is believed and then answers %j has its calls undecided, not left out",
  async (verdict) => {
    const gateway = await openLearning(
      (asked) => {
        if (isJudging(asked)) return verdict;
        const other = asked.model === "gpt-4o-mini" && isOdd(asked) ? " Perhaps." : "";
        return `${LONG} The same for all.${other}`;
      },
      { judge: "openai/gpt-4.1" },
    );
    for (let seen = 0; seen < 40; seen += 1) {
      gateway.gateway.routing.judges.sawThrough("openai/gpt-4.1", true);
    }
    await askMany(gateway, 40);
    const { tally } = gateway.gateway.labels;
    const { judged, undecided, mean } = await learnedOf(gateway);
    expect(undecided).toBeGreaterThan(0);
    expect({ sampled: judged + undecided, mean }).toEqual({ sampled: tally.sampled, mean: 1 });
  },
);

test("a judge is shown no answer to another key's question: it would be sent with this key's credentials", async () => {
  const shown: string[] = [];
  const gateway = await openLearning(
    (asked) => {
      if (!isJudging(asked)) return `${LONG} ${asked.model} ${asked.messages[0]?.content}`;
      shown.push(asked.messages[0]?.content ?? "");
      return byTicket(asked);
    },
    { judge: "openai/gpt-4.1" },
  );
  const other = { authorization: `Bearer ${await gateway.addKey({})}` };
  for (let index = 0; index < 40; index += 1) {
    const whose = index % 2 === 0 ? "ours" : "theirs";
    const answer = await gateway.post(
      "/v1/chat/completions",
      {
        model: "gpt-4o",
        messages: [{ role: "user", content: `Ticket ${index}: which queue? It is ${whose}.` }],
      },
      index % 2 === 0 ? {} : other,
    );
    expect(answer.status).toBe(200);
    await answer.text();
    await gateway.gateway.labels.idle();
  }

  expect(shown.filter((text) => text.includes("It is ours.")).length).toBeGreaterThan(0);
  expect(shown.filter((text) => text.includes("It is theirs.")).length).toBeGreaterThan(0);
  const both = shown.filter((text) => text.includes("ours.") && text.includes("theirs."));
  expect(both).toEqual([]);
});
