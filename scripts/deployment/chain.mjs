// What the scripts of this folder ask of a node, of a key file and of a built program. It reads and never signs; what is
// sent, `anchor` sends. Node 20 alone, no packages.
//
// usage: node chain.mjs QUESTION ARGUMENTS    prints the answer, or one sentence on standard error and exit code 1

import { readFileSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';

import { programAddress } from './program-address.mjs';
import { whatIsWrong } from './program-file.mjs';

const LOADER = 'BPFLoaderUpgradeab1e11111111111111111111111';
const SYSTEM = '11111111111111111111111111111111';
const NODE_PATIENCE = 60_000;

/** What the loader's accounts begin with: a tag of 4 bytes, then for a program the address of its data, for a buffer an
 * optional authority, for program data a slot of 8 bytes and an optional authority. The code follows. */
const BUFFER = { tag: 1, authority: 4, code: 37 };
const PROGRAM = { tag: 2, data: 4 };
const PROGRAM_DATA = { tag: 3, authority: 12, code: 45 };

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

class Refusal extends Error {}

function toBase58(bytes) {
  let number = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = ALPHABET[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + text;
}

function fromBase58(text) {
  const digits = [...text].map((letter) => ALPHABET.indexOf(letter));
  const number = digits.reduce((sum, digit) => sum * 58n + BigInt(digit), 0n);
  const bytes = Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  if (digits.includes(-1) || bytes.length !== 32 || toBase58(bytes) !== text) {
    throw new Refusal(`"${text}" is no address`);
  }
  return bytes;
}

/** The address of a key file: the second half of its 64 numbers. */
function address(file) {
  let key;
  try {
    key = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Refusal(`${file} cannot be read as a key file: ${cause.code ?? 'it is no JSON'}`);
  }
  const isByte = (byte) => Number.isInteger(byte) && byte >= 0 && byte < 256;
  if (!Array.isArray(key) || key.length !== 64 || !key.every(isByte)) {
    throw new Refusal(`${file} is no key file: it has to be a JSON list of 64 bytes`);
  }
  return toBase58(Buffer.from(key.slice(32)));
}

async function call(url, method, ...params) {
  let answer;
  try {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(NODE_PATIENCE) });
    const text = await response.text();
    if (!text.startsWith('{')) throw new Error(`HTTP ${response.status} and no JSON`);
    answer = JSON.parse(text);
  } catch (cause) {
    throw new Refusal(`no node answers at ${url}: ${cause.cause?.code ?? cause.cause?.message ?? cause.message}`);
  }
  if (answer.error) throw new Refusal(`the node at ${url} refuses ${method}: ${answer.error.message}`);
  return answer.result;
}

const confirmed = { commitment: 'confirmed', encoding: 'base64' };

/** An account's bytes, or undefined where there is none. */
async function bytesOf(url, key) {
  const { value } = await call(url, 'getAccountInfo', key, confirmed);
  return value && { owner: value.owner, bytes: Buffer.from(value.data[0], 'base64'), lamports: value.lamports };
}

function authorityIn({ bytes }, layout) {
  return bytes[layout.authority] === 1 ? toBase58(bytes.subarray(layout.authority + 1, layout.authority + 33)) : 'none';
}

/** The account of the loader that holds a program's code, and where in it the code begins. */
async function programData(url, program) {
  const account = await bytesOf(url, program);
  if (!account) return undefined;
  if (account.owner !== LOADER || account.bytes.readUInt32LE() !== PROGRAM.tag) {
    throw new Refusal(`${program} is no program that can be upgraded: its owner is ${account.owner}`);
  }
  const data = await bytesOf(url, toBase58(account.bytes.subarray(PROGRAM.data, PROGRAM.data + 32)));
  if (!data) throw new Refusal(`program ${program} was closed, which nothing undoes: deploy under another id`);
  return { ...data, layout: PROGRAM_DATA };
}

async function buffer(url, key) {
  const account = await bytesOf(url, key);
  if (!account) throw new Refusal(`there is no account ${key} at ${url}`);
  if (account.owner !== LOADER || account.bytes.readUInt32LE() !== BUFFER.tag) {
    throw new Refusal(`${key} is no program buffer`);
  }
  return { ...account, layout: BUFFER };
}

/** Whether the code is the file, with nothing but zeros behind it. */
function holds({ bytes, layout }, file) {
  const code = bytes.subarray(layout.code);
  const built = readFileSync(file);
  return code.subarray(0, built.length).equals(built) && code.subarray(built.length).every((byte) => byte === 0);
}

/** Refuses a file that is not the program of this id and name. */
function requireProgram(file, id, name) {
  const wrong = whatIsWrong(readFileSync(file), fromBase58(id), name);
  if (wrong) throw new Refusal(`${file} ${wrong}; \`cargo xtask build\` makes the one for ${id}`);
  return 'yes';
}

const yesOrNo = (is) => (is ? 'yes' : 'no');

const QUESTIONS = {
  'address': (file) => address(file),
  'is-address': (text) => fromBase58(text) && 'yes',
  'is-program': requireProgram,
  'genesis-hash': (url) => call(url, 'getGenesisHash'),
  'balance': async (url, key) => (await call(url, 'getBalance', key, confirmed)).value,
  'rent': (url, bytes) => call(url, 'getMinimumBalanceForRentExemption', Number(bytes)),
  // "absent", or authority, bytes for code and lamports of its account.
  'program': async (url, program) => {
    const data = await programData(url, program);
    if (!data) return 'absent';
    return `${authorityIn(data, PROGRAM_DATA)} ${data.bytes.length - PROGRAM_DATA.code} ${data.lamports}`;
  },
  'program-holds': async (url, program, file) => {
    const data = await programData(url, program);
    return yesOrNo(data && holds(data, file));
  },
  // Authority and bytes for code.
  'buffer': async (url, key) => {
    const account = await buffer(url, key);
    return `${authorityIn(account, BUFFER)} ${account.bytes.length - BUFFER.code}`;
  },
  'buffer-holds': async (url, key, file) => yesOrNo(holds(await buffer(url, key), file)),
  // A line for each buffer of an authority: address and lamports.
  'buffers': async (url, authority) => {
    const begins = Buffer.concat([Buffer.from([BUFFER.tag, 0, 0, 0, 1]), fromBase58(authority)]);
    const filters = [{ memcmp: { offset: 0, bytes: begins.toString('base64'), encoding: 'base64' } }];
    const options = { ...confirmed, filters, dataSlice: { offset: 0, length: 0 } };
    const found = await call(url, 'getProgramAccounts', LOADER, options);
    return found.map(({ pubkey, account }) => `${pubkey} ${account.lamports}`).join('\n');
  },
  // Whether the program has its singleton, at the address of this seed.
  'has-singleton': async (url, program, seed) => {
    const account = await bytesOf(url, toBase58(programAddress(seed, fromBase58(program))));
    return yesOrNo(account?.owner === program);
  },
  // The program that owns an account; of one that does not exist, the system program.
  'owner': async (url, key) => (await bytesOf(url, key))?.owner ?? SYSTEM,
};

try {
  const [question, ...given] = argv.slice(2);
  stdout.write(`${await QUESTIONS[question](...given)}\n`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  stderr.write(`error: ${error.message}\n`);
  exit(1);
}
