import { readdirSync, readFileSync } from "node:fs";
import { drainGraceMs, parseConfig, withEnvironmentOverrides } from "@headgate/contract";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { renderTemplate } from "./render-template.ts";

const folder = new URL("../../../deploy/helm/headgate/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const chart = z.record(z.string(), z.unknown()).parse(parse(read("Chart.yaml")));
const values = z.looseObject({ config: z.string() }).parse(parse(read("values.yaml")));
const secrets = {
  HEADGATE_ADMIN_KEY: "an admin key of the tests",
  CLICKHOUSE_URL: "http://clickhouse:8123",
  CLICKHOUSE_PASSWORD: "x",
  POSTGRES_URL: "postgres://postgres/headgate",
  VALKEY_URL: "redis://valkey:6379",
  OPENAI_API_KEY: "sk-x",
};

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** All objects of the chart with values beside its own. */
function render(others: Readonly<Record<string, unknown>> = {}, release = "spend") {
  const facts = {
    Values: { ...values, ...others },
    Release: { Name: release },
    Chart: { AppVersion: chart.appVersion },
  };
  return readdirSync(new URL("templates/", folder)).flatMap((name) =>
    parseAllDocuments(renderTemplate(read(`templates/${name}`), facts)).map((document) => {
      expect(document.errors, name).toEqual([]);
      return objectSchema.parse(document.toJS());
    }),
  );
}

const named = (objects: ReturnType<typeof render>, kind: string) => {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`the chart has no ${kind}`);
  return found;
};

const statefulSet = z.looseObject({
  spec: z.looseObject({
    replicas: z.int(),
    serviceName: z.string(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.looseObject({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.int(),
        enableServiceLinks: z.boolean().default(true),
        containers: z.tuple([
          z.looseObject({
            image: z.string(),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
            readinessProbe: z.looseObject({
              httpGet: z.object({ path: z.literal("/readyz"), port: z.literal("http") }),
            }),
            livenessProbe: z.looseObject({
              httpGet: z.object({ path: z.literal("/healthz"), port: z.literal("http") }),
            }),
          }),
        ]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
    volumeClaimTemplates: z.array(z.looseObject({ metadata: z.object({ name: z.string() }) })),
  }),
});

test("the chart's objects belong together: labels, names, volumes", () => {
  const objects = render();

  expect(objects.map(({ kind }) => kind).sort()).toEqual([
    "ConfigMap",
    "PodDisruptionBudget",
    "Service",
    "Service",
    "StatefulSet",
  ]);
  const { spec } = statefulSet.parse(named(objects, "StatefulSet"));
  const labels = { "app.kubernetes.io/name": "headgate", "app.kubernetes.io/instance": "spend" };
  expect(spec.selector.matchLabels).toEqual(labels);
  expect(spec.template.metadata.labels).toEqual(labels);
  for (const service of objects.filter(({ kind }) => kind === "Service")) {
    expect(service).toMatchObject({ spec: { selector: labels } });
  }
  expect(objects.map(({ metadata }) => metadata.name)).toContain(spec.serviceName);
  const volumes = [
    ...spec.template.spec.volumes.map(({ name }) => name),
    ...spec.volumeClaimTemplates.map(({ metadata }) => metadata.name),
  ];
  const [container] = spec.template.spec.containers;
  expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual([...volumes].sort());
  expect(container.image).toBe("registry.example.com/headgate:0.1.0");
});

test("its configuration is one that Headgate takes, and its nodes are given the time to stop", () => {
  const objects = render();
  const { data } = z
    .looseObject({ data: z.object({ "headgate.yaml": z.string() }) })
    .parse(named(objects, "ConfigMap"));

  const config = parseConfig(data["headgate.yaml"], secrets, "headgate.yaml");

  expect([
    config.stores.ledger.kind,
    config.stores.state.kind,
    config.stores.counters.kind,
  ]).toEqual(["clickhouse", "postgres", "valkey"]);
  const { spec } = statefulSet.parse(named(objects, "StatefulSet"));
  const { drain_timeout_ms: drainMs } = config.limits;
  // The supervisor gives control a minute, and the gateway five seconds beyond its own limit.
  expect(spec.template.spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThanOrEqual(
    drainGraceMs(config) + drainMs + 65_000,
  );
});

test("a release called headgate starts: the variables that Kubernetes makes of its Service are no port of its own", () => {
  const objects = render({}, "headgate");
  const { spec } = statefulSet.parse(named(objects, "StatefulSet"));
  const [container] = spec.template.spec.containers;
  const own = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  const services = objects.filter(({ kind }) => kind === "Service");
  // https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables, read 2026-11-30.
  const links = Object.fromEntries(
    services.map(({ metadata }) => [
      `${metadata.name.toUpperCase().replaceAll("-", "_")}_PORT`,
      "tcp://10.0.0.1:4100",
    ]),
  );
  expect(links).toHaveProperty("HEADGATE_PORT");
  const config = parseConfig(values.config, secrets, "headgate.yaml");

  // What a container's own `env` says wins over links.
  const { listen } = withEnvironmentOverrides(config, { ...links, ...own });

  expect(listen).toEqual({ host: "0.0.0.0", port: container.ports[0]?.containerPort });
  expect(spec.template.spec.enableServiceLinks).toBe(false);
});

test("what is optional is there when it is asked for", () => {
  const objects = render({
    caConfigMap: "authorities",
    imagePullSecret: "registry",
    serviceAccount: { name: "spender" },
    storage: { size: "1Gi", className: "fast" },
    image: { repository: "r", tag: "t", pullPolicy: "Always" },
  });

  const { spec } = statefulSet.parse(named(objects, "StatefulSet"));
  expect(spec.template.spec).toMatchObject({
    serviceAccountName: "spender",
    imagePullSecrets: [{ name: "registry" }],
  });
  expect(spec.template.spec.volumes).toContainEqual({
    name: "ca",
    configMap: { name: "authorities" },
  });
  expect(spec.template.spec.containers[0].image).toBe("r:t");
  expect(spec.volumeClaimTemplates).toMatchObject([{ spec: { storageClassName: "fast" } }]);
});

test("a value that is not there, and what is not understood, is an error", () => {
  expect(() => renderTemplate("{{ .Values.none }}", { Values: {} })).toThrow(/\.Values\.none/);
  expect(() => renderTemplate("{{ range .Values.a }}{{ end }}", { Values: { a: [] } })).toThrow(
    /range/,
  );
  expect(() => renderTemplate("{{ if .a }}x", { a: 1 })).toThrow(/without its end/);
});
