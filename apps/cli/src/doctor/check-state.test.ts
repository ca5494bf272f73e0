import { configSchema, type Status } from "@headgate/contract";
import { expect, test } from "vitest";
import { checkLeader, checkState } from "./check-state.ts";

const process = (node: string, leads: boolean, version = "1.0.0") => ({
  ...{ node, leads, version },
  is_this: false,
});
const statusOf = (processes: Status["control_processes"]) =>
  ({ control_processes: processes }) as Status;

test("a database that nobody answers at is found by its place, without its password", async () => {
  const [check] = await checkState(
    configSchema.parse({
      stores: { state: { kind: "postgres", url: "postgres://user:secret@127.0.0.1:1/headgate" } },
    }),
  );

  expect(check).toMatchObject({
    state: "finding",
    message: expect.stringMatching(/127\.0\.0\.1:1\/headgate.*ECONNREFUSED/),
  });
  expect(JSON.stringify(check)).not.toContain("secret");
});

test("a file of this machine's own, and one process alone, are nothing to be looked at", async () => {
  expect(await checkState(configSchema.parse({}))).toEqual([]);
  expect(checkLeader(statusOf(undefined))).toEqual([]);
});

test("who leads is told; nobody, and two versions, are findings", () => {
  const [leads, nobody, mixed] = [
    [process("a", false), process("b", true)],
    [process("a", false)],
    [process("a", true), process("b", false, "0.9.0")],
  ].map((processes) => checkLeader(statusOf(processes))[0]);

  expect(leads).toMatchObject({ state: "ok", message: "b, of 2" });
  expect(nobody).toMatchObject({ state: "finding" });
  expect(mixed).toMatchObject({ state: "finding", message: "a runs 1.0.0, b runs 0.9.0" });
});
