import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { parseRequestBody } from "./request-body.ts";
import { wireFor } from "./wire-for.ts";

function errorOf(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof HeadgateError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

test.each([
  ["an empty body", Buffer.alloc(0), "empty"],
  ["a body cut short", Buffer.from('{"model":'), "Line 1, column 10"],
  ["a missing comma", Buffer.from('{"a":1\n "b":2}'), "Line 2, column 2"],
  ["a trailing comma", Buffer.from('{"a":1,}'), "Line 1, column 8"],
  ["a comment", Buffer.from('{"a":1} // no'), "Line 1, column 9"],
  ["an array", Buffer.from("[1]"), "expected an object"],
  ["a byte-order mark", Buffer.from("\uFEFF{}"), "byte-order mark"],
  ["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), "bytes at 2"],
  ["a character cut in two", Buffer.from([0x7b, 0x22, 0xe6, 0x96]), "bytes at 2"],
])("%s is malformed, and the message names the place", (_what, body, place) => {
  const error = errorOf(() => parseRequestBody(body));

  expect(error.code).toBe("body_malformed");
  expect(error.message).toContain(place);
});

test("the message of a malformed body repeats none of it", () => {
  const error = errorOf(() => parseRequestBody(Buffer.from('{"prompt": secret-thing}')));

  expect(error.message).not.toContain("secret");
});

const chat = wireFor("POST", "/v1/chat/completions", {});

test.each([
  ["{}", "model"],
  ['{"model":""}', "model"],
  ['{"model":7}', "model"],
  ['{"model":"m","stream":"yes"}', "stream"],
  ['{"model":"m","stream_options":[]}', "stream_options"],
  ['{"model":"m","stream_options":{"include_usage":1}}', "stream_options.include_usage"],
])("%s is invalid, and the message names %s", (body, field) => {
  const error = errorOf(() => chat.readRequest(Buffer.from(body), ""));

  expect(error.code).toBe("body_invalid");
  expect(error.message).toContain(`${field}: expected`);
});

test.each([
  ['{"model":"m"}', false, true],
  ['{"model":"m","stream":null}', false, true],
  ['{"model":"m","stream":true}', true, false],
  ['{"model":"m","stream":true,"stream_options":{"include_usage":false}}', true, false],
  ['{"model":"m","stream":true,"stream_options":{"include_usage":true}}', true, true],
])("chat: %s streams %s and reports usage by itself %s", (body, stream, usageRequested) => {
  expect(chat.readRequest(Buffer.from(body), "")).toMatchObject({
    model: "m",
    stream,
    usageRequested,
  });
});

test.each(["/v1/responses", "/v1/messages"])("streams of %s report usage unasked", (path) => {
  const request = wireFor("POST", path, {}).readRequest(
    Buffer.from('{"model":"m","stream":true}'),
    path,
  );

  expect(request).toMatchObject({ stream: true, usageRequested: true });
});

test("fields that only the provider can judge are not judged", () => {
  const request = chat.readRequest(Buffer.from('{"model":"m","messages":"none","x":{}}'), "");

  expect(request.json).toEqual({ model: "m", messages: "none", x: {} });
});
