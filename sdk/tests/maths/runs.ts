/** How many states are drawn, and of which seeds. */
import { randomInt } from 'node:crypto';

/** Of the fixed seed, for each test. */
const STATES = 120;

/** A second or two, unless a machine has much else to do. */
export const TIMEOUT = 180_000;

/** Which states are drawn. */
export interface Draw {
  title: string;
  seed: number;
  states: number;
  /** Whether it is known how much of these goes through and is refused: without that nothing would be compared. */
  isFixed: boolean;
}

/** Another one in every run. One that failed is in the title of its test: MATHS_SEED asks for it again. */
const drawn = Number(process.env.MATHS_SEED ?? randomInt(2 ** 31));

export const RUNS: Draw[] = [
  { title: 'the seed 20261201', seed: 20_261_201, states: STATES, isFixed: true },
  { title: `MATHS_SEED=${drawn}`, seed: drawn, states: STATES / 4, isFixed: false },
];
