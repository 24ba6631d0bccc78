import { Problem } from "../problems/problem.ts";

/**
 * The address under which residents reach the installation, from `--base` or TRUST_URL.
 * @throws Problem `number-faulty` for what is no web address
 * @example readPublicAddress("https://survey.riverton.example").host // "survey.riverton.example"
 */
export function readPublicAddress(value: string): URL {
  const address = URL.parse(value);
  if (address === null || !["http:", "https:"].includes(address.protocol))
    throw new Problem("number-faulty", {
      option: "--base",
      value,
      expected: "an address such as https://survey.riverton.example",
    });
  return address;
}
