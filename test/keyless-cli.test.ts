import { execFile } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { open } from "#app/open.ts";
import { OURS } from "../scripts/evidence/bundle-cases.ts";
import { PROJECT } from "../scripts/evidence/maker.ts";
import { runCli } from "./cli-runner.ts";
import { type PlayedSigstore, playSigstore, token } from "./sigstore-servers.ts";

const run = promisify(execFile);
const MAIN = resolve("src/faces/cli/main.ts");
const VALID = resolve("fixtures/evidence/valid-bundle.json");
const ISSUER = "https://issuer.example.org";
const IDENTITY = "ana@example.org";
const TOKEN = token({ iss: ISSUER, sub: IDENTITY });
const HOUR = 3_600_000;

let folder: string;
let now: PlayedSigstore;
let late: PlayedSigstore;

/** A project in which what the bundle repaired lies, and users whose settings name the two services. */
beforeAll(async () => {
  [now, late] = await Promise.all([playSigstore(), playSigstore({ loggedAt: new Date(Date.now() + HOUR) })]);
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-keyless-")));
  fs.mkdirSync(join(folder, "project/src"), { recursive: true });
  for (const [path, text] of Object.entries(PROJECT)) fs.writeFileSync(join(folder, "project", path), text);
  fs.writeFileSync(join(folder, "signer.pem"), OURS.publicKey);
  for (const [user, { url, root }] of Object.entries({ now, late })) {
    fs.mkdirSync(join(folder, user, "config/assay"), { recursive: true });
    fs.writeFileSync(join(folder, user, "config/assay/config.yaml"), `keyless:\n  fulcio: ${url}\n  rekor: ${url}/\n`);
    fs.writeFileSync(join(folder, `${user}.root.json`), JSON.stringify(root));
  }
});
afterAll(() => {
  now.close();
  late.close();
  fs.rmSync(folder, { recursive: true });
});

/** `assay audit attest` as a process of its own, of a user with these settings. */
async function attest(user: "now" | "late", variables: Readonly<Record<string, string>> = { SIGSTORE_ID_TOKEN: TOKEN }) {
  const home = { HOME: folder, XDG_CONFIG_HOME: join(folder, user, "config"), XDG_STATE_HOME: join(folder, user, "state") };
  const argv = [MAIN, "audit", "attest", VALID, "--keyless", "--output", join(folder, `${user}.sigstore.json`)];
  const options = { cwd: join(folder, "project"), env: { PATH: process.env["PATH"], ...home, ...variables } };
  return run(process.execPath, argv, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

interface Asked {
  readonly file?: string;
  readonly root?: string;
  readonly identity?: string;
  readonly issuer?: string;
}

/** `assay verify` by the same command line as a user's, in this process. */
async function verify({ file = "now.sigstore.json", root = "now.root.json", identity = IDENTITY, issuer = ISSUER }: Asked = {}) {
  const flags = [
    "--keyless",
    join(folder, file),
    "--trusted-root",
    join(folder, root),
    "--identity",
    identity,
    "--issuer",
    issuer,
  ];
  const argv = ["verify", VALID, ...flags, "--trust-key", join(folder, "signer.pem"), "--format", "json"];
  const cwd = join(folder, "project");
  const { code, stdout, stderr } = await runCli(argv, {
    cwd,
    more: { open: (request) => open({ ...request, stateFolder: join(folder, "state") }) },
  });
  const { claims = [] } = (stdout === "" ? {} : JSON.parse(stdout)) as {
    claims?: { claim: string; state: string; reason?: string; detail: string }[];
  };
  return { code, stderr, claim: claims.find(({ claim }) => claim === "keyless") };
}

/** The signature with one thing of its log entry changed, under another name. */
function tampered(name: string, change: (entry: Record<string, unknown>) => void): Asked {
  const bundle = JSON.parse(fs.readFileSync(join(folder, "now.sigstore.json"), "utf8")) as {
    verificationMaterial: { tlogEntries: [Record<string, unknown>] };
  };
  change(bundle.verificationMaterial.tlogEntries[0]);
  fs.writeFileSync(join(folder, name), JSON.stringify(bundle));
  return { file: name };
}

test("a signature without a token is refused before anything is asked", async () => {
  const { code, stderr } = await attest("now", {});

  expect(code).toBe(5);
  expect(stderr).toContain("SIGSTORE_ID_TOKEN is not set");
  expect(now.met).toEqual([]);
});

test("a bundle is signed in a person's name, and verified offline by that name", async () => {
  expect(await attest("now")).toEqual({ code: 0, stdout: "", stderr: "" });
  const text = fs.readFileSync(join(folder, "now.sigstore.json"), "utf8");
  now.close();

  expect(text).not.toContain(TOKEN);
  expect(now.met.map((one) => one.split(" ")[0])).toEqual(["/api/v2/signingCert", "/api/v1/log/entries"]);
  expect(await verify()).toMatchObject({
    code: 0,
    claim: { state: "holds", detail: `signed by ${IDENTITY}, for whom ${ISSUER} vouches` },
  });
});

describe("assay verify refuses", () => {
  test.each<[string, () => Asked, string]>([
    ["another identity", () => ({ identity: "bob@example.org" }), "keyless-identity"],
    ["another issuer", () => ({ issuer: "https://evil.example" }), "keyless-identity"],
    [
      "a log entry of another time",
      () => tampered("time.json", (entry) => void (entry["integratedTime"] = "1700000000")),
      "keyless-invalid",
    ],
    ["a log entry of another place", () => tampered("index.json", (entry) => void (entry["logIndex"] = "7")), "keyless-invalid"],
    [
      "a log entry about something else",
      () => tampered("body.json", (entry) => void (entry["canonicalizedBody"] = Buffer.from("{}").toString("base64"))),
      "keyless-invalid",
    ],
    [
      "a log entry without a promise",
      () => tampered("promise.json", (entry) => delete entry["inclusionPromise"]),
      "keyless-invalid",
    ],
    ["a root of trust of others", () => ({ root: "late.root.json" }), "keyless-invalid"],
  ])("%s, and exits with 1", async (_, asked, reason) => {
    expect(await verify(asked())).toMatchObject({ code: 1, claim: { state: "fails", reason } });
  });

  test("a signature that the log saw when the certificate had expired", async () => {
    expect(await attest("late")).toMatchObject({ code: 0 });

    const { code, claim } = await verify({ file: "late.sigstore.json", root: "late.root.json" });
    expect({ code, claim }).toMatchObject({ code: 1, claim: { state: "fails", reason: "keyless-invalid" } });
    expect(claim?.detail).toBe("Failed to verify certificate chain");
  });

  test("a file that is not there, and options that do not belong together", async () => {
    const missing = await verify({ file: "nobody.json" });
    const { code, stderr } = await runCli(["verify", VALID, "--keyless", "a.json", "--identity", IDENTITY]);

    expect(missing).toMatchObject({ code: 2, claim: undefined });
    expect(missing.stderr).toContain("nobody.json cannot be read");
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("belong together") as string });
  });
});
