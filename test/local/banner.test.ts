import { expect, test } from "vitest";
import { banner, reachableUrl } from "../../lib/local/banner.ts";
import { isLoopback } from "../../lib/local/host.ts";
import { settingsFrom } from "../../lib/local/settings.ts";

const facts = {
  url: "http://127.0.0.1:4000",
  surveyPath: "/s/k7q2ab",
  releasePath: "/data/x/y/latest/estimates.csv",
  data: "/srv/trust",
  seconds: 1.234,
  isLoopback: true,
  inColour: false,
  withCode: false,
};

test("every link stands in the banner whole, without colours where none are wanted", () => {
  const text = banner(facts);
  for (const path of ["/", "/s/k7q2ab", "/results/", "/data/x/y/latest/estimates.csv", "/api/v1/openapi.json"]) {
    expect(text).toMatch(new RegExp(`http://127\\.0\\.0\\.1:4000${path}(\\s|$)`, "m"));
  }
  expect(text).toContain("/srv/trust");
  expect(text).not.toContain("\u001b");
  expect(text).not.toContain("█");
});

test("on a terminal the survey's link is a QR code, dark on light", () => {
  const text = banner({ ...facts, inColour: true, withCode: true });
  expect(text.split("\n").filter((line) => line.startsWith("  \u001b[97;40m█")).length).toBeGreaterThan(12);
});

test("an installation without a survey or a release names none", () => {
  const text = banner({ ...facts, surveyPath: undefined, releasePath: undefined, withCode: true });
  expect(text).not.toContain("/s/");
  expect(text).toContain("after the first release");
});

test("a server on all addresses prints one that another machine can open", () => {
  expect(reachableUrl("http://0.0.0.0:4000")).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:4000$/);
  expect(reachableUrl("http://0.0.0.0:4000")).not.toContain("0.0.0.0");
  expect(reachableUrl("http://[::1]:4000")).toBe("http://[::1]:4000");
});

test.each([
  ["127.0.0.1", true],
  ["127.8.9.10", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["192.168.0.9", false],
  ["127.0.0.1.example.org", false],
])("%s is loopback: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each([
  [{}, { port: 4000, host: "127.0.0.1", data: ".trust", verbose: false }],
  [
    { PORT: "0", TRUST_HOST: "::1", TRUST_DATA: "/x", TRUST_LOG: "json" },
    { port: 0, host: "::1", data: "/x", verbose: true },
  ],
])("settings %j", (environment, expected) => {
  expect(settingsFrom(environment)).toEqual(expected);
});

test.each([{ PORT: "70000" }, { PORT: "-1" }, { PORT: "80.5" }, { TRUST_HOST: "a b" }])(
  "%j is refused",
  (environment) => {
    expect(() => settingsFrom(environment)).toThrow(/expected/);
  },
);
