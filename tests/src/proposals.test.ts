import { type Proposal, proposalsReport } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { type Stack, startStack } from "./stack/start-stack.ts";

/** A request, and the project whose key it is sent with. */
type Planted = Readonly<{ project: string; path: string; body: object }>;

const chat = "/v1/chat/completions";
const ask = (content: string, more: object = {}) => ({
  model: "gpt-4.1-mini",
  temperature: 0,
  messages: [{ role: "user", content }],
  ...more,
});

/** Six questions, each asked again and again; a seventh is sampled, and not for the cache. */
const repeats = Array.from({ length: 40 }, (_, index): Planted => {
  const content = `What is the limit of plan ${index % 6}?`;
  const more = index % 7 === 0 ? { temperature: 1 } : {};
  return { project: "repeats", path: chat, body: ask(content, more) };
});

/** A long instruction before short questions, which nobody marks. */
const instructions = Array.from({ length: 1_500 }, (_, index) => `rule ${index}`).join(" ");
const unmarked = Array.from({ length: 30 }, (_, index): Planted => {
  const messages = [{ role: "user", content: `Which rule is about case ${index}?` }];
  const body = { model: "claude-sonnet-4-5", max_tokens: 60, system: instructions, messages };
  return { project: "unmarked", path: "/v1/messages", body };
});

/** No call says how long its answer may be; of the late ones some ask for a list that goes on and on. */
const endless = {
  type: "json_schema",
  json_schema: {
    name: "list",
    schema: {
      type: "object",
      properties: {
        items: { type: "array", items: { type: "string" }, minItems: 3_000, maxItems: 3_000 },
      },
      required: ["items"],
    },
  },
};
const unlimited = Array.from({ length: 330 }, (_, index): Planted => {
  const more = index > 305 && index % 8 === 0 ? { response_format: endless } : {};
  const body = { ...ask(`Tell of case ${index}.`, more), model: "gpt-4o-mini", temperature: 1 };
  return { project: "unlimited", path: chat, body };
});

/** A conversation in which a tool answers at length, step by step. */
const toolAnswer = (step: number): string =>
  Array.from({ length: 900 }, (_, index) => `line ${step} ${index}`).join(" ");
const growing = Array.from({ length: 24 }, (_, steps): Planted => {
  const history = Array.from({ length: steps }, (_, step) => [
    { role: "assistant", content: [{ type: "tool_use", id: `t${step}`, name: "look", input: {} }] },
    {
      role: "user",
      content: [{ type: "tool_result", tool_use_id: `t${step}`, content: toolAnswer(step) }],
    },
  ]).flat();
  const messages = [{ role: "user", content: `${instructions} Find the fault.` }, ...history];
  const tools = [{ name: "look", input_schema: { type: "object" } }];
  const body = { model: "claude-haiku-4-5", max_tokens: 60, tools, messages };
  return { project: "growing", path: "/v1/messages", body };
});

const planted = [...repeats, ...unmarked, ...unlimited, ...growing];
const projects = ["repeats", "unmarked", "unlimited", "growing"] as const;

/** Sends all of it, one after the other, and gives what each project's calls cost. */
async function costs(stack: Stack): Promise<Readonly<Record<string, bigint>>> {
  const keys = new Map<string, string>();
  for (const project of projects) keys.set(project, await stack.createKey(project, { project }));
  for (const { project, path, body } of planted) {
    const response = await fetch(`${stack.url}${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${keys.get(project)}`,
        "content-type": "application/json",
        ...(path === chat ? {} : { "anthropic-version": "2023-06-01" }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${project}: HTTP ${response.status}: ${text}`);
  }
  await stack.settled(planted.length);
  const totals = await Promise.all(projects.map((project) => stack.totals(project)));
  return Object.fromEntries(
    totals.map((of, index) => [projects[index], parseDollars(of.effective_cost ?? "")]),
  );
}

/** A proposal as a policy. Nothing here has a label of a feature, so none has to be kept out of it. */
const policyOf = ({ id, scope, change }: Proposal) => {
  const { feature: _, ...match } = scope;
  return { name: id, match, ...change };
};

/** How far a promise is off, in parts of what was saved. */
const distance = (promised: bigint, saved: bigint): number =>
  Math.abs(Number(promised - saved) / Number(saved));

test("what is proposed is what is then saved on the same traffic", async () => {
  const never = { name: "never", match: {}, exact_cache: { when: "never" as const } };
  const before = await startStack({ config: { policies: [never] } });
  try {
    const spent = await costs(before);
    const day = new Date(Date.now() - 86_400_000).toISOString();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const report = proposalsReport.parse(
      await before.api(`/api/proposals?from=${day}&to=${tomorrow}`),
    );
    const find = (lever: Proposal["lever"], model: string): Proposal => {
      const found = report.proposals.find(
        (one) => one.lever === lever && one.scope.model === model,
      );
      if (found === undefined) throw new Error(`${lever}: ${JSON.stringify(report, null, 1)}`);
      return found;
    };
    const proposed = {
      repeats: find("exact-cache", "gpt-4.1-mini"),
      unmarked: find("prefix-cache", "claude-sonnet-4-5"),
      unlimited: find("output", "gpt-4o-mini"),
      growing: find("context", "claude-haiku-4-5"),
    };
    expect(report).toMatchObject({
      depth: "facts",
      simulated: true,
      calls: planted.length,
      calls_without_facts: 0,
      other_attempts: 0,
    });

    const policies = [...Object.values(proposed).map(policyOf), never];
    const after = await startStack({ config: { policies } });
    try {
      const spentAfter = await costs(after);
      const saved = (project: keyof typeof proposed) =>
        (spent[project] as bigint) - (spentAfter[project] as bigint);
      const promised = (project: keyof typeof proposed) =>
        parseDollars(proposed[project].saved_in_range);

      // The same answers are given and cut: what is promised is what happens.
      expect(promised("repeats")).toBe(saved("repeats"));
      expect(promised("unlimited")).toBe(saved("unlimited"));
      // Tokens of a prompt are divided by bytes, and how sure re-use is depends on when calls come.
      expect(distance(promised("unmarked"), saved("unmarked"))).toBeLessThan(0.03);
      // And how long messages are is told by bytes, where the lever counts their tokens.
      expect(distance(promised("growing"), saved("growing"))).toBeLessThan(0.1);
    } finally {
      await after.stop();
    }
  } finally {
    await before.stop();
  }
});
