import { HeadgateError } from "@headgate/contract";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ConsoleFile, readConsoleFile } from "./console-file.ts";
import { notBuiltPage } from "./not-built-page.ts";

/**
 * Serves the console: its files by their names, and its page for every other path, because the page
 * itself knows which paths it shows.
 */
export function registerConsole(api: OpenAPIHono, directory: string | undefined): void {
  api.all("*", async (context) => {
    const { method, path } = context.req;
    if (method !== "GET" && method !== "HEAD") {
      throw new HeadgateError("method_not_allowed", `${path} takes GET, not ${method}.`);
    }
    const accepted = context.req.header("accept-encoding");
    const read = async (name: string): Promise<ConsoleFile | undefined> =>
      directory === undefined ? undefined : await readConsoleFile(directory, name, accepted);
    const file = await read(path);
    if (file !== undefined) return send(context, file);
    if (isFileName(context)) {
      throw new HeadgateError("not_found", `The console has no file ${path}.`);
    }
    const page = await read("/index.html");
    return page === undefined ? context.html(notBuiltPage, 503) : send(context, page);
  });
}

/**
 * Whether a path that is no file was meant to be one: then the page would only hide the mistake. What a
 * browser opens as a page is one even with a dot in it, as call ids may have.
 */
function isFileName({ req }: Context): boolean {
  if (req.path.startsWith("/assets/")) return true;
  const lastStep = req.path.slice(req.path.lastIndexOf("/"));
  return lastStep.includes(".") && req.header("accept")?.includes("text/html") !== true;
}

function send(context: Context, file: ConsoleFile): Response {
  return context.body(file.bytes, 200, {
    "content-type": file.contentType,
    "cache-control": file.cacheControl,
    // What is cached for one client is not sent to another that cannot unpack it.
    vary: "accept-encoding",
    ...(file.contentEncoding === undefined ? {} : { "content-encoding": file.contentEncoding }),
  });
}
