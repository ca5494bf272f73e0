import { expect, test } from "vitest";
import { isLoopbackHost } from "./loopback.ts";

test.each([
  "localhost",
  "localhost:4100",
  "LOCALHOST:4100",
  "console.localhost:4100",
  "127.0.0.1:4100",
  "127.8.9.10",
  "[::1]:4100",
  "[::1]",
])("%s is this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  "",
  "evil.example",
  "localhost.evil.example:4100",
  "127.0.0.1.evil.example",
  "127.evil.example",
  "10.0.0.1:4100",
  "0.0.0.0:4100",
  "[::2]:4100",
  "evil.example@localhost",
  "localhost, evil.example",
  "localhost:4100:80",
  "127.1",
  "127.0.0.256",
])("%j is not known to be this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});
