import { routeSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { steeringOf } from "./steering-of.ts";

const pool = ["openai/gpt-5", "openai/gpt-5-mini"];
const when = { tags: { team: "law" } };
const policy = (mode: "off" | "shadow" | "on") =>
  routeSchema.parse({ mode, pool, tasks: [{ task: "legal_medical", when }] });
const said = { declared: "intent", tags: { team: "sales", run: "7" } };

test("who routes is steered by the declared task and by the tags that the policy names", () => {
  expect(steeringOf(policy("on"), said)).toEqual(["task intent", "tag team=sales"]);
  expect(steeringOf(policy("on"), { declared: undefined, tags: { run: "7" } })).toEqual([]);
});

test.each(["off", "shadow"] as const)("nothing steers where routing is %s", (mode) => {
  expect(steeringOf(policy(mode), said)).toEqual([]);
});
