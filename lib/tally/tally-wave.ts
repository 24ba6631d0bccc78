import { isProblem } from "../problems/problem.ts";
import { decodeAnswers } from "../survey/canonical-answers.ts";
import { categoryOf } from "../survey/demographic.ts";
import { parseDesignClass } from "../survey/design-class.ts";
import type { Answers, Response, Stream } from "../survey/response.ts";
import { cellKey, sortedCells } from "./cell-key.ts";
import type { CellLayout } from "./cell-layout.ts";
import { checkIntegers } from "./check-integers.ts";
import { foldRare } from "./fold-rare.ts";
import type { Tally, TallyCell } from "./tally.ts";
import type { TallyPlan } from "./tally-plan.ts";

/** Why a stored record could not be counted. */
export type QuarantineReason = "unknown-instrument" | "unreadable-answers" | "unreadable-design-class";

/** The tally of a stream, and how the records of the stream add up: `read` = respondents of its cells + quarantined. */
export interface StreamTally {
  readonly tally: Tally;
  readonly read: number;
  readonly quarantined: Readonly<Partial<Record<QuarantineReason, number>>>;
}

/**
 * Sums the answers of a wave, one tally per stream that occurs, in one pass; memory grows with the cells, never with the
 * answers. A record that cannot be read is set aside and counted with the reason; the rest goes on.
 * @param pages responses of one wave in any order, every one once
 * @throws Problem `tally-overflow` naming the measure whose sum is no longer an exact integer
 */
export async function tallyWave(
  pages: AsyncIterable<readonly Response[]>,
  plan: TallyPlan,
): Promise<ReadonlyMap<Stream, StreamTally>> {
  const parts = await tallyPart(pages, plan);
  return new Map([...parts].map(([stream, part]) => [stream, { ...part, tally: foldRare(part.tally) }]));
}

/**
 * As `tallyWave`, for a part of a wave: languages and places are still counted one by one, so that parts may be merged by
 * `mergeTallies` and finished by `foldRare` to the very bytes of one pass.
 */
export async function tallyPart(
  pages: AsyncIterable<readonly Response[]>,
  plan: TallyPlan,
): Promise<ReadonlyMap<Stream, StreamTally>> {
  const streams = new Map<Stream, StreamSums>();
  for await (const page of pages) {
    for (const response of page) {
      const sums = entry(streams, response.stream, () => new StreamSums(plan));
      sums.add(response);
    }
  }
  return new Map([...streams].map(([stream, sums]) => [stream, sums.finish(stream)]));
}

interface Cell extends Pick<TallyCell, "profile" | "designClass" | "mode" | "flagged" | "instrument"> {
  readonly layout: CellLayout;
  readonly sums: Float64Array;
  n: number;
}

/** What has been summed of one stream so far. */
class StreamSums {
  private readonly plan: TallyPlan;
  private readonly cells = new Map<string, Cell>();
  private readonly languages = new Map<string, number>();
  private readonly places = new Map<string, number>();
  private readonly quarantined = new Map<QuarantineReason, number>();
  private read = 0;

  constructor(plan: TallyPlan) {
    this.plan = plan;
  }

  add(response: Response): void {
    this.read += 1;
    const refused = this.count(response);
    if (refused !== undefined) increase(this.quarantined, refused);
  }

  private count(response: Response): QuarantineReason | undefined {
    const planned = this.plan.instruments.get(response.instrument);
    if (planned === undefined) return "unknown-instrument";
    if (!isDesignClass(response.designClass)) return "unreadable-design-class";
    const { instrument, layout } = planned;
    let answers: Answers;
    try {
      answers = decodeAnswers(instrument, response.answers);
    } catch (error) {
      if (isProblem(error, "answers-unreadable")) return "unreadable-answers";
      throw error;
    }
    const profile = this.plan.profile.map((id) => {
      const demographic = instrument.demographics.find((candidate) => candidate.id === id);
      return demographic === undefined ? "" : categoryOf(demographic, answers);
    });
    const { designClass, mode } = response;
    const head = { profile, designClass, mode, flagged: response.flags.length > 0, instrument: response.instrument };
    const cell = entry(this.cells, cellKey(head), () => ({
      ...head,
      layout,
      sums: new Float64Array(layout.size),
      n: 0,
    }));
    cell.n += 1;
    layout.add(cell.sums, answers);
    increase(this.languages, response.language);
    increase(this.places, response.place ?? "");
    return undefined;
  }

  finish(stream: Stream): StreamTally {
    const { wave, profile, measures, indexes } = this.plan;
    const cells = [...this.cells.values()].map(({ layout, sums, ...cell }) => ({
      ...cell,
      measures: layout.measures(sums),
      items: layout.items(sums),
      indexes: layout.indexes(sums),
    }));
    const tally: Tally = {
      format: 1,
      ...wave,
      stream,
      profile,
      measures,
      indexes,
      cells: sortedCells(cells),
      languages: Object.fromEntries(this.languages),
      places: Object.fromEntries(this.places),
    };
    checkIntegers(tally);
    return { tally, read: this.read, quarantined: Object.fromEntries(this.quarantined) };
  }
}

function isDesignClass(text: string): boolean {
  const { weight } = parseDesignClass(text);
  return text.includes("@") && Number.isFinite(weight) && weight > 0;
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
