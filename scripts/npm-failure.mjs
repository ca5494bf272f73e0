/** What npm's error codes mean to a person; the first that stands in npm's output is told. */
const meanings = [
  [
    /\b(ENOTFOUND|EAI_AGAIN)\b/,
    "the name of the package registry cannot be resolved: this machine has no network or no DNS. Connect it, or set a mirror with `npm config set registry URL`",
  ],
  [
    /\b(ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)\b/,
    "the package registry refuses the connection or cannot be reached. Check the network, the proxy (`npm config get proxy`) and the registry (`npm config get registry`)",
  ],
  [
    /\b(ETIMEDOUT|ESOCKETTIMEDOUT|ERR_SOCKET_TIMEOUT|ECONNRESET|FETCH_ERROR)\b/,
    "the connection to the package registry broke off or took too long. Run the command again; behind a proxy, set it with `npm config set proxy URL`",
  ],
  [
    /\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)\b/,
    "the package registry's certificate is not trusted here, as happens behind a proxy that inspects traffic. Point npm at its certificate with `npm config set cafile FILE`",
  ],
  [
    /\b(E401|E403|E407)\b/,
    "the package registry or a proxy wants a login. Check `npm config get registry` and the proxy's settings",
  ],
  [/\b(E404|ETARGET)\b/, "the package registry does not have a package that the lock names"],
  [
    /\bENOSPC\b/,
    "the disk is full. Free some space: the packages take about 1 GB while installing",
  ],
  [/\bEROFS\b/, "the folder lies on a read-only disk"],
  [
    /\b(EACCES|EPERM)\b/,
    "a file or folder may not be written. Check who owns this folder and ~/.npm",
  ],
  [/\bEINTEGRITY\b/, "a package arrived damaged. Run `npm cache clean --force` and try again"],
  [
    /\bEUSAGE\b|are in sync/,
    "package.json and package-lock.json do not match. Run `npm install` once and commit the lock",
  ],
  [/\bEJSONPARSE\b/, "package.json or package-lock.json is not valid JSON"],
  [/\b(ENOMEM|Killed)\b|heap out of memory/, "this machine ran out of memory"],
];

/**
 * @param {string} output what npm printed
 * @returns {string | undefined} the cause and what to do, when it is known
 */
export function npmFailureCause(output) {
  return meanings.find(([pattern]) => pattern.test(output))?.[1];
}

/**
 * The lines worth reading at the end of a long output.
 *
 * @param {string} output
 * @param {number} count
 */
export function lastLines(output, count) {
  return output
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
