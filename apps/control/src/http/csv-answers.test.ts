import { csvPaths, csvRowsOf } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { filledBySchema } from "../filled-by-schema.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const range = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  await control.ledger.append({
    rows: [ledgerRow({ call_id: "a", attribution: { team: "=cmd()" } })],
    cursors: [],
  });
});
afterAll(() => control.close());

test("a report is CSV where its address asks for it, and no name in it is a formula", async () => {
  const answer = await control.ask(`/api/reports/spend-by?${range}&by=team&format=csv`);

  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const [header, row, end] = (await answer.text()).split("\r\n");
  expect(header).toMatch(/^group,calls,/);
  expect(row).toMatch(/^'=cmd\(\),1,/);
  expect(end).toBe("");
});

test.each([
  `/api/calls?${range}`,
  `/api/kpis?${range}`,
  `/api/drivers?${range}`,
  `/api/anomalies?${range}`,
  "/api/forecast?project=x",
  `/api/reconcile?${range}`,
  `/api/reports/bill-by?${range}&by=team`,
  `/api/reports/billed-machines?${range}`,
  "/api/keys?",
  "/api/prices?model=gpt-4o-mini",
  "/api/alarms?",
  "/api/alarms/events?",
  "/api/sources?",
  "/api/imports?",
  `/api/outcomes?${range}`,
  `/api/outcomes/report?${range}`,
])("%s has a CSV", async (path) => {
  const answer = await control.ask(`${path}&format=csv`);

  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/csv; charset=utf-8",
  ]);
});

test("how much a table leaves out stands in the headers of its CSV", async () => {
  const more = ["b", "c"].map((team) => ledgerRow({ call_id: team, attribution: { team } }));
  await control.ledger.append({ rows: more, cursors: [] });
  const headersOf = async (path: string) => {
    const { headers } = await control.ask(`${path}&${range}&format=csv`);
    return [headers.get("x-headgate-total"), headers.get("x-headgate-left-out")];
  };

  expect(await headersOf("/api/calls?limit=1")).toEqual(["3", null]);
  expect(await headersOf("/api/reports/spend-by?by=team&limit=1")).toEqual([null, "2"]);
  expect(await headersOf("/api/reports/totals?")).toEqual([null, null]);
});

test("a fault stays JSON, and another parameter is still refused", async () => {
  const answer = await control.ask(`/api/kpis?${range}&format=csv&teem=x`);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: "request_invalid" } });
});

test("an answer that has everything its schema knows gives rows, whichever table it is", async () => {
  const operation = z.looseObject({ responses: z.record(z.string(), z.unknown()) });
  const { paths, components } = await control.read(
    "/api/openapi.json",
    z.looseObject({
      paths: z.record(z.string(), z.record(z.string(), operation)),
      components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
    }),
  );
  const described = z.looseObject({
    content: z.object({ "application/json": z.looseObject({ schema: z.unknown() }) }),
  });

  const rowsOf = csvPaths.map((path) => {
    const { content } = described.parse(paths[path]?.get?.responses["200"]);
    const answer = filledBySchema(content["application/json"].schema, components.schemas);
    return { path, rows: csvRowsOf(path, answer)?.length ?? 0 };
  });

  expect(rowsOf.filter(({ rows }) => rows === 0)).toEqual([]);
});
