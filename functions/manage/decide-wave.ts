import type { Registry } from "../../lib/stores/registry.ts";
import type { DocumentKey } from "../../lib/stores/registry-store.ts";
import type { Wave } from "../../lib/survey/wave.ts";

/** Waves decided a moment ago whose own documents may not be there yet. */
interface Calendar {
  readonly decided: readonly { readonly at: number; readonly wave: Wave }[];
}

const calendarKey = (department: string): DocumentKey => ({ kind: "calendar", scope: "", id: department });

/** Longer than any call takes: what was decided and not written by then never will be. */
const pendingMilliseconds = 60_000;

/**
 * Decides about a wave beside all others of its department, one decision at a time: two people who open overlapping waves at
 * the same moment do not both succeed, although each wave is a document of its own.
 * @param plan refuses by throwing; `others` has every wave as last decided
 * @param now ms since 1970
 */
export async function decideWave(
  registry: Registry,
  department: string,
  now: number,
  plan: (others: readonly Wave[]) => Wave,
): Promise<Wave> {
  const known = await wavesOf(registry, department);
  let decision: Wave | undefined;
  await registry.update<Calendar>(calendarKey(department), (calendar) => {
    const recent = (calendar?.decided ?? []).filter(({ at }) => Math.abs(now - at) < pendingMilliseconds);
    const pending = recent.map(({ wave }) => wave).filter(({ wave }) => !known.some((one) => one.wave === wave));
    decision = plan([...known, ...pending]);
    const { wave: id } = decision;
    return { decided: [...recent.filter(({ wave }) => wave.wave !== id), { at: now, wave: decision }] };
  });
  return decision!;
}

/** Every wave of a department, of all its surveys. */
export async function wavesOf(registry: Registry, department: string): Promise<readonly Wave[]> {
  const waves: Wave[] = [];
  for await (const { value } of registry.store.list<Wave>("wave", department)) waves.push(value);
  return waves;
}
