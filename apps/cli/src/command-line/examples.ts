/** Examples for the help pages, by the words after `headgate`. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  "": [
    "headgate analyze bill.csv",
    "headgate demo",
    "headgate start --config headgate.yaml",
    "headgate report --since 24h",
  ],
  start: ["headgate start", "headgate start --config headgate.yaml --port 8080"],
  demo: [
    "headgate demo",
    "headgate demo --history 100",
    "headgate demo --calls-per-second 50 --seed 7",
  ],
  "keys create": [
    'headgate keys create "support bot" --team support --feature triage',
    "headgate keys create ci --environment test --tag owner=platform",
  ],
  "keys list": ["headgate keys list"],
  "keys revoke": ["headgate keys revoke KEY_ID"],
  "budgets list": ["headgate budgets list"],
  "budgets show": ["headgate budgets show support-month"],
  "budgets explain": ["headgate budgets explain CALL_ID"],
  "insight kpis": ["headgate insight kpis --since 30d"],
  "insight drivers": [
    "headgate insight drivers --by team --since 7d",
    "headgate insight drivers --filter team=support",
  ],
  "insight anomalies": [
    "headgate insight anomalies --since 30d",
    "headgate insight anomalies --grain hour",
  ],
  "insight forecast": [
    "headgate insight forecast",
    "headgate insight forecast --filter project=docs",
  ],
  "plan demand": ["headgate plan demand", "headgate plan demand --filter model=gpt-5 --since 60d"],
  "plan commitments": [
    "headgate plan commitments offers.yaml",
    "headgate plan commitments offers.yaml --since 60d --export to-buy",
  ],
  "outcomes report": [
    "headgate outcomes report",
    "headgate outcomes report --name ticket_resolved --by customer --grain month",
  ],
  "outcomes import": [
    "headgate outcomes import outcomes.csv",
    "headgate outcomes import tickets.csv --column id=Ticket --column session=Chat --set name=ticket_resolved",
  ],
  analyze: [
    "headgate analyze bill.csv",
    "headgate analyze bills/ logs/2026-11/ --html spend.html",
    "headgate analyze logs/ --since 30d --by customer --by feature --top 10",
  ],
  import: [
    "headgate import bills/ logs/2026-11/",
    "headgate import cur.parquet --since 2026-10-01 --dry-run",
    "headgate import export.json --source litellm --json",
  ],
  "sources list": ["headgate sources list", "headgate sources list --csv > sources.csv"],
  "sources pull": ["headgate sources pull openai-bill"],
  "alarms list": ["headgate alarms list"],
  "alarms history": ["headgate alarms history"],
  "alarms snooze": ["headgate alarms snooze support-spend --hours 4"],
  "alarms test": ["headgate alarms test support-spend", "headgate alarms test --notifier mail"],
  report: [
    "headgate report --since 24h --by team",
    "headgate report --since 2026-11-01 --until 2026-11-30 --by model --filter team=support --tz Europe/Berlin",
  ],
  "report calls": [
    "headgate report calls --since 1d --cut any",
    "headgate report calls --sort cost --limit 20 --filter team=search --csv > calls.csv",
  ],
  "report tokens": [
    "headgate report tokens --since 30d --by team",
    "headgate report tokens --grain day --filter feature=answers --csv > tokens.csv",
  ],
  weekly: ["headgate weekly --out week.html", "headgate weekly --filter team=support --json"],
  "export focus": [
    "headgate export focus --since 2026-10-01 --until 2026-10-31 --tz UTC --out october.csv",
    "headgate export focus --since 2026-10-01 --format parquet --out october.parquet",
  ],
  "cache stats": ["headgate cache stats"],
  "cache prefix": ["headgate cache prefix", "headgate cache prefix --json"],
  "cache purge": ["headgate cache purge --namespace faq", "headgate cache purge --tag run=7"],
  "cache explain": ["headgate cache explain CALL_ID"],
  "batch run": [
    "headgate batch run requests.jsonl",
    "headgate batch run requests.jsonl --estimate-only",
    "headgate batch run messages.jsonl --format anthropic --deadline 6h --output answers.jsonl --yes",
  ],
  "batch list": ["headgate batch list"],
  "batch show": ["headgate batch show BATCH_ID"],
  "batch cancel": ["headgate batch cancel BATCH_ID"],
  "prompts compare": ["headgate prompts compare support --since 14d"],
  "prompts lint": [
    "headgate prompts lint system.md --model claude-sonnet-4-5 --monthly-calls 200000",
    "headgate prompts lint calls.jsonl --filter feature=support",
    "headgate prompts lint system.md --write shorter.md",
  ],
  "prompts undo": ["headgate prompts undo CALL_ID", "headgate prompts undo CALL_ID --full"],
  "plan gpus": [
    "headgate plan gpus fleet.yaml",
    "headgate plan gpus fleet.yaml --export schedules/",
    "headgate plan gpus --json",
  ],
  "plan prices list": [
    "headgate plan prices list g5",
    "headgate plan prices list --provider lambda",
  ],
  "plan prices import": [
    "headgate plan prices import skypilot vms.csv --provider lambda --day 2026-11-20",
    "headgate plan prices import csv ours.csv --day 2026-11-01 --apply",
  ],
  "plan prices refresh": [
    "headgate plan prices refresh --region eu-west-1 --machine g5.xlarge --machine g6.xlarge",
    "headgate plan prices refresh --apply",
  ],
  reconcile: [
    "headgate reconcile --since 2026-10-01 --until 2026-10-31",
    "headgate reconcile --since 2026-10-01 --provider bedrock --rates",
  ],
  "prices show": ["headgate prices show gpt-4o-mini", "headgate prices show --at 2026-01-01"],
  "prices history": ["headgate prices history claude-sonnet-5"],
  "prices estimate": [
    "headgate prices estimate gpt-4o-mini,claude-haiku-4-5 --input 2000 --output 300 --calls 100000",
    "headgate prices estimate gpt-5-mini --file request.json --output 500 --batch",
    "headgate prices estimate bedrock/claude-sonnet-4-5 --input 2000 --output 300 --region eu-west-1",
    "headgate prices estimate gpt-4o-mini --file calls.csv --json",
  ],
  "prices diff": [
    "headgate prices diff litellm=model_prices.json portkey=models.tar.gz --provider openai",
    "headgate prices diff --missing",
  ],
  "prices import": [
    "headgate prices import litellm model_prices.json --provider groq",
    "headgate prices import genai-prices data.json --day 2026-11-20 --apply",
  ],
  "prices check": ["headgate prices check"],
  "prices rerate": [
    "headgate prices rerate --since 30d",
    "headgate prices rerate --since 2026-11-01 --provider openai --apply",
  ],
  "prices list": ["headgate prices list --provider anthropic"],
  migrate: [
    "headgate migrate --dry-run",
    "headgate migrate",
    "headgate migrate --last",
    "headgate migrate --rest",
  ],
  doctor: ["headgate doctor", "headgate doctor --config headgate.yaml --json"],
  replay: ["headgate replay trace.csv", "headgate replay trace.csv --limit 1000 --speed 10 --json"],
};
