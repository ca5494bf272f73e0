import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiFailure, mayRetry } from "./api-failure.ts";
import { askApi, pathWith, type Reader } from "./request.ts";

const answers: Readonly<Record<string, readonly [status: number, body: string]>> = {
  "/good": [200, '{"name":"a"}'],
  "/wrong-shape": [200, '{"name":1}'],
  "/not-json": [200, "<html>"],
  "/refused": [
    403,
    '{"error":{"code":"not_allowed","message":"No.","mend":"Send the admin key."}}',
  ],
  "/away": [502, "Bad gateway"],
  "/odd-error": [500, '{"oops":true}'],
};

const reader: Reader<{ name: string }> = {
  safeParse(value) {
    const { name } = value as { name?: unknown };
    return typeof name === "string"
      ? { success: true, data: { name } }
      : { success: false, error: { message: "name: expected a text" } };
  },
};

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ""] ?? [404, "{}"];
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

const failureOfAsking = async (url: string): Promise<ApiFailure> => {
  const failure: unknown = await askApi(url, reader).catch((reason: unknown) => reason);
  if (failure instanceof ApiFailure) return failure;
  throw new Error(`expected a failure, got ${String(failure)}`);
};

test("an answer of the agreed shape is read", async () => {
  expect(await askApi(`${origin}/good`, reader)).toEqual({ name: "a" });
});

test("an answer of another shape is a failure that names the place", async () => {
  const failure = await failureOfAsking(`${origin}/wrong-shape`);

  expect(failure.code).toBe("internal");
  expect(failure.message).toContain("name: expected a text");
});

test("an error keeps the code, the message and the mend that the API gave it", async () => {
  expect(await failureOfAsking(`${origin}/refused`)).toMatchObject({
    code: "not_allowed",
    message: "No.",
    mend: "Send the admin key.",
    status: 403,
    away: false,
  });
});

test.each(["/not-json", "/odd-error"])(
  "an answer nobody agreed on is a failure: %s",
  async (path) => {
    expect((await failureOfAsking(origin + path)).code).toBe("internal");
  },
);

test("an API that cannot be reached is away, and may be asked again", async () => {
  const behindProxy = await failureOfAsking(`${origin}/away`);
  const noListener = await failureOfAsking("http://127.0.0.1:1/");

  for (const failure of [behindProxy, noListener]) {
    expect(failure.code).toBe("control_unavailable");
    expect(failure.away).toBe(true);
    expect(mayRetry(failure)).toBe(true);
  }
});

test("parameters without a value are left out, empty ones are kept", () => {
  expect(pathWith("/api/calls", { team: "", model: undefined, limit: 5 })).toBe(
    "/api/calls?team=&limit=5",
  );
});
