import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { type Lead, refuseUnlessLeading } from "./lead.ts";

const follower = (leaders: readonly string[]): Lead => ({
  leads: () => false,
  processes: () => leaders.map((node) => ({ node, version: "1", leads: true, isThis: false })),
  marks: undefined,
  close: async () => undefined,
});
const refusal = (lead: Lead): HeadgateError => {
  try {
    refuseUnlessLeading(lead);
  } catch (error) {
    if (error instanceof HeadgateError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test("who does not lead names the host to ask, and how to ask it past a balancer", () => {
  const error = refusal(follower(["headgate-1-4711"]));

  expect(error.message).toContain("headgate-1-4711 leads: process 4711 of the host headgate-1.");
  expect(error.entry.mend).toContain("by --url");
  expect(error.entry.mend).not.toContain("try again: behind a balancer");
});

test("where nobody leads, or a name holds no process, nothing is made up", () => {
  expect(refusal(follower([])).message).toContain("Nobody leads at the moment.");
  expect(refusal(follower(["node-b"])).message).toContain("node-b leads.");
});
