import { CLIENT_ADDRESS_HEADER } from "@headgate/contract";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "::ffff:192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8::5", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", ""],
])("%s is counted as %s", async (address, counted) => {
  const app = new Hono().get("/", (context) => context.text(clientAddress(context)));

  const response = await app.request("/", { headers: { [CLIENT_ADDRESS_HEADER]: address } });

  expect(await response.text()).toBe(counted);
});
