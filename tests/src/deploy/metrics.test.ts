import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { type Stack, startStack } from "../stack/start-stack.ts";

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

let stack: Stack;
/** The type of each metric of a running Headgate, by its name. */
let types: ReadonlyMap<string, string>;
beforeAll(async () => {
  stack = await startStack();
  const text = await (await fetch(`${stack.url}/metrics`)).text();
  types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
});
afterAll(async () => {
  await stack.stop();
});

const isKnown = (name: string): boolean =>
  types.has(name) || types.has(name.replace(/_(?:bucket|count|sum)$/, ""));

const namedIn = (text: string): readonly string[] => text.match(/\bheadgate_\w+/g) ?? [];

test("docs/reference/metrics.md has a row for every metric, with its type", () => {
  const rows = [
    ...read("docs/reference/metrics.md").matchAll(/^\| `(headgate_\w+)[^|]*\| (\w+) \|/gm),
  ];
  const told = rows.map(([, name, type]) => `${name} ${type}`);

  // Node's own figures of the two processes are told of by what their names begin with.
  const own = [...types].filter(
    ([name]) => !/^(?:headgate_gateway_)?(?:process|nodejs)_/.test(name),
  );
  expect(own.length).toBeGreaterThan(60);
  expect(told.sort()).toEqual(own.map(([name, type]) => `${name} ${type}`).sort());
});

test("each metric that the dashboard names is one of a running Headgate's", () => {
  const dashboard = z
    .looseObject({
      panels: z.array(
        z.looseObject({ targets: z.array(z.looseObject({ expr: z.string() })).default([]) }),
      ),
    })
    .parse(JSON.parse(read("deploy/grafana/headgate.json")));

  const named = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => namedIn(expr)),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !isKnown(name))).toEqual([]);
});

test("each metric that the rules name is one of a running Headgate's, and each rule says what to do", () => {
  const { groups } = z
    .strictObject({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z.array(
            z.strictObject({
              alert: z.string().regex(/^Headgate[A-Za-z]+$/),
              expr: z.string(),
              for: z.string().optional(),
              labels: z.strictObject({ severity: z.enum(["critical", "warning"]) }),
              annotations: z.strictObject({ summary: z.string(), description: z.string() }),
            }),
          ),
        }),
      ),
    })
    .parse(parse(read("deploy/prometheus/rules.yaml")));

  const rules = groups.flatMap((group) => group.rules);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  const named = rules.map(({ expr }) => namedIn(expr));
  // Prometheus' own `up` alone says that there are no metrics.
  const ofNone = rules.filter(({ expr }) => namedIn(expr).length === 0);
  expect(ofNone.map(({ expr }) => expr)).toEqual(['up{job="headgate"} == 0']);
  expect(named.flat().filter((name) => !isKnown(name))).toEqual([]);
});

test("the scrape job of the page of Prometheus is one that Prometheus takes", () => {
  const page = read("docs/how-to/prometheus.md");
  const [, text = ""] = /```yaml\n(# prometheus\.yml\n[\s\S]*?)```/.exec(page) ?? [];

  const parsed = z
    .strictObject({
      rule_files: z.array(z.string()),
      scrape_configs: z.array(
        z.looseObject({
          job_name: z.string(),
          authorization: z.strictObject({ credentials_file: z.string() }),
          static_configs: z.array(z.strictObject({ targets: z.array(z.string()) })),
        }),
      ),
    })
    .parse(parse(text));

  expect(parsed.scrape_configs).toHaveLength(1);
});
