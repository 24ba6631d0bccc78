import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

/** Where systems keep a Chrome or Chromium; `CHROME` names another. */
const places = [
  process.env.CHROME,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
/** A busy machine that starts it for the first time reads 200 MB from its disk. */
const timeout = 100_000;

/**
 * A real browser for tests: the system's, else the one that came with npm (Linux x64), which brings its libraries along.
 * Close it after the tests.
 */
export async function openBrowser(): Promise<Browser> {
  const installed = places.find((place) => place !== undefined && existsSync(place));
  if (installed) return chromium.launch({ executablePath: installed, timeout });
  const folder = await unpackedBrowser();
  const env = { ...process.env, LD_LIBRARY_PATH: join(folder, "al2023", "lib") } as Record<string, string>;
  return chromium.launch({ executablePath: join(folder, "chromium"), env, timeout });
}

/**
 * Folder of the browser that came with npm. It appears there as a whole: its package unpacks into the system's temporary folder, file by
 * file, where another test, or another run after this one was killed, would start half a browser.
 */
async function unpackedBrowser(): Promise<string> {
  const packed = new URL("../node_modules/@sparticuz/chromium/", import.meta.url);
  const { version } = JSON.parse(await readFile(new URL("package.json", packed), "utf8")) as { version: string };
  const folder = join(tmpdir(), `mutual-trust-chromium-${version}`);
  if (existsSync(folder)) return folder;
  const own = await mkdtemp(`${folder}-`);
  const libraries = fileURLToPath(new URL("bin/al2023.tar.br", packed));
  const unpack = `
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    await Promise.all([chromium.executablePath(), inflate(${JSON.stringify(libraries)})]);`;
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", unpack], {
    cwd: fileURLToPath(packed),
    env: { ...process.env, TMPDIR: own },
  });
  // Whoever comes second finds the folder taken, and drops what was unpacked twice.
  await rename(own, folder).catch(() => rm(own, { recursive: true }));
  return folder;
}
