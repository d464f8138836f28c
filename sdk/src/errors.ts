/** Whose error a failed transaction has, and what it means (SPEC 13). */
import { type Address, address } from '@solana/kit';

import { type ErrorWords, SYSTEM_ERRORS, TOKEN_ERRORS } from './calledProgramErrors';
import { STAKING_ERRORS, type StakingErrorCode, type StakingErrorName } from './generated/errorTable';
import { INFERENCE_STAKING_PROGRAM_ADDRESS } from './generated/programs';
import { type AttributedLine, attributedLines, isTruncated, type TransactionLog } from './logs';
import { OUT_OF_ALL_COMPUTE_UNITS, OUT_OF_COMPUTE_UNITS } from './nodeErrors';
import { PlanStopped } from './planStopped';
import { isStakingErrorCode, StakingRefusal } from './refusal';

/** Why a transaction failed. `message` says what went wrong and what to do. */
export type Failure =
  /** A rule of the staking program. */
  | { kind: 'staking'; code: StakingErrorCode; name: StakingErrorName; message: string }
  /** Anchor, which checks an instruction's accounts before the rules; `account` is the one it refused, by its name in the IDL. */
  | { kind: 'framework'; code: number; name: string; message: string; account: string | null }
  /** The token program, called by ours or on its own. */
  | { kind: 'token'; code: number; name: string; message: string }
  /** The system program, likewise. */
  | { kind: 'system'; code: number; name: string; message: string }
  /** Another program, or one that failed without a number, such as when its compute units ran out. */
  | { kind: 'program'; programAddress: Address; code: number | null; message: string }
  /** A number of which the log does not say whose it is, or that this version of the SDK does not know. */
  | { kind: 'unknown'; code: number; message: string };

const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
const SYSTEM_PROGRAM = '11111111111111111111111111111111';
const FRAMEWORK_ERRORS_FROM = 100;
const STAKING_ERRORS_FROM = 6_000;
/** How a log says it, of a program that is executed and of one that is built in. */
const OUT_OF_UNITS = /^(exceeded CUs meter|Computational budget exceeded)/;

/** What is known of a failure besides its log. */
export interface FailureOptions {
  /**
   * The custom error number that came along; needed only where the log is empty or cut off, and then the number alone says whose it is: below
   * 100 the token program's, below 6,000 Anchor's.
   */
  code?: number;
  /** Of a program that is deployed under another id. */
  programAddress?: Address;
  /** Whether it was simulated before any wallet signed: then none is blamed. */
  isUnsigned?: boolean;
}

/**
 * Explains why a transaction failed, by its log. The program that failed is the innermost one, whose line stands first: an error of
 * the token program arrives with the index of our instruction, and 1 is not an error of ours.
 *
 * @param log - The log of the transaction or its simulation; empty if there is none.
 * @returns `null` if nothing failed, or if no program ran: then the node's own error says why, such as that a blockhash is too old.
 */
export function explainFailure(log: TransactionLog, options: FailureOptions = {}): Failure | null {
  const lines = attributedLines(log);
  const failure = lines.find((line) => line.failure !== null)?.failure;
  if (failure) return failureOf(failure, lines, options);
  if (options.code === undefined || !(log.length === 0 || isTruncated(log))) return null;
  return ownFailure(options.code, []) ?? wordsOf('token', TOKEN_ERRORS, options.code) ?? unknown(options.code);
}

/**
 * Explains an error that a plan or `sendPlan` threw, or that kit threw when it sent or simulated a transaction: finds the log and the number in
 * it and in what caused it, then {@link explainFailure}.
 *
 * @returns `null` if the error is not that of a program.
 */
export function explainError(error: unknown, options: { programAddress?: Address } = {}): Failure | null {
  let log: TransactionLog = [];
  let code: number | undefined;
  for (let at = error, depth = 0; at instanceof Error && depth < 10; at = at.cause, depth += 1) {
    if (at instanceof PlanStopped && at.failure) return at.failure;
    if (at instanceof StakingRefusal) return { kind: 'staking', code: at.code, name: at.rule, message: at.message };
    const context = 'context' in at ? (at.context as Record<string, unknown> | undefined) : undefined;
    if (log.length === 0 && isLog(context?.logs)) log = context.logs;
    if (code === undefined && typeof context?.code === 'number' && typeof context.index === 'number')
      code = context.code;
  }
  return explainFailure(log, code === undefined ? options : { ...options, code });
}

function isLog(value: unknown): value is TransactionLog {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

function failureOf(
  failure: { program: string; reason: string },
  lines: AttributedLine[],
  { isUnsigned, programAddress: own = INFERENCE_STAKING_PROGRAM_ADDRESS }: FailureOptions,
): Failure {
  const { program, reason } = failure;
  const number = /^custom program error: 0x([0-9a-f]+)$/.exec(reason)?.[1];
  const programAddress = address(program);
  if (number === undefined) {
    const spent = isUnsigned ? OUT_OF_ALL_COMPUTE_UNITS : OUT_OF_COMPUTE_UNITS;
    const message = OUT_OF_UNITS.test(reason) ? spent : reason;
    return { kind: 'program', programAddress, code: null, message };
  }
  const code = Number.parseInt(number, 16);
  if (program === own)
    return (
      ownFailure(
        code,
        lines.filter((line) => line.program === own),
      ) ?? unknown(code)
    );
  if (program === TOKEN_PROGRAM) return wordsOf('token', TOKEN_ERRORS, code) ?? unknown(code);
  if (program === SYSTEM_PROGRAM) return wordsOf('system', SYSTEM_ERRORS, code) ?? unknown(code);
  return { kind: 'program', programAddress, code, message: `the program ${program} failed with its error ${code}` };
}

function ownFailure(code: number, lines: AttributedLine[]): Failure | null {
  if (code < FRAMEWORK_ERRORS_FROM) return null;
  if (code < STAKING_ERRORS_FROM) return frameworkFailure(code, lines);
  const known = isStakingErrorCode(code) ? STAKING_ERRORS[code] : null;
  return known && { kind: 'staking', code: code as StakingErrorCode, ...known };
}

/** Anchor's own words, which it logs. */
function frameworkFailure(code: number, lines: AttributedLine[]): Failure {
  const pattern =
    /^Program log: AnchorError (.*?)\. ?Error Code: (\w+)\. Error Number: (\d+)\. Error Message: (.*?)\.?$/;
  const [, where = '', name, , message] =
    lines.map((line) => pattern.exec(line.text)).find((match) => match?.[3] === String(code)) ?? [];
  return {
    kind: 'framework',
    code,
    name: name ?? 'AnchorError',
    message:
      message ?? 'the framework refused the instruction: see the log, and use the SDK of the version of the program',
    account: /^caused by account: (\w+)$/.exec(where)?.[1] ?? null,
  };
}

function wordsOf(kind: 'token' | 'system', table: readonly ErrorWords[], code: number): Failure | null {
  const [name, message] = table[code] ?? [];
  return name === undefined || message === undefined ? null : { kind, code, name, message };
}

function unknown(code: number): Failure {
  return { kind: 'unknown', code, message: `error ${code} is not known: is the program newer than this SDK?` };
}
