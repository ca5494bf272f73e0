import { childEnvironment, configSchema, HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { readControlSettings, readLogLevel } from "./control-environment.ts";

const complete = {
  [childEnvironment.config]: JSON.stringify(configSchema.parse({})),
  [childEnvironment.data]: "/var/lib/headgate",
  [childEnvironment.token]: "0123456789abcdef",
  [childEnvironment.mode]: "live",
};

const faultOf = (read: () => unknown): HeadgateError => {
  try {
    read();
  } catch (error) {
    if (error instanceof HeadgateError) return error;
  }
  throw new Error("expected a HeadgateError");
};

test("the supervisor's variables are read, and any free port is taken unless one is named", () => {
  expect(readControlSettings(complete)).toEqual({
    config: configSchema.parse({}),
    dataDirectory: "/var/lib/headgate",
    token: "0123456789abcdef",
    mode: "live",
    port: 0,
    consoleDirectory: undefined,
  });
});

test("the port is that of the address where the gateway expects control", () => {
  const settings = readControlSettings({
    ...complete,
    [childEnvironment.controlUrl]: "http://127.0.0.1:4717",
  });

  expect(settings.port).toBe(4717);
});

test("every missing variable is named at once", () => {
  const error = faultOf(() => readControlSettings({}));

  expect(error.code).toBe("config_invalid");
  for (const name of [
    childEnvironment.config,
    childEnvironment.data,
    childEnvironment.token,
    childEnvironment.mode,
  ]) {
    expect(error.message).toContain(name);
  }
});

test("a configuration that cannot be read is never quoted, because it holds secrets", () => {
  const text = '{"admin_key": "do-not-show-this-key"';
  const error = faultOf(() =>
    readControlSettings({ ...complete, [childEnvironment.config]: text }),
  );

  expect(error.code).toBe("config_invalid");
  expect(error.message).not.toContain("do-not-show");
});

test("a log level that pino does not know is refused with the ones that it does", () => {
  expect(readLogLevel({})).toBe("info");
  expect(readLogLevel({ HEADGATE_LOG_LEVEL: "debug" })).toBe("debug");
  expect(faultOf(() => readLogLevel({ HEADGATE_LOG_LEVEL: "loud" })).message).toContain("debug");
});
