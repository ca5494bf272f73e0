import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  configSchema,
  HeadgateError,
  importUnderWay,
  reconcileReport,
  takeRatesResponse,
} from "@headgate/contract";
import { readTakenRates, TAKEN_RATES_FILE, withTakenRates } from "@headgate/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { NOW_MS, type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const attempt = (day: number) => ({
  row_id: `litellm:${day}`,
  call_id: `litellm:${day}`,
  started_at_ms: Date.parse(`2026-11-${day}T12:00:00Z`),
  source: "litellm",
  operation: "chat",
  provider: "openai",
  response_model: "gpt-4o-mini-2024-07-18",
  outcome: "completed",
  usage_origin: "provider",
  usage: { input: 1_000_000 },
  attribution: {},
  tags: {},
});

type App = Pick<OpenApp, "ask" | "read">;

/** Imports one call of each day, and the bill of all days up to the last of them, as a user would. */
async function importDays(
  app: App,
  days: readonly number[],
  billed: readonly number[],
  atListPrice: readonly number[] = [],
) {
  const begun = await app.ask("/api/imports", sendJson("POST", { named: ["constructed"] }));
  const { id } = importUnderWay.parse(await begun.json());
  const batch = {
    sequence: 0,
    attempts: days.map(attempt),
    bill_lines: [
      ...billed.map((day) => negotiatedLine(`2026-11-${day}`)),
      ...atListPrice.map((day) => ({
        ...negotiatedLine(`2026-11-${day}`),
        ...{ billed_cost: "0.15", effective_cost: "0.15" },
      })),
    ],
  };
  await app.ask(`/api/imports/${id}/batches`, sendJson("POST", batch));
  const finished = await app.ask(
    `/api/imports/${id}/finish`,
    sendJson("POST", { read: [], skips: [], warnings: [] }),
  );
  expect(finished.status).toBe(200);
}

const rangeOf = (day: number) => ({
  from: `2026-11-${day}T00:00:00Z`,
  to: `2026-11-${day + 1}T00:00:00Z`,
});
const reconciled = (app: App, day: number) =>
  app.read(`/api/reconcile?${new URLSearchParams(rangeOf(day)).toString()}`, reconcileReport);
const take = async (body: Readonly<Record<string, unknown>>, app: App = control) => {
  const response = await app.ask(
    "/api/reconcile/take-rates",
    sendJson("POST", { ...rangeOf(20), ...body }),
  );
  return takeRatesResponse.strict().parse(await response.json());
};

let control: OpenApp;
let prices: string;
beforeAll(async () => {
  control = await openApp({ nowMs: () => NOW_MS });
  prices = join(control.folder, "prices");
  await importDays(control, [20], [20]);
});
afterAll(() => control.close());

const NAME = "openai gpt-4o-mini input standard from 2026-11-20";

test("a rate of a bill is shown, taken over, and asked again changes nothing", async () => {
  const shown = await take({ apply: false });
  expect(shown).toMatchObject({
    applied: false,
    rates: [
      {
        state: "new",
        overlay: {
          name: NAME,
          kind: "rate",
          applies_to: { provider: "openai", model: "gpt-4o-mini" },
          per_million_tokens: { input: "0.120000" },
          valid_from: "2026-11-20",
        },
      },
    ],
  });
  expect(existsSync(join(prices, TAKEN_RATES_FILE))).toBe(false);
  expect((await take({ apply: true, names: ["another"] })).rates).toEqual([]);

  expect((await take({ apply: true })).rates).toMatchObject([{ state: "new" }]);
  const written = readTakenRates(prices);
  expect((await take({ apply: true })).rates).toMatchObject([{ state: "taken" }]);

  expect(readTakenRates(prices)).toEqual(written);
  expect(written).toMatchObject([
    {
      source: {
        from: "2026-11-20T00:00:00.000Z",
        taken_at: new Date(NOW_MS).toISOString(),
        found: { cost: "0.120000000000", list_per_million: "0.150000" },
      },
    },
  ]);
});

test("calls of later days are priced by it, and the bill's difference is gone", async () => {
  const later = control.another({
    nowMs: () => NOW_MS,
    config: withTakenRates(configSchema.parse({}), readTakenRates(prices)),
  });
  await importDays(later, [21], [20, 21]);

  expect(await reconciled(later, 20)).toMatchObject({ rates: [{ valid_from: "2026-11-20" }] });
  expect(await reconciled(later, 21)).toMatchObject({
    is_on_target: true,
    groups: [{ bill: "0.120000000000", calls: "0.120000000000", causes: [] }],
    rates: [],
  });
});

test("a rate ends on the day that is billed at list price again, though its calls differ from nothing else", async () => {
  const later = control.another({
    nowMs: () => NOW_MS,
    config: withTakenRates(configSchema.parse({}), readTakenRates(prices)),
  });
  await importDays(later, [22], [20, 21], [22]);

  const ended = { overlay: { name: NAME, valid_to: "2026-11-22" }, state: "changed" };
  expect(await take({ ...rangeOf(22), apply: true }, later)).toMatchObject({ rates: [ended] });
  expect(readTakenRates(prices)).toMatchObject([{ overlay: ended.overlay }]);
  expect(await take({ ...rangeOf(22), apply: true }, later)).toMatchObject({ rates: [] });
});

test("what the configuration has by the same name is left alone", async () => {
  const [taken] = readTakenRates(prices);
  if (taken === undefined) throw new TypeError("a rate was taken");
  const apart = await openApp({ config: { overlays: [taken.overlay] } });
  try {
    await importDays(apart, [20], [20]);
    // Priced by the operator's own overlay there is nothing to find.
    expect(await reconciled(apart, 20)).toMatchObject({ rates: [] });
  } finally {
    await apart.close();
  }
  const own = { ...taken.overlay, valid_to: "2026-12-01" };
  const config = configSchema.parse({ overlays: [own] });
  expect(withTakenRates(config, [taken]).overlays).toEqual([own]);
});

test("rates are not taken over where they cannot be handed to the other nodes, and are shown all the same", async () => {
  const before = readTakenRates(prices);
  const cutOff = control.another({
    nowMs: () => NOW_MS,
    sharedPrices: {
      change: () => Promise.reject(new HeadgateError("state_unusable", "PostgreSQL is away.")),
      tick: async () => undefined,
    },
  });

  expect((await take({ ...rangeOf(22), apply: false }, cutOff)).applied).toBe(false);
  const body = sendJson("POST", { ...rangeOf(22), apply: true });
  const refused = await cutOff.ask("/api/reconcile/take-rates", body);

  expect(await refused.json()).toMatchObject({ error: { code: "state_unusable" } });
  expect(readTakenRates(prices)).toEqual(before);
});

test("unknown members are refused", async () => {
  const body = sendJson("POST", { ...rangeOf(20), apply: true, force: true });
  await expectError(await control.ask("/api/reconcile/take-rates", body), 400, "request_invalid");
});
