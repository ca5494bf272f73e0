import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { afterAct } from "./after-act.ts";

test("what is done about one recommendation makes the answers about the others old, and its own new", async () => {
  const client = new QueryClient();
  const isOld = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
  client.setQueryData(["recommendations", 30], "list");
  client.setQueryData(["recommendation", "a"], "proposed");
  client.setQueryData(["recommendation", "b"], "with a diff against the configuration before");

  const applied = { recommendation: { id: "a" } };
  await afterAct(client, applied);

  expect(client.getQueryData(["recommendation", "a"])).toBe(applied);
  expect(isOld(["recommendation", "a"])).toBe(false);
  expect(isOld(["recommendation", "b"])).toBe(true);
  expect(isOld(["recommendations", 30])).toBe(true);
});
