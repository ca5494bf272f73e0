import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Failures of batches, their files, and calls that wait: a part of the catalogue. */
export const batchErrors = {
  deadline_invalid: {
    status: 400,
    retry: false,
    summary: "The call's deadline cannot be held.",
    mend: "Send x-headgate-deadline as a length of time such as 30m or 24h, or a moment to come with its offset such as 2026-11-30T06:00:00Z, within seven days.",
  },
  deferral_refused: {
    status: 400,
    retry: false,
    summary: "The call cannot be answered later.",
    mend: "Send it without x-headgate-deadline, or with x-headgate-wait: true to have its answer on this connection.",
  },
  deferral_off: {
    status: 403,
    retry: false,
    summary: "The policy of this traffic answers no call later.",
    mend: "Send it without x-headgate-deadline or with x-headgate-wait: true, or set policies[].batch.when in headgate.yaml.",
  },
  deferred_unknown: {
    status: 404,
    retry: false,
    summary: "This key has no such deferred call.",
    mend: "Ask with the key that made the call, under the id that its 202 answer named; answers are kept for a limited time.",
  },
  webhook_refused: {
    status: 403,
    retry: false,
    summary: "Headgate may not post to this address.",
    mend: "Add its host to batch.webhook_hosts in headgate.yaml, and use https where the host is not this machine.",
  },
  file_unknown: {
    status: 404,
    retry: false,
    summary: "This key has no such file.",
    mend: "Ask with the key that uploaded the file or created its batch; GET /v1/files lists what there is.",
  },
  file_invalid: {
    status: 400,
    retry: false,
    summary: "The file cannot be taken.",
    mend: "Correct the line or field that the message names, and upload the file again with purpose=batch.",
  },
  batch_not_found: {
    status: 404,
    retry: false,
    summary: "This key has no such batch.",
    mend: "Ask with the key that created it; the list of batches shows what there is.",
  },
  batch_invalid: {
    status: 400,
    retry: false,
    summary: "The batch cannot be made.",
    mend: "Correct the request or field that the message names.",
  },
  batch_results_gone: {
    status: 404,
    retry: false,
    summary: "The results of the batch are not kept any more.",
    mend: "Make the batch again; batch.retention_days says for how long results are kept, and of Anthropic's batches 29 days at most.",
  },
  batch_not_ready: {
    status: 409,
    retry: true,
    summary: "The batch is not in a state for this.",
    mend: "Wait until the batch has ended, or cancel it first; its object tells how it stands.",
  },
  batch_refused: {
    retry: false,
    summary: "A provider does not take a batch, or a request about one.",
    mend: "Correct what the message names: the provider's answer, its key and rights, or the batch member of its configuration.",
  },
  batch_limited: {
    retry: true,
    summary: "A provider takes no request about batches for now.",
    mend: "Wait: it is tried again, later each time. Where it lasts, look at the account's limits for batches.",
  },
  batch_unknown: {
    retry: true,
    summary: "A provider did not say whether it took a batch.",
    mend: "Wait: before it is sent again, the provider is asked whether the batch is there.",
  },
  batch_answer_unusable: {
    retry: true,
    summary: "A provider's answer about a batch cannot be used.",
    mend: "Check that base_url leads to the API of the provider's kind; nothing of the answer was kept.",
  },
  batch_unsupported: {
    status: 400,
    retry: false,
    summary: "The provider has no batches that Headgate can use.",
    mend: "Choose another provider for the batch, or set what the message names in headgate.yaml.",
  },
  batch_unavailable: {
    status: 503,
    retry: true,
    summary: "The store of deferred work does not answer.",
    mend: "Look for its reason in the log; mend the permissions or the disk of the data directory, or restore batch.sqlite.",
  },
} as const satisfies Record<string, CatalogueEntry>;
