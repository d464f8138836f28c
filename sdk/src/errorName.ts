/** Whether something is an error of a name: what holds across copies of a package, each of which has classes of its own. */
export function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name;
}
