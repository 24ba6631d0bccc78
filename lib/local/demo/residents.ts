/** Made-up residents of Riverbend: who they are, whether they answer, and what they say. A seed always makes the same people. */

type Draw = () => number;
export interface Answered {
  readonly language: "en" | "es";
  /** As `POST /api/v1/responses` takes them, by item id. */
  readonly answers: Readonly<Record<string, number | string | readonly string[] | null>>;
}

/** Numbers in [0, 1) from a seed: mulberry32, whose stream is the same on every machine. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Shares = Readonly<Record<string, number>>;
const areas: Shares = { harbor: 142, "old-town": 118, northside: 185, "mill-hill": 96, eastgate: 169, lowlands: 31 };
const ages: Shares = {
  "18-24": 89,
  "25-34": 133,
  "35-44": 128,
  "45-54": 119,
  "55-64": 113,
  "65-74": 92,
  "75-plus": 67,
};
const sexes: Shares = { female: 382, male: 359 };
const tenures: Shares = { own: 430, rent: 289, other: 22 };
const races: Shares = { white: 50, black: 20, hispanic: 18, asian: 6, "black white": 3, mena: 1.5, aian: 1.5 };
const educations: Shares = {
  "below-high-school": 9,
  "high-school": 28,
  "some-college": 29,
  bachelor: 21,
  graduate: 13,
};

/** How likely somebody answers, against the likeliest: the young, renters and men do less, which weighting has to repair. */
const answering: Shares = {
  "18-24": 0.4,
  "25-34": 0.55,
  "35-44": 0.7,
  "45-54": 0.8,
  own: 1,
  rent: 0.7,
  female: 1,
  male: 0.85,
};

/** How far a group stands from the town on a latent scale of trust, in standard deviations. */
const leaning: Shares = {
  harbor: -0.35,
  "old-town": 0.2,
  northside: 0.1,
  "mill-hill": 0.25,
  eastgate: -0.2,
  lowlands: -0.1,
  "18-24": -0.35,
  "25-34": -0.2,
  "65-74": 0.2,
  "75-plus": 0.3,
  own: 0.1,
  rent: -0.12,
  black: -0.4,
  hispanic: -0.15,
};

/** In the wave where neighborhood meetings begin, trust in Harbor and Eastgate starts to rise; so does a little the whole town's. */
export const meetingsBegin = 4;
const meetingsIn = ["harbor", "eastgate"];

/**
 * The people who answer a wave.
 * @param wave 0 for the first
 * @param count how many answer
 * @param open an open link draws people with stronger opinions
 */
export function answersOf(wave: number, count: number, draw: Draw, open: boolean): Answered[] {
  const people: Answered[] = [];
  while (people.length < count) {
    const who = {
      area: pick(areas, draw),
      age: pick(ages, draw),
      sex: pick(sexes, draw),
      tenure: pick(tenures, draw),
      race: pick(races, draw),
    };
    const chance = [who.age, who.tenure, who.sex].reduce((product, group) => product * (answering[group] ?? 1), 1);
    if (draw() < chance) people.push(says(who, wave, draw, open));
  }
  return people;
}

type Who = Readonly<Record<"area" | "age" | "sex" | "tenure" | "race", string>>;

function says(who: Who, wave: number, draw: Draw, open: boolean): Answered {
  const since = Math.max(0, wave - meetingsBegin + 1);
  const meetings = meetingsIn.includes(who.area) ? Math.min(0.45, 0.25 * since) : Math.min(0.12, 0.06 * since);
  const groups = [who.area, who.age, who.tenure, who.race].reduce((sum, group) => sum + (leaning[group] ?? 0), 0);
  const trust = 0.25 + groups + meetings + normal(draw) * (open ? 1.15 : 0.8) - (open ? 0.25 : 0);
  const agree = (shift: number) => said(steps(trust + shift + normal(draw) * 0.6, [-1.3, -0.5, 0.15, 1.1]), draw);
  const four = (latent: number) => said(steps(latent + normal(draw) * 0.7, [-1.1, -0.2, 0.9]), draw);
  const language = who.race === "hispanic" && draw() < 0.45 ? "es" : "en";
  return {
    language,
    answers: {
      respect: agree(0.3),
      listen: agree(-0.05),
      fair: agree(-0.1),
      explain: agree(-0.15),
      decisions: agree(0),
      effective: agree(0.05),
      safe: four(0.4 * trust + (who.sex === "male" ? 0.35 : -0.15) + (who.area === "harbor" ? -0.3 : 0.1)),
      report: four(0.5 * trust + 0.6),
      informed: four(0.3 * trust - 0.4 + 0.4 * meetings),
      "works-with": agree(-0.1 + meetings),
      "reports-back": agree(-0.45 + 0.5 * meetings),
      contact: draw() < 0.34 ? "yes" : "no",
      area: who.area,
      age: who.age,
      sex: draw() < 0.03 ? "ref" : who.sex,
      tenure: who.tenure,
      race: draw() < 0.05 ? "ref" : who.race.split(" "),
      "home-language": language,
      education: draw() < 0.04 ? null : pick(educations, draw),
    },
  };
}

/** The answer, or now and then don't know, prefer not to answer, or nothing. */
function said(value: number, draw: Draw): number | string | null {
  const aside = draw();
  return aside < 0.035 ? "dk" : aside < 0.045 ? "ref" : aside < 0.055 ? null : value;
}

const steps = (latent: number, cuts: readonly number[]): number => 1 + cuts.filter((cut) => latent > cut).length;

function pick(shares: Shares, draw: Draw): string {
  const entries = Object.entries(shares);
  let at = draw() * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of entries) {
    at -= share;
    if (at < 0) return name;
  }
  return entries[0]?.[0] ?? "";
}

/** A standard normal by Box and Muller. */
function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
