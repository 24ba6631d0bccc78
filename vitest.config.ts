import { defineConfig } from "vitest/config";
import { builtScripts, scriptModule } from "./functions/page-script.ts";

export default defineConfig({
  plugins: [
    {
      // As in a build, so that a page in a test has the script that a resident gets.
      name: "page-script",
      // The text is made of other files than its module, which alone would tell the cache whether it is still right.
      configureVitest: ({ defineCacheKeyGenerator }) =>
        defineCacheKeyGenerator(({ id }) => (scriptModule.test(id) ? false : undefined)),
      load: async (id: string) =>
        scriptModule.test(id)
          ? `export const surveyScript = (kind) => (${JSON.stringify(await builtScripts())})[kind];`
          : undefined,
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["node_modules", "dist"],
    // For a machine several times slower than any of ours, and busy: what hangs is found all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    pool: "forks",
    maxWorkers: 2,
  },
});
