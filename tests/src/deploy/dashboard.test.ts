import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { startStack } from "../stack/start-stack.ts";

const dashboard = z
  .looseObject({
    uid: z.string(),
    panels: z.array(
      z.looseObject({
        id: z.int(),
        title: z.string(),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
        targets: z.array(z.looseObject({ expr: z.string() })).default([]),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL("../../../deploy/grafana/headgate.json", import.meta.url), "utf8"),
    ),
  );

test("the dashboard's panels have ids of their own and lie beside each other", () => {
  const taken = new Set<string>();
  for (const { gridPos, title } of dashboard.panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.has(`${x} ${y}`), title).toBe(false);
        taken.add(`${x} ${y}`);
      }
    }
  }
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

test("each metric that the dashboard names is one of a running Headgate's", async () => {
  const stack = await startStack();
  onTestFinished(async () => {
    await stack.stop();
  });

  const text = await (await fetch(`${stack.url}/metrics`)).text();

  const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const named = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/\bheadgate_\w+/g) ?? []),
  );
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    (name) => !known.has(name) && !known.has(name.replace(/_(?:bucket|count|sum)$/, "")),
  );
  expect(missing).toEqual([]);
});
