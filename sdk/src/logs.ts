/** Which program wrote a line of a transaction's log. */

/** Lines of a transaction's log, as a node returns them: one element is one line, even if it has line breaks. */
export type TransactionLog = readonly string[];

/** A line and where it stands. */
export interface AttributedLine {
  text: string;
  /** The innermost program that runs at this line, base58; `null` outside of all. The line that ends a program stands in its caller. */
  program: string | null;
  /** Set on the line that says that a program failed. */
  failure: { program: string; reason: string } | null;
}

/** Whether a node cut the log off (at 10,000 bytes): lines are missing then, long ones first. */
export function isTruncated(log: TransactionLog): boolean {
  return log.includes('Log truncated');
}

const PROGRAM_LINE = /^Program ([1-9A-HJ-NP-Za-km-z]{32,44}) (?:invoke \[([0-9]+)\]|(success)|failed: (.*))$/s;

/**
 * Every line with the program that runs there. A node that cuts a log off drops long lines first, so the depth that every start
 * names is trusted, not the count of ends. Only the runtime writes lines that start or end a program: what a program writes
 * itself begins with `Program log:` or `Program data:`.
 */
export function attributedLines(log: TransactionLog): AttributedLine[] {
  const running: string[] = [];
  return log.map((text) => {
    const [, program, depth, , reason] = PROGRAM_LINE.exec(text) ?? [];
    if (program !== undefined && depth !== undefined) {
      running.length = Math.min(running.length, Math.max(0, Number(depth) - 1));
      running.push(program);
    } else if (program !== undefined) {
      const place = running.lastIndexOf(program);
      if (place >= 0) running.length = place;
    }
    const failure = program !== undefined && reason !== undefined ? { program, reason } : null;
    return { text, program: running.at(-1) ?? null, failure };
  });
}

/** The lines that a program wrote itself, in order; what others wrote is passed over, even if it looks the same. */
export function linesOf(program: string, log: TransactionLog): string[] {
  return attributedLines(log)
    .filter((line) => line.program === program)
    .map((line) => line.text);
}
