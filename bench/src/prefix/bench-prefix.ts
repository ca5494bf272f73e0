import { startHeadgate } from "../gateway/contenders.ts";
import { type BenchResult, printTable } from "../result.ts";
import { compareRequests, providersAt, startProvider } from "./compare-requests.ts";

/** What no lever touches passes byte for byte: generated requests of every wire format, levers on. */
export async function benchPrefix(
  count: number,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const provider = await startProvider();
  const headgate = await startHeadgate(provider.url, {
    config: { providers: providersAt(provider.url), limits: { max_body_bytes: 1_048_576 } },
  });
  const { differences, formats } = await compareRequests(headgate, provider, {
    count,
    firstSeed: 1,
  });
  await headgate.stop();
  await provider.close();
  printTable(
    "Requests by wire format",
    Object.entries(formats).map(([format, requests]) => ({ format, requests })),
  );
  for (const { seed, format, what } of differences.slice(0, 20)) {
    process.stderr.write(`seed ${seed}, ${format}: ${what}\n`);
  }
  return {
    figures: { count, formats, differences: differences.slice(0, 100) },
    targets: [
      {
        what: "requests or answers that did not pass byte for byte",
        value: differences.length,
        target: "0",
        met: differences.length === 0,
      },
    ],
  };
}
