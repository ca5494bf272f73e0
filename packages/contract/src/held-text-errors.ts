import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Failures of asking for texts that levers took out of requests: a part of the catalogue. */
export const heldTextErrors = {
  context_handle_unknown: {
    status: 404,
    retry: false,
    summary: "No text is held under this handle for this key.",
    mend: "Ask with the key whose request the text was taken from, while its session goes on; texts are held in memory and go for newer ones.",
  },
  prompt_record_unknown: {
    status: 404,
    retry: false,
    summary: "Nothing is held of how this call's texts were shortened.",
    mend: "Ask with the key that made the call, at the gateway that it went through, within the time of caches.prompt; what is held goes for newer calls, and with the process. A call in whose row nothing is `shortened` has nothing to undo.",
  },
  prompt_record_too_large: {
    status: 413,
    retry: false,
    summary: "This call's texts, undone pass by pass, are more than one answer may hold.",
    mend: "Take them from the request that the call was made with: passes are functions, and shorten the same request the same way. An answer holds 8,388,608 characters at most, so that other calls need not wait for it.",
  },
} as const satisfies Record<string, CatalogueEntry>;
