import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

const described = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

test("docs/reference/http.md tells of every route that the API describes, and of none that is not there", async () => {
  const answer = await control.ask("/api/openapi.json");
  const { paths } = described.parse(await answer.json());
  const routes = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .filter((route) => route.includes(" /api/"));

  const page = readFileSync(new URL("../../../../docs/reference/http.md", import.meta.url), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const told = rows
    .flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`([A-Z]+ \/api\/[^`]+)`/g)])
    .map(([, route = ""]) => route);

  expect(routes.length).toBeGreaterThan(60);
  expect(told.filter((route) => !routes.includes(route))).toEqual([]);
  expect(routes.filter((route) => !told.includes(route))).toEqual([]);
});
