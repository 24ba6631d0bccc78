import fc from "fast-check";
import { expect, test } from "vitest";
import { type ShareInterval, shareInterval } from "../../lib/estimation/interval.ts";

fc.configureGlobal({ seed: 37 });

test.each<ShareInterval>(["beta", "logit", "wilson"])(
  "%s: an interval of a share is within 0 and 1 and has the share in it, however little its variance",
  (method) => {
    const share = fc.record({
      p: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      exponent: fc.double({ min: -24, max: -2, noNaN: true }),
      n: fc.integer({ min: 2, max: 100_000 }),
    });
    fc.assert(
      fc.property(share, ({ p, exponent, n }) => {
        const variance = Math.min(p * (1 - p), 10 ** exponent);
        const [low, high] = shareInterval(method, { p, variance, n, df: n - 1, nKish: n }, 0.95)!;
        expect(low).toBeGreaterThanOrEqual(0);
        // The other two compute the share anew from its odds: to the last bits.
        expect(low).toBeLessThanOrEqual(method === "beta" ? p : p * (1 + 1e-15));
        expect(high).toBeGreaterThanOrEqual(method === "beta" ? p : p * (1 - 1e-15));
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  },
);
