import { readFileSync } from "node:fs";
import { drainGraceMs, parseConfig } from "@headgate/contract";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const read = (name: string): string =>
  readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), "utf8");

const composeSchema = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
      volumes: z.array(z.string()).default([]),
      stop_grace_period: z.string().optional(),
      deploy: z.object({ replicas: z.int() }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
});

test("the compose file's nodes have a configuration that Headgate takes, and engines at its addresses", () => {
  const { services, volumes } = composeSchema.parse(parse(read("compose.yaml")));
  const own = services.headgate;
  if (own === undefined) throw new Error("there are no nodes");
  const secrets = Object.fromEntries(
    Object.keys(own.environment).map((name) => [name, "a secret of the tests"]),
  );

  const config = parseConfig(read("compose/headgate.yaml"), secrets, "headgate.yaml");
  const { stores, limits } = config;

  const urls = [
    stores.ledger.kind === "clickhouse" && stores.ledger.url,
    stores.state.kind === "postgres" && stores.state.url.replace(/:[^/]*@/, "@"),
    stores.counters.kind === "valkey" && stores.counters.url,
  ].map((url) => new URL(String(url)).hostname);
  expect(urls).toEqual(["clickhouse", "postgres", "valkey"]);
  for (const engine of urls) expect(Object.keys(own.depends_on)).toContain(engine);
  expect(Number.parseInt(own.stop_grace_period ?? "0", 10) * 1_000).toBeGreaterThanOrEqual(
    drainGraceMs(config) + limits.drain_timeout_ms + 65_000,
  );
  const kept = Object.values(services)
    .flatMap((service) => service.volumes)
    .map((volume) => volume.split(":")[0] ?? "")
    .filter((name) => /^\w+$/.test(name));
  expect(kept.sort()).toEqual(Object.keys(volumes).sort());
});

test("the balancer asks who is ready, on the port that nodes listen on", () => {
  const balancer = read("compose/haproxy.cfg");

  expect(balancer).toMatch(/option httpchk GET \/readyz/);
  expect(balancer).toMatch(/headgate:4100 check/);
});

test("what the README says starts several nodes, and what comes after it knows the same variables", () => {
  const [steps] = read("README.md").split("The console is at") as [string];
  const needed = [...read("compose.yaml").matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? "");
  const { services } = composeSchema.parse(parse(read("compose.yaml")));

  expect(needed).toContain("OPENAI_API_KEY");
  for (const name of needed) expect(steps, name).toContain(name);
  expect(steps).toContain(">> deploy/.env");
  // A variable before the command is known to that one command alone, and the next one asks for it again.
  expect(steps).not.toMatch(/^ +\w+=\S+ docker compose/m);
  expect(services.headgate?.deploy?.replicas).toBeGreaterThan(1);
  expect(steps).not.toContain("--scale");
});

test("a configuration that is replaced is seen by the nodes: its folder is mounted, and not the file", () => {
  const { services } = composeSchema.parse(parse(read("compose.yaml")));

  expect(services.headgate?.volumes).toContain("./compose:/etc/headgate:ro");
});
