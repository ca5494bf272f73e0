import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const dashboard = z
  .looseObject({
    uid: z.string(),
    panels: z.array(
      z.looseObject({
        id: z.int(),
        title: z.string(),
        targets: z.array(z.looseObject({ expr: z.string() })).default([]),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
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

test("what every node tells of one shared server is shown once, not once a node", () => {
  const shown = dashboard.panels
    .flatMap(({ targets }) => targets.map(({ expr }) => expr))
    .filter((expr) => /headgate_budget_(?:leases\b(?!_)|used_ratio)/.test(expr));

  expect(shown.length).toBeGreaterThan(0);
  for (const expr of shown) expect(expr).not.toMatch(/\bsum\b/);
});
