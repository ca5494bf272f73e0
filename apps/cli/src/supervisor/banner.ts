import type { Started } from "@headgate/contract";
import type { Colors } from "picocolors/types.js";

const EVERY_INTERFACE = new Map([
  ["0.0.0.0", "127.0.0.1"],
  ["[::]", "[::1]"],
]);

/** What to know once all is up: where to look, where to point clients, how to get a key. */
export function renderBanner(started: Started, colors: Colors): string {
  const here = (url: string): string => {
    const { hostname } = new URL(url);
    const reachable = EVERY_INTERFACE.get(hostname);
    return reachable === undefined ? url : url.replace(hostname, reachable);
  };
  const isDemo = started.mode === "demo";
  const lines: [string, string][] = [
    ["Console", colors.bold(here(started.url))],
    ["OpenAI clients", `base URL ${here(started.openai_base_url)}`],
    ["Anthropic clients", `base URL ${here(started.anthropic_base_url)}`],
    [
      "Mode",
      isDemo
        ? colors.yellow("demo: simulated providers, a simulated team's calls, simulated money")
        : "live",
    ],
    ["Configuration", started.config_source],
    ["Data", started.data_directory],
    ["A key for clients", "npx headgate keys create NAME"],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    "",
    colors.bold(colors.green("Headgate is up.")),
    "",
    ...lines.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
    "",
    "Ctrl-C stops it; calls under way are finished first.",
    "",
  ].join("\n");
}
