/** Whether the files are to be looked over once more before the freeze. Pure. */

/** What a round of copying did. */
export interface Round {
  seconds: number;
  /** Files whose content was sent, whole or in part. */
  files: number;
  /** Bytes that came over the link. */
  received: number;
  deleted: number;
}

export interface RoundRule {
  /** A round as short as this is what the last one, inside the freeze, may take. Seconds. */
  short: number;
  most: number;
}

export const roundRule: RoundRule = { short: 3, most: 6 };

/** Why there is no further round. */
export type Enough =
  /** The last round found nothing to send. */
  | 'still'
  /** The last round was short. */
  | 'short'
  /** As much comes in during a round as the round brings over: more of them do not help. */
  | 'steady'
  | 'most';

/** @returns why the last round was enough; undefined when there is to be another */
export function enoughRounds(rounds: readonly Round[], rule = roundRule): Enough | undefined {
  const [before, last] = [rounds.at(-2), rounds.at(-1)];
  if (last === undefined) return undefined;
  if (last.files === 0 && last.deleted === 0) return 'still';
  if (rounds.length >= rule.most) return 'most';
  // The first brings all there was; only the second tells what comes in meanwhile.
  if (before === undefined) return undefined;
  if (last.seconds <= rule.short) return 'short';
  return last.received > before.received / 2 ? 'steady' : undefined;
}
