import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

/**
 * A real browser for tests: the system's, else the one that came with npm (Linux x64), which brings its libraries along.
 * Close it after the tests.
 */
export async function openBrowser(): Promise<Browser> {
  const installed = places.find((place) => place !== undefined && existsSync(place));
  if (installed) return chromium.launch({ executablePath: installed });
  const { default: packed, inflate } = await import("@sparticuz/chromium");
  const bin = fileURLToPath(new URL("../node_modules/@sparticuz/chromium/bin", import.meta.url));
  const [executablePath, libraries] = await Promise.all([packed.executablePath(), inflate(join(bin, "al2023.tar.br"))]);
  const env = { ...process.env, LD_LIBRARY_PATH: join(libraries, "lib") } as Record<string, string>;
  return chromium.launch({ executablePath, env });
}
