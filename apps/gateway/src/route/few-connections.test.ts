import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { fewConnections } from "./few-connections.ts";

test("a gateway takes two connections to PostgreSQL, however many its node may take", () => {
  const { stores } = configSchema.parse({
    stores: { state: { kind: "postgres", url: "postgres://db/headgate", max_connections: 40 } },
  });

  expect(fewConnections(stores.state)).toEqual({ ...stores.state, max_connections: 2 });
  expect(fewConnections({ kind: "sqlite" })).toEqual({ kind: "sqlite" });
});
