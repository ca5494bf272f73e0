import type { PaymentOption } from "@headgate/contract";

const options: Readonly<Record<string, PaymentOption>> = {
  "no upfront": "no_upfront",
  "partial upfront": "partial_upfront",
  "all upfront": "all_upfront",
};

/** AWS's word for how a term is paid; undefined for one that is not known. */
export function awsPayment(text: string | undefined): PaymentOption | undefined {
  const key = text?.toLowerCase() ?? "";
  return Object.hasOwn(options, key) ? options[key] : undefined;
}
