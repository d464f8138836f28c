/** Rules of the SDK that answer and change nothing, against what the built program then does: on drawn states. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import type { Case } from './cases';
import { type Draw, RUNS, TIMEOUT } from './runs';
import { openStage, played, put, type Stage, type State, stateOf } from './stage';
import { anyState, type Drawn } from './states';

/** A question to a rule, and what the program is asked to do so that it answers too. */
export interface Question {
  /** Makes of a drawn state one in which the program comes to the rule. */
  changed?(drawn: Drawn): Drawn;
  /** Compares; the answer, or `null` if the program never came to the rule. */
  asked(stage: Stage, state: State): Promise<string | null>;
  /** Answers of which the fixed seed has some. */
  seen: string[];
}

export const NOW = 1_800_000_000n;

export async function sent(stage: Stage, state: State, { instruction }: Case) {
  await put(stage, state);
  return await played(stage, await instruction(stage, state));
}

/** The parts of a pool overview with which nothing is halted and no epoch is finalizing. */
export const open = { stakingHalted: 0, accrualHalted: 0, hasWithdrawalHalt: 0, isEpochFinalizing: 0 };

/** Everything but the minimum and the price lets deposits become shares: the gate is open, and a part of the deposit is ripe. */
export const gateOpen = (drawn: Drawn): Drawn => ({
  ...drawn,
  overview: { ...drawn.overview, ...open, completedRewardEpoch: 7n },
  pool: { ...drawn.pool, isHalted: 0, closedAtEpoch: 0n, rewardLastClaimedEpoch: 7n, skippedEpochs: 0n },
});

/** Tests that the program answers each question as the SDK does. */
export function testQuestions(questions: Record<string, Question>): void {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });

  async function holds({ asked, changed, seen }: Question, { isFixed, seed, states }: Draw): Promise<void> {
    const answers = new Map<string | null, number>();
    const property = fc.asyncProperty(anyState, async (drawn) => {
      const answer = await asked(stage, stateOf(stage, changed ? changed(drawn) : drawn));
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    });
    await fc.assert(property, { numRuns: states, seed, endOnFailure: true });
    if (isFixed) expect(seen.filter((answer) => (answers.get(answer) ?? 0) < 3)).toEqual([]);
  }

  describe.each(RUNS)('states of $title', (draw) => {
    test.each(Object.entries(questions))('%s', (_, question) => holds(question, draw), TIMEOUT);
  });
}
