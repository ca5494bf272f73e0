import type {
  AttemptOutcome,
  Confidence,
  Dimension,
  InsightDimension,
  UsageComponent,
} from "@headgate/contract";

/** Dimensions by the names people read. */
export const dimensionNames = {
  organisation: "Organisation",
  team: "Team",
  project: "Project",
  feature: "Feature",
  customer: "Customer",
  environment: "Environment",
  user: "User",
  session: "Session",
  provider: "Provider",
  model: "Model",
  operation: "Operation",
  outcome: "Outcome",
  confidence: "Confidence",
  service_tier: "Service tier",
  key_id: "Key",
  source: "Source",
  category: "Category",
} as const satisfies Record<Dimension, string>;

/** The same with what bills alone tell. */
export const insightDimensionNames = {
  ...dimensionNames,
  service_name: "Service",
  sub_account: "Account",
  billing_account: "Billing account",
  region: "Region",
  meter: "Meter",
} as const satisfies Record<InsightDimension, string>;

const outcomeNames = {
  completed: "Completed",
  client_closed: "Client hung up",
  provider_error: "Provider error",
  interrupted: "Broke off",
  unreachable: "Unreachable",
  timed_out: "Timed out",
  ended_early: "Ended early",
} as const satisfies Record<AttemptOutcome, string>;

export const outcomeMeanings = {
  completed: "The provider's answer came through whole.",
  client_closed: "The client hung up before the answer was whole; what was produced is charged.",
  provider_error: "The provider answered with an error.",
  interrupted: "The answer broke off or could not be read.",
  unreachable: "No answer came.",
  timed_out: "A time limit passed.",
  ended_early: "Headgate ended the answer by a rule of its policy; what was produced is charged.",
} as const satisfies Record<AttemptOutcome, string>;

export const confidenceMeanings = {
  exact: "The provider's own usage at a published price.",
  derived: "A documented rule was needed to price it.",
  estimated: "Some quantity was estimated.",
  unknown: "No price or no usage is known. This is not $0.",
} as const satisfies Record<Confidence, string>;

export const componentNames = {
  input: "Input",
  cache_read: "Cache read",
  cache_write_5m: "Cache write, 5 min",
  cache_write_1h: "Cache write, 1 h",
  cache_write: "Cache write",
  output: "Output",
  reasoning: "Reasoning",
  input_audio: "Audio in",
  input_image: "Image in",
  input_video: "Video in",
  cache_read_audio: "Audio cache read",
  output_audio: "Audio out",
  output_image: "Image out",
  output_video: "Video out",
  requests: "Requests",
  web_searches: "Web searches",
  web_fetches: "Web fetches",
  seconds: "Seconds",
  pages: "Pages",
  images: "Images",
  characters: "Characters",
  file_searches: "File searches",
  code_sessions: "Code sessions",
  maps_requests: "Maps requests",
  web_search_previews: "Web searches, preview",
  x_searches: "X searches",
} as const satisfies Record<UsageComponent, string>;

const isOutcome = (text: string): text is AttemptOutcome => Object.hasOwn(outcomeNames, text);

export const outcomeName = (outcome: string): string =>
  isOutcome(outcome) ? outcomeNames[outcome] : outcome;

/** What stands for calls without a value of a dimension. */
const NO_VALUE = "none";

/** A dimension's value as people read it; the empty text stands for calls without one. */
export const valueText = (dimension: InsightDimension | "tag", value: string | null): string => {
  if (value === null || value === "") return dimension === "tag" ? "" : NO_VALUE;
  return dimension === "outcome" ? outcomeName(value) : value;
};
