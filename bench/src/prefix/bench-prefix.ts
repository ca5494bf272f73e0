import { startHeadgate } from "../gateway/contenders.ts";
import { type BenchResult, printTable } from "../result.ts";
import { compareRequests, providersAt, startProvider } from "./compare-requests.ts";
import { leversOn } from "./levers-on.ts";

const runs = [
  { levers: "off", policies: [] },
  { levers: "on, with nothing to do", policies: leversOn },
] as const;

/** What no lever touches passes byte for byte: generated requests of every wire format, with all levers off and with all on. */
export async function benchPrefix(
  count: number,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const compared = [];
  for (const { levers, policies } of runs) {
    const provider = await startProvider();
    const headgate = await startHeadgate(provider.url, {
      config: {
        ...{ providers: providersAt(provider.url), limits: { max_body_bytes: 1_048_576 } },
        policies: [...policies],
      },
    });
    const { differences, formats } = await compareRequests(headgate, provider, {
      count: count / runs.length,
      firstSeed: 1,
    });
    await headgate.stop();
    await provider.close();
    printTable(
      `Requests by wire format, levers ${levers}`,
      Object.entries(formats).map(([format, requests]) => ({ format, requests })),
    );
    for (const { seed, format, what } of differences.slice(0, 20)) {
      process.stderr.write(`levers ${levers}, seed ${seed}, ${format}: ${what}\n`);
    }
    compared.push({ levers, formats, differences });
  }
  return {
    figures: {
      count,
      runs: compared.map((run) => ({ ...run, differences: run.differences.slice(0, 100) })),
    },
    targets: compared.map(({ levers, differences }) => ({
      what: `requests or answers that did not pass byte for byte, levers ${levers}`,
      value: differences.length,
      target: "0",
      met: differences.length === 0,
    })),
  };
}
