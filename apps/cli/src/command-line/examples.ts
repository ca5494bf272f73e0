/** Examples for the help pages, by the words after `headgate`. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  "": ["headgate demo", "headgate start --config headgate.yaml", "headgate report --since 24h"],
  start: ["headgate start", "headgate start --config headgate.yaml --port 8080"],
  demo: ["headgate demo", "headgate demo --calls-per-second 50 --seed 7"],
  "keys create": [
    'headgate keys create "support bot" --team support --feature triage',
    "headgate keys create ci --environment test --tag owner=platform",
  ],
  "keys list": ["headgate keys list"],
  "keys revoke": ["headgate keys revoke KEY_ID"],
  report: [
    "headgate report --since 24h --by team",
    "headgate report --since 2026-11-01 --until 2026-11-30 --by model --filter team=support --tz Europe/Berlin",
  ],
  "prices show": ["headgate prices show gpt-4o-mini", "headgate prices show --at 2026-01-01"],
  "prices list": ["headgate prices list --provider anthropic"],
  doctor: ["headgate doctor", "headgate doctor --config headgate.yaml --json"],
  replay: ["headgate replay trace.csv", "headgate replay trace.csv --limit 1000 --speed 10 --json"],
};
