import { Problem } from "../problems/problem.ts";
import { phase, tallyTime, type Wave, type WaveName } from "./wave.ts";

// Every `now` here is the event's time in ms since 1970.

/** Nobody extends a wave later than this before its closing: caches could not tell everybody in time. */
const quietBeforeClosingMs = 120_000;
/** Between the final tally and the day the answers expire there is time for late imports and checks. */
const leastDaysAfterTally = 60;
const daySeconds = 86_400;

export interface WavePlan extends WaveName {
  /** ISO 8601 instants with `Z` or an offset. */
  readonly opens: string;
  readonly closes: string;
  readonly trial: boolean;
  /** Hash of the instrument that new pages show. */
  readonly instrument: string;
  /** Of `survey.json`. */
  readonly graceMinutes: number;
  readonly retentionDays: number;
}

/**
 * A new wave. One that is over already takes imports only: answers that were collected elsewhere.
 * @param others every wave of the department
 * @throws Problem `bad-id`, `bad-instant`, `wave-exists`, `wave-times`, `wave-too-old`, `waves-overlap`
 */
export function planWave(plan: WavePlan, others: readonly Wave[], now: number): Wave {
  const { department, survey, wave: id, trial, graceMinutes, retentionDays } = plan;
  if (!/^[a-z0-9][a-z0-9._-]{0,39}$/.test(id)) throw new Problem("bad-id", { what: "wave", id });
  if (others.some((other) => other.wave === id)) throw new Problem("wave-exists", { wave: id });
  const opens = instant(plan.opens);
  const closes = instant(plan.closes);
  if (Date.parse(closes) <= Date.parse(opens)) throw new Problem("wave-times", { wave: id, opens, closes });
  const expires = Math.ceil(Date.parse(closes) / 1000) + retentionDays * daySeconds;
  if (expires * 1000 <= now + leastDaysAfterTally * daySeconds * 1000)
    throw new Problem("wave-too-old", { wave: id, closes, retentionDays });
  const wave = {
    department,
    survey,
    wave: id,
    opens,
    closes,
    graceMinutes,
    expires,
    trial,
    instruments: [plan.instrument],
  };
  refuseOverlap(wave, others);
  return wave;
}

/**
 * A wave that closes later. Its expiry stays where it was: that day was promised to those who answered.
 * @param closes ISO 8601 instant
 * @throws Problem `wave-not-open`, `too-close-to-closing`, `bad-instant`, `extension-too-early`, `extension-too-long`, `waves-overlap`
 */
export function extendWave(wave: Wave, closes: string, others: readonly Wave[], now: number): Wave {
  const at = phase(wave, now / 1000);
  if (at !== "open" && at !== "planned")
    throw new Problem("wave-not-open", { wave: wave.wave, phase: at, verb: "extended" });
  if (now > Date.parse(wave.closes) - quietBeforeClosingMs)
    throw new Problem("too-close-to-closing", { wave: wave.wave, closes: wave.closes });
  const extended = { ...wave, closes: instant(closes) };
  if (Date.parse(extended.closes) <= Date.parse(wave.closes))
    throw new Problem("extension-too-early", { wave: wave.wave, closes: extended.closes, before: wave.closes });
  const spare = wave.expires - leastDaysAfterTally * daySeconds - tallyTime(extended);
  if (spare < 0) {
    const latest = iso(Date.parse(extended.closes) + spare * 1000);
    throw new Problem("extension-too-long", { wave: wave.wave, closes: extended.closes, latest });
  }
  refuseOverlap(extended, others);
  return extended;
}

/** A wave that closes now. Pages made until now may still be sent in the grace time. @throws Problem `wave-not-open` */
export function closeWave(wave: Wave, now: number): Wave {
  const at = phase(wave, now / 1000);
  if (at !== "open") throw new Problem("wave-not-open", { wave: wave.wave, phase: at, verb: "closed" });
  return { ...wave, closes: iso(now) };
}

/**
 * A wave given up: nothing more is taken, its answers are deleted at the next housekeeping.
 * @throws Problem `wave-released` once a release carries it
 */
export function cancelWave(wave: Wave, now: number): Wave {
  if (wave.releases?.length) throw new Problem("wave-released", { wave: wave.wave, release: wave.releases[0]! });
  return wave.cancelled === undefined ? { ...wave, cancelled: iso(now) } : wave;
}

/** A wave that takes no more imports. */
export function closeImports(wave: Wave, now: number): Wave {
  return wave.importsClosed === undefined ? { ...wave, importsClosed: iso(now) } : wave;
}

/** A link leads to one wave at a time, so two of a survey are never open at once. */
function refuseOverlap(wave: Wave, others: readonly Wave[]): void {
  const clash = others.find(
    (other) =>
      other.survey === wave.survey &&
      other.wave !== wave.wave &&
      other.cancelled === undefined &&
      Date.parse(other.opens) < Date.parse(wave.closes) &&
      Date.parse(wave.opens) < Date.parse(other.closes),
  );
  if (clash)
    throw new Problem("waves-overlap", {
      wave: wave.wave,
      other: clash.wave,
      opens: clash.opens,
      closes: clash.closes,
    });
}

/** @example instant("2026-04-01T00:00:00-05:00") // "2026-04-01T05:00:00Z" */
export function instant(text: string): string {
  const form = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const ms = Date.parse(text);
  const day = Date.parse(form?.[1] ?? "");
  // 31 February parses, as a day in March.
  if (!form || Number.isNaN(ms) || Number.isNaN(day) || !iso(day).startsWith(form[1]!))
    throw new Problem("bad-instant", { value: text });
  return iso(ms);
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
