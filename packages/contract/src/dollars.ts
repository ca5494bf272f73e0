import { formatDollars, parseDollars } from "@headgate/money";
import { z } from "zod";

/**
 * Money on the wire is a decimal string of dollars with twelve places, money in memory is a bigint of
 * picodollars; this codec is the only bridge.
 */
export const dollars = z.codec(
  z.string().regex(/^-?\d+\.\d{12}$/, "expected dollars with twelve decimals"),
  z.bigint(),
  {
    decode: (text) => parseDollars(text) as bigint,
    encode: (amount) => formatDollars(amount as Parameters<typeof formatDollars>[0]),
  },
);

/** The wire form of money, for shapes that are read as they are (the console, `--json`). */
export const dollarsText = z
  .string()
  .regex(/^-?\d+\.\d{12}$/, "expected dollars with twelve decimals")
  .meta({
    description: "US dollars as a decimal string with twelve places",
    example: "0.000123000000",
  });
