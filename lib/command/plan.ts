import { planSample, type SampleGoal } from "../estimation/plan-sample.ts";
import { readDecimal, readWhole } from "./number.ts";
import type { Action, Context } from "./verb.ts";

/** `trust plan --change POINTS` */
export const plan: Action = async ({ options }) => {
  const areas = readWhole("--areas", String(options.areas), 1, 10_000);
  const residents = optional(options, "residents", 1_000_000_000);
  const responseRate = optional(options, "responseRate", 1);
  const goal: SampleGoal = {
    detectable: readDecimal("--change", String(options.change), 0, 100),
    standardDeviation: readDecimal("--sd", String(options.sd), 0, 50),
    deff: readDecimal("--deff", String(options.deff), 0, 100),
    ...(residents !== undefined && { residents }),
    ...(responseRate !== undefined && { responseRate }),
  };
  const size = planSample(goal);
  const { answers, invitations, detectable } = size;
  const whole = areas === 1 ? "" : ` in each of ${areas} areas, ${answers * areas} in all,`;
  const letters = invitations === undefined ? "" : ` For that, invite ${invitations}${areas === 1 ? "" : " in each"}.`;
  return {
    data: { ...goal, ...size, areas, totalAnswers: answers * areas },
    text: `${answers} answers per wave${whole} find a change of ${Math.round(detectable * 10) / 10} points with 80 % power.${letters}`,
  };
};

function optional(options: Context["options"], name: "residents" | "responseRate", most: number): number | undefined {
  const flag = name === "residents" ? "--residents" : "--response-rate";
  return options[name] === undefined ? undefined : readDecimal(flag, String(options[name]), 0, most);
}
