/** Thresholds of disclosure control; the defaults are those of the design (section 8). */
export interface DisclosurePolicy {
  /** A number over fewer respondents is never shown. */
  readonly leastRespondents: number;
  /** With a smaller effective n a number is withheld as `unreliable`. */
  readonly leastEffective: number;
  /** Below this effective n a number is flagged `small-sample`. */
  readonly smallSampleBelow: number;
  /** Shows, flagged as a small sample, what is unreliable. What is over too few stays hidden. */
  readonly showUnreliable: boolean;
  /** From so many respondents on numbers are printed in tenths. */
  readonly tenthsFrom: number;
  /** Shares over fewer respondents are printed no nearer than 5 points to 0 and 100. */
  readonly boundedBelow: number;
  /** How wide the feasible interval of a withheld n has to be. */
  readonly feasibleWidth: number;
  /** How many points wide the feasible interval of a withheld value has to be. */
  readonly feasiblePoints: number;
  /** A superseding release prints a cell anew only when it differs by at least so many answers. */
  readonly leastNewAnswers: number;
  /** Withholds further cells so that none can be worked out by subtraction. Off only to prove that an audit can fail. */
  readonly complementary: boolean;
  /** Refuses to publish what the audit finds unprotected. Off only in tests of the attacker. */
  readonly audit: boolean;
}

export const defaultPolicy: DisclosurePolicy = {
  leastRespondents: 10,
  leastEffective: 30,
  smallSampleBelow: 50,
  showUnreliable: false,
  tenthsFrom: 400,
  boundedBelow: 100,
  feasibleWidth: 10,
  feasiblePoints: 20,
  leastNewAnswers: 10,
  complementary: true,
  audit: true,
};
