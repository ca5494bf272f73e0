import { type CountedUnit, countedUnits, type UsageComponent } from "@headgate/contract";

const units: Readonly<Record<CountedUnit, string>> = {
  requests: "Requests",
  web_searches: "Searches",
  web_fetches: "Fetches",
  seconds: "Seconds",
  pages: "Pages",
  images: "Images",
  characters: "Characters",
  file_searches: "Searches",
  code_sessions: "Sessions",
  maps_requests: "Requests",
  web_search_previews: "Searches",
  x_searches: "Searches",
};

/** A component's unit in FOCUS's form of units: a plural with a capital. */
export const focusUnitOf = (component: UsageComponent): string => {
  const counted = countedUnits.find((unit) => unit === component);
  return counted === undefined ? "Tokens" : units[counted];
};
