import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { googleCredentialSource } from "./google-credential-source.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-google-"));
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Google's token service for identities of other clouds, which a credentials file may name. */
async function tokenService(lifetimeS: number): Promise<string> {
  let tokens = 0;
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      tokens += 1;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          access_token: `ya29.${tokens}`,
          issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
          token_type: "Bearer",
          expires_in: lifetimeS,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
}

test("a credentials file gives bearer tokens with their end, and a new one when the old is about to end", async () => {
  const tokenUrl = await tokenService(200);
  const subject = join(folder, "subject");
  const file = join(folder, "credentials.json");
  writeFileSync(subject, "a token of another cloud");
  writeFileSync(
    file,
    JSON.stringify({
      type: "external_account",
      audience:
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: tokenUrl,
      credential_source: { file: subject },
    }),
  );
  const fetchCredential = googleCredentialSource(file);
  const before = Date.now();

  const first = await fetchCredential();
  const second = await fetchCredential();

  expect(first.credential).toEqual({ kind: "bearer", token: "ya29.1" });
  expect(first.expiresAtMs).toBeGreaterThan(before + 190_000);
  expect(first.expiresAtMs).toBeLessThan(Date.now() + 210_000);
  expect(second.credential).toEqual({ kind: "bearer", token: "ya29.2" });
});

test("a credentials file that is not there is an error of the source", async () => {
  await expect(googleCredentialSource(join(folder, "none.json"))()).rejects.toThrow(/none\.json/);
});
