import { configSchema, type Status } from "@headgate/contract";
import { expect, test } from "vitest";
import { checkLeader, checkNodes, checkState } from "./check-state.ts";

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

test("nodes that go by different files are a finding, with who goes by what", () => {
  const by = (node: string, config: string | null, price_book: string | null) => ({
    ...{ ...process(node, false), config, price_book },
  });
  const [alike, mixed, prices, silent] = [
    [by("a", "c1", "p1"), by("b", "c1", "p1")],
    [by("a", "c1", "p1"), by("b", "c2", "p1")],
    [by("a", "c1", "p1"), by("b", "c1", "p2")],
    [by("a", "c1", "p1"), process("b", false)],
  ].map((processes) => checkNodes(statusOf(processes))[0]);

  expect(alike).toMatchObject({ state: "ok", message: "the same configuration and prices on 2" });
  expect(mixed).toMatchObject({ state: "finding", message: "configuration: a c1, b c2" });
  expect(prices).toMatchObject({ state: "finding", message: "prices: a p1, b p2" });
  expect(silent).toMatchObject({ state: "ok", message: "b did not tell" });
  expect(checkNodes(statusOf([by("a", "c1", "p1")]))).toEqual([]);
  expect(checkNodes(statusOf(undefined))).toEqual([]);
});
