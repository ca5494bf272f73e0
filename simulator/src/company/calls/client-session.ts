import { hash } from "node:crypto";
import { type CompanyCall, uuidOf } from "../company-call.ts";

/** A random UUID that is the same for the same text. */
export const uuidOfText = (text: string): string => uuidOf(hash("sha256", text, "hex"));

/** A UUID of version 7 (RFC 9562): its first 48 bits are the milliseconds of a moment. */
export function uuidAtMoment(atMs: number, digits: string): string {
  const time = atMs.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-8${digits.slice(3, 6)}-${digits.slice(6, 18)}`;
}

/** An engineer works for one customer, and sits down to it once a day. */
export const sessionIdOf = ({ feature, customer, day }: CompanyCall): string =>
  uuidOfText(`${feature.name} ${customer} ${day}`);

export const workFolderOf = ({ feature, customer }: CompanyCall): string =>
  `/home/dev/${feature.team}/${customer}`;

/** One call in so many, by a digit of its id. */
export const isOneIn = (call: CompanyCall, many: 4 | 8 | 16, place: number): boolean =>
  Number.parseInt(call.id.charAt(place), 16) % many === 0;
