import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { googleCredentialSource } from "./google-credential-source.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A federation's credentials, whose token server is one of ours. */
async function federation(answer: Readonly<{ status: number; body: unknown }>): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const directory = mkdtempSync(join(tmpdir(), "headgate-google-"));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
    rmSync(directory, { recursive: true });
  });
  const subject = join(directory, "subject-token");
  writeFileSync(subject, "a-token-of-the-cluster");
  const file = join(directory, "credentials.json");
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    file,
    JSON.stringify({
      type: "external_account",
      audience:
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `http://127.0.0.1:${port}/token`,
      credential_source: { file: subject },
    }),
  );
  return file;
}

test("a federation's file gives a bearer token and when it ends", async () => {
  const file = await federation({
    status: 200,
    body: {
      access_token: "ya29.fetched",
      issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
      token_type: "Bearer",
      expires_in: 3600,
    },
  });

  const fetched = await googleCredentialSource(file)();

  expect(fetched.credential).toEqual({ kind: "bearer", token: "ya29.fetched" });
  expect(fetched.expiresAtMs).toBeGreaterThan(Date.now() + 3_000_000);
});

test("a source that refuses is a failure, not a call without a credential", async () => {
  const file = await federation({ status: 400, body: { error: "invalid_grant" } });

  await expect(googleCredentialSource(file)()).rejects.toThrow("invalid_grant");
});

test("a file that is not there is a failure that names it", async () => {
  await expect(googleCredentialSource("/nowhere/credentials.json")()).rejects.toThrow(
    "/nowhere/credentials.json",
  );
});
