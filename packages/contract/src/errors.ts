import { batchErrors } from "./batch-errors.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";
import { heldTextErrors } from "./held-text-errors.ts";
import { ledgerErrors } from "./ledger-errors.ts";
import { nodeErrors } from "./node-errors.ts";

/** Every failure that a person or program can meet. The key is the wire code; the reference page is checked against this table. */
export const errorCatalogue = {
  body_malformed: {
    status: 400,
    retry: false,
    summary: "The request body is not a JSON object.",
    mend: "Send a JSON object in UTF-8; the message names the place where reading stopped.",
  },
  body_invalid: {
    status: 400,
    retry: false,
    summary: "A field of the request body has the wrong type or is missing.",
    mend: "Correct the field that the message names.",
  },
  body_too_large: {
    status: 413,
    retry: false,
    summary: "The request body is larger than the gateway accepts.",
    mend: "Send less, or raise limits.max_body_bytes.",
  },
  body_timeout: {
    status: 408,
    retry: true,
    summary: "The request body did not arrive in time.",
    mend: "Send the body without pauses, or raise limits.body_timeout_ms.",
  },
  header_invalid: {
    status: 400,
    retry: false,
    summary: "An x-headgate header cannot be read.",
    mend: "Correct the header that the message names.",
  },
  key_missing: {
    status: 401,
    retry: false,
    summary: "The request carries no Headgate key.",
    mend: "Send a key made with `headgate keys create` as Authorization: Bearer or x-api-key.",
  },
  key_unknown: {
    status: 401,
    retry: false,
    summary: "The key is not one of this gateway's, or it was revoked.",
    mend: "Use a current key; `headgate keys list` shows them.",
  },
  path_unknown: {
    status: 404,
    retry: false,
    summary: "The gateway serves no such path.",
    mend: "Compare the path with the reference; a base URL ends in /v1 for OpenAI's clients and has no /v1 for Anthropic's.",
  },
  method_not_allowed: {
    status: 405,
    retry: false,
    summary: "The path does not take this method.",
    mend: "Use the method that the reference names.",
  },
  model_unknown: {
    status: 404,
    retry: false,
    summary: "No configured provider serves this model.",
    mend: "Use a model of a configured provider, or add it under models in headgate.yaml.",
  },
  provider_unknown: {
    status: 400,
    retry: false,
    summary: "The named provider is not configured.",
    mend: "Name a provider that stands under providers in headgate.yaml.",
  },
  provider_mismatch: {
    status: 400,
    retry: false,
    summary: "The provider does not speak the wire format of this path.",
    mend: "Call the path of the provider's own format, or choose another provider.",
  },
  translation_unsupported: {
    status: 400,
    retry: false,
    summary: "The request cannot be put whole into the provider's format.",
    mend: "Leave out the fields that the message names, choose a provider that speaks the format, or set translation.unsupported to report.",
  },
  provider_unreachable: {
    status: 502,
    retry: true,
    summary: "No connection to the provider could be made, or it broke before an answer came.",
    mend: "Check the provider's base_url and the network; `headgate doctor` tries both.",
  },
  provider_timeout: {
    status: 504,
    retry: true,
    summary: "The provider did not answer in time.",
    mend: "Try again, or raise the provider's timeouts in headgate.yaml.",
  },
  provider_response_broken: {
    status: 502,
    retry: true,
    summary: "The provider's answer broke off or could not be read.",
    mend: "Try again; the attempt is in the ledger with what was produced.",
  },
  provider_credential_unavailable: {
    status: 502,
    retry: true,
    summary:
      "The credential for the provider could not be fetched or renewed, so nothing was sent.",
    mend: "Check the machine's own credentials (environment, profile, role), or put some into the provider's configuration.",
  },
  circuit_open: {
    status: 503,
    retry: true,
    summary: "The provider failed repeatedly and is left alone for a moment.",
    mend: "Try again after the time in retry-after, or give the model a fallback.",
  },
  ...heldTextErrors,
  cache_miss: {
    status: 504,
    retry: false,
    summary: "The call asked for a kept answer only, and there is none.",
    mend: "Send it without x-headgate-cache: only; `headgate cache stats` shows what the cache holds.",
  },
  spool_unavailable: {
    status: 503,
    retry: true,
    summary: "Calls cannot be recorded, so none are made.",
    mend: "Free disk space or mend the permissions of the data directory; calls resume by themselves.",
  },
  draining: {
    status: 503,
    retry: true,
    summary: "The gateway is shutting down and takes no new calls.",
    mend: "Send the call again; another process is about to answer.",
  },
  control_unavailable: {
    status: 503,
    retry: true,
    summary: "The control process is not running, so the console and the management API are away.",
    mend: "Model calls go on; wait for the restart or read the log.",
  },
  not_allowed: {
    status: 403,
    retry: false,
    summary: "The management API takes no such request from here.",
    mend: "Send the admin key as Authorization: Bearer, from the address that the gateway is known by.",
  },
  request_invalid: {
    status: 400,
    retry: false,
    summary: "A parameter of the management request is wrong.",
    mend: "Correct the parameter that the message names.",
  },
  recommendation_state: {
    status: 409,
    retry: false,
    summary: "This cannot be done about a recommendation that stands as it does.",
    mend: "Look at it again (headgate recommendations show ID): the message says what can be done now.",
  },
  config_not_written: {
    status: 409,
    retry: false,
    summary: "A change could not be written into the configuration.",
    mend: "Write the shown change into headgate.yaml by hand, or make the file writable; the message says which.",
  },
  not_found: {
    status: 404,
    retry: false,
    summary: "There is no such thing.",
    mend: "Check the id; lists show the ones that exist.",
  },
  live_feed_full: {
    status: 503,
    retry: true,
    summary: "As many listeners as the live feed serves are connected.",
    mend: "Close a console page that is not needed, or ask again from time to time instead.",
  },
  too_many_requests: {
    status: 429,
    retry: true,
    summary: "This was asked too often in a short time.",
    mend: "Wait as long as the message says, then ask again.",
  },
  rerate_running: {
    status: 409,
    retry: true,
    summary: "History is being priced again already.",
    mend: "Wait until that is done; its progress is on the console's re-rate page.",
  },
  ...nodeErrors,
  ledger_changed: {
    status: 409,
    retry: true,
    summary: "Bills came in while their lines were read out.",
    mend: "Ask again, when no import of bills is under way: what was read would count dollars twice or not at all.",
  },
  prices_changed: {
    status: 409,
    retry: false,
    summary: "The prices are others than those of the preview.",
    mend: "Look at a new preview, then apply that one.",
  },
  internal: {
    status: 500,
    retry: true,
    summary: "Headgate itself failed.",
    mend: "Look for the call id in the log and report it.",
  },
  command_invalid: {
    retry: false,
    summary: "The command cannot be run as it stands.",
    mend: "Correct the part that the message names; `headgate COMMAND --help` shows what there is.",
  },
  gateway_unreachable: {
    retry: true,
    summary: "No running Headgate answers at the address.",
    mend: "Start one with `headgate start`, or name another address with --url.",
  },
  input_unreadable: {
    retry: false,
    summary: "The input file cannot be read.",
    mend: "Check the path, the permissions and the format that the message names.",
  },
  config_invalid: {
    retry: false,
    summary: "The configuration cannot be used.",
    mend: "Correct the places that the message names; `headgate doctor` checks the file.",
  },
  port_taken: {
    retry: false,
    summary: "The port is in use by another program.",
    mend: "Stop the other program, or set HEADGATE_PORT to a free port.",
  },
  data_dir_unusable: {
    retry: false,
    summary: "The data directory cannot be written.",
    mend: "Mend its permissions, or set HEADGATE_DATA to another directory.",
  },
  not_leader: {
    status: 503,
    retry: true,
    summary: "Another control process does what must be done once; this one does not lead.",
    mend: "Send all of the job to the host that the message names, past the balancer: by --url with that node's own address, or with the command run on it. Where nobody leads, try again in some seconds.",
  },
  ...ledgerErrors,
  state_unusable: {
    retry: false,
    summary: "The store of keys and settings cannot be opened.",
    mend: "Do what the message says. A damaged state.sqlite is restored from a backup or moved away; keys then have to be made anew.",
  },
  spool_row_corrupt: {
    retry: false,
    summary: "A line of the spool fails its checksum and was set aside.",
    mend: "Look at the quarantine file that the message names; all other lines were loaded.",
  },
  import_path_unusable: {
    retry: false,
    summary: "What was named to be imported cannot be opened.",
    mend: "Name files or folders that are there and that you may read; several commands where there are too many files.",
  },
  import_running: {
    status: 409,
    retry: true,
    summary: "Another import is under way.",
    mend: "Wait until it has ended; one that was left without its end is given up after a minute.",
  },
  import_stopped: {
    retry: true,
    summary: "The import was stopped before its end.",
    mend: "Run it again: an import holds whole or not at all.",
  },
  import_lost: {
    status: 409,
    retry: false,
    summary: "The import is not under way any more; nothing of it was kept.",
    mend: "Run the import again: loading the same files twice changes nothing.",
  },
  pull_refused: {
    retry: true,
    summary: "A provider refused to answer a pull.",
    mend: "Check the source's key, its rights and its address in headgate.yaml; the message has the provider's status.",
  },
  pull_limited: {
    retry: true,
    summary: "A provider takes no more requests of a pull for now.",
    mend: "Wait: the next pull comes when the provider said. Where it happens again and again, raise interval_minutes.",
  },
  pull_unreachable: {
    retry: true,
    summary: "A provider gave no whole answer to a pull.",
    mend: "Wait: it is tried again, later each time. Where it lasts, check the address and the network between.",
  },
  pull_answer_unusable: {
    retry: true,
    summary: "A provider's answer to a pull cannot be used.",
    mend: "Check that base_url or url leads to the API of the source's kind; nothing of the answer was kept.",
  },
  price_file_invalid: {
    retry: false,
    summary: "A price file of the data directory cannot be used.",
    mend: "Correct the entries that the message names, or take the file out of the folder prices.",
  },
  price_unknown: {
    status: 403,
    retry: false,
    summary: "The model has no known price, and the configuration asks for one.",
    mend: "Use a model with a price, say what the name is priced as under price_names, or change unknown_price in headgate.yaml.",
  },
  budget_exceeded: {
    status: 402,
    retry: false,
    summary: "A budget of dollars has no room for what this call can cost at most.",
    mend: "Wait until the window that the message names opens again, lower the call's max_tokens, or raise the budget in headgate.yaml.",
  },
  limit_reached: {
    status: 429,
    retry: true,
    summary: "A limit of tokens, requests or calls under way has no room for this call.",
    mend: "Send it again after the time in retry-after, or raise the limit in headgate.yaml.",
  },
  worst_case_unknown: {
    status: 403,
    retry: false,
    summary: "A budget covers this call, and nothing bounds what it can cost.",
    mend: "Leave out what the message names, or say under worst_case.unmeasured in headgate.yaml what it costs at most.",
  },
  budgets_unavailable: {
    status: 503,
    retry: true,
    summary: "The store of budgets does not answer, so calls that a budget covers are not made.",
    mend: "Look for its reason in the log; mend the permissions or the disk of the data directory, or the server that stores.counters names.",
  },
  budgets_reopening: {
    status: 503,
    retry: true,
    summary:
      "The store of budgets does not know what was spent, so calls under a limit are not made until it is read from the ledger.",
    mend: "Wait: the control process reads it within seconds. If it stays so, look in the log of the control process.",
  },
  currency_rate_unknown: {
    retry: false,
    summary: "No exchange rate is configured for the currency on that day.",
    mend: "Add a rate that holds from an earlier day under billing_currency.rates in headgate.yaml.",
  },
  ...batchErrors,
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** A failure with a code of the catalogue, the place it concerns, and what to do. */
export class HeadgateError extends Error {
  override readonly name = "HeadgateError";
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  /**
   * @param detail the place and the particulars, e.g. `limits.max_body_bytes: expected a number`;
   *   secrets never belong here
   */
  constructor(
    code: ErrorCode,
    detail?: string,
    details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(
      detail === undefined
        ? errorCatalogue[code].summary
        : `${errorCatalogue[code].summary} ${detail}`,
      options,
    );
    this.code = code;
    this.details = details;
  }

  get entry(): CatalogueEntry {
    return errorCatalogue[this.code];
  }
}
