import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import type { Sample } from "../source.ts";

/** The results that stand in the head of saved answers of an admin API, to tell whose they are. */
export const headResults = ({ head }: Sample): readonly JsonObject[] =>
  headObjects(head)
    .flatMap((page) => (Array.isArray(page.results) ? [page] : listOrEmpty(page.data)))
    .filter(isJsonObject)
    .flatMap((bucket) => listOrEmpty(bucket.results))
    .filter(isJsonObject);
