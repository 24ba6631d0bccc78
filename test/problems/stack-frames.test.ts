import { expect, test } from "vitest";
import { stackFrames } from "../../lib/problems/stack-frames.ts";

class Renamed extends Error {
  override readonly name = "Renamed";
}
const frameLike = "Jane Doe\n    at secret (/x/secret.js:1:1)";

test.each([
  ["an error", new Error(frameLike)],
  ["one of a class", new TypeError(frameLike)],
  ["one whose name was changed later", Object.assign(new Error(frameLike), { name: "Later" })],
  ["one of our own", new Renamed(frameLike)],
  ["one with a code, as Node makes them", Object.assign(new RangeError(frameLike), { code: "ERR_X" })],
  ["one without a message", new Error("")],
  ["one that quotes another", new Error(new Error(frameLike).stack)],
])("of %s the frames and nothing of the message", (_, error) => {
  const frames = stackFrames(error);
  expect(frames).toMatch(/^\n\s+at .*stack-frames\.test\.ts:\d+:\d+/);
  expect(frames).not.toMatch(/secret|Jane/);
});

test("never the message that an error had before it was changed", () => {
  for (const message of ["Jane", "", "other"]) {
    const error = new Error(frameLike);
    expect(error.stack).toContain("secret");
    expect(stackFrames(Object.assign(error, { message }))).toBe("");
  }
  expect(stackFrames(Object.assign(new Error("x"), { stack: undefined }))).toBe("");
});
