import { type DoctorCheck, HeadgateError } from "@headgate/contract";

export const ok = (name: string, message: string): DoctorCheck => ({ name, state: "ok", message });

export const skipped = (name: string, message: string): DoctorCheck => ({
  name,
  state: "skipped",
  message,
});

export const finding = (name: string, message: string, mend: string): DoctorCheck => ({
  name,
  state: "finding",
  message,
  mend,
});

/** A finding with the message and the mend of an error of the catalogue; other errors are thrown on. */
export function findingOf(name: string, error: unknown): DoctorCheck {
  if (!(error instanceof HeadgateError)) throw error;
  return finding(name, error.message, `${error.entry.mend} [${error.code}]`);
}
