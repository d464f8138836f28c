// Whether a file is this program, as far as a file tells: it is not run.

/** What Solana's loader loads: 64 bits, little endian, a shared object, for one of the two numbers of its machine. */
const MAGIC = Buffer.from('7f454c460201', 'hex');
const SHARED_OBJECT = 3;
const MACHINES = [247, 263];
const HEADER = 64;
const LOADED = 1;
const EXECUTABLE = 1;

const SECURITY_TEXT = { begin: '=======BEGIN SECURITY.TXT V1=======\0', end: '=======END SECURITY.TXT V1=======\0' };

/** What is wrong with a file as a program of this id and of this name in its security.txt, or nothing. A program that calls
 * this one has its id too, and neither that text nor, where only a library was built, an entry. */
export function whatIsWrong(bytes, id, name) {
  if (!isForLoader(bytes)) return 'is no program: it is no ELF file for the loader of Solana';
  const segments = segmentsOf(bytes);
  if (!segments || !isWhole(bytes, segments))
    return 'is a program that is not whole: parts that its header names are missing';
  if (!segments.some((segment) => isEntered(bytes, segment)))
    return 'is a library: nothing in it can be entered as a program';
  const found = nameOf(bytes);
  if (found === undefined) return `is another program: it has no security.txt, and lib.rs names "${name}" there`;
  if (found !== name) return `is another program: its security.txt names "${found}", and lib.rs "${name}"`;
  if (!bytes.includes(id)) return 'was built for another id';
  return undefined;
}

function isForLoader(bytes) {
  if (bytes.length < HEADER || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return false;
  return bytes.readUInt16LE(16) === SHARED_OBJECT && MACHINES.includes(bytes.readUInt16LE(18));
}

const numberAt = (bytes, place) => Number(bytes.readBigUInt64LE(place));

/** What is loaded of the file, or nothing if the table itself is not in it. */
function segmentsOf(bytes) {
  const [table, size, count] = [numberAt(bytes, 32), bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  if (size < 56 || table + size * count > bytes.length) return undefined;
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(table + size * index, table + size * (index + 1)),
  ).filter((segment) => segment.readUInt32LE(0) === LOADED);
}

/** Solana's own tools leave a table of sections at the end of the file. */
function isWhole(bytes, segments) {
  const sections = numberAt(bytes, 40) + bytes.readUInt16LE(58) * bytes.readUInt16LE(60);
  const ends = segments.map((segment) => numberAt(segment, 8) + numberAt(segment, 32));
  return Math.max(sections, ...ends) <= bytes.length;
}

function isEntered(bytes, segment) {
  const [entry, from, size] = [numberAt(bytes, 24), numberAt(segment, 16), numberAt(segment, 40)];
  return (segment.readUInt32LE(4) & EXECUTABLE) !== 0 && from <= entry && entry < from + size;
}

/** The name in the text that security tools read: names and values in turn, each with a zero behind it. */
function nameOf(bytes) {
  const begin = bytes.indexOf(SECURITY_TEXT.begin);
  const end = bytes.indexOf(SECURITY_TEXT.end, begin);
  if (begin < 0 || end < 0) return undefined;
  const words = bytes.toString('utf8', begin + SECURITY_TEXT.begin.length, end).split('\0');
  return words.find((_, place) => place % 2 === 1 && words[place - 1] === 'name');
}
