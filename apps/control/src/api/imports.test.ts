import {
  callDetailSchema,
  importSummarySchema,
  importsResponse,
  importUnderWay,
  sourcesResponse,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

let nowMs = NOW_MS;
let control: OpenApp;
beforeAll(async () => {
  control = await openApp({
    nowMs: () => nowMs,
    config: {
      attribution: { rules: [{ when: { tags: { app: "*" } }, set: { project: "${tag.app}" } }] },
    },
  });
});
afterAll(() => control.close());

const attempt = (id: string) => ({
  row_id: `litellm:${id}`,
  call_id: `litellm:${id}`,
  started_at_ms: NOW_MS - 3_600_000,
  source: "litellm",
  operation: "chat",
  provider: "openai",
  response_model: "gpt-4o-mini",
  outcome: "completed",
  usage_origin: "provider",
  usage: { input: 1_000, output: 200 },
  attribution: {},
  tags: { app: "search" },
});
const skip = { reason: "row_malformed", place: "log.json:3" };
const ending = {
  read: [{ source: "litellm", files: 1, rows: 2, skipped: 1 }],
  skips: [{ source: "litellm", reason: "row_malformed", count: 1, examples: [skip] }],
  warnings: [],
};
const send = (path: string, body: unknown) => control.ask(path, sendJson("POST", body));
const begin = async (): Promise<string> => {
  const response = await send("/api/imports", { named: ["log.json"] });
  return importUnderWay.parse(await response.json()).id;
};

test("an import holds when it is finished: priced, labelled, listed, with the state of its source", async () => {
  const id = await begin();
  const batch = { sequence: 0, attempts: [attempt("a")] };
  await send(`/api/imports/${id}/batches`, batch);
  await send(`/api/imports/${id}/batches`, batch);
  await expectError(await control.ask("/api/calls/litellm:a"), 404, "not_found");

  const finished = await send(`/api/imports/${id}/finish`, ending);
  const again = await send(`/api/imports/${id}/finish`, ending);

  const summary = importSummarySchema.parse(await finished.json());
  expect(summary).toMatchObject({
    import_number: 1,
    sources: [{ source: "litellm", rows: 2, added: 1, skipped: 1 }],
    skips: [{ reason: "row_malformed", count: 1 }],
  });
  expect(await again.json()).toEqual(summary);
  expect(await control.read("/api/calls/litellm:a", callDetailSchema)).toMatchObject({
    attempts: [{ charge: { list_cost: "0.000270000000" }, attribution: { project: "search" } }],
  });
  expect((await control.read("/api/imports", importsResponse)).imports).toMatchObject([
    { import: 1, named: ["log.json"], summary },
  ]);
  expect((await control.read("/api/sources", sourcesResponse)).sources).toMatchObject([
    {
      source: "litellm",
      imports: 1,
      added: 1,
      lag_ms: 3_600_000,
      skips: [{ reason: "row_malformed", count: 1 }],
    },
  ]);
});

test("imports are read a page at a time, newest first", async () => {
  for (const name of ["b", "c"]) {
    const id = await begin();
    await send(`/api/imports/${id}/batches`, { sequence: 0, attempts: [attempt(name)] });
    await send(`/api/imports/${id}/finish`, ending);
  }

  const first = await control.read("/api/imports?limit=2", importsResponse);
  const second = await control.read(`/api/imports?limit=2&before=${first.next}`, importsResponse);

  expect(
    [first, second].map(({ imports, next }) => [imports.map((one) => one.import), next]),
  ).toEqual([
    [[3, 2], 2],
    [[1], null],
  ]);
  await expectError(await control.ask("/api/imports?limit=0"), 400, "request_invalid");
  await expectError(await control.ask("/api/imports?page=2"), 400, "request_invalid");
});

test("one import at a time: a second waits, and one that fell silent is given up", async () => {
  const first = await begin();
  await expectError(await send("/api/imports", { named: ["x"] }), 409, "import_running");

  nowMs += 60_001;
  const second = await begin();

  expect(second).not.toBe(first);
  const late = await send(`/api/imports/${first}/batches`, { sequence: 0, attempts: [] });
  await expectError(late, 409, "import_lost");
  await control.ask(`/api/imports/${second}`, { method: "DELETE" });
  await expectError(await send(`/api/imports/${second}/finish`, ending), 409, "import_lost");
});

test("a row of a gateway's spool keeps what was settled, and is there already when it comes again", async () => {
  const cost = "0.000000000042";
  const settled = {
    attempt: 1,
    final: true,
    simulated: true,
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines: [],
    },
    baseline_cost: cost,
    savings: [],
  };
  const read = [{ source: "gateway", files: 1, rows: 1, skipped: 0 }];
  const row = { ...attempt("spooled"), source: "gateway", settled };
  for (const added of [1, 0]) {
    const id = await begin();
    await send(`/api/imports/${id}/batches`, { sequence: 0, attempts: [row] });
    const summary = await (
      await send(`/api/imports/${id}/finish`, { ...ending, read, skips: [] })
    ).json();
    expect(summary).toMatchObject({ sources: [{ source: "gateway", added }] });
  }
});

test("rows of a gateway without what it settled and fields that a ledger row has not are refused with their place", async () => {
  const id = await begin();
  const path = `/api/imports/${id}/batches`;
  const gateway = { sequence: 0, attempts: [{ ...attempt("a"), source: "gateway" }] };
  const priced = { sequence: 0, attempts: [{ ...attempt("a"), charge: {} }] };

  await expectError(await send(path, gateway), 400, "request_invalid");
  await expectError(await send(path, priced), 400, "request_invalid");
  await control.ask(`/api/imports/${id}`, { method: "DELETE" });
});
