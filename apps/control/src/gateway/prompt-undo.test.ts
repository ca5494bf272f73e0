import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { LedgerRow, PromptRecord } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { promptUndoOf } from "./prompt-undo.ts";

const digest = "d".repeat(43);
const held: PromptRecord = {
  ...{ call_id: "held", digest, is_same: true },
  texts: [{ path: ["messages", 0], sent: "[1]", steps: [{ pass: "json", before: "[ 1 ]" }] }],
};

/** What a gateway answers of the calls that it holds. */
const answers = new Map<string | undefined, unknown>([
  ["/internal/prompts/held", held],
  ["/internal/prompts/large", { is_too_large: true }],
]);
let gateway: Server;
let asked: Readonly<{ url: string; token: string }>;
beforeAll(async () => {
  gateway = createServer((request, response) => {
    const answer = answers.get(request.url);
    response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => {
    gateway.listen(0, "127.0.0.1", () => resolve());
  });
  asked = { url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`, token: "token" };
});
afterAll(() => {
  gateway.close();
});

const undoOf = (id: string, ...rows: readonly LedgerRow[]) =>
  promptUndoOf({ call: async () => rows }, asked, id);
const shortened = (callId: string, of = digest): LedgerRow =>
  ledgerRow({
    call_id: callId,
    changes: [{ lever: "prompt", did: "shortened", count: 1, digest: of }],
  });

test("what the gateway holds is given with the row's digest, also before there is a row", async () => {
  const given = { call_id: "held", has_row: true, digest, is_same: true, texts: held.texts };

  expect(await undoOf("held", shortened("held"))).toEqual(given);
  expect(await undoOf("a-clients-own-id", shortened("held"))).toEqual(given);
  expect(await undoOf("held")).toEqual({ ...given, has_row: false });
});

test("an id that clients gave to several calls is refused with theirs; Headgate's own is one call", async () => {
  const several = [shortened("other"), shortened("held"), shortened("held")];

  await expect(undoOf("shared", ...several)).rejects.toMatchObject({
    code: "request_invalid",
    message: expect.stringContaining("2 calls have the id shared: name one of other, held."),
  });
  expect(await undoOf("held", ...several)).toMatchObject({ call_id: "held", is_same: true });
});

test("what is more than one answer may hold is told as that", async () => {
  await expect(undoOf("large", shortened("large"))).rejects.toMatchObject({
    code: "prompt_record_too_large",
  });
});

test("texts that do not make the row's digest are said not to be the same", async () => {
  expect(await undoOf("held", shortened("held", "e".repeat(43)))).toMatchObject({ is_same: false });
});

test("what is held no more, what was never shortened and what is no call are told apart", async () => {
  const nothing = { is_same: null, texts: null };

  expect(await undoOf("gone", shortened("gone"))).toMatchObject({ digest, ...nothing });
  expect(await undoOf("plain", ledgerRow({ call_id: "plain" }))).toMatchObject({
    digest: null,
    ...nothing,
  });
  await expect(undoOf("nobody")).rejects.toMatchObject({ code: "not_found" });
});
