import type { HeadgateError } from "@headgate/contract";

const told = ["budget", "measure", "limit", "spent", "leased", "asked", "opens_at"] as const;

/** A refusal for programs: `budget=month; measure=dollars; limit=…`, amounts exact as on the API. */
export const budgetHeader = ({ details }: HeadgateError): string =>
  told
    .flatMap((name) => (details[name] === undefined ? [] : [`${name}=${details[name]}`]))
    .join("; ");
