/** What the program would refuse, known before anything is sent. */
import { isNamed } from './errorName';
import { STAKING_ERRORS, type StakingErrorCode, type StakingErrorName } from './generated/errorTable';

/** Thrown by a plan that the program would refuse; `explainError` explains it like a failed transaction. */
export class StakingRefusal extends Error {
  /** The rule, by its name in the program's table of errors. */
  readonly rule: StakingErrorName;
  /** Its number. */
  readonly code: StakingErrorCode;

  /** Also of another copy of this package, such as the CommonJS one beside the ES module. */
  static override [Symbol.hasInstance](value: unknown): value is StakingRefusal {
    return isNamed(value, 'StakingRefusal');
  }

  /** `details` are added to the program's own message. */
  constructor(rule: StakingErrorName, details = '') {
    const code = stakingErrorCode(rule);
    super(`${STAKING_ERRORS[code].message}${details && `; ${details}`}`);
    this.name = 'StakingRefusal';
    this.rule = rule;
    this.code = code;
  }
}

/**
 * The program's own message of a rule.
 *
 * @throws TypeError If there is none of this name.
 */
export function ruleInWords(rule: StakingErrorName): string {
  return STAKING_ERRORS[stakingErrorCode(rule)].message;
}

/**
 * The number of an error of the program.
 *
 * @throws TypeError If there is none of this name.
 */
export function stakingErrorCode(name: StakingErrorName): StakingErrorCode {
  const code = Object.keys(STAKING_ERRORS).find((key) => STAKING_ERRORS[Number(key) as StakingErrorCode].name === name);
  if (!code) throw new TypeError(`\`${name}\` is no error of the program`);
  return Number(code) as StakingErrorCode;
}

/** Throws if there is a rule that refuses. */
export function refuse(rule: StakingErrorName | null, details = ''): void {
  if (rule) throw new StakingRefusal(rule, details);
}

/** Whether a number is one of the program's errors, for {@link STAKING_ERRORS}. */
export function isStakingErrorCode(code: number): code is StakingErrorCode {
  return Object.hasOwn(STAKING_ERRORS, code);
}
