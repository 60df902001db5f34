/** Commands that a person copies. */

/** One word for a POSIX shell (XCU 2.2): as it is where nothing in it is special, else in single quotes. */
export function shellWord(word: string): string {
  if (/^[A-Za-z0-9_/.:@%+,-][A-Za-z0-9_/.:=@%+,-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
