/** What was thrown, in words. Wallets throw plain objects too, such as `{ code: 4001, message: 'User rejected' }`. */
export function wordsOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  return code === undefined ? 'an error without a message' : `error ${String(code)}, without a message`;
}
