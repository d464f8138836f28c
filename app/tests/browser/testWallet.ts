/** A wallet by the Wallet Standard that is put into the page: it signs here, with a keypair of the local network. */
import {
  appendTransactionMessageInstruction,
  compileTransactionMessage,
  decompileTransactionMessage,
  getCompiledTransactionMessageDecoder,
  getCompiledTransactionMessageEncoder,
  getTransactionDecoder,
  getTransactionEncoder,
  type KeyPairSigner,
  partiallySignTransaction,
  type TransactionMessageBytes,
} from '@solana/kit';
import type { Page } from 'playwright-core';

export type Behaviour =
  | 'approves'
  | 'refuses'
  /** Signs another amount than it was asked to. */
  | 'changes'
  /** Adds an instruction of the compute budget program, as wallets do. */
  | 'adds a fee'
  /** The same, of more than anybody wants to pay. */
  | 'adds a huge fee'
  /** Signs something else altogether, of another network: its blockhash is not the page's. */
  | 'lies about the network';

export interface TestWallet {
  /** What it does from now on, after so many milliseconds, or once something has happened. */
  behave(behaviour: Behaviour, delay?: number | Promise<void>): void;
  /** Transactions that it was asked to sign. */
  asked(): number;
  /** Has another account from now on, and says so to the page. */
  switchTo(address: string): Promise<void>;
}

/** Registers the wallet in a page before anything in it runs. */
export async function addTestWallet(
  page: Page,
  signer: KeyPairSigner,
  chains: string[] = ['solana:localnet'],
): Promise<TestWallet> {
  let [behaviour, delay, asked]: [Behaviour, number | Promise<void>, number] = ['approves', 0, 0];
  await page.exposeFunction('testWalletSigns', async (bytes: number[]): Promise<number[]> => {
    asked += 1;
    await (typeof delay === 'number' ? new Promise((resolve) => setTimeout(resolve, delay as number)) : delay);
    if (behaviour === 'refuses') throw new Error('User rejected the request');
    return await signed(signer, Uint8Array.from(bytes), behaviour);
  });
  await page.addInitScript(register, { address: signer.address as string, chains, key: [...new Uint8Array(32)] });
  return {
    behave(next, wait = 0) {
      [behaviour, delay] = [next, wait];
    },
    asked: () => asked,
    switchTo: (address) =>
      page.evaluate(
        (to) => window.dispatchEvent(new CustomEvent('test-wallet-switches', { detail: to })),
        address,
      ) as Promise<unknown> as Promise<void>,
  };
}

async function signed({ keyPair }: KeyPairSigner, bytes: Uint8Array, behaviour: Behaviour): Promise<number[]> {
  const transaction = getTransactionDecoder().decode(bytes);
  const messageBytes = changed(
    Uint8Array.from(transaction.messageBytes),
    behaviour,
  ) as unknown as TransactionMessageBytes;
  const done = await partiallySignTransaction([keyPair], { ...transaction, messageBytes });
  return [...getTransactionEncoder().encode(done)];
}

function changed(messageBytes: Uint8Array, behaviour: Behaviour): Uint8Array {
  const compiled = getCompiledTransactionMessageDecoder().decode(messageBytes);
  if (behaviour === 'approves' || !('instructions' in compiled)) return messageBytes;
  const encode = (message: object) =>
    new Uint8Array(getCompiledTransactionMessageEncoder().encode(message as typeof compiled));
  if (behaviour === 'adds a fee' || behaviour === 'adds a huge fee') {
    const message = decompileTransactionMessage(compiled);
    // `SetComputeUnitPrice`: 1 micro-lamport per unit, or 2^40 more: 1,099,511 lamports per unit.
    const data = new Uint8Array([3, 1, 0, 0, 0, 0, behaviour === 'adds a fee' ? 0 : 1, 0, 0]);
    const budget = 'ComputeBudget111111111111111111111111111111';
    const isThere = compiled.instructions.some(({ data: bytes }) => bytes?.[0] === 3);
    const programAddress = budget as Parameters<typeof appendTransactionMessageInstruction>[0]['programAddress'];
    return isThere
      ? messageBytes
      : encode(
          compileTransactionMessage(appendTransactionMessageInstruction({ programAddress, data }, message) as never),
        );
  }
  if (behaviour === 'lies about the network')
    return encode({ ...compiled, lifetimeToken: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi' });
  const last = compiled.instructions.length - 1;
  const instructions = compiled.instructions.map((instruction, index) =>
    index === last
      ? { ...instruction, data: Uint8Array.from([...(instruction.data ?? []).slice(0, -8), 1, 0, 0, 0, 0, 0, 0, 0]) }
      : instruction,
  );
  return encode({ ...compiled, instructions });
}

/** Runs in the page. */
function register({ address, chains, key }: { address: string; chains: string[]; key: number[] }): void {
  const signs = (window as unknown as { testWalletSigns(bytes: number[]): Promise<number[]> }).testWalletSigns;
  const account = { address, publicKey: Uint8Array.from(key), chains, features: ['solana:signTransaction'] };
  let accounts: (typeof account)[] = [];
  const wallet = {
    version: '1.0.0',
    name: 'Test wallet',
    icon: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    chains,
    get accounts() {
      return accounts;
    },
    features: {
      'standard:connect': {
        version: '1.0.0',
        connect: async () => {
          accounts = [account];
          return { accounts };
        },
      },
      'standard:disconnect': {
        version: '1.0.0',
        disconnect: async () => {
          accounts = [];
        },
      },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, listener: () => void) => {
          const changed = (event: Event) => {
            accounts = [{ ...account, address: (event as CustomEvent<string>).detail }];
            listener();
          };
          window.addEventListener('test-wallet-switches', changed);
          return () => window.removeEventListener('test-wallet-switches', changed);
        },
      },
      'solana:signTransaction': {
        version: '1.0.0',
        supportedTransactionVersions: ['legacy', 0],
        signTransaction: async (...inputs: { transaction: Uint8Array }[]) =>
          Promise.all(
            inputs.map(async ({ transaction }) => ({
              signedTransaction: Uint8Array.from(await signs([...transaction])),
            })),
          ),
      },
    },
  };
  const callback = ({ register }: { register(wallet: object): void }) => register(wallet);
  window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: callback }));
  window.addEventListener('wallet-standard:app-ready', (event) => callback((event as CustomEvent).detail));
}
